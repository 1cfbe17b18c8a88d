"""An objective and the object of its `ref` have different numbers.

## What
ownercat reports an objective of an SLA or a journey if it states another `target`, or another `window`, than the object
that its `ref` names. A window with `calendar: true` and a rolling one are different.

If the object states no window, as in Sloth files, ownercat compares only the target. The values of the objective count
until both are equal.

## Why
The number in the SLA is what consumers rely on, and the number in the other file is what the alerts measure. If the
alerts allow more failures than the SLA, nobody is paged before the promise is broken.

## Example that fails
```yaml title=slo/checkout.yaml
version: prometheus/v1
service: checkout
slos:
  - {name: availability, objective: 99.5}
```
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
  - {name: availability, sli: {type: availability}, target: 99.9, window: 30d, ref: slo/checkout.yaml}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
objectives:
  - {name: availability, sli: {type: availability}, window: 30d, ref: slo/checkout.yaml}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Duration, Objective, ReferencedObjective
from ownercat.promises.wording import format_percent
from ownercat.rules import Context
from ownercat.rules.sla._objectives import list_referenced
from ownercat.text import listed

RULE = Rule("SLA010", "contradicting-ref", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each objective with other numbers than its object."""
    for each in list_referenced(context):
        different = dict(_list_different(each.objective, each.found)) if not each.found.problem else {}
        if different:
            key = next(iter(different))
            message = f"{each.label} and {each.found.label} have different numbers: {'; '.join(different.values())}"
            keys = listed(f"`{name}`" for name in different)
            help = f"remove {keys} here, so that the number of the file counts, or correct the file"
            related = (Related(each.found.place, each.found.label),)
            yield Finding(each.objective.place.at(key), message, help, related, each.owner.subject)


def _list_different(objective: Objective, found: ReferencedObjective) -> Iterator[tuple[str, str]]:
    """Yield the keys with different values, each with both values as text; a value that was taken over is equal."""
    if objective.target is not None and found.target is not None and objective.target != found.target:
        yield "target", f"target {format_percent(objective.target)} and {format_percent(found.target)}"
    if objective.window is not None and found.window is not None:
        ours, theirs = (objective.window.seconds, objective.calendar), (found.window.seconds, found.calendar)
        if ours != theirs:
            windows = _format(objective.window, objective.calendar), _format(found.window, found.calendar)
            yield "window", f"window {' and '.join(windows)}"


def _format(window: Duration, calendar: bool) -> str:
    return f"{window.text} (calendar)" if calendar else window.text
