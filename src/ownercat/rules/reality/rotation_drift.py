"""The turns of a rotation differ from its schedule in another system.

## What
ownercat compares the turns of a rotation with the schedule whose id is in `handles`, inside the window of the
snapshot. Only the turns are compared: overrides are no drift. A schedule with several layers in the other system is
not compared.

## Why
Two schedules that should be the same answer the same question differently. At night, the paging system decides.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-weekly
team: storefront
handles: {pagerduty: PX1}
layers:
  - id: weekly
    timeZone: UTC
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-11-16
---
apiVersion: ownercat/v1
kind: Person
name: ana
handles: {pagerduty: PU1}
---
apiVersion: ownercat/v1
kind: Person
name: bo
handles: {pagerduty: PU2}
```

```json title=.ownercat/snapshots/storefront.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"schedule": {"id": "PX1", "name": "Storefront",
   "schedule_layers": [{"rendered_schedule_entries": [
     {"start": "2026-11-22T00:00:00Z", "end": "2026-11-23T09:00:00Z", "user": {"id": "PU2"}},
     {"start": "2026-11-23T09:00:00Z", "end": "2026-11-30T09:00:00Z", "user": {"id": "PU1"}}]}],
   "final_schedule": {"rendered_schedule_entries": [
     {"start": "2026-11-22T00:00:00Z", "end": "2026-11-30T09:00:00Z", "user": {"id": "PU1"}}]}}}]}
```

## Example that passes
```json title=.ownercat/snapshots/storefront.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"schedule": {"id": "PX1", "name": "Storefront",
   "schedule_layers": [{"rendered_schedule_entries": [
     {"start": "2026-11-22T00:00:00Z", "end": "2026-11-23T09:00:00Z", "user": {"id": "PU1"}},
     {"start": "2026-11-23T09:00:00Z", "end": "2026-11-30T09:00:00Z", "user": {"id": "PU2"}}]}],
   "final_schedule": {"rendered_schedule_entries": [
     {"start": "2026-11-22T00:00:00Z", "end": "2026-11-30T09:00:00Z", "user": {"id": "PU2"}}]}}}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA102", "rotation-drift", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each contradicted fact."""
    return contradictions(context, RULE.code)
