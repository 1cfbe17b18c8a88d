"""``escalate --format json``: the answer for programs, described by ``schemas/output/escalate.schema.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ownercat.answers import UnknownName
from ownercat.answers.climbs import Escalated
from ownercat.text import format_json
from ownercat.views.facts import document, lines, listed, places, plain

VERSION = 1


def render(
    query: str,
    found: Sequence[Escalated],
    missed: Sequence[UnknownName],
    warnings: Sequence[str],
    files: Mapping[str, bytes],
) -> str:
    """Every page, one per line."""
    sources = lines(files, {*places(list(found)), *places(list(missed))})
    parts = {
        "query": format_json(query),
        "pages": listed([plain(each, sources) for each in found]),
        "notFound": listed(plain(list(missed), sources)),
        "warnings": format_json(list(warnings)),
    }
    return document(VERSION, parts)
