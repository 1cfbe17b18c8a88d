"""A rotation names a schedule that the other system does not have.

## What
ownercat reports a rotation if `external.id`, or the id in `handles`, is not in the list of all schedules of a usable
snapshot. A snapshot without that list proves nothing.

## Why
The rotation counts as covered because its schedule is elsewhere. If that schedule was deleted, nobody is on call.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
external: {provider: pagerduty, id: PX7}
```

```json title=.ownercat/snapshots/schedules.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"schedules": [{"id": "PX1"}], "limit": 25, "offset": 0, "more": false}]}
```

## Example that passes
```yaml title=catalog/storefront.yaml as=changed
external: {provider: pagerduty, id: PX1}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA103", "missing-schedule", Severity.ERROR, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each contradicted fact."""
    return contradictions(context, RULE.code)
