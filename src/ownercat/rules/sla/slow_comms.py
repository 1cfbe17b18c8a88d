"""A service sends updates less often than its SLA promises, or a tier 1 service does not state how often.

## What
An SLA can promise updates during an incident (`updateEvery`). ownercat reports the SLA if `comms` of the service does
not fit:

- `comms.every` or `comms.firstWithin` is longer than `updateEvery`;
- `comms.every` is missing, and the service has tier 1.

The shortest `updateEvery` of all severities and published SLAs counts. ownercat ignores:

- SLAs between services of the same team;
- retired and external services, and libraries;
- services in a format without `comms`.

## Why
Responders follow the interval of the service, not the interval of the SLA. If `comms` states one hour and the SLA
promises 20 minutes, consumers wait too long for news although the responders did nothing wrong.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
approvers: [storefront]
targets:
  sev1: {ack: 15m, updateEvery: 20m, restore: 1h}
  sev2: {ack: 30m, updateEvery: 1h, restore: 4h}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
comms: {firstWithin: 10m, every: 1h}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
comms: {firstWithin: 10m, every: 20m}
```
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Duration, Service, SlaTarget, parse_duration
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules.sla._terms import is_disordered, list_slas
from ownercat.text import listed, shown

RULE = Rule("SLA007", "slow-comms", Severity.WARNING)


class _Promised(NamedTuple):
    """The shortest interval of updates that SLAs of a service promise."""

    sla: SLA
    target: SlaTarget
    every: Duration


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each service with slower updates than promised, or without an interval."""
    for service in context.sound(Service):
        promised = _find_shortest(context, service) if service.dialect == "native" and is_paged(service) else None
        if promised is None:
            continue
        comms = service.extra.get("comms")
        fields: Mapping[str, Any] = comms if isinstance(comms, dict) else {}
        stated = {
            key: parse_duration(fields[key]) for key in ("every", "firstWithin") if isinstance(fields.get(key), str)
        }
        slow = {key: time for key, time in stated.items() if time and time.seconds > promised.every.seconds}
        if slow or ("every" not in stated and service.tier == 1):
            yield _finding(service, promised, slow, bool(fields))


def _find_shortest(context: Context, service: Service) -> _Promised | None:
    promised = (
        _Promised(sla, target, target.update_every)
        for sla in list_slas(context, service)
        if not _is_within_team(context, sla, service)
        for target in sla.targets
        if target.update_every is not None and not is_disordered(context, target)
    )
    return min(promised, key=lambda each: each.every.seconds, default=None)


def _is_within_team(context: Context, sla: SLA, service: Service) -> bool:
    """Return whether the consumer belongs to the team of the service, or may: its document cannot be read."""
    consumer, team = context.catalog.find(sla.consumer), context.catalog.team(service.owner)
    other = context.catalog.team(consumer.owner) if isinstance(consumer, Service) else consumer
    return sla.consumer is not None and (other is None or other is team)


def _finding(service: Service, promised: _Promised, slow: Mapping[str, Duration], has_comms: bool) -> Finding:
    sla, target, every = promised
    limit = f"updates every {every.text} for {target.severity}"
    key = next(iter(slow), "every")
    if slow:
        values = listed(f"`{name}: {time.text}`" for name, time in slow.items())
        message = f"{sla.label}: {limit} promised, but `comms` of service {shown(service.name)} is slower: {values}"
        help = f"set {listed(f'`{name}` to at most {every.text}' for name in slow)} in `comms` of {shown(service.name)}"
        place = service.at.at("comms", key)
    else:
        message = f"{sla.label}: {limit} promised, but service {shown(service.name)} states no interval (`comms.every`)"
        help = f"add `every: {every.text}` to `comms`" if has_comms else f"add `comms: {{every: {every.text}}}`"
        place = service.at.key("comms") if has_comms else service.named
    related = (Related(target.place.at("updateEvery"), f"update interval of {sla.label}"),)
    extent = max((time.seconds for time in slow.values()), default=0)
    return Finding(place, message, help, related, service.subject, extent=extent)
