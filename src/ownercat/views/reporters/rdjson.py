"""``--format rdjson``: diagnostics for reviewdog, which posts them as comments of a pull request.

Columns start at 1 and the end is exclusive. Source: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from typing import Any

from ownercat.diagnostics import Diagnostic, Report, Span
from ownercat.text import format_json
from ownercat.views.reporters import ReportDisplay, Reporter

REPORTER = Reporter("rdjson", "diagnostics for reviewdog", machine=True)

_SOURCE = {"name": "ownercat", "url": "https://ownercat.example"}


def render(report: Report, view: ReportDisplay) -> str:
    """Render every finding as a diagnostic; the view has no effect."""
    rows = ",\n  ".join(format_json(_build_diagnostic(finding)) for finding in report.diagnostics)
    diagnostics = f"[\n  {rows}]" if rows else "[]"
    return f'{{"source": {format_json(_SOURCE)},\n "diagnostics": {diagnostics}}}\n'


def _build_diagnostic(finding: Diagnostic) -> dict[str, Any]:
    related = [
        {"message": place.message or place.path, "location": _build_location(place.path, place.span)}
        for place in finding.related
    ]
    return {
        "message": f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message,
        "location": _build_location(finding.path, finding.span),
        "severity": finding.severity.word.upper(),
        "code": {"value": f"{finding.code} {finding.name}", "url": finding.url},
        **({"relatedLocations": related} if related else {}),
    }


def _build_location(path: str, span: Span) -> dict[str, Any]:
    start, end = ({"line": at.line, "column": at.column} for at in span)
    return {"path": path, "range": {"start": start, "end": end}}
