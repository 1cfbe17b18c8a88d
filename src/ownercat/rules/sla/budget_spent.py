"""The error budget of an SLA is spent, and no action records the agreed consequence.

## What
ownercat checks an SLA with `errorBudget.onExhausted`. For each availability objective, ownercat adds up the incidents
of the service in the window that ends on the day of the check. With `calendar: true`, the window is the week, month,
quarter or year of that day. An incident uses the time from `startedAt` to `restoredAt`, in the hours of the SLA,
multiplied by `impact` of its severity in the SLA. ownercat reports the SLA if the sum is larger than the error budget,
and nothing records the consequence:

- none of these incidents has an action, and
- `change.freeze` of the service names no day between the first of these incidents and the day of the check.

Near misses, incidents without both times, and severities without `impact` do not count. One SLA has one finding, for
its objective with the largest excess. `ownercat metrics` shows what is left of each error budget.

With `--timeless`, this rule is off.

## Why
The SLA states what happens if the error budget is spent, for example that the team releases only fixes. If this does
not happen, the objective has no effect, and consumers have more outages than the SLA allows.

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

import re
from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Incident, Service, parse_day
from ownercat.oncall.clock import DAY, get_day_start
from ownercat.promises.objectives import list_shares
from ownercat.promises.spending import SpentBudget, measure_spending
from ownercat.promises.windows import CALENDAR_WINDOWS
from ownercat.promises.wording import format_minutes, format_percent
from ownercat.rules import Context
from ownercat.rules.incident._records import list_services
from ownercat.text import plural, shown

RULE = Rule("SLA203", "budget-spent", Severity.WARNING, dated=True)
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


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
        own = incidents.get(service.key, ())
        spent = [measure_spending(context.policy, promised, own, end) for promised in list_shares([sla]) if own]
        over = [each for each in spent if each and each.used > each.allowed]
        worst = max(over, key=lambda each: each.used - each.allowed, default=None)
        if worst is not None and not _is_recorded(context, service, worst.incidents):
            yield _finding(sla, worst, consequence)


def _group_incidents(context: Context) -> Mapping[str, list[Incident]]:
    by_service: dict[str, list[Incident]] = {}
    for incident in context.sound(Incident):
        for service in list_services(context, incident) if not incident.near_miss else ():
            by_service.setdefault(service.key, []).append(incident)
    return by_service


def _is_recorded(context: Context, service: Service, incidents: tuple[Incident, ...]) -> bool:
    """Return whether an incident has an action, or the service a freeze that begins after the first incident."""
    if any(incident.actions for incident in incidents) or context.as_of is None:
        return True
    change = service.extra.get("change")
    written = change.get("freeze") if isinstance(change, Mapping) else None
    days = [parse_day(day) for text in _list_texts(written) for day in _DAY.findall(text)]
    first = min((incident.first_day or 0 for incident in incidents), default=0)
    return any(day and first <= day.toordinal() <= context.as_of.toordinal() for day in days)


def _list_texts(written: object) -> list[str]:
    return [text for text in (written if isinstance(written, list | tuple) else [written]) if isinstance(text, str)]


def _finding(sla: SLA, spent: SpentBudget, consequence: str) -> Finding:
    objective, incidents = spent.objective, spent.incidents
    window = objective.window.text if objective.window else ""
    span = (
        f"this {CALENDAR_WINDOWS[objective.window.seconds]}"
        if objective.calendar and objective.window
        else f"the last {window}"
    )
    used = format_minutes(spent.used)
    budget = f"{format_minutes(spent.allowed)} ({format_percent(objective.target or 0)} over {window})"
    return Finding(
        objective.place.at("target"),
        f"{shown(sla.label)}: {plural(len(incidents), 'incident')} of {span} used {used}, more than the "
        f"error budget of {budget}, and no action records the consequence: {shown(consequence)}",
        f"add an action that applies the consequence to incident {shown(incidents[-1].name)}",
        tuple(Related(incident.named, f"incident {shown(incident.name)}") for incident in incidents),
        sla.subject,
        extent=int(spent.used - spent.allowed),
    )
