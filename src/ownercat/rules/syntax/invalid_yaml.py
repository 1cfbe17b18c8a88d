"""A file is not valid YAML.

## What
ownercat reports a file if it cannot be parsed from some position on. Examples are an unclosed bracket or quote, a tab
as indentation, a line that does not belong to its mapping, and an alias without an anchor.

- ownercat reads the documents before this position.
- ownercat does not report entities as missing if this file may define them.

## Why
An invalid file defines nothing, so its service has no owner for the person who looks for it during an incident.
Portals often detect the error only after the merge and silently skip the file.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
title: 'Ana
```

## Example that passes
```yaml title=catalog/people.yaml as=changed
title: Ana
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.INVALID_YAML, "invalid-yaml", Severity.ERROR)
check = reported_while_reading(RULE.code)
