"""The members of a team differ from those of its group on the code host.

## What
ownercat compares the members of a team with those of the group in `handles`. A person without `logins` is not
compared. Members of child teams are members of the parent group as well.

## Why
The code host asks the group for reviews and gives it access. The catalog asks the team at night. Somebody in only one
of the two cannot do the work, or can do work that nobody knows about.

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

```json title=.ownercat/snapshots/members.json
{"ownercat": "snapshot/v1", "source": "github", "fetchedAt": "2026-11-22T02:00:00Z",
 "about": "till",
 "data": [[{"login": "ana-ruiz"}, {"login": "nils-berg"}]]}
```

## Example that passes
```json title=.ownercat/snapshots/members.json
{"ownercat": "snapshot/v1", "source": "github", "fetchedAt": "2026-11-22T02:00:00Z",
 "about": "till",
 "data": [[{"login": "ana-ruiz"}, {"login": "bo-chen"}]]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA301", "team-drift", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
