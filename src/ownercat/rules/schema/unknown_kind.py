"""A document has a kind that does not exist.

## What
`kind` is one of Service, Team, Person, Rotation, Escalation, SLA, Runbook, Journey, Expectation and Policy, in
exactly this spelling. A kind that is nearly one of them is reported with the one that was probably meant.

## Why
P35: one store that is searchable and complete. A misspelt kind takes the whole document out of the catalog, and
every rule about it with it.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Taem
name: shop
members: [ana, bo]
```

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SCH002", "unknown-kind", Severity.ERROR)
check = reported_while_reading(RULE.code)
