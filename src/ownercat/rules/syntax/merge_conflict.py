"""The file holds an unresolved merge conflict, or is a Git LFS pointer.

## What
Conflict markers (`<<<<<<<`, `>>>>>>>`) at the start of a line, a path that is unmerged in the index, and
files whose content is a Git LFS pointer are reported; nothing else is said about the file.

## Why
Both happen by accident, both are valid enough to slip through a careless reader, and both leave the catalog
without what the file defined.

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

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN009", "merge-conflict", Severity.ERROR)
check = reported_while_reading(RULE.code)
