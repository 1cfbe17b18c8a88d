"""A key is not text.

## What
A key that is null, a boolean, a list or a mapping has no equivalent in JSON, and readers disagree about it. A
number as key is read as the text that was typed: tier `1` is the key "1".

## Why
Keys name things; a reader that turns `null` or `true` into something else drops the entry or fails.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
labels:
  null: madrid
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
labels:
  "null": madrid
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN008", "non-text-key", Severity.ERROR)
check = reported_while_reading(RULE.code)
