"""A text does not have the form of what it stands for: a name, a duration, a date, a time zone.

## What
Names are lower-case letters, digits and inner hyphens; durations `90s 15m 4h 2d 1w`; dates `2026-09-01`; times of day
`09:00`; time zones IANA names such as `Europe/Madrid`. A day that does not exist and an empty text are reported too.
The help gives the nearest correct form: `10 minutes` becomes `10m`, `9am` becomes `09:00`, `Team Web` becomes
`team-web`.

## Why
P35: what cannot be read exactly cannot be checked. A delay of `5` is five seconds to one reader and five minutes to
the next, and the difference shows at night.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
ackTimeout: 30 minutes
---
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

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
review: {every: 90d, lastDone: 2026-10-01, by: ana}
---
apiVersion: ownercat/v1
kind: Person
name: ana
timeZone: Europe/Madrid
---
apiVersion: ownercat/v1
kind: Person
name: bo
timeZone: America/New_York
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SCH007", "malformed-value", Severity.ERROR)
check = reported_while_reading(RULE.code)
