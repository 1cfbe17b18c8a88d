"""Incidents missed the targets of the SLA, and no action follows.

## What
ownercat compares the measured times of an incident with the strictest targets of the published SLAs of its services:

- `ack`: from `triggeredAt` to `acknowledgedAt`
- `restore`: from `startedAt` to `restoredAt`
- `resolve`: from `startedAt` to `resolvedAt`

ownercat reports the incidents that missed a target and have no action. Each severity and tier has one finding, with the
number of incidents.

- ownercat ignores an incident with an action, because the team has decided what to change.
- ownercat ignores near misses, and times that are not recorded.
- `ownercat metrics` shows all figures.

## Why
If incidents miss a target again and again, consumers cannot rely on the target. Either the escalation, the runbook or
the SLA must change.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-customers
service: payment
external: true
outcome: A customer can pay.
approvers: [payments]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
```yaml title=catalog/incident.yaml
apiVersion: ownercat/v1
kind: Incident
name: 2026-09-12-payments-down
services: [payment]
severity: sev1
startedAt: 2026-09-12T02:00:00Z
triggeredAt: 2026-09-12T02:01:00Z
acknowledgedAt: 2026-09-12T02:21:00Z
restoredAt: 2026-09-12T02:40:00Z
```

## Example that passes
```yaml title=catalog/incident.yaml as=changed
actions:
  - {id: wait, what: Page the second level after five minutes., kind: mitigate, owner: ana, due: 2027-01-15}
```
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, get_node
from ownercat.model import SLA, Duration, Incident, Service
from ownercat.oncall.wording import format_duration
from ownercat.promises.measures import PROMISED, collect_targets, measure_incident
from ownercat.promises.objectives import collect_slas
from ownercat.rules import Context
from ownercat.rules.incident._records import list_services
from ownercat.text import plural, shown

RULE = Rule("INC005", "target-missed", Severity.INFO)


class MissedTarget(NamedTuple):
    """A measured time of an incident above its target."""

    incident: Incident
    service: Service
    measure: str
    seconds: int
    target: Duration


def check(context: Context) -> Iterator[Finding]:
    """Report the missed targets of each severity and tier, at the newest incident without an action."""
    if not context.policy_is_whole:
        return
    groups: dict[tuple[str, int], list[MissedTarget]] = {}
    counted: dict[tuple[str, int], set[str]] = {}
    for incident in context.sound(Incident):
        severity = context.policy.severity_id(incident.severity)
        services = list_services(context, incident)
        if not services or incident.near_miss:
            continue
        group = (severity, min(service.tier for service in services))
        counted.setdefault(group, set()).add(incident.key)
        if not incident.actions:
            groups.setdefault(group, []).extend(_list_missed(context, incident, severity, services))
    for group, missed in groups.items():
        if missed:
            yield _finding(group, missed, len(counted[group]))


def _list_missed(
    context: Context, incident: Incident, severity: str, services: list[Service]
) -> Iterator[MissedTarget]:
    slas, measured = context.once(_collect_slas), measure_incident(incident)
    for measure in PROMISED:
        seconds = measured[measure]
        targets = [
            (target, service)
            for service in services
            if (target := collect_targets(context.policy, slas.get(get_node(service), ())).get((severity, measure)))
        ]
        if seconds is not None and targets:
            target, service = min(targets, key=lambda pair: pair[0].seconds)
            if seconds > target.seconds:
                yield MissedTarget(incident, service, measure, seconds, target)


def _collect_slas(context: Context) -> Mapping[Node, Sequence[SLA]]:
    return collect_slas(context.catalog)


def _finding(group: tuple[str, int], missed: list[MissedTarget], total: int) -> Finding:
    severity, tier = group
    incidents = {each.incident.key: each.incident for each in missed}
    first = missed[-1].incident
    parts = []
    for measure in PROMISED:
        late = [each for each in missed if each.measure == measure]
        if late:
            times = "once" if len(late) == 1 else f"{len(late)} times"
            worst = max(late, key=lambda each: each.seconds - each.target.seconds)
            parts.append(
                f"{measure} {times}, at worst {format_duration(worst.seconds)} > {worst.target.text} of "
                f"{shown(worst.service.label)} ({shown(worst.incident.name)})"
            )
    return Finding(
        first.at.at("severity"),
        f"{plural(len(incidents), 'incident')} of {total} with {shown(severity)} in tier {tier} missed a target "
        f"without an action: {'; '.join(parts)}",
        "add an action that makes it faster, or change the target in the SLA",
        tuple(Related(each.named, f"incident {shown(each.name)}") for each in incidents.values() if each is not first),
        first.subject,
        f"{severity}:{tier}",
        extent=len(missed),
        speaks_for=frozenset(each.name for each in incidents.values()),
    )
