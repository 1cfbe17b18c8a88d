"""``--format json``: the contract for programs, described by ``schemas/output/check.schema.json``."""

from __future__ import annotations

from typing import Any

from ownercat.diagnostics import Diagnostic, Position, Report, ReportBase, ResolvedRelated, Severity
from ownercat.text import format_json
from ownercat.views.reporters import ReportDisplay, Reporter

REPORTER = Reporter("json", "one JSON object with a summary and every finding, one finding per line", machine=True)

VERSION = 1


def render(report: Report, view: ReportDisplay) -> str:
    """The report as JSON; the view changes nothing."""
    findings = ",\n  ".join(format_json(_finding(d)) for d in report.diagnostics)
    listed = f"[\n  {findings}]" if findings else "[]"
    return f'{{"version": {VERSION},\n "summary": {format_json(_summary(report))},\n "findings": {listed}}}\n'


def _summary(report: Report) -> dict[str, Any]:
    return {
        "files": report.files,
        "documents": report.documents,
        "services": report.services,
        **{s.word: report.counts.get(s, 0) for s in sorted(Severity, reverse=True)},
        "suppressed": report.suppressed,
        "complete": report.complete,
        **(_comparison(report.base) if report.base else {}),
    }


def _comparison(base: ReportBase) -> dict[str, Any]:
    return {"base": {"revision": base.revision, "mergeBase": base.commit}, "agreements": base.agreements}


def _finding(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.word,
        "message": found.message,
        "help": found.help,
        "path": found.path,
        "start": _position(found.span.start),
        "end": _position(found.span.end),
        "pointer": found.pointer,
        "entity": found.subject._asdict() if found.subject else None,
        "related": [_related(place) for place in found.related],
        "fingerprint": found.fingerprint,
        "fixable": False,  # until fixes exist
        "url": found.url,
    }


def _related(place: ResolvedRelated) -> dict[str, Any]:
    return {"path": place.path, "start": _position(place.span.start), "message": place.message}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
