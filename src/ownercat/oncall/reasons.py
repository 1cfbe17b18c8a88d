"""Why nobody is on call in a gap, how the gap comes back, and what closes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Catalog, Person, Rotation
from ownercat.oncall.paths import layer_name
from ownercat.oncall.recurrence import Gap, GapCause, RecurringGap
from ownercat.oncall.wording import day, instant, stretch, weekday
from ownercat.text import listed, shown


class Reason(NamedTuple):
    """Why a gap is there (a clause), what closes it, and the place that makes it."""

    because: str
    cure: str
    place: Place


def told(patterns: Sequence[RecurringGap], until: int) -> str:
    """The first of all gaps, exactly, and how it comes back; ``until``: what is judged ends there."""
    pattern = patterns[0]
    first, last = pattern.gaps[0], pattern.gaps[-1]
    when = stretch(first.start, first.end, first.zone)
    if first.end == until:
        when = f"from {instant(first.start, first.zone)} on"
    if first is last:
        return f"first {when}" if len(patterns) > 1 else when
    return f"first {when}, then {_rhythm(pattern)} until {day(last.start, pattern.zone)}"


def _rhythm(pattern: RecurringGap) -> str:
    every = pattern.every
    if every > 7 and every % 7 == 0:
        return f"every {every // 7} weeks"
    if every:
        return {1: "each day", 7: "each week"}.get(every, f"every {every} days")
    days = [weekday(gap.start, pattern.zone) for gap in pattern.gaps[:7]]
    return f"each {listed(dict.fromkeys(days))}"


def reason(catalog: Catalog, rotation: Rotation, gap: Gap) -> Reason:
    """The main cause of a gap."""
    return _clocks(rotation, gap) if gap.causes[0].why == "dst" else because(catalog, rotation, gap.causes[0])


def because(catalog: Catalog, rotation: Rotation, cause: GapCause) -> Reason:
    """A cause other than daylight saving, which only shows in the weeks around it."""
    if cause.why in ("left", "inactive"):
        return _leaver(catalog, rotation, cause.about)
    if cause.why in ("removed", "away"):
        return _override(rotation, cause.number, cause.about, cause.why == "away")
    return _layer(rotation, cause.number, cause.why)


def _clocks(rotation: Rotation, gap: Gap) -> Reason:
    """Layers in different zones; or one layer, in another zone than the hours that are required."""
    numbers = list(dict.fromkeys(each.number for each in (gap.before, gap.after) if each and each.why == "turn"))
    if len(numbers) == 2:
        names = listed(f"{layer_name(rotation, n)} ({shown(rotation.layers[n].time_zone)})" for n in numbers)
        because = f"daylight saving moves {names} apart"
        cure = "let the layers overlap by an hour, or state all windows in one zone that keeps its clocks, such as UTC"
    else:
        because = f"the clocks of {shown(gap.zone)} move against the hours that are required"
        cure = "state the windows in the zone of the hours that are required, or widen them by an hour"
    number = numbers[0] if numbers else max(0, gap.causes[0].number)
    return Reason(because, cure, rotation.layers[number].place.at("windows"))


def _leaver(catalog: Catalog, rotation: Rotation, name: str) -> Reason:
    person = catalog.get("Person", name)
    leaves: date | None = person.leaves_on if isinstance(person, Person) else None
    gone = f"leaves on {leaves}" if leaves else "is not active"
    place = person.at.at("leavesOn" if leaves else "active") if person else rotation.named
    return Reason(f"{shown(name)} {gone}", f"put somebody else in the place of {shown(name)} from that day on", place)


def _override(rotation: Rotation, number: int, name: str, away: bool) -> Reason:
    override = rotation.overrides[number]
    why = ", who is away," if away else ""
    because = f"override {number + 1} takes {shown(name)}{why} off and puts nobody on"
    return Reason(because, "add the person who stands in under `add` of the override", override.place)


def _layer(rotation: Rotation, number: int, why: str) -> Reason:
    layer, name = rotation.layers[number], layer_name(rotation, number)
    if why == "none":
        place = layer.place.at("members", layer.members.index(None))
        return Reason(
            f"a turn of {name} is left to `none`", "put a person in the place of `none`, or a layer below", place
        )
    if why == "empty":
        return Reason(f"{name} has no members", "add its members", layer.place)
    if why == "before":
        cure = "let the layer begin earlier, or add one that holds until then"
        return Reason(f"{name} begins on {shown(layer.start)}", cure, layer.place.at("from"))
    if why == "after":
        cure = "let the layer go on, or add the one that follows"
        return Reason(f"{name} ends on {shown(layer.until)}", cure, layer.place.at("until"))
    cure = "widen a window or add a layer; where nobody has to be there, say so with `required` or `gapsOk`"
    return Reason("no window of any layer is open", cure, layer.place.at("windows"))
