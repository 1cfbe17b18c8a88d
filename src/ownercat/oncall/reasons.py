"""Describe a coverage gap as text: its cause, how it recurs, and the fix."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Catalog, Layer, Person, Rotation
from ownercat.oncall.basis import format_evidence, format_observed
from ownercat.oncall.clock import DAY, HOUR, MINUTE, parse_clock
from ownercat.oncall.paths import format_layer
from ownercat.oncall.recurrence import Gap, GapCause, RecurringGap
from ownercat.oncall.wording import WEEKDAYS, format_day, format_instant, format_interval, format_local, format_weekday
from ownercat.text import listed, shown

_LONGEST = 4 * HOUR  # a longer gap needs another layer rather than a longer window


class Reason(NamedTuple):
    """The cause of a gap as a clause, the fix as text, and the location of the cause."""

    because: str
    cure: str
    place: Place


def format_gaps(patterns: Sequence[RecurringGap], until: int) -> str:
    """Format the first gap and how it recurs; ``until`` is the end of the checked time."""
    pattern = patterns[0]
    first, last = pattern.gaps[0], pattern.gaps[-1]
    when = format_interval(first.start, first.end, first.zone)
    if first.end == until:
        when = f"from {format_instant(first.start, first.zone)} on"
    if first is last:
        return f"first {when}" if len(patterns) > 1 else when
    latest = max((each.gaps[-1] for each in patterns), key=lambda gap: gap.start)
    if latest is not last:  # the rhythm of the first pattern ends before the gaps do
        return f"first {when}, last {format_interval(latest.start, latest.end, latest.zone)}"
    return f"first {when}, then {_format_rhythm(pattern)} until {format_day(last.start, pattern.zone)}"


def _format_rhythm(pattern: RecurringGap) -> str:
    every = pattern.every
    if every > 7 and every % 7 == 0:
        return f"every {every // 7} weeks"
    if every:
        return {1: "every day", 7: "every week"}.get(every, f"every {every} days")
    found = {format_weekday(gap.start, pattern.zone) for gap in pattern.gaps[:7]}
    return f"every {listed(day for day in WEEKDAYS if day in found)}"


def explain_gap(catalog: Catalog, rotation: Rotation, gap: Gap, alike: Sequence[Gap] = ()) -> Reason:
    """Return the main cause of a gap; the fix also closes the gaps of ``alike`` between the same two layers."""
    is_dst = gap.causes[0].why == "dst"
    reason = _explain_clock_change(rotation, gap) if is_dst else explain_cause(catalog, rotation, gap.causes[0])
    edges = format_window_edges(rotation, gap, alike) if gap.causes[0].why in ("dst", "window") else ""
    return reason._replace(cure=edges) if edges else reason


def explain_cause(catalog: Catalog, rotation: Rotation, cause: GapCause) -> Reason:
    """Return the text for one cause that is not daylight saving (``dst``), which needs the gap as well."""
    if cause.why == "unscheduled":
        return _explain_snapshot(rotation)
    if cause.why in ("left", "inactive"):
        return _explain_leaver(catalog, rotation, cause.about)
    if cause.why in ("removed", "away"):
        return _explain_override(rotation, cause.number, cause.about, cause.why == "away")
    return _explain_layer(rotation, cause.number, cause.why)


def _explain_clock_change(rotation: Rotation, gap: Gap) -> Reason:
    """Describe layers in different zones, or one layer in another zone than the required hours."""
    numbers = list(dict.fromkeys(each.number for each in (gap.before, gap.after) if each and each.why == "turn"))
    if len(numbers) == 2:
        names = listed(f"{format_layer(rotation, n)} ({shown(rotation.layers[n].time_zone)})" for n in numbers)
        because = f"daylight saving moves {names} apart"
        cure = "extend a window by an hour so that the layers overlap, or write all windows in UTC"
    else:
        because = f"changes of clocks move the windows in {shown(gap.zone)} against the required hours"
        cure = "write the windows in the zone of the required hours, or extend them by an hour"
    number = numbers[0] if numbers else max(0, gap.causes[0].number)
    return Reason(because, cure, rotation.layers[number].place.at("windows"))


def _explain_leaver(catalog: Catalog, rotation: Rotation, name: str) -> Reason:
    person = catalog.get("Person", name)
    leaves: date | None = person.leaves_on if isinstance(person, Person) else None
    gone = f"leaves on {leaves}" if leaves else "is not active"
    place = person.at.at("leavesOn" if leaves else "active") if person else rotation.named
    after = f" after {leaves}" if leaves else ""
    return Reason(f"{shown(name)} {gone}", f"replace {shown(name)} with an active person{after}", place)


def _explain_snapshot(rotation: Rotation) -> Reason:
    place = rotation.where("external" if rotation.external is not None else "handles")._replace(on="key")
    return Reason(
        f"nobody is scheduled in {format_evidence(rotation)}",
        f"schedule a person for these hours in {format_observed(rotation)}",
        place,
    )


def _explain_override(rotation: Rotation, number: int, name: str, away: bool) -> Reason:
    override = rotation.overrides[number]
    why = ", who is away," if away else ""
    because = f"override {number + 1} removes {shown(name)}{why} and adds nobody"
    cure = f"in override {number + 1}, set `add` to the person who replaces {shown(name)}"
    return Reason(because, cure, override.place)


def _explain_layer(rotation: Rotation, number: int, why: str) -> Reason:
    layer, name = rotation.layers[number], format_layer(rotation, number)
    if why == "none":
        place = layer.place.at("members", layer.members.index(None))
        cure = "replace `none` with a person, or cover the turn with an earlier layer"
        return Reason(f"a turn of {name} has no person (`none`)", cure, place)
    if why == "empty":
        return Reason(f"{name} has no members", f"add people to `members` of {name}", layer.place)
    if why == "before":
        cure = f"set an earlier `from` in {name}, or add a layer for the time before"
        return Reason(f"{name} starts on {shown(layer.start)}", cure, layer.place.at("from"))
    if why == "after":
        cure = f"remove `until` from {name}, or add a layer for the time after"
        return Reason(f"{name} ends on {shown(layer.until)}", cure, layer.place.at("until"))
    cure = "extend a window or add a layer; if these hours need no coverage, exclude them with `required` or `gapsOk`"
    return Reason("no window of any layer is open", cure, layer.place.at("windows"))


def format_window_edges(rotation: Rotation, gap: Gap, alike: Sequence[Gap]) -> str:
    """Return the fix for a gap between two windows: the new `to` of the first or `from` of the second one.

    Return "" if no window begins or ends at the gap, or if the gap is long. The new time closes all gaps of ``alike``
    between the same layers.
    """
    between = _get_layers(gap)
    gaps = [each for each in (gap, *alike) if _get_layers(each) == between]
    length = max(each.end - each.start for each in gaps)
    fixes = [
        fix
        for number, key in zip(between, ("to", "from"), strict=True)
        if number is not None and (fix := _format_edge(rotation, number, key, gaps))
    ]
    return ", or ".join(fixes) if length <= _LONGEST else ""


def _get_layers(gap: Gap) -> tuple[int | None, int | None]:
    """Return the layers of the turns directly before and after a gap."""
    before, after = (each.number if each and each.why == "turn" else None for each in (gap.before, gap.after))
    return before, after


def _format_edge(rotation: Rotation, number: int, key: str, gaps: Sequence[Gap]) -> str:
    """``in layer london, set `to: "17:00"` (now "16:00")``; "" if the gaps do not all begin or end at one window."""
    layer = rotation.layers[number]
    clocks = {_get_clock(layer, gap.start if key == "to" else gap.end) for gap in gaps}
    written = {window.end if key == "to" else window.start for window in layer.windows if not window.always}
    [now, *others] = sorted(clocks)
    if others or _format(now) not in written:
        return ""
    length = max(gap.end - gap.start for gap in gaps)
    new = _format((now + length if key == "to" else now - length) % DAY)
    return f'in {format_layer(rotation, number)}, set `{key}: "{new}"` (now "{_format(now)}")'


def _get_clock(layer: Layer, instant: int) -> int:
    """Return the local time of day."""
    return parse_clock(format_local(instant, layer.time_zone)[-5:]) or 0


def _format(clock: int) -> str:
    return f"{clock // HOUR:02}:{clock % HOUR // MINUTE:02}"
