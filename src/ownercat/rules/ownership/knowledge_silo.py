"""An escalation pages only one person, the same person on every level.

## What
ownercat reports an escalation of a service if all of its levels page only one and the same person at some time. A level
is one entry of `tiers`.

- ownercat checks 400 days from the day of the check.
- Only levels with `purpose: respond` or `command` count.
- The levels of the next escalation (`end: {handoff: …}`) count too.
- ownercat ignores an escalation with only one level that counts.
- ownercat ignores an escalation if all of its own levels page the same target.
- Other rules report rotations with the same person on call ([primary-secondary-collision]), with one member
  ([single-member-rotation]) or with a member who is never on call ([starved-member]).

## Why
Several levels look like several chances to reach a person. If all levels page the same person, only one chance exists.
No other person learns how to repair the service.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
escalation: checkout-urgent
```
```yaml title=catalog/escalations/checkout-urgent.yaml
apiVersion: ownercat/v1
kind: Escalation
name: checkout-urgent
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [person:ana]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes
```yaml title=catalog/escalations/checkout-urgent.yaml as=changed
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    inform: [severity, service, timeline, workarounds]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Person, Service
from ownercat.oncall import paths
from ownercat.oncall.crew import Crew, track_crew
from ownercat.oncall.intervals import Interval, combine_all, list_pieces, map_labels
from ownercat.oncall.wording import format_interval
from ownercat.rules import Context
from ownercat.rules._meetings import meetings, starving
from ownercat.rules._paged import meant, rotations, tiers_of
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, is_known, schedules_inactive
from ownercat.text import plural, shown

RULE = Rule("OWN014", "knowledge-silo", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation policy that pages one person on all levels, with the services that use it."""
    for escalation, services in context.once(_collect_used_policies).values():
        tiers = tuple(tiers_of(context, escalation, "respond", "command"))
        if (
            not escalation.sound
            or not _has_several_targets(context, escalation)
            or _is_reported_elsewhere(context, tiers)
        ):
            continue
        first = _find_first_silo(context, tiers)
        if first is not None:
            yield _finding(context, escalation, services, *first)


def _collect_used_policies(context: Context) -> dict[str, tuple[Escalation, list[Service]]]:
    used: dict[str, tuple[Escalation, list[Service]]] = {}
    for service in context.sound(Service, about="escalation"):
        if paths.is_paged(service):
            ways = paths.list_ways(context.catalog, context.policy, service)
            for policy in {way.policy.key: way.policy for way in ways if way.policy is not None}.values():
                used.setdefault(policy.key, (policy, []))[1].append(service)
    return used


def _has_several_targets(context: Context, escalation: Escalation) -> bool:
    """Return whether the levels of this policy page different targets."""
    tiers = [tier for tier in escalation.tiers if tier.purpose in ("respond", "command")]
    return len(tiers) > 1 and len({meant(context, tier) for tier in tiers}) > 1


def _is_reported_elsewhere(context: Context, tiers: tuple[EscalationLevel, ...]) -> bool:
    """Return whether ROT001, ROT103, ROT104 or ROT105 reports one of the rotations."""
    used = {rotation.key: rotation for tier in tiers for rotation in rotations(context, tier)}
    if any(schedules_inactive(context, rotation) for rotation in used.values()):
        return True
    if used.keys() & context.once(starving).keys():
        return True
    if any(len({ref.name for ref in paths.list_members(rotation)}) == 1 for rotation in used.values()):
        return True
    pairs = ((each.first.rotation.key, each.second.rotation.key) for each in context.once(meetings))
    return any(first in used and second in used for first, second in pairs)


def _find_first_silo(context: Context, tiers: tuple[EscalationLevel, ...]) -> tuple[Interval, str] | None:
    """Return the first interval in which all levels page one person, and the name of the person."""
    crews = [track_crew(days(context), tier) for tier in tiers]
    names_of_each = ({_get_single_name(people) for people in set(track.labels)} for track in crews)
    if not set.intersection(*names_of_each) - {""}:
        return None  # no person is alone on every level: skip the slow comparison of the intervals
    tracks = [map_labels(track, _get_single_name) for track in crews]
    for start, end, name in list_pieces(combine_all(tracks, _get_common_name)):
        if name and is_known(context, name):
            return (start, end), name
    return None


def _get_single_name(people: Crew) -> str:
    return people[0].name if len(people) == 1 and people[0].kind == "person" else ""


def _get_common_name(one: str, other: str) -> str:
    return one if one == other else ""


def _finding(context: Context, escalation: Escalation, services: list[Service], when: Interval, name: str) -> Finding:
    person = context.catalog.get("Person", name)
    zone = person.time_zone if isinstance(person, Person) and person.time_zone else "UTC"
    more = f" and {plural(len(services) - 1, 'other service')}" if len(services) > 1 else ""
    message = (
        f"{escalation.label} of {shown(services[0].label)}{more} pages only {shown(name)} on every level: "
        f"first {format_interval(*when, zone)}"
    )
    help = "add another person or rotation to `notify` of one level"
    related = tuple(Related(service.named, "service with this escalation") for service in services)[:RELATED]
    names = frozenset(service.name for service in services)
    return Finding(escalation.named, message, help, related, escalation.subject, name, speaks_for=names)
