"""Two paths differ only in letter case or in the encoding of accents.

## What
ownercat reports two paths if they are the same file on macOS or Windows. Examples are `A.yaml` and `a.yaml`, or `é` in
composed form (one character) and in decomposed form (`e` and an accent).

## Why
On macOS and Windows, only one of the two files exists. All entities of the other file are missing.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
```

```yaml title=catalog/People.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes
```yaml title=catalog/People.yaml as=removed
```
```yaml title=catalog/more-people.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.NAME_COLLISION, "name-collision", Severity.WARNING)
check = reported_while_reading(RULE.code)
