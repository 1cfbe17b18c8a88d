"""``who --format json``: the answer for programs, described by ``schemas/output/who.schema.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ownercat.answers.values import Answer, NotFound
from ownercat.text import format_json
from ownercat.views.facts import document, lines, listed, places, plain

VERSION = 1


def render(
    query: Sequence[str],
    at: datetime,
    answers: Sequence[Answer | NotFound],
    warnings: Sequence[str],
    files: Mapping[str, bytes],
) -> str:
    """Every answer, one per line; what was not found is named with what was probably meant."""
    sources = lines(files, set(places(answers)))
    found = [a for a in answers if isinstance(a, Answer)]
    parts = {
        "query": format_json(list(query)),
        "at": format_json(at.isoformat()),
        "answers": listed([{"query": a.query, **plain(subject, sources)} for a in found for subject in a.subjects]),
        "notFound": listed([plain(a, sources) for a in answers if isinstance(a, NotFound)]),
        "warnings": format_json(list(warnings)),
    }
    return document(VERSION, parts)
