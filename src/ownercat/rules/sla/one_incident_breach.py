"""One incident within the restore target uses more than the error budget.

## What
An incident of a severity may last for the `restore` target, and affects a share of the users (`impact`). ownercat
reports a published SLA if `restore` × `impact` of a severity is larger than the error budget of an availability
objective of the SLA. The error budget is (1 − `target`) × `window`, in the hours of the SLA.

- ownercat does not check a severity without `impact`.
- For a window with `calendar: true`, the shortest real week, month, quarter or year counts.
- ownercat reports each SLA once, with the severity that uses the most.

## Why
The team can meet every target of the severity and still miss the objective of the SLA. Either the `restore` target or
the objective is wrong.

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
  sev1: {ack: 15m, restore: 1h, impact: 1}
  sev2: {ack: 30m, restore: 4h}
objectives:
  - {name: availability, sli: {type: availability}, target: 99.99, window: 28d}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
objectives:
  - {name: availability, sli: {type: availability}, target: 99.8, window: 28d}
```
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Objective, SlaTarget
from ownercat.promises.objectives import filter_availability
from ownercat.promises.windows import compute_budget, compute_use
from ownercat.promises.wording import format_minutes, format_percent
from ownercat.rules import Context
from ownercat.rules.sla._terms import is_disordered

RULE = Rule("SLA108", "one-incident-breach", Severity.WARNING)


class _Use(NamedTuple):
    """What one incident of a severity uses of the error budget of an objective, in seconds."""

    target: SlaTarget
    objective: Objective
    use: Decimal
    allowed: Decimal


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each published SLA whose worst incident uses more than its smallest error budget."""
    for sla in context.sound(SLA):
        if sla.status == "published":
            worst = max(_list_uses(context, sla), key=lambda use: use.use - use.allowed, default=None)
            if worst is not None and worst.use > worst.allowed:
                yield _finding(sla, worst)


def _list_uses(context: Context, sla: SLA) -> Iterator[_Use]:
    for target in sla.targets:
        if target.impact is None or target.restore is None or is_disordered(context, target):
            continue
        use = compute_use(target.restore, target.impact)
        for objective, share in filter_availability(sla.objectives):
            budget = compute_budget(share, objective, sla.hours)
            if budget is not None:
                yield _Use(target, objective, use, budget.allowed)


def _finding(sla: SLA, worst: _Use) -> Finding:
    target, objective = worst.target, worst.objective
    restore = target.restore.text if target.restore else ""
    window = objective.window.text if objective.window else ""
    budget = f"{format_minutes(worst.allowed)} ({format_percent(objective.target or 0)} over {window})"
    message = (
        f"{sla.label}: one {target.severity} incident uses restore {restore} × impact {target.impact:g} = "
        f"{format_minutes(worst.use)}, more than the error budget of {budget}"
    )
    help = f"shorten `restore` of {target.severity}, correct `impact`, or set `target` of the objective lower"
    related = (Related(objective.place.at("target"), "objective with this error budget"),)
    place = target.place.at("restore")
    return Finding(place, message, help, related, sla.subject, extent=int(worst.use - worst.allowed))
