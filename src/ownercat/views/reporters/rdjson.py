"""``--format rdjson``: diagnostics for reviewdog, which posts them as comments of a pull request.

Columns start at 1 and count bytes of UTF-8, and the end is exclusive. reviewdog refuses a report with a field that its
version does not know, so related locations stand in the message.
Source: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from collections.abc import Callable, Sequence
from typing import Any

from ownercat.diagnostics import Diagnostic, Position, Report
from ownercat.text import format_json
from ownercat.views.reporters import ReportDisplay, Reporter

REPORTER = Reporter("rdjson", "diagnostics for reviewdog", machine=True, counts=False)

_SOURCE = {"name": "ownercat", "url": "https://ownercat.example"}


def render(report: Report, view: ReportDisplay) -> str:
    """Render every finding as a diagnostic; the view has no effect."""
    rows = ",\n  ".join(format_json(_build_diagnostic(finding, report.lines)) for finding in report.diagnostics)
    diagnostics = f"[\n  {rows}]" if rows else "[]"
    return f'{{"source": {format_json(_SOURCE)},\n "diagnostics": {diagnostics}}}\n'


def _build_diagnostic(finding: Diagnostic, lines: Callable[[str], Sequence[str]]) -> dict[str, Any]:
    text = [finding.message, f"help: {finding.help}"] if finding.help else [finding.message]
    text += [f"{place.path}:{place.span.start.line} {place.message}" for place in finding.related]
    start, end = (_build_position(at, lines(finding.path)) for at in finding.span)
    return {
        "message": "\n".join(text),
        "location": {"path": finding.path, "range": {"start": start, "end": end}},
        "severity": finding.severity.word.upper(),
        "code": {"value": f"{finding.code} {finding.name}", "url": finding.url},
    }


def _build_position(at: Position, lines: Sequence[str]) -> dict[str, int]:
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    wide = len(line[: at.column - 1].encode("utf-8", "replace")) - len(line[: at.column - 1])
    return {"line": at.line, "column": at.column + wide}
