"""A service level objective has no valid target or no window.

## What
An objective promises a percentage (`target`) over a measurement period (`window`). ownercat reports an objective of an
SLA or a journey in these cases:

- The `target` is missing, or is not a percentage above 0 and below 100.
- The `target` is a fraction (`0.999`) instead of a percentage (`99.9`). A target of 1 or less counts as a fraction.
- The `window` is missing.
- The objective has `calendar: true`, and `window` is not `1w` (a week), `30d` (a month), `90d` (a quarter) or `365d` (a
  year). With `calendar: true`, the window has the real length of that period.

An objective with `ref` needs no `target` and no `window` if the object that `ref` names states them. The period of a
Sloth file is an option of the program, so the objective states the `window`. ownercat does not open a URL, and ignores
retired SLAs.

## Why
A target of 100 % leaves no error budget, so every incident breaks the SLA. A fraction such as `0.999` means less than 1
% availability. Without a window, the error budget is unknown.

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
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
objectives:
  - {name: availability, sli: {type: availability}, target: 0.999, window: 28d}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
objectives:
  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}
```
"""

from collections.abc import Iterator
from decimal import Decimal

from ownercat.diagnostics import Finding, Fix, Rule, Severity
from ownercat.model import SLA, Journey, Objective
from ownercat.promises.windows import is_calendar_window
from ownercat.rules import Context
from ownercat.rules.sla._objectives import list_objectives
from ownercat.text import shown

RULE = Rule("SLA001", "invalid-objective", Severity.ERROR)

EXAMPLE = "99.9"


def check(context: Context) -> Iterator[Finding]:
    """Yield findings for the objectives of all journeys and all SLAs that are not retired."""
    for each in list_objectives(context):
        yield from _check_objective(*each)


def _check_objective(entity: SLA | Journey, objective: Objective, label: str) -> Iterator[Finding]:
    named = objective.place.at("name") if objective.name else objective.place
    target = objective.target
    if target is None:
        if not objective.ref:
            help = f"add the promised percentage, for example `target: {EXAMPLE}`"
            yield Finding(named, f"{label} has no target", help, subject=entity.subject)
    elif not 1 < target < 100:
        fault = "is a fraction, not a percentage" if 0 < target <= 1 else "is not a percentage above 0 and below 100"
        message = f"{label} has an invalid target: {_format_number(target)} {fault}"
        help = f"write `target: {_suggest_percentage(target)}`"
        place = objective.place.at("target")
        fixes = (Fix(place, float(_suggest_percentage(target))),) if 0 < target < 1 else ()
        yield Finding(place, message, help, subject=entity.subject, fixes=fixes)
    if objective.window is None and (not objective.ref or _is_read(objective)):
        help = "add the period, for example `window: 28d`"
        yield Finding(named, f"{label} has no measurement period (`window`)", help, subject=entity.subject)
    elif objective.window is not None and objective.calendar and not is_calendar_window(objective.window):
        message = (
            f"{label} has a calendar window of {objective.window.text}, which is not a week, month, quarter or year"
        )
        help = "write `1w`, `30d`, `90d` or `365d`, or remove `calendar: true` to make the window rolling"
        yield Finding(objective.place.at("window"), message, help, subject=entity.subject)


def _is_read(objective: Objective) -> bool:
    """Return whether the object of `ref` was read; otherwise it may state the window, or SLA009 reports it."""
    return objective.referenced is not None and not objective.referenced.problem


def _suggest_percentage(target: float) -> str:
    """Return a fraction as a percentage; an example for all other values."""
    return _format_number(target, 100) if 0 < target < 1 else EXAMPLE


def _format_number(value: float, times: int = 1) -> str:
    # in decimal, so that 0.999 becomes 99.9 and not 99.90000000000001
    return shown(f"{(Decimal(repr(value)) * times).normalize():f}", 40)
