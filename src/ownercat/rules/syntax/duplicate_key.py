"""One mapping gives the same key twice.

## What
Most readers keep the last of the two values without a word; ownercat keeps the first, and reports the second
with the place of the first.

## Why
Two owners in one file mean that two tools page two different teams. A forgotten `---` between two documents
shows up as repeated keys too.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
email: ana@shop.example
email: ana.ruiz@shop.example
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
email: ana@shop.example
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN002", "duplicate-key", Severity.ERROR)
check = reported_while_reading(RULE.code)
