"""A path in the catalog is a symbolic link, a device or cannot be read.

## What
Links are never followed, neither files nor folders, and devices and pipes are never opened. A file that
cannot be read, or whose content is missing from this clone, ends the run with exit code 3.

## Why
A link in a pull request can point at any file of the machine that checks it, and an error message can carry
its content away.

## Example that fails
```yaml title=catalog/people.yaml as=symlink
apiVersion: ownercat/v1
kind: Person
name: ana
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN011", "not-a-regular-file", Severity.ERROR)
check = reported_while_reading(RULE.code)
