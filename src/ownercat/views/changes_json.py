"""Changes for programs: every value as it is compared and as people write it, each with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ownercat.changes.history import HistorySnapshot
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.words import format_change
from ownercat.diagnostics import Place
from ownercat.text import clean, format_json
from ownercat.views.changes_rows import Between
from ownercat.views.facts import Sources, document, lines, listed, plain

VERSION = 1


def render(between: Between, changes: Sequence[Change], warnings: Sequence[str]) -> str:
    """``diff --format json``: one change per line."""
    parts = {
        "before": format_json(state(between.before)),
        "after": format_json(state(between.after)),
        "changes": listed(values(between, changes)),
        "warnings": format_json(list(warnings)),
    }
    return document(VERSION, parts)


def state(moment: HistorySnapshot) -> dict[str, str | None]:
    """A side: its commit, ``null`` for the work tree and the index, and what people call it."""
    return {"commit": moment.commit or None, "name": moment.name}


def values(between: Between, changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Changes as plain data."""
    sources = lines(between.files, {place for change in changes for place in _places(between, change)})
    return [value(between, change, sources) for change in changes]


def value(between: Between, change: Change, sources: Sources) -> dict[str, Any]:
    """A change as plain data."""
    return {
        "kind": change.kind,
        "entity": plain(change.entity, sources),
        "service": change.service,
        "other": change.other,
        "gone": change.gone,
        "says": format_change(change),
        "fields": [_field(between, field, sources) for field in change.fields],
        "source": _source(change.place, between.place(change), sources),
    }


def _field(between: Between, field: FieldChange, sources: Sources) -> dict[str, Any]:
    return {
        "name": field.name,
        "before": field.before,
        "after": field.after,
        "saidBefore": field.said_before,
        "saidAfter": field.said_after,
        "direction": field.direction,
        "sourceBefore": _source(field.place_before, field.place_before and between.old(field.place_before), sources),
        "source": _source(field.place_after, field.place_after and between.new(field.place_after), sources),
    }


def _source(place: Place | None, located: Place | None, sources: Sources) -> Mapping[str, Any] | None:
    """A place in the files of one side; ``null`` for what nobody wrote."""
    if place is None or located is None:
        return None
    return {"path": clean(place.path), "line": sources[located][1]}


def _places(between: Between, change: Change) -> Iterator[Place]:
    yield between.place(change)
    for field in change.fields:
        if field.place_before:
            yield between.old(field.place_before)
        if field.place_after:
            yield between.new(field.place_after)
