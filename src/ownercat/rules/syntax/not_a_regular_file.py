"""A path in the catalog is a symbolic link or a device, or cannot be read.

## What
ownercat reports a path if it is not a regular file:

- A symbolic link to a file or a folder. ownercat does not follow links. Outside of the catalog folder, ownercat reports
  a link only if it has the name of a catalog file of another format.
- A device or a pipe. ownercat does not open devices and pipes.

ownercat also reports a file that it cannot read, or whose content is missing from this clone. In both cases, the run
ends with exit code 3.

## Why
A link in a pull request can point to any file of the computer that runs ownercat, and an error message can reveal the
content of that file.

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
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.NOT_A_REGULAR_FILE, "not-a-regular-file", Severity.ERROR)
check = reported_while_reading(RULE.code)
