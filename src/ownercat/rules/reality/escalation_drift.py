"""An escalation policy differs from the policy of the paging system.

## What
ownercat compares an escalation policy with the policy whose id is in `handles`: the number of levels, the wait of
each level, the targets of each level, and how often the policy repeats. Names are not compared. A target without a
counterpart in the other system is not compared.

## Why
Teams plan with the policy of the catalog, but the paging system pages with its own. A level that waits longer there
breaks the promised time.

## Example that fails
```yaml title=catalog/urgent.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
handles: {pagerduty: PPOL001}
tiers:
  - {name: on-call, notify: [rotation:storefront-elsewhere], via: [phone], wait: 5m,
     inform: [severity, service, timeline, workarounds]}
end: stop
---
apiVersion: ownercat/v1
kind: Rotation
name: storefront-elsewhere
team: storefront
external: {provider: pagerduty, id: PX1}
```

```json title=.ownercat/snapshots/policies.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"escalation_policies": [{"id": "PPOL001", "name": "Storefront", "num_loops": 0,
   "escalation_rules": [{"escalation_delay_in_minutes": 10,
     "targets": [{"id": "PX1", "type": "schedule_reference"}]}]}],
   "limit": 25, "offset": 0, "more": false}]}
```

## Example that passes
```json title=.ownercat/snapshots/policies.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"escalation_policies": [{"id": "PPOL001", "name": "Storefront", "num_loops": 0,
   "escalation_rules": [{"escalation_delay_in_minutes": 5,
     "targets": [{"id": "PX1", "type": "schedule_reference"}]}]}],
   "limit": 25, "offset": 0, "more": false}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA101", "escalation-drift", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each contradicted fact."""
    return contradictions(context, RULE.code)
