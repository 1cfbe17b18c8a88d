"""A file or a document is empty.

## What
A file without any document, or an empty document between two `---` lines, defines nothing.

## Why
It is harmless, but somebody probably meant to write something there.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
---
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN013", "empty-document", Severity.INFO)
check = reported_while_reading(RULE.code)
