"""``oncall --format json``: schedules for programs, described by ``schemas/output/oncall.schema.json``."""

from collections.abc import Mapping, Sequence
from typing import Any

from ownercat.oncall.clock import to_datetime
from ownercat.text import format_json
from ownercat.views.facts import Sources, document, lines, listed, places
from ownercat.views.oncall_rows import LoadRow, RotationSchedule, ShiftRow

VERSION = 1


def render(
    query: str, sheets: Sequence[RotationSchedule], zone: str, nearest: Sequence[str], warnings: Sequence[str],
    files: Mapping[str, bytes],
) -> str:  # fmt: skip
    """Every rotation, one per line; times by the clock of ``zone``, else of the rotation, with their offset."""
    sources = lines(files, set(places(list(sheets))))
    parts = {
        "query": format_json(query),
        "rotations": listed([_sheet(sheet, zone or sheet.zone, sources) for sheet in sheets]),
        "nearest": format_json(list(nearest)),
        "warnings": format_json(list(warnings)),
    }
    return document(VERSION, parts)


def _sheet(sheet: RotationSchedule, zone: str, sources: Sources) -> dict[str, Any]:
    words = ("name", "title", "team", "role", "zone", "provider", "url")
    return {
        **{word: getattr(sheet, word) for word in words},
        "from": _time(sheet.start, zone),
        "to": _time(sheet.end, zone),
        "now": _now(sheet, zone),
        "shifts": [{**_row(row, zone, sources), "basis": sheet.basis} for row in sheet.rows],
        "missingSeconds": sheet.missing,
        "load": [_load(row) for row in sheet.load],
        "source": _source(sheet, sources),
        "basis": sheet.basis,
    }


def _now(sheet: RotationSchedule, zone: str) -> dict[str, Any]:
    kind, called, following, until, _ = sheet.now
    return {"kind": kind, "who": called, "until": _time(until, zone), "next": following, "basis": sheet.basis}


def _row(row: ShiftRow, zone: str, sources: Sources) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "person": row.person,
        "who": row.called if row.person else "",
        "from": _time(row.start, zone),
        "to": _time(row.end, zone),
        "begins": _time(row.since, zone),
        "ends": _time(row.until, zone),
        "zone": row.zone,
        "notes": list(row.notes),
        "source": _source(row, sources),
    }


def _load(row: LoadRow) -> dict[str, Any]:
    return {
        "person": row.person, "who": row.called, "seconds": row.seconds, "percent": row.share / 10,
        "nightSeconds": row.night_seconds, "nights": row.nights,
        "weekendSeconds": row.weekend_seconds, "weekends": row.weekends,
    }  # fmt: skip


def _source(value: ShiftRow | RotationSchedule, sources: Sources) -> dict[str, Any]:
    path, line = sources[value.place]
    return {"path": path, "line": line}


def _time(at: int | None, zone: str) -> str | None:
    return None if at is None else to_datetime(at, zone).isoformat()
