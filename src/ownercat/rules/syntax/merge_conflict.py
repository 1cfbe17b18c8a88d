"""A file has an unresolved merge conflict, or is a Git LFS pointer.

## What
ownercat reports a file in these cases, and reports nothing else about this file:

- A line starts with a conflict marker such as `<<<<<<<` or `>>>>>>>`.
- The path is unmerged in the git index.
- The content is a Git LFS pointer.

## Why
Such a file does not define what its author intended. A conflict or a pointer is committed by accident, and some tools
accept the file without an error.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
<<<<<<< HEAD
title: Ana
=======
title: Ana Ruiz
>>>>>>> rename
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
title: Ana Ruiz
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.MERGE_CONFLICT, "merge-conflict", Severity.ERROR)
check = reported_while_reading(RULE.code)
