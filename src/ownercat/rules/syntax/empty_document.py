"""A file or a document is empty.

## What
ownercat reports a file without a document, and an empty document between two `---` lines. Both define nothing.

## Why
An empty document does no harm, but the author probably forgot to add its content.

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
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.EMPTY_DOCUMENT, "empty-document", Severity.INFO)
check = reported_while_reading(RULE.code)
