"""``--format json``: a stable format for programs; ``schemas/output/check.schema.json`` describes it."""

from typing import Any

from ownercat.diagnostics import (
    Diagnostic,
    FixEdit,
    Position,
    Report,
    ReportBase,
    ResolvedRelated,
    Severity,
    Suppressed,
    Withheld,
)
from ownercat.text import format_json
from ownercat.views.reporters import ReportDisplay, Reporter

REPORTER = Reporter("json", "one JSON object with a summary and every finding, one finding per line", machine=True)

VERSION = 1


def render(report: Report, view: ReportDisplay) -> str:
    """Render the report as JSON; the view has no effect."""
    findings = ",\n  ".join(format_json(_build_finding(d)) for d in report.diagnostics)
    listed = f"[\n  {findings}]" if findings else "[]"
    withheld = format_json([_build_withheld(each) for each in report.withheld])
    suppressed = format_json([_build_suppressed(each) for each in report.list_suppressed()])
    return (
        f'{{"version": {VERSION},\n "summary": {format_json(_build_summary(report))},\n "findings": {listed},\n'
        f' "withheld": {withheld},\n "suppressed": {suppressed}}}\n'
    )


def _build_summary(report: Report) -> dict[str, Any]:
    return {
        "files": report.files,
        "documents": report.documents,
        "services": report.services,
        **{s.word: report.counts.get(s, 0) for s in sorted(Severity, reverse=True)},
        "suppressed": report.suppressed,
        "withheld": sum(each.number for each in report.withheld),
        "assumed": report.assumed,
        "complete": report.complete,
        **({"prunable": report.baseline.prunable} if report.baseline else {}),
        **(_build_comparison(report.base) if report.base else {}),
    }


def _build_comparison(base: ReportBase) -> dict[str, Any]:
    return {"base": {"revision": base.revision, "mergeBase": base.commit}, "agreements": base.agreements}


def _build_finding(finding: Diagnostic) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        "message": finding.message,
        "help": finding.help,
        "path": finding.path,
        "start": _build_position(finding.span.start),
        "end": _build_position(finding.span.end),
        "pointer": finding.pointer,
        "entity": finding.subject._asdict() if finding.subject else None,
        "related": [_build_related(place) for place in finding.related],
        "fingerprint": finding.fingerprint,
        "fixable": bool(finding.edits),
        "url": finding.url,
        **({"fixes": [_build_edit(edit) for edit in finding.edits]} if finding.edits else {}),
    }


def _build_edit(edit: FixEdit) -> dict[str, Any]:
    start, end = edit.span
    return {"path": edit.path, "start": _build_position(start), "end": _build_position(end), "text": edit.text}


def _build_suppressed(suppressed: Suppressed) -> dict[str, Any]:
    return {**_build_finding(suppressed.diagnostic), "by": suppressed.by, "reason": suppressed.reason}


def _build_withheld(withheld: Withheld) -> dict[str, Any]:
    return {
        "count": withheld.number,
        "rules": withheld.rules,
        "subject": withheld.subject._asdict() if withheld.subject else None,
        "cause": {"path": withheld.path, "line": withheld.line},
    }


def _build_related(place: ResolvedRelated) -> dict[str, Any]:
    return {"path": place.path, "start": _build_position(place.span.start), "message": place.message}


def _build_position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
