"""``impact --format json``: the answer for programs, described by ``schemas/output/impact.schema.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ownercat.answers import UnknownName
from ownercat.answers.impact.values import Impact
from ownercat.text import format_json
from ownercat.views.facts import document, lines, listed, places, plain

VERSION = 1


def render(
    query: Sequence[str],
    impact: Impact | None,
    missed: Sequence[UnknownName],
    warnings: Sequence[str],
    files: Mapping[str, bytes],
) -> str:
    """The whole answer, one dependent, team or promise per line."""
    sources = lines(files, {*places(impact), *places(list(missed))})
    values = impact._asdict() if impact is not None else dict.fromkeys(Impact._fields, ())
    parts = {key: listed(plain(value, sources)) for key, value in values.items() if key != "notes"}
    parts["notFound"] = listed(plain(list(missed), sources))
    parts["warnings"] = format_json(list(warnings))
    return document(VERSION, {"query": format_json(list(query)), **parts})
