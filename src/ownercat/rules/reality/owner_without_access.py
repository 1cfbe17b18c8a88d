"""The owner of a service cannot write to its repository.

## What
ownercat reports a service with `code.repository`, if the repositories of the owner's group do not have it with write
access. A group inherits the access of its parents. Without the list of all teams and the repositories of each of
these groups, nothing is reported.

## Why
The team that is called at night cannot merge the fix.

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

```yaml title=catalog/desk.yaml
apiVersion: ownercat/v1
kind: Service
name: desk
description: Sells.
tier: 4
owner: till
code: {repository: "https://github.com/shop/desk"}
```

```json title=.ownercat/snapshots/teams.json
{"ownercat": "snapshot/v1", "source": "github", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [[{"slug": "till"}]]}
```

```json title=.ownercat/snapshots/repositories.json
{"ownercat": "snapshot/v1", "source": "github", "fetchedAt": "2026-11-22T02:00:00Z",
 "about": "till",
 "data": [[{"full_name": "shop/desk", "role_name": "read"}]]}
```

## Example that passes
```json title=.ownercat/snapshots/repositories.json
{"ownercat": "snapshot/v1", "source": "github", "fetchedAt": "2026-11-22T02:00:00Z",
 "about": "till",
 "data": [[{"full_name": "shop/desk", "role_name": "write"}]]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA303", "owner-without-access", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
