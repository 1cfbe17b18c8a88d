"""``oncall`` as pages: who is on call from when, in the time zone of the reader or of the rotation, and in UTC."""

from collections.abc import Iterator, Sequence

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
from ownercat.text import plural
from ownercat.views.oncall_rows import FREE, NOBODY, UNKNOWN, LoadRow, RotationSchedule, ShiftRow
from ownercat.views.rows import Line, Sheet, Table, TableRow, format_elsewhere

_STYLES = {"gap": "error", "free": "dim", "override": "strong"}
_FOOTNOTE = (
    "nights (22:00 to 06:00) and weekends (Saturday and Sunday) are in the time zone of each person; "
    "each one with any time on call counts"
)

# every rotation, one line each


def build_overview(schedules: Sequence[RotationSchedule], zone: str, is_now: bool) -> Sheet:
    """Build a table of who is on call at one instant, until when, and who is next. ``zone``: the reader's, or empty."""
    utc = [_format_until(each, "UTC") for each in schedules]
    if zone:
        here = [_format_until(each, zone) for each in schedules]
        choices = [{f"until, {format_place(zone)}": here, "UTC": utc}, {f"until, {format_place(zone)}": here}]
    else:
        there = [_format_until(each, each.now.zone, with_zone=True) for each in schedules]
        choices = [{"until": there, "UTC": utc}, {"until": there}, {"until, UTC": utc}]
    table = None
    for choice in reversed(choices):
        table = _build_overview_table(schedules, choice)._replace(narrower=table)
    about = () if is_now else (Line(f"as of {format_full(schedules[0].start, zone or 'UTC')}", style="dim"),)
    notes = tuple(
        Line(f"{each.name}: {_format_elsewhere(each)}")
        for each in schedules
        if each.system and each.now.kind == "external"
    )
    return Sheet((), about=about, tables=(table,) if table else (), notes=notes)


def _build_overview_table(schedules: Sequence[RotationSchedule], times: dict[str, list[str]]) -> Table:
    rows = zip(
        [each.name for each in schedules],
        map(_format_oncall, schedules),
        *times.values(),
        map(_format_next, schedules),
        strict=True,
    )
    return Table(
        tuple(TableRow(row, style=_STYLES.get(each.now.kind, "")) for each, row in zip(schedules, rows, strict=True)),
        ("rotation", "on call", *times, "next"),
    )


def _format_until(schedule: RotationSchedule, zone: str, with_zone: bool = False) -> str:
    if schedule.now.until is None:
        return ""
    return format_soon(schedule.now.until, zone, schedule.start) + (f" {format_place(zone)}" if with_zone else "")


def _format_oncall(schedule: RotationSchedule) -> str:
    if schedule.now.kind == "external":
        return UNKNOWN
    return schedule.now.called or {"free": FREE}.get(schedule.now.kind, NOBODY)


def _format_next(schedule: RotationSchedule) -> str:
    return schedule.now.next or ("" if schedule.now.until is None else "nobody")


# one rotation, or one person


def build_schedules(schedules: Sequence[RotationSchedule], zone: str, load: bool) -> list[Sheet]:
    """Build a page for each rotation: the schedule, or the load per person. ``zone``: the reader's, or empty."""
    sheets = [_build_sheet(each, zone or each.zone, load) for each in schedules]
    if load:
        sheets[-1] = sheets[-1]._replace(
            notes=(*sheets[-1].notes, *[Line("")] * bool(sheets[-1].notes), Line(_FOOTNOTE))
        )
    return sheets


def _build_sheet(schedule: RotationSchedule, zone: str, load: bool) -> Sheet:
    words = [schedule.title, schedule.role, f"team {schedule.team}" if schedule.team else ""]
    page = Sheet(
        (schedule.name, *(word for word in words if word)), about=(_build_range(schedule.start, schedule.end, zone),)
    )
    if schedule.rows and all(row.kind == "external" for row in schedule.rows):
        return page._replace(notes=(Line(_format_elsewhere(schedule)),))
    table = _build_load(schedule) if load else _build_table(schedule.rows, zone)
    return page._replace(tables=(table,) if table.rows else (), notes=tuple(_list_gaps(schedule, load)))


