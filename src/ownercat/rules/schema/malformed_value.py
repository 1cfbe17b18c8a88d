"""A text does not have the required form, for example of a name, a duration, a date or a time zone.

## What
ownercat reports a text if it does not have the form that its key requires:

- names: lower-case letters, digits and inner hyphens, for example `team-web`
- durations: `90s`, `15m`, `4h`, `2d` or `1w`
- dates: `2026-09-01`; times of day: `09:00`
- time zones: IANA names such as `Europe/Madrid`

ownercat also reports dates that do not exist and empty texts. The help shows the nearest correct form: `10m` for `10
minutes`, `09:00` for `9am`, `team-web` for `Team Web`.

## Why
A value without an exact form is ambiguous. If one tool reads a delay of `5` as seconds and another tool as minutes, the
on-call person gets the page at the wrong time.

## Example that fails
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
review: {every: 90 days, lastDone: 2026-10-01, by: ana}
```

## Example that passes
```yaml title=catalog/team.yaml as=changed
review: {every: 90d, lastDone: 2026-10-01, by: ana}
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.MALFORMED_VALUE, "malformed-value", Severity.ERROR)
check = reported_while_reading(RULE.code)
