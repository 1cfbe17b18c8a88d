"""``oncall compare`` as a page: the same person at every instant, or each difference with its cause."""

from ownercat.oncall.intervals import sum_seconds
from ownercat.oncall.wording import (
    format_day,
    format_duration,
    format_length,
    format_place,
    format_time,
    format_weekday,
)
from ownercat.reality.migration import ScheduleComparison, ScheduleDifference
from ownercat.text import plural, shown
from ownercat.views.rows import Line, Sheet, Table, TableRow

_CAUSES = {
    "clock change": "change of clocks",
    "override": "override",
    "restriction": "nobody on one side",
    "turns": "other turns: anchor or order",
}


def build_sheet(found: ScheduleComparison, zone: str) -> Sheet:
    """Build the page. ``zone``: of all times."""
    about = (Line(f"{_format(found.start, zone)} to {_format(found.end, zone)} {format_place(zone)}", style="dim"),)
    rows = tuple(TableRow(_list_cells(each, zone)) for each in found.differences)
    head = (f"from, {format_place(zone)}", "for", "first", "second", "cause")
    notes = [Line(text) for text in _list_notes(found, zone)]
    return Sheet(
        (f"{found.first} and {found.second}",),
        about=about,
        tables=(Table(rows, head),) if rows else (),
        notes=tuple(notes),
    )


def _list_notes(found: ScheduleComparison, zone: str) -> list[str]:
    seconds = sum(each.end - each.start for each in found.differences)
    notes = []
    if found.differences:
        notes.append(f"{plural(len(found.differences), 'difference')}, {format_length(seconds)} in total")
    elif not found.unknown:
        notes.append("the same person at every instant")
    if found.unknown:
        length, first = format_length(sum_seconds(found.unknown)), _format(found.unknown[0][0], zone)
        span = f"not known for {length}, first from {first}"
        notes.append(span if found.differences else f"{span}; at all other times the same person")
    return notes


def _list_cells(each: ScheduleDifference, zone: str) -> tuple[str, ...]:
    people = (shown(name) or "nobody" for name in (each.first, each.second))
    return _format(each.start, zone), format_duration(each.end - each.start), *people, _CAUSES[each.cause]


def _format(at: int, zone: str) -> str:
    return f"{format_weekday(at, zone)} {format_day(at, zone)} {format_time(at, zone)}"
