"""The error budget of an SLA is spent, and no action records the agreed consequence.

## What
If an SLA has `errorBudget.onExhausted`, ownercat adds up what the incidents of its service used in the window of each
availability objective, up to the day of the check: the time from `startedAt` to `restoredAt` × `impact` of the severity
in the SLA. It reports the SLA if the sum is larger than the error budget, and none of these incidents has an action.

- Near misses, incidents without both times, and severities without `impact` do not count.
- Windows with `calendar: true` are not checked.
- One SLA has one finding, for its objective with the largest excess.

With `--timeless`, this rule is off.

## Why
The agreement says what happens if the budget is spent, for example that only fixes are released. If nothing happens,
the objective is only a number on a page, and consumers carry the cost.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-customers
service: payment
external: true
outcome: A customer can pay.
approvers: [payments]
approvedOn: 2026-11-15
targets:
  sev1: {ack: 15m, restore: 20m, impact: 0.5}
  sev2: {ack: 30m, restore: 4h}
objectives:
  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}
errorBudget: {onExhausted: Only fixes are released.}
```
```yaml title=catalog/incident.yaml
apiVersion: ownercat/v1
kind: Incident
name: 2026-11-12-payments-down
services: [payment]
severity: sev1
startedAt: 2026-11-12T02:00:00Z
restoredAt: 2026-11-12T04:00:00Z
```

## Example that passes
```yaml title=catalog/incident.yaml as=changed
actions:
  - {id: freeze, what: Release only fixes until December., kind: process, owner: joao, due: 2026-12-10}
```
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Incident, Objective
from ownercat.oncall.clock import DAY, get_day_start, to_instant
from ownercat.promises.measures import measure_incident
from ownercat.promises.objectives import filter_availability
from ownercat.promises.windows import compute_budget
from ownercat.promises.wording import format_minutes, format_percent
from ownercat.rules import Context
from ownercat.rules.incident._records import list_services
from ownercat.text import plural, shown

RULE = Rule("SLA203", "budget-spent", Severity.WARNING, dated=True)


class SpentBudget(NamedTuple):
    """An objective, its error budget, and what incidents used of it, both in seconds."""

    objective: Objective
    allowed: Decimal
    used: Decimal
    incidents: tuple[Incident, ...]


def check(context: Context) -> Iterator[Finding]:
    """Report each published SLA whose error budget is spent without an action."""
    if context.as_of is None or not context.policy_is_whole:
        return
    end = get_day_start(context.as_of) + DAY
    incidents = context.once(_group_incidents)
    for sla in context.sound(SLA):
        service = context.catalog.service(sla.service)
        rules = sla.extra.get("errorBudget")
        consequence = rules.get("onExhausted") if isinstance(rules, Mapping) else None
        if service is None or sla.status != "published" or not isinstance(consequence, str):
            continue
        spent = _list_spent(context, sla, incidents.get(service.key, []), end)
        worst = max(spent, key=lambda each: each.used - each.allowed, default=None)
        if worst is not None and not any(incident.actions for incident in worst.incidents):
            yield _finding(sla, worst, consequence)


def _group_incidents(context: Context) -> Mapping[str, list[Incident]]:
    by_service: dict[str, list[Incident]] = {}
    for incident in context.sound(Incident):
        for service in list_services(context, incident) if not incident.near_miss else ():
            by_service.setdefault(service.key, []).append(incident)
    return by_service


def _list_spent(context: Context, sla: SLA, incidents: list[Incident], end: int) -> Iterator[SpentBudget]:
    impacts = {context.policy.severity_id(target.severity): target.impact for target in sla.targets}
    for objective, share in filter_availability(sla.objectives):
        budget = compute_budget(share, objective, sla.hours)
        if budget is None or objective.window is None or objective.calendar:
            continue
        counted, used = [], Decimal(0)
        for incident in incidents:
            seconds = measure_incident(incident)["restore"]
            impact = impacts.get(context.policy.severity_id(incident.severity))
            started = to_instant(incident.started_at) if incident.started_at else end
            if seconds and impact and end - objective.window.seconds <= started < end:
                counted.append(incident)
                used += seconds * Decimal(repr(impact))
        if used > budget.allowed:
            yield SpentBudget(objective, budget.allowed, used, tuple(counted))


def _finding(sla: SLA, spent: SpentBudget, consequence: str) -> Finding:
    objective, incidents = spent.objective, spent.incidents
    window = objective.window.text if objective.window else ""
    used = format_minutes(spent.used)
    budget = f"{format_minutes(spent.allowed)} ({format_percent(objective.target or 0)} over {window})"
    return Finding(
        objective.place.at("target"),
        f"{shown(sla.label)}: {plural(len(incidents), 'incident')} of the last {window} used {used}, more than the "
        f"error budget of {budget}, and no action records the consequence: {shown(consequence)}",
        f"add an action that applies it to incident {shown(incidents[-1].name)}",
        tuple(Related(incident.named, f"incident {shown(incident.name)}") for incident in incidents),
        sla.subject,
        extent=int(spent.used - spent.allowed),
    )
