"""Changes of `diff` and `log` as JSON: each value as compared and as written, with its file and line."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ownercat.changes.history import HistorySnapshot, Log, LogEntry
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.words import format_change
from ownercat.diagnostics import Place
from ownercat.text import clean, format_json
from ownercat.views.changes_rows import SnapshotPair, get_pair
from ownercat.views.facts import Sources, document, lines, listed, plain

VERSION = 1


def render_diff(pair: SnapshotPair, changes: Sequence[Change], warnings: Sequence[str]) -> str:
    """Render `diff`, one change per line; ``schemas/output/diff.schema.json`` describes it."""
    parts = {
        "before": format_json(_build_side(pair.before)),
        "after": format_json(_build_side(pair.after)),
        "changes": listed(_list_changes(pair, changes)),
        "warnings": format_json(list(warnings)),
    }
    return document(VERSION, parts)


def render_log(log: Log) -> str:
    """Render `log`, one commit per line; ``schemas/output/log.schema.json`` describes it."""
    parts = {
        "service": format_json(clean(log.service)),
        "names": format_json([clean(name) for name in log.names]),
        "entries": listed([_build_entry(entry) for entry in log.entries]),
        "complete": format_json(log.cut is None and not log.notes),
        "warnings": format_json([*log.notes, *(log.cut[:1] if log.cut else ())]),
    }
    return document(VERSION, parts)


def _build_side(snapshot: HistorySnapshot) -> dict[str, str | None]:
    """Return the commit of a side, ``null`` for the working tree and the index, and its name."""
    return {"commit": snapshot.commit or None, "name": snapshot.name}


def _build_entry(entry: LogEntry) -> dict[str, Any]:
    arrival = entry.arrival
    return {
        "commit": arrival.id,
        "parent": arrival.parent or None,
        "author": {"name": clean(arrival.author.name), "email": clean(arrival.author.email)},
        "writtenAt": arrival.written,
        "arrivedAt": arrival.arrived,
        "subject": clean(arrival.subject),
        "service": clean(entry.service),
        "changes": _list_changes(get_pair(entry), entry.changes),
    }


def _list_changes(pair: SnapshotPair, changes: Sequence[Change]) -> list[dict[str, Any]]:
    sources = lines(pair.files, {place for change in changes for place in _list_places(pair, change)})
    return [_build_change(pair, change, sources) for change in changes]


def _build_change(pair: SnapshotPair, change: Change, sources: Sources) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "entity": plain(change.entity, sources),
        "service": change.service,
        "other": change.other,
        "gone": change.gone,
        "says": format_change(change),
        "fields": [_build_field(pair, field, sources) for field in change.fields],
        "source": _build_source(change.place, pair.place(change), sources),
    }


def _build_field(pair: SnapshotPair, field: FieldChange, sources: Sources) -> dict[str, Any]:
    old = field.place_before and pair.old(field.place_before)
    new = field.place_after and pair.new(field.place_after)
    return {
        "name": field.name,
        "before": field.before,
        "after": field.after,
        "saidBefore": field.said_before,
        "saidAfter": field.said_after,
        "direction": field.direction,
        "sourceBefore": _build_source(field.place_before, old, sources),
        "source": _build_source(field.place_after, new, sources),
    }


def _build_source(place: Place | None, located: Place | None, sources: Sources) -> Mapping[str, Any] | None:
    """Return a location without its revision; ``null`` for a value that no file has."""
    if place is None or located is None:
        return None
    return {"path": clean(place.path), "line": sources[located][1]}


def _list_places(pair: SnapshotPair, change: Change) -> Iterator[Place]:
    yield pair.place(change)
    for field in change.fields:
        if field.place_before:
            yield pair.old(field.place_before)
        if field.place_after:
            yield pair.new(field.place_after)
