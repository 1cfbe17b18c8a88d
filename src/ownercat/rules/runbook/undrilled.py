"""A runbook was not exercised within the time that the policy allows.

## What
The policy can set `drillEvery` for a service tier. ownercat reports each runbook of a service of this tier if the
runbook was not exercised within that time. A runbook was exercised if:

- a drill lists it under `runbooks`, or
- an incident of the service has a `symptom` that the runbook covers, or
- an incident of the service has no `symptom`, and its `timeline` names a step of the runbook.

With `--timeless`, this rule is off.

## Why
A runbook that nobody uses becomes wrong, for example because a command has a new name or a login is missing. Then
people notice the error only during an incident.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {title: Minor, requires: [owner], escalationTiers: 0, drillEvery: 180d}
```
```yaml title=catalog/service.yaml
apiVersion: ownercat/v1
kind: Service
name: newsletter
description: Sends the newsletter.
tier: 4
owner: storefront
```
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: newsletter-stuck
service: newsletter
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Send a letter to yourself., timebox: 10m}
```

## Example that passes
```yaml title=catalog/drill.yaml
apiVersion: ownercat/v1
kind: Drill
name: 2026-10-01-newsletter
heldOn: 2026-10-01
type: tabletop
runbooks: [newsletter-stuck]
```
"""

from collections.abc import Iterator
from datetime import date

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Runbook
from ownercat.rules import Context
from ownercat.rules.incident._records import collect_exercised, get_drill_interval
from ownercat.text import shown

RULE = Rule("RUN103", "undrilled", Severity.WARNING, dated=True)
_DAY = 86_400


def check(context: Context) -> Iterator[Finding]:
    """Report each runbook of a service with ``drillEvery`` that was not exercised in time."""
    today = context.as_of
    if today is None or not context.policy_is_whole:
        return
    for runbook in context.sound(Runbook, reads=("service", "covers", "steps")):
        service = context.catalog.service(runbook.service)
        interval = get_drill_interval(context, service) if service else None
        if service is None or interval is None:
            continue
        last = collect_exercised(context).get(("Runbook", runbook.key))
        if last is None or (today.toordinal() - last) * _DAY > interval.seconds:
            when = (
                f"the last drill or use was on {date.fromordinal(last)}" if last else "no drill and no incident used it"
            )
            yield Finding(
                runbook.named,
                f"{shown(runbook.label)} was not exercised within {interval.text}, which service {shown(service.name)} "
                f"(tier {service.tier}) requires: {when}",
                f"exercise the runbook, then add a Drill with `heldOn: {today}` and `runbooks: "
                f"[{shown(runbook.name)}]`: ownercat drill {shown(service.name)}",
                subject=runbook.subject,
                cause=context.uncertain(runbook.name, "Drill", "Incident"),
            )
