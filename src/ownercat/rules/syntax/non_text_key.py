"""A key is not text.

## What
ownercat reports a key if it is null, a boolean, a list or a mapping. A number as a key is read as its text: `1` is
the key "1".

## Why
Such keys do not exist in JSON, and readers disagree about them. A reader that changes `null` or `true` to another
value omits the entry or fails.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
labels:
  null: madrid
```

## Example that passes
```yaml title=catalog/people.yaml as=changed
labels:
  "null": madrid
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.NON_TEXT_KEY, "non-text-key", Severity.ERROR)
check = reported_while_reading(RULE.code)
