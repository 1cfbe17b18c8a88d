"""An escalation or a failsafe was not drilled in time.

## What
The catalog policy can set `drillEvery` for a service tier. ownercat then checks the escalations that the pages of these
services use, including each next escalation (`end: {handoff: …}`):

- Each escalation needs a drill that lists the escalation under `escalations`. An incident whose pages used the
  escalation counts too.
- Each channel of a failsafe needs a drill that lists the channel under `channels`. A recent `testedOn` of the failsafe
  counts too. Another rule, [failsafe-untested], reports a failsafe with a missing or old `testedOn`.

Each escalation has one finding. With `--timeless`, this rule is off.

## Why
An escalation that no page has used for a long time can fail when it is needed. For example, a person has left, a phone
number has changed, or an app is muted.

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
escalation: storefront-urgent
```

## Example that passes
```yaml title=catalog/drill.yaml
apiVersion: ownercat/v1
kind: Drill
name: 2026-10-01-storefront-paging
heldOn: 2026-10-01
type: pagingTest
escalations: [storefront-urgent]
```
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Duration, Escalation, Service
from ownercat.oncall import paths
from ownercat.rules import Context
from ownercat.rules.incident._records import collect_exercised, get_drill_interval
from ownercat.text import listed, shown

RULE = Rule("INC007", "undrilled-path", Severity.WARNING, dated=True)
_DAY = 86_400
_YEAR = 365  # days; the default of failsafe-untested, which reports an older test


class DrilledPath(NamedTuple):
    """An escalation policy, the service with the shortest interval between drills, and that interval."""

    escalation: Escalation
    service: Service
    interval: Duration


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation policy on the paths of services with ``drillEvery`` that was not drilled in time."""
    today = context.as_of
    if today is None or not context.policy_is_whole:
        return
    for path in _map_paths(context).values():
        faults = [*_check_policy(context, path, today), *_check_failsafe(context, path, today)]
        if faults and path.escalation.sound:
            tier = f"service {shown(path.service.name)} (tier {path.service.tier})"
            yield Finding(
                path.escalation.named,
                f"{shown(path.escalation.label)} was not drilled within {path.interval.text}, which {tier} requires: "
                f"{listed(faults)}",
                f"exercise the escalation, then add a Drill with `heldOn: {today}` and "
                f"`escalations: [{shown(path.escalation.name)}]`: ownercat drill {shown(path.service.name)}",
                subject=path.escalation.subject,
                cause=context.uncertain(path.escalation.name, "Drill", "Incident"),
            )


def _map_paths(context: Context) -> Mapping[str, DrilledPath]:
    found: dict[str, DrilledPath] = {}
    for service in context.sound(Service, about="escalation"):
        interval = get_drill_interval(context, service)
        for way in paths.list_ways(context.catalog, context.policy, service) if interval else ():
            for escalation in paths.list_chain(context.catalog, way.policy) if way.policy else ():
                known = found.get(escalation.key)
                if interval and (known is None or interval.seconds < known.interval.seconds):
                    found[escalation.key] = DrilledPath(escalation, service, interval)
    return found


def _check_policy(context: Context, path: DrilledPath, today: date) -> Iterator[str]:
    last = collect_exercised(context).get(("Escalation", path.escalation.key))
    if last is None:
        yield "no drill lists it"
    elif (today.toordinal() - last) * _DAY > path.interval.seconds:
        yield f"the last drill or page was on {date.fromordinal(last)}"


def _check_failsafe(context: Context, path: DrilledPath, today: date) -> Iterator[str]:
    safe = path.escalation.failsafe
    if safe is None or safe.tested_on is None or (today - safe.tested_on).days > _YEAR:
        return
    for channel in safe.via:
        last = max(collect_exercised(context).get(("Channel", channel), 0), safe.tested_on.toordinal())
        if (today.toordinal() - last) * _DAY > path.interval.seconds:
            yield f"the last test of failsafe channel {shown(channel)} was on {date.fromordinal(last)}"
