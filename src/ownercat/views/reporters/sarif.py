"""``--format sarif``: SARIF 2.1.0 for GitHub code scanning and other viewers.

These viewers require more than the standard: a location for every result, percent-encoded paths relative to the root,
and a text for every rule. GitHub's own action computes ``primaryLocationLineHash``; ownercat adds the fingerprint that
all formats share.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ownercat import __version__
from ownercat.diagnostics import Diagnostic, Position, Report, RulePage, Severity, Span, Suppressed
from ownercat.text import format_json
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import format_withheld

REPORTER = Reporter("sarif", "SARIF 2.1.0, for code scanning and editors", machine=True)

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://ownercat.example"
LONGEST = 1_024  # characters of a description; GitHub refuses more
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_RANKS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


def render(report: Report, view: ReportDisplay) -> str:
    """Render the report as one SARIF run; the view has no effect."""
    suppressed = report.list_suppressed()
    findings = [*report.diagnostics, *(each.diagnostic for each in suppressed)]
    first = {finding.code: finding for finding in reversed(findings)}
    codes = {code: number for number, code in enumerate(sorted(first))}
    rules = [_build_rule(first[code], report.pages.get(code)) for code in codes]
    results = [_build_result(finding, codes) for finding in report.diagnostics]
    results += [_build_result(each.diagnostic, codes) | _build_suppressions(each) for each in suppressed]
    driver = {"name": "ownercat", "version": __version__, "informationUri": HOME, "rules": rules}
    return (
        f'{{"$schema": {format_json(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
        f' "tool": {format_json({"driver": driver})},\n "columnKind": "unicodeCodePoints",\n'
        f' "automationDetails": {{"id": "ownercat/"}},\n'
        f' "invocations": [{format_json(_build_invocation(report))}],\n'
        f' "results": {_render_list(results)}}}]}}\n'
    )


def _render_list(results: list[dict[str, Any]]) -> str:
    rows = ",\n  ".join(map(format_json, results))
    return f"[\n  {rows}]" if rows else "[]"


def _build_invocation(report: Report) -> dict[str, Any]:
    notes = [
        {
            "level": "note",
            "message": {"text": format_withheld(each)},
            "locations": [_build_location(each.path, Span(Position(each.line, 1), Position(each.line, 1)))],
        }
        for each in report.withheld
    ]
    return {"executionSuccessful": report.complete, **({"toolExecutionNotifications": notes} if notes else {})}


def _build_rule(finding: Diagnostic, page: RulePage | None) -> dict[str, Any]:
    """Build the description of a rule from its page, or from its name if it has no page."""
    text = page.text.strip() if page else finding.name
    short = " ".join(text.partition("\n\n")[0].split())[:LONGEST]
    severity = page.severity if page else finding.severity
    return {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": short},
        "fullDescription": {"text": short},
        "help": {"text": text, "markdown": text},
        "helpUri": finding.url,
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"problem.severity": _RANKS[severity], "tags": [finding.code[:3]]},
    }


def _build_result(finding: Diagnostic, codes: Mapping[str, int]) -> dict[str, Any]:
    related = [
        {"id": number, "message": {"text": place.message or place.path}, **_build_location(place.path, place.span)}
        for number, place in enumerate(finding.related)
    ]
    return {
        "ruleId": finding.code,
        "ruleIndex": codes[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message},
        "locations": [_build_location(finding.path, finding.span)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"ownercat/v1": finding.fingerprint},
        **({"fixes": [_build_fix(finding)]} if finding.edits else {}),
    }


def _build_fix(finding: Diagnostic) -> dict[str, Any]:
    """Build one fix with a change for each file."""
    by_path: dict[str, list[dict[str, Any]]] = {}
    for edit in finding.edits:
        region = _build_location(edit.path, edit.span)["physicalLocation"]["region"]
        by_path.setdefault(edit.path, []).append({"deletedRegion": region, "insertedContent": {"text": edit.text}})
    changes = [
        {"artifactLocation": {"uri": _encode_path(path)}, "replacements": replacements}
        for path, replacements in by_path.items()
    ]
    return {"description": {"text": finding.help}, "artifactChanges": changes}


def _build_suppressions(suppressed: Suppressed) -> dict[str, Any]:
    kind = "inSource" if suppressed.by == "comment" else "external"
    reason = suppressed.reason or f"suppressed by the {suppressed.by}"
    return {"suppressions": [{"kind": kind, "status": "accepted", "justification": reason}]}


def _build_location(path: str, span: Span) -> dict[str, Any]:
    start, end = span
    last = end.column if end.line > start.line else max(end.column, start.column + 1)
    region = {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": last}
    return {"physicalLocation": {"artifactLocation": {"uri": _encode_path(path)}, "region": region}}


def _encode_path(path: str) -> str:
    """Return a path as a relative URI reference; a path that no file can have is encoded with replacements."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "replace")
    return quote(data, safe="/")