def _format_elsewhere(schedule: RotationSchedule) -> str:
    url = f": {schedule.url}" if schedule.url not in schedule.system else ""
    return f"{format_elsewhere(schedule.system)}{url}"


def _build_range(start: int, end: int, zone: str) -> Line:
    return Line(f"{_format_date(start, zone)} to {_format_date(end, zone)} {format_place(zone)}", style="dim")


def _build_table(shifts: Sequence[ShiftRow], zone: str, names: Sequence[str] = ()) -> Table:
    """Build a row for each shift: from when, local time, UTC, for how long, who."""
    elsewhere = any(
        format_place(row.zone) not in ("UTC", format_place(zone)) for row in shifts if row.kind in ("turn", "override")
    )
    kept = [0, *([1] if elsewhere else []), *([2] if format_place(zone) != "UTC" else []), 3, 4]
    rows = []
    for number, row in enumerate(shifts):
        local = f"{_format_time(row.start, row.zone, zone)} {format_place(row.zone)}" if row.kind != "free" else ""
        who = "; ".join([names[number] if names else row.called, *row.notes])
        start, utc = _format_date(row.start, zone), _format_time(row.start, "UTC", zone)
        cells = (start, local, utc, format_duration(row.end - row.start), who)
        rows.append(TableRow(tuple(cells[column] for column in kept), style=_STYLES.get(row.kind, "")))
    head = (f"from, {format_place(zone)}", "there", "UTC", "for", "rotation" if names else "who")
    return Table(tuple(rows), tuple(head[column] for column in kept))


def _format_date(at: int, zone: str) -> str:
    return f"{format_weekday(at, zone)} {format_day(at, zone)} {format_time(at, zone)}"


def _format_time(at: int, zone: str, beside: str) -> str:
    """Return a time without the weekday if that is the weekday in the other zone."""
    same = format_day(at, zone) == format_day(at, beside)
    return format_time(at, zone) if same else f"{format_weekday(at, zone)} {format_time(at, zone)}"


def _list_gaps(schedule: RotationSchedule, load: bool) -> Iterator[Line]:
    gaps = sum(row.kind == "gap" for row in schedule.rows)
    if load and schedule.missing:
        yield Line(f"{NOBODY} on call for {format_length(schedule.missing)}", style="error")
    elif not load and gaps:
        yield Line(
            f"{NOBODY} on call for {format_length(schedule.missing)} ({plural(gaps, 'coverage gap')})", style="error"
        )
    elif not load and not schedule.rows:
        yield Line("no shifts")


def build_person(label: str, schedules: Sequence[RotationSchedule], zone: str) -> Sheet:
    """Build a table of when one person is on call, in all rotations."""
    rows = sorted(((row, each.name) for each in schedules for row in each.rows), key=lambda pair: pair[0].start)
    table = _build_table([row for row, _ in rows], zone, [name for _, name in rows])
    return Sheet(
        (label,),
        about=(_build_range(schedules[0].start, schedules[0].asked, zone),),
        tables=(table,) if rows else (),
        notes=() if rows else (Line("no shifts"),),
    )


def _build_load(schedule: RotationSchedule) -> Table:
    rows = tuple(TableRow(_list_load_cells(row)) for row in schedule.load)
    return Table(rows, ("who", "hours", "share", "nights", "weekends"), flexible=0, right=(1, 2, 3, 4))


def _list_load_cells(row: LoadRow) -> tuple[str, ...]:
    share = f"{row.share // 10}.{row.share % 10} %"
    return row.called, f"{row.seconds / HOUR:,.1f}", share, str(row.nights), str(row.weekends)
