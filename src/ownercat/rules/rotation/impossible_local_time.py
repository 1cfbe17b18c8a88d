"""A rotation or a person has a local time that does not exist or occurs twice.

## What
When clocks change, they skip an hour or show an hour twice. ownercat reports a local time in such an hour. ownercat
checks `from` and `to` of overrides and absences, and `from` and `until` of layers, in the `timeZone` of the entry.
ownercat does not check:

- a date without a time, and a time with a UTC offset, because they are not ambiguous;
- times of handoffs and windows, because they recur. A handoff in a skipped hour takes place at the end of that hour;
- times in rotations with `external`.

## Why
Tools disagree about such a time. For a skipped 02:30, one tool uses 01:30, another uses 03:30, and a third rejects the
file. In this hour, each of two people can believe that the other person is on call.

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
  - {from: 2027-03-28T02:30, to: 2027-03-28T09:00, timeZone: Europe/Madrid, remove: bo, add: ana}
```

## Example that passes
```yaml title=catalog/storefront.yaml as=changed
overrides:
  - {from: 2027-03-28T03:30, to: 2027-03-28T09:00, timeZone: Europe/Madrid, remove: bo, add: ana}
```
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.model import Away, Entity, Override, Person, Rotation
from ownercat.oncall.clock import Impossible, resolve_entered, to_datetime
from ownercat.oncall.paths import format_layer
from ownercat.oncall.wording import format_local
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("ROT003", "impossible-local-time", Severity.ERROR)
_READS = ("layers", "overrides", "away", "gapsOk", "required")


class _Time(NamedTuple):
    """A time as written, its zone, the name of its entry, its key in YAML, and its location."""

    text: str
    zone: str
    entry: str
    key: str
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each time of a layer, an override or an absence that is skipped or occurs twice."""
    times: list[tuple[Entity, _Time]] = [
        (rotation, time) for rotation in context.sound(Rotation, reads=_READS) for time in _list_times(rotation)
    ]
    times += [
        (person, time)
        for person in context.sound(Person, reads=_READS)
        for time in _list_entry_times("absence", person.away)
    ]
    for entity, time in times:
        instant = resolve_entered(time.text, time.zone)
        if isinstance(instant, Impossible):
            yield _finding(entity, time, instant)


def _list_times(rotation: Rotation) -> Iterator[_Time]:
    if rotation.external is not None:
        return  # another system has the schedule
    for number, layer in enumerate(rotation.layers):
        name = format_layer(rotation, number)
        yield _Time(layer.start, layer.time_zone, name, "from", layer.place.at("from"))
        yield _Time(layer.until, layer.time_zone, name, "until", layer.place.at("until"))
    yield from _list_entry_times("override", rotation.overrides)


def _list_entry_times(noun: str, entries: tuple[Override | Away, ...]) -> Iterator[_Time]:
    for number, each in enumerate(entries, 1):
        yield _Time(each.start, each.time_zone, f"{noun} {number}", "from", each.place.at("from"))
        yield _Time(each.end, each.time_zone, f"{noun} {number}", "to", each.place.at("to"))


def _finding(entity: Entity, time: _Time, impossible: Impossible) -> Finding:
    earlier, later = format_local(impossible.earlier, time.zone), format_local(impossible.later, time.zone)
    if impossible.kind == "nonexistent":
        fault, cause = "does not exist", "skipped when clocks go forward"
        help = f"write `{time.key}: {earlier}` or `{time.key}: {later}`"
    else:
        early = f"{time.key}: {earlier}{_format_offset(impossible.earlier, time.zone)}"
        late = f"{time.key}: {later}{_format_offset(impossible.later, time.zone)}"
        fault, cause = "occurs twice", "repeated when clocks go back"
        help = f"write `{early}` for the first time or `{late}` for the second"
    event = "starts" if time.key == "from" else "ends"
    message = (
        f"{time.entry} of {entity.label} {event} at a local time that {fault} in {shown(time.zone)}: "
        f"{shown(time.text)}, {cause}"
    )
    return Finding(time.place, message, help, subject=entity.subject, value=shown(time.text))


def _format_offset(at: int, zone: str) -> str:
    return to_datetime(at, zone).isoformat()[19:]
