"""``--format json``: a stable format for programs; ``schemas/output/check.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from ownercat.diagnostics import Diagnostic, Position, Report, ReportBase, ResolvedRelated, Severity
from ownercat.text import as_json
from ownercat.views.reporters import ReportDisplay, Reporter

REPORTER = Reporter("json", "one JSON object with a summary and every finding, one finding per line", machine=True)

VERSION = 1


def render(report: Report, view: ReportDisplay) -> str:
    """Render the report as JSON; the view has no effect."""
    findings = ",\n  ".join(as_json(_build_finding(d)) for d in report.diagnostics)
    listed = f"[\n  {findings}]" if findings else "[]"
    return f'{{"version": {VERSION},\n "summary": {as_json(_build_summary(report))},\n "findings": {listed}}}\n'


def _build_summary(report: Report) -> dict[str, Any]:
    return {
        "files": report.files,
        "documents": report.documents,
        "services": report.services,
        **{s.word: report.counts.get(s, 0) for s in sorted(Severity, reverse=True)},
        "suppressed": report.suppressed,
        "complete": report.complete,
        **(_build_comparison(report.base) if report.base else {}),
    }


def _build_comparison(base: ReportBase) -> dict[str, Any]:
    return {"base": {"revision": base.revision, "mergeBase": base.commit}, "agreements": base.agreements}


def _build_finding(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.word,
        "message": found.message,
        "help": found.help,
        "path": found.path,
        "start": _build_position(found.span.start),
        "end": _build_position(found.span.end),
        "pointer": found.pointer,
        "entity": found.subject._asdict() if found.subject else None,
        "related": [_build_related(place) for place in found.related],
        "fingerprint": found.fingerprint,
        "fixable": False,  # check has no automatic fixes yet
        "url": found.url,
    }


def _build_related(place: ResolvedRelated) -> dict[str, Any]:
    return {"path": place.path, "start": _build_position(place.span.start), "message": place.message}


def _build_position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
