"""An override removes a person who is not on call.

## What
An override replaces the on-call person for some time. ownercat reports an override if the person in `remove` is not on
call at any time between `from` and `to`. Earlier overrides in the list count. ownercat ignores overrides that started
before the day of the check. ownercat also reports:

- an override that removes and adds the same person;
- two overrides that remove the same person at the same time. In that time, only the first override in the list applies.
  ownercat accepts two overrides if `to` of one is the same date as `from` of the other.

## Why
Two people agreed on a replacement, but the schedule does not change. The person who expects to be off still gets the
pages. The usual causes are the wrong week, the wrong rotation, or a later change of `members` that moved all turns.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
overrides:
  - {from: 2027-02-01T09:00, to: 2027-02-02T09:00, timeZone: Europe/Madrid, remove: bo, add: ana}
```

## Example that passes
```yaml title=catalog/storefront.yaml as=changed
overrides:
  - {from: 2027-02-01T09:00, to: 2027-02-02T09:00, timeZone: Europe/Madrid, remove: ana, add: bo}
```
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Override
from ownercat.oncall.clock import Impossible, resolve_entered
from ownercat.oncall.intervals import Interval, intersect, list_times
from ownercat.oncall.layers import get_person_key
from ownercat.oncall.overrides import get_span
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Timeline, get_holder, list_intervals
from ownercat.oncall.wording import format_interval
from ownercat.rules import Context
from ownercat.rules._rotations import days, is_known, judged
from ownercat.text import shown

RULE = Rule("ROT004", "pointless-override", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each override that removes a person who is not on call."""
    for rotation in judged(context):
        seen = build_timeline(days(context), rotation)
        idle = [(number, rotation.overrides[number]) for number in seen.idle]
        turns = _collect_turns(seen) if idle else {}
        for number, override in idle:
            if override.remove is not None and _is_certain(context, override):
                name = get_person_key(days(context), override.remove)
                yield _finding(context, seen, number, name, turns.get(name, []))
        if context.as_of is not None and rotation.overrides:
            yield from _list_unchanged(context, seen)
            yield from _list_overlaps(context, seen)


def _list_unchanged(context: Context, seen: Timeline) -> Iterator[Finding]:
    """Yield a finding for each override that replaces a person on call by the same person."""
    rotation = seen.rotation
    for number, override in enumerate(rotation.overrides):
        span = get_span(override)
        if override.remove is None or override.add is None or number in seen.idle or span is None:
            continue
        name = get_person_key(days(context), override.remove)
        if name == get_person_key(days(context), override.add) and span[1] > seen.start and is_known(context, name):
            message = f"override {number + 1} of {rotation.label} replaces {shown(name)} with the same person"
            help = "set `add` to the person who takes over, or delete the override"
            yield Finding(override.place.at("add"), message, help, (), rotation.subject, name)


def _list_overlaps(context: Context, seen: Timeline) -> Iterator[Finding]:
    """Yield a finding for each override that removes a person whom an earlier one has replaced by somebody else."""
    by_person: dict[str, list[tuple[int, int, int]]] = {}
    for number, override in enumerate(seen.rotation.overrides):
        span = get_span(override)
        if override.remove is not None and span is not None and _is_certain(context, override):
            by_person.setdefault(get_person_key(days(context), override.remove), []).append((*span, number))
    for name, spans in by_person.items():
        spans.sort()
        latest = spans[0]
        for start, end, number in spans:
            if start < latest[1] and number != latest[2]:
                first, second = sorted((latest[2], number))
                yield from _list_overlap(context, seen, name, (first, second), (start, min(end, latest[1])))
            latest = max(latest, (start, end, number), key=lambda each: each[1])


def _list_overlap(
    context: Context, seen: Timeline, name: str, numbers: tuple[int, int], overlap: Interval
) -> Iterator[Finding]:
    first, second = numbers
    rotation = seen.rotation
    override = rotation.overrides[second]
    added = [each and get_person_key(days(context), each) for each in (rotation.overrides[first].add, override.add)]
    taken = list_times(seen.track, lambda holder: holder.number == first and holder.why in ("override", "removed"))
    times = intersect(taken, (overlap,))
    ends = {(rotation.overrides[one].end, rotation.overrides[other].start) for one, other in (numbers, numbers[::-1])}
    is_handoff = any(end == start for end, start in ends)
    if not times or added[0] == added[1] or second in seen.idle or is_handoff:
        return
    who = f"{shown(added[0])} is on call" if added[0] else "nobody is on call"
    message = (
        f"override {second + 1} of {rotation.label} removes a person whom override {first + 1} has removed: "
        f"{shown(name)}, {format_interval(*times[0], override.time_zone)}, {who}"
    )
    instead = f"set `remove: {shown(added[0])}`, or " if added[0] else ""
    help = f"{instead}change `from` and `to` so that overrides {first + 1} and {second + 1} do not overlap"
    yield Finding(override.place.at("remove"), message, help, (), rotation.subject, name)


def _is_certain(context: Context, override: Override) -> bool:
    """Return whether no other rule reports the times (ROT003) or the person (REF001) of an override."""
    ends = (resolve_entered(text, override.time_zone) for text in (override.start, override.end))
    known = override.remove is not None and is_known(context, get_person_key(days(context), override.remove))
    return known and not any(isinstance(instant, Impossible) for instant in ends)


def _collect_turns(seen: Timeline) -> Mapping[str, list[Interval]]:
    """Return the times on call of each person."""
    result: dict[str, list[Interval]] = {}
    for spell in list_intervals(seen):
        if spell.holder.person is not None:
            result.setdefault(spell.holder.person, []).append((spell.start, spell.end))
    return result


def _finding(context: Context, seen: Timeline, number: int, name: str, turns: list[Interval]) -> Finding:
    rotation = seen.rotation
    override = rotation.overrides[number]
    start, end = get_span(override) or (seen.start, seen.start)
    on_call = get_holder(seen, start).person
    when = format_interval(start, end, override.time_zone)
    message = (
        f"override {number + 1} of {rotation.label} removes a person who is not on call: {shown(name)}, {when}, "
        f"{shown(on_call) if on_call else 'nobody'} is on call"
    )
    after = bisect_left(turns, (start, start))
    fixes = [_format_fix(context, override, name, on_call)] if on_call else []
    if after < len(turns):
        turn = format_interval(*turns[after], override.time_zone)
        fixes.append(f"move the override to a turn of {shown(name)}: {turn}")
    help = ", or ".join(fixes) or f"delete the override: {shown(name)} has no later turn"
    return Finding(override.place.at("remove"), message, help, (), rotation.subject, name)


def _format_fix(context: Context, override: Override, name: str, on_call: str) -> str:
    """Propose to remove the person on call; swap both people if the override adds that person."""
    is_swapped = override.add is not None and get_person_key(days(context), override.add) == on_call
    return f"set `remove: {shown(on_call)}{f', add: {shown(name)}' if is_swapped else ''}`"
