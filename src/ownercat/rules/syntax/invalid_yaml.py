"""A file is not valid YAML.

## What
ownercat reports the first position at which a file is not valid YAML. Examples are an unclosed bracket or quote, a tab
as indentation, a line that does not belong to its mapping, and an alias without an anchor.

- ownercat reads only the documents before this position.
- ownercat does not report entities as missing if this file may define them.

## Why
The rest of the file is missing from the catalog. During an incident, a person searches for a service of this file and
finds no owner. Portals often detect the error only after the merge, and silently skip the file.

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
