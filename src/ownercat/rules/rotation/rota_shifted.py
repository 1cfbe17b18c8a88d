"""A change puts a different person on call in the next seven days.

## What
ownercat reports a rotation if a change puts another person on call in the next seven days. ownercat compares the
schedule before the change (at the base) with the schedule after the change. This rule needs a base
(`ownercat check --base`) and a date. ownercat does not report:

- a new override that puts a member of the rotation on call, because an override is intended;
- hours in which nobody is on call after the change: see [coverage-gap].

## Why
People plan their week by the schedule. A new member at the start of the list, another turn length or a new `from` moves
all turns, including the turns of this week. Then the new on-call person does not expect pages, and the previous on-call
person does.

## Example that fails
```yaml title=before/catalog/storefront.yaml
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
```

```yaml title=catalog/storefront.yaml as=changed
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Example that passes
The new `from` restarts the turns. The list starts with the people who are on call this week and next week.

```yaml title=catalog/storefront.yaml as=changed
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana, chidi]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-11-16
```
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Override, Person, Rotation
from ownercat.oncall.calendar import Calendar, build_calendar_between
from ownercat.oncall.clock import WEEK, get_day_start
from ownercat.oncall.intervals import Track, combine, cut_track, list_pieces
from ownercat.oncall.paths import list_members
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder
from ownercat.oncall.wording import format_interval, format_local
from ownercat.rules import Context
from ownercat.rules._rotations import holds, judged
from ownercat.text import shown

RULE = Rule("ROT110", "rota-shifted", Severity.WARNING)

_HORIZON = 5 * WEEK  # a turn that begins within the week can end later; the finding shows its end


class _Move(NamedTuple):
    """An interval that moves from one person to another."""

    start: int
    end: int
    was: str
    now: Holder


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each rotation with a different person on call in the seven days from the day of the check."""
    if context.base is None or context.as_of is None:
        return
    start = get_day_start(context.as_of)
    before, after = (
        build_calendar_between(catalog, start, start + _HORIZON) for catalog in (context.base.catalog, context.catalog)
    )
    for rotation in judged(context):
        old = context.base.catalog.get("Rotation", rotation.key)
        if isinstance(old, Rotation) and old != rotation and old.sound and holds(old):
            moves = [move for move in _list_moves(before, after, old, rotation) if move.start < start + WEEK]
            if moves:
                yield _finding(rotation, moves)


def _list_moves(before: Calendar, after: Calendar, old: Rotation, new: Rotation) -> Iterator[_Move]:
    was, now = build_timeline(before, old).track, build_timeline(after, new).track
    end = min(was.end, now.end)
    for start, stop, (first, second) in list_pieces(_combine(cut_track(was, end), cut_track(now, end))):
        name = _get_current_name(after, first.person)
        if name is not None and second.person not in (None, name) and not _is_intended(old, new, second):
            yield _Move(start, stop, name, second)


def _combine(was: Track[Holder], now: Track[Holder]) -> Track[tuple[Holder, Holder]]:
    return combine(was, now, lambda first, second: (first, second))


def _get_current_name(after: Calendar, person: str | None) -> str | None:
    """Return the name of a person after the change; a rename can make the old name an alias."""
    heir = after.catalog.aliases.get(("Person", person or ""))
    return heir.key if isinstance(heir, Person) and ("Person", person) not in after.catalog.entities else person


def _is_intended(old: Rotation, new: Rotation, holder: Holder) -> bool:
    """Return whether a new override puts the person on call."""
    if holder.why != "override" or holder.person not in {ref.name for ref in list_members(old)}:
        return False
    return _collect_values(new.overrides[holder.number]) not in map(_collect_values, old.overrides)


def _collect_values(override: Override) -> tuple[str | None, ...]:
    people = (ref.name if ref else None for ref in (override.remove, override.add))
    return (override.start, override.end, override.time_zone, *people)


def _finding(rotation: Rotation, moves: list[_Move]) -> Finding:
    start, end, was, now = moves[0]
    layer = rotation.layers[now.number] if now.why == "turn" else None
    override = rotation.overrides[now.number] if now.why == "override" else None
    zone = layer.time_zone if layer else rotation.layers[0].time_zone
    old, new = shown(was), shown(now.person)
    often = f", first of {len(moves)} changes" if len(moves) > 1 else ""
    when = format_interval(start, end, zone)
    times = f"from: {format_local(start, zone)}, to: {format_local(end, zone)}, timeZone: {shown(zone)}"
    return Finding(
        override.place if override else layer.place.at("members") if layer else rotation.named,
        f"{shown(rotation.label)} has a different person on call in the next 7 days: {old} → {new}, {when}{often}",
        "inform both people, or remove the override"
        if override
        else f"inform both people, or keep the turn with an override: `{{{times}, remove: {new}, add: {old}}}`",
        subject=rotation.subject,
        value=f"{was} {now.person}",
    )
