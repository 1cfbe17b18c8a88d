"""A document has a `kind` that does not exist.

## What
ownercat reports a document if its `kind` is not one of these, in exactly this spelling: Service, Team, Person,
Rotation, Escalation, SLA, Runbook, Journey, Expectation, Policy, SignOff, BreakGlass, Attestation, Drill and
Incident. The help suggests a kind with a similar name.

## Why
With a misspelled kind, the whole document is missing from the catalog, and no rule checks it.

## Example that fails
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Taem
name: storefront
members: [ana, bo]
```

## Example that passes
```yaml title=catalog/team.yaml as=changed
kind: Team
contacts: {chat: "#storefront"}
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.UNKNOWN_KIND, "unknown-kind", Severity.ERROR)
check = reported_while_reading(RULE.code)
