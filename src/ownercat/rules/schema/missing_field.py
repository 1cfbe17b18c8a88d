"""A document, or an entry of a list in it, has no value for a required key.

## What
ownercat reports a document or a list entry if a required key is missing. Only the keys that identify an entity are
required, for example:

- `apiVersion`, `kind` and `name` of each document
- `team` of a rotation and of an escalation
- `service` of an SLA, of a runbook and of a dependency

Other rules report these cases:

- [unknown-field] reports a required key with a wrong spelling.
- Separate rules check for an owner, a runbook or a second level of an escalation.

## Why
A dependency without a service, or an escalation without a team, has no meaning for a person or for a tool.

## Example that fails
```yaml title=catalog/rotation.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
layers:
  - {id: all, members: [ana, bo], turn: {every: 1w}, from: 2026-01-05}
```

## Example that passes
```yaml title=catalog/rotation.yaml as=changed
team: storefront
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.MISSING_FIELD, "missing-field", Severity.ERROR)
check = reported_while_reading(RULE.code)
