"""Answers of `who`, `escalate`, `promises` and `impact` as JSON; ``schemas/output/`` describes each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ownercat.answers.nearest import NotFound
from ownercat.answers.values import Answer
from ownercat.text import format_json
from ownercat.views.facts import document, lines, listed, places, plain

if TYPE_CHECKING:  # each command uses one of them
    from ownercat.answers import UnknownName
    from ownercat.answers.ceilings import PromisesAnswer
    from ownercat.answers.climbs import Escalated
    from ownercat.answers.impact.values import Impact

VERSION = 1


def render_who(
    query: Sequence[str],
    at: datetime,
    answers: Sequence[Answer | NotFound],
    warnings: Sequence[str],
    files: Mapping[str, bytes],
) -> str:
    """Render every answer, one per line, and what was not found with the nearest names."""
    sources = lines(files, set(places(answers)))
    rows = [
        {"query": answer.query, **plain(subject, sources)}
        for answer in answers
        if isinstance(answer, Answer)
        for subject in answer.subjects
    ]
    parts = {
        "query": format_json(list(query)),
        "at": format_json(at.isoformat()),
        "answers": listed(rows),
        "notFound": listed([plain(answer, sources) for answer in answers if isinstance(answer, NotFound)]),
        "warnings": format_json(list(warnings)),
    }
    return document(VERSION, parts)


def render_escalate(
    query: str,
    pages: Sequence[Escalated],
    unknown: Sequence[UnknownName],
    warnings: Sequence[str],
    files: Mapping[str, bytes],
) -> str:
    """Render every page, one per line."""
    sources = lines(files, {*places(list(pages)), *places(list(unknown))})
    parts = {
        "query": format_json(query),
        "pages": listed([plain(page, sources) for page in pages]),
        "notFound": listed(plain(list(unknown), sources)),
        "warnings": format_json(list(warnings)),
    }
    return document(VERSION, parts)


def render_promises(
    query: str,
    results: Sequence[PromisesAnswer],
    unknown: Sequence[UnknownName],
    warnings: Sequence[str],
    files: Mapping[str, bytes],
) -> str:
    """Render the promises of every service, one per line."""
    sources = lines(files, {*places(list(results)), *places(list(unknown))})
    rows = [plain(result, sources) for result in results]
    parts = {
        "query": format_json(query),
        "services": listed([{key: row[key] for key in row if key not in ("hasUnknown", "notes")} for row in rows]),
        "notFound": listed(plain(list(unknown), sources)),
        "warnings": format_json(list(warnings)),
    }
    return document(VERSION, parts)


def render_impact(
    query: Sequence[str],
    impact: Impact | None,
    unknown: Sequence[UnknownName],
    warnings: Sequence[str],
    files: Mapping[str, bytes],
) -> str:
    """Render the whole answer, one dependent, team or SLA per line; empty lists if no service was found."""
    from ownercat.answers.impact.values import Impact  # noqa: PLC0415  # `who` has no impact

    sources = lines(files, {*places(impact), *places(list(unknown))})
    values = impact._asdict() if impact is not None else dict.fromkeys(Impact._fields, ())
    parts = {key: listed(plain(value, sources)) for key, value in values.items() if key != "notes"}
    parts["notFound"] = listed(plain(list(unknown), sources))
    parts["warnings"] = format_json(list(warnings))
    return document(VERSION, {"query": format_json(list(query)), **parts})
