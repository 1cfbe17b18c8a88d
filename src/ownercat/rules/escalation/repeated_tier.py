"""A level of an escalation pages the same people as the previous level.

## What
ownercat reports a level of an escalation if it pages the same people as the previous level, in the same way. A level is
one entry of `tiers`. All of these must be true:

- Both levels page exactly the same rotations and people. A team counts as its primary rotation.
- Both levels have the same `purpose` and `urgency`.
- The level uses no new channel. Either both levels have no `via`, or the previous level has all channels in `via` of
  the level.

Another rule, [primary-secondary-collision], reports two rotations that have the same person on call.

## Why
A person who misses the first page will probably miss the second page too. The escalation seems to have one more level
than it has.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```
"""

from collections.abc import Iterator
from itertools import pairwise

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel
from ownercat.oncall.paths import format_level
from ownercat.rules import Context
from ownercat.rules._paged import meant

RULE = Rule("ESC010", "repeated-tier", Severity.WARNING)
_READS = ("tiers",)


def check(context: Context) -> Iterator[Finding]:
    """Report each level that pages only the people of the previous level."""
    for escalation in context.sound(Escalation, reads=_READS):
        for number, (first, second) in enumerate(pairwise(escalation.tiers)):
            if (
                first.purpose == second.purpose
                and not _has_other_channel(first, second)
                and _has_same_people(context, first, second)
            ):
                yield _finding(escalation, number)


def _has_other_channel(first: EscalationLevel, second: EscalationLevel) -> bool:
    """Return whether the second level notifies in another way, which is a reason to page the same people again."""
    if second.urgency != first.urgency:
        return True
    return bool(first.via) != bool(second.via) or not set(second.via) <= set(first.via)


def _has_same_people(context: Context, first: EscalationLevel, second: EscalationLevel) -> bool:
    people = meant(context, first)
    return bool(people) and people == meant(context, second)


def _finding(escalation: Escalation, number: int) -> Finding:
    levels = escalation.tiers[number], escalation.tiers[number + 1]
    first, second = format_level(levels[0], number), format_level(levels[1], number + 1)
    message = f"{second} of {escalation.label} always pages the same people as the previous level: {first}"
    help = f"page other people in {second}, or remove {second} and add `attempts: {{times: 2, every: 5m}}` to {first}"
    related = (Related(levels[0].place.at("notify"), f"`notify` of {first}"),)
    return Finding(levels[1].place.at("notify"), message, help, related, escalation.subject)
