"""``log --format json``: a history for programs, described by ``schemas/output/log.schema.json``."""

from __future__ import annotations

from typing import Any

from ownercat.changes.history import Log, LogEntry
from ownercat.text import clean, format_json
from ownercat.views.changes_json import values
from ownercat.views.facts import document, listed
from ownercat.views.log_rows import between

VERSION = 1


def render(found: Log) -> str:
    """The whole history, one commit per line."""
    parts = {
        "service": format_json(clean(found.service)),
        "names": format_json([clean(name) for name in found.names]),
        "entries": listed([_entry(entry) for entry in found.entries]),
        "complete": format_json(found.cut is None),
        "warnings": format_json([*found.notes, *(found.cut[:1] if found.cut else ())]),
    }
    return document(VERSION, parts)


def _entry(entry: LogEntry) -> dict[str, Any]:
    arrival = entry.arrival
    return {
        "commit": arrival.id,
        "parent": arrival.parent or None,
        "author": _build_author(arrival.author.name, arrival.author.email),
        "writtenAt": arrival.written,
        "arrivedAt": arrival.arrived,
        "subject": clean(arrival.subject),
        "service": clean(entry.service),
        "changes": values(between(entry), entry.changes),
    }


def _build_author(name: str, email: str) -> dict[str, str]:
    return {"name": clean(name), "email": clean(email)}
