"""A mapping has the same key twice.

## What
ownercat reports the second occurrence of a key in a mapping and points to the first. ownercat uses the first value.
Most other tools silently use the last value.

## Why
If a document has two `owner` keys, two tools may page two different teams. Repeated keys can also mean that the `---`
between two documents is missing.

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
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.DUPLICATE_KEY, "duplicate-key", Severity.ERROR)
check = reported_while_reading(RULE.code)
