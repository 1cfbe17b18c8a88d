"""``--format rdjson``: diagnostics for reviewdog, which posts them as comments of a pull request.

Columns start at 1 and count bytes of UTF-8, and the end is exclusive. reviewdog refuses a report with a field that its
version does not know, so related locations stand in the message.
Source: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from collections.abc import Callable, Sequence
from typing import Any

from ownercat.diagnostics import Diagnostic, Position, Report, Span
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
    here = lines(finding.path)
    # a suggestion is for the file of the finding
    edits = finding.edits if all(edit.path == finding.path for edit in finding.edits) else ()
    suggestions = [{"range": _build_range(edit.span, here), "text": edit.text} for edit in edits]
    return {
        "message": "\n".join(text),
        "location": {"path": finding.path, "range": _build_range(finding.span, here)},
        "severity": finding.severity.word.upper(),
        "code": {"value": f"{finding.code} {finding.name}", "url": finding.url},
        **({"suggestions": suggestions} if suggestions else {}),
    }


def _build_range(span: Span, lines: Sequence[str]) -> dict[str, dict[str, int]]:
    return {"start": _build_position(span.start, lines), "end": _build_position(span.end, lines)}


def _build_position(at: Position, lines: Sequence[str]) -> dict[str, int]:
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    wide = len(line[: at.column - 1].encode("utf-8", "replace")) - len(line[: at.column - 1])
    return {"line": at.line, "column": at.column + wide}
