"""An SLA has targets that contradict each other.

## What
ownercat reports an SLA if its targets contradict each other. Targets must follow this order:

- Within a severity: `ack` ≤ `respond` ≤ `restore` ≤ `resolve`.
- Between severities: a target of a severity is not longer than the same target of a less severe severity. This includes
  `updateEvery`.

ownercat compares each target with the next stated target or severity. A time that contradicts several other times is
one finding. ownercat ignores retired SLAs.

## Why
Nobody can restore a service before a person acknowledges the page, so a team cannot meet contradictory targets.
Responders do not know which of the two times applies. The usual cause is that two people edited different lines.

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
  sev1: {ack: 90m, restore: 1h}
  sev2: {ack: 90m, restore: 90m}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 90m}
```
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Duration, SlaTarget
from ownercat.rules import Context

RULE = Rule("SLA008", "disordered-targets", Severity.ERROR)
_READS = ("targets", "status")

WITHIN = ("ack", "respond", "restore", "resolve")
BETWEEN = ("ack", "respond", "updateEvery", "restore", "resolve")


class _Stated(NamedTuple):
    """A target with its stated times, by key."""

    target: SlaTarget
    times: dict[str, Duration]


def check(context: Context) -> tuple[Finding, ...]:
    """Return a finding for each pair of neighboring times in the wrong order; a time that is in several pairs once."""
    return context.once(_list_findings)


def _list_findings(context: Context) -> tuple[Finding, ...]:
    reported: set[tuple[object, ...]] = set()
    found: list[Finding] = []
    for finding in _list_pairs(context):
        times = {place[:3] for place in (finding.place, *(each.place for each in finding.related))}
        if not times & reported:
            reported |= times
            found.append(finding)
    return tuple(found)


def _list_pairs(context: Context) -> Iterator[Finding]:
    ranks = {level.id: rank for rank, level in enumerate(context.policy.severities)}
    for sla in context.sound(SLA, reads=_READS):
        if sla.status == "retired":
            continue
        stated = [_Stated(target, _collect_times(target)) for target in sla.targets]
        for one in stated:
            yield from _check_within(sla, *one)
        if context.policy_is_whole:
            known = [one for one in stated if context.policy.severity_id(one.target.severity) in ranks]
            ordered = sorted(known, key=lambda one: ranks[context.policy.severity_id(one.target.severity)])
            for key in BETWEEN:
                yield from _check_between(sla, ordered, key)


def _collect_times(target: SlaTarget) -> dict[str, Duration]:
    """Return the stated times, by key."""
    stated = {
        "ack": target.ack,
        "respond": target.respond,
        "updateEvery": target.update_every,
        "restore": target.restore,
        "resolve": target.resolve,
    }
    return {key: time for key, time in stated.items() if time is not None}


def _check_within(sla: SLA, target: SlaTarget, times: dict[str, Duration]) -> Iterator[Finding]:
    for (first, before), (second, after) in pairwise((key, times[key]) for key in WITHIN if key in times):
        if before.seconds > after.seconds:
            comparison = f"{first} {before.text} is longer than {second} {after.text}"
            message = f"{sla.label} promises {target.severity} {second} before {first}: {comparison}"
            help = f"set `{first}` to at most {after.text}, or `{second}` to at least {before.text}"
            related = (Related(target.place.at(first), f"{first} target of {target.severity}"),)
            yield Finding(target.place.at(second), message, help, related, sla.subject)


def _check_between(sla: SLA, ordered: list[_Stated], key: str) -> Iterator[Finding]:
    stated = [(target, times[key]) for target, times in ordered if key in times]
    for (severe, slow), (mild, fast) in pairwise(stated):
        if slow.seconds > fast.seconds:
            message = (
                f"{sla.label} promises a slower {key} for {severe.severity} than for the less severe {mild.severity}: "
                f"{slow.text} is longer than {fast.text}"
            )
            help = (
                f"set `{key}` of {severe.severity} to at most {fast.text}, or `{key}` of {mild.severity} to at least "
                f"{slow.text}"
            )
            related = (Related(mild.place.at(key), f"{key} target of {mild.severity}"),)
            yield Finding(severe.place.at(key), message, help, related, sla.subject)
