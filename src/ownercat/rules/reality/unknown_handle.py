"""The handle of a team does not exist on the code host.

## What
ownercat reports a team whose handle is not in the complete list of teams of the organization. If more than a third of
the handles are absent, and at least three, ownercat reports none of them.

## Why
Generated CODEOWNERS then name a team that nobody is in, and the code host asks nobody for a review.

## Example that fails
```yaml title=catalog/till.yaml
apiVersion: ownercat/v1
kind: Team
name: till
members: [ana, bo]
contacts: {chat: "#till"}
handles: {github: "@shop/till"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
logins: {github: ana-ruiz}
---
apiVersion: ownercat/v1
kind: Person
name: bo
logins: {github: bo-chen}
```

```json title=.ownercat/snapshots/teams.json
{"ownercat": "snapshot/v1", "source": "github", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [[{"slug": "payments"}]]}
```

## Example that passes
```json title=.ownercat/snapshots/teams.json
{"ownercat": "snapshot/v1", "source": "github", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [[{"slug": "till"}]]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA302", "unknown-handle", Severity.ERROR, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
