"""Schedules for people: who from when, by the clock of the reader or of the rotation, and in UTC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownercat.oncall.clock import HOUR
from ownercat.oncall.wording import (
    format_day,
    format_duration,
    format_full,
    format_length,
    format_place,
    format_soon,
    format_time,
    format_weekday,
)
from ownercat.text import escape_command, plural
from ownercat.views.oncall_rows import FREE, NOBODY, LoadRow, RotationSchedule, ShiftRow
from ownercat.views.table import GAP, laid
from ownercat.views.terminal import Paint, columns, wrap

_STYLES = {"gap": "error", "free": "dim", "override": "strong"}
_FOOTNOTE = (
    "nights (22:00 to 06:00) and weekends (Saturday and Sunday) are those with any time on call, "
    "by the clock of each person"
)


class OncallDisplay(NamedTuple):
    """The paper. ``zone``: the reader's, or empty for that of each rotation."""

    width: int
    paint: Paint
    zone: str


# every rotation, one line each


def overview(sheets: Sequence[RotationSchedule], view: OncallDisplay, is_now: bool) -> str:
    """Who is on call at one instant, until when, and who is next; the until in as many words as there is room for."""
    there = ["until"] + [_until(sheet, view.zone or sheet.now.zone, True) for sheet in sheets]
    utc = ["UTC"] + [_until(sheet, "UTC") for sheet in sheets]
    mine = [f"until, {format_place(view.zone)}"] + [_until(sheet, view.zone) for sheet in sheets]
    choices = [[mine, utc], [mine]] if view.zone else [[there, utc], [there], [["until, UTC", *utc[1:]]]]
    names = ["rotation", *(sheet.name for sheet in sheets)], ["on call", *map(_who, sheets)]
    tables = [
        [list(row) for row in zip(*names, *choice, ["then", *map(_next, sheets)], strict=True)] for choice in choices
    ]
    rows = next((table for table in tables if _width(table) <= view.width), tables[-1])
    styles = ["frame", *(_STYLES.get(sheet.now.kind, "") for sheet in sheets)]
    head = (
        [] if is_now else [view.paint(f"(at {format_full(sheets[0].start, view.zone or 'UTC')}, not now)", "dim"), ""]
    )
    return "".join(f"{line}\n" for line in [*head, *_painted(rows, styles, view)])


def _width(rows: Sequence[Sequence[str]]) -> int:
    return sum(max(map(columns, column)) + GAP for column in zip(*rows, strict=True)) - GAP


def _until(sheet: RotationSchedule, zone: str, with_place: bool = False) -> str:
    if sheet.now.until is None:
        return ""
    return format_soon(sheet.now.until, zone, sheet.start) + (f" {format_place(zone)}" if with_place else "")


def _who(sheet: RotationSchedule) -> str:
    if sheet.now.kind == "external":
        return f"see {sheet.provider or sheet.url or 'elsewhere'}"
    return sheet.now.called or {"free": FREE}.get(sheet.now.kind, NOBODY)


def _next(sheet: RotationSchedule) -> str:
    return sheet.now.next or ("" if sheet.now.until is None else "nobody")


# one rotation, or one person


def schedules(sheets: Sequence[RotationSchedule], view: OncallDisplay, load: bool) -> str:
    """Each rotation with its table, or with the load per person."""
    blocks = ["".join(f"{line}\n" for line in _sheet(sheet, view, load)) for sheet in sheets]
    footnote = "".join(f"{line}\n" for line in wrap(_FOOTNOTE, view.width))
    return "\n".join([*blocks, *([footnote] if load else [])])


def _sheet(sheet: RotationSchedule, view: OncallDisplay, load: bool) -> Iterator[str]:
    zone = view.zone or sheet.zone
    yield from _head(sheet, view, zone)
    if sheet.provider or sheet.url or (sheet.rows and sheet.rows[0].kind == "external"):
        there = " ".join(word for word in (sheet.provider, sheet.url) if word)
        yield from wrap(f"the schedule lives elsewhere: {there or 'nobody says where'}", view.width, "  ")
    elif load:
        yield from _load(sheet, view)
    else:
        yield from _table(sheet.rows, view, zone)
        yield from _gaps(sheet, view)


def _head(sheet: RotationSchedule, view: OncallDisplay, zone: str) -> Iterator[str]:
    words = [sheet.title, sheet.role, f"team {sheet.team}" if sheet.team else ""]
    first, *more = wrap(" · ".join([sheet.name, *(word for word in words if word)]), view.width, "  ")
    yield view.paint(sheet.name, "strong") + first.removeprefix(sheet.name)
    yield from more
    yield view.paint(f"{_date(sheet.start, zone)} to {_date(sheet.end, zone)} {format_place(zone)}", "dim")
    yield ""


def _table(shifts: Sequence[ShiftRow], view: OncallDisplay, zone: str, names: Sequence[str] = ()) -> Iterator[str]:
    """A line per stretch: from when, there, in UTC, for how long, who."""
    if not shifts:
        yield "nothing"
        return
    elsewhere = any(
        format_place(row.zone) not in ("UTC", format_place(zone)) for row in shifts if row.kind in ("turn", "override")
    )
    rows = [[f"from, {format_place(zone)}", "there", "UTC", "for", "rotation" if names else "who"]]
    for number, row in enumerate(shifts):
        local = f"{_short(row.start, row.zone, zone)} {format_place(row.zone)}" if row.kind != "free" else ""
        who = "; ".join([names[number] if names else row.called, *row.notes])
        rows.append(
            [_date(row.start, zone), local, _short(row.start, "UTC", zone), format_duration(row.end - row.start), who]
        )
    kept = [0, *([1] if elsewhere else []), *([2] if format_place(zone) != "UTC" else []), 3, 4]
    chosen = [[cells[number] for number in kept] for cells in rows]
    yield from _painted(chosen, ["frame", *(_STYLES.get(row.kind, "") for row in shifts)], view)


def _date(at: int, zone: str) -> str:
    return f"{format_weekday(at, zone)} {format_day(at, zone)} {format_time(at, zone)}"


def _short(at: int, zone: str, beside: str) -> str:
    """A time without the weekday where that is the one beside it."""
    same = format_day(at, zone) == format_day(at, beside)
    return format_time(at, zone) if same else f"{format_weekday(at, zone)} {format_time(at, zone)}"


def _gaps(sheet: RotationSchedule, view: OncallDisplay) -> Iterator[str]:
    gaps = sum(row.kind == "gap" for row in sheet.rows)
    if gaps:
        yield ""
        said = f"NOBODY is on call for {format_length(sheet.missing)} ({plural(gaps, 'gap')})"
        yield view.paint(said, "error")


def of_person(label: str, sheets: Sequence[RotationSchedule], view: OncallDisplay, zone: str) -> str:
    """When one person is on call, in all rotations."""
    rows = sorted(((row, sheet.name) for sheet in sheets for row in sheet.rows), key=lambda each: each[0].start)
    start, end = sheets[0].start, sheets[0].asked
    lines = [
        view.paint(label, "strong"),
        view.paint(f"{_date(start, zone)} to {_date(end, zone)} {format_place(zone)}", "dim"),
        "",
    ]
    lines += _table([row for row, _ in rows], view, zone, [name for _, name in rows])
    return "".join(f"{line}\n" for line in lines)


def _load(sheet: RotationSchedule, view: OncallDisplay) -> Iterator[str]:
    rows = [["who", "hours", "share", "nights", "weekends"], *map(_share, sheet.load)]
    sizes = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = [" " * (size - columns(cell)) + cell for cell, size in zip(row[1:], sizes[1:], strict=True)]
        line = "  ".join([row[0] + " " * (sizes[0] - columns(row[0])), *cells])
        yield escape_command(line) if number else view.paint(line, "frame")
    if sheet.missing:
        yield view.paint(f"{NOBODY} for {format_length(sheet.missing)}", "error")


def _share(row: LoadRow) -> list[str]:
    share = f"{row.share // 10}.{row.share % 10} %"
    return [row.called, f"{row.seconds / HOUR:,.1f}", share, str(row.nights), str(row.weekends)]


def _painted(rows: Sequence[Sequence[str]], styles: Sequence[str], view: OncallDisplay) -> Iterator[str]:
    for lines, style in zip(laid(rows, view.width), styles, strict=True):
        yield from (view.paint(escape_command(line), style) if style else escape_command(line) for line in lines)
