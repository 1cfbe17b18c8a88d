"""``--format sarif``: SARIF 2.1.0, as GitHub's code scanning and other viewers read it.

What they ask for beyond the standard: a location for every result, paths relative to the root and percent-encoded, a
text for every rule. The key ``primaryLocationLineHash`` is left to GitHub's own action, which computes it; ours is the
fingerprint that all formats share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ownercat import __version__
from ownercat.diagnostics import Diagnostic, Report, RulePage, Severity, Span
from ownercat.text import format_json
from ownercat.views.reporters import ReportDisplay, Reporter

REPORTER = Reporter("sarif", "SARIF 2.1.0, for code scanning and editors", machine=True)

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LONGEST = 1_024  # characters of a description; GitHub refuses more
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_RANKS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


def render(report: Report, view: ReportDisplay) -> str:
    """The report as one SARIF run; the view changes nothing."""
    first = {found.code: found for found in reversed(report.diagnostics)}
    codes = {code: number for number, code in enumerate(sorted(first))}
    rules = [_rule(first[code], report.pages.get(code)) for code in codes]
    results = [_result(found, codes) for found in report.diagnostics]
    driver = {"name": "ownercat", "version": __version__, "rules": rules}
    return (
        f'{{"$schema": {format_json(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
        f' "tool": {format_json({"driver": driver})},\n "columnKind": "unicodeCodePoints",\n'
        f' "automationDetails": {{"id": "ownercat/"}},\n'
        f' "invocations": [{format_json({"executionSuccessful": report.complete})}],\n'
        f' "results": {_listed(results)}}}]}}\n'
    )


def _listed(results: list[dict[str, Any]]) -> str:
    rows = ",\n  ".join(map(format_json, results))
    return f"[\n  {rows}]" if rows else "[]"


def _rule(found: Diagnostic, page: RulePage | None) -> dict[str, Any]:
    """A rule with its page; one that has none is described by its name."""
    text = page.text.strip() if page else found.name
    short = " ".join(text.partition("\n\n")[0].split())[:LONGEST]
    severity = page.severity if page else found.severity
    return {
        "id": found.code,
        "name": found.name,
        "shortDescription": {"text": short},
        "fullDescription": {"text": short},
        "help": {"text": text, "markdown": text},
        "helpUri": found.url,
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"problem.severity": _RANKS[severity], "tags": [found.code[:3]]},
    }


def _result(found: Diagnostic, codes: Mapping[str, int]) -> dict[str, Any]:
    related = [
        {"id": number, "message": {"text": place.message or place.path}, **_location(place.path, place.span)}
        for number, place in enumerate(found.related)
    ]
    return {
        "ruleId": found.code,
        "ruleIndex": codes[found.code],
        "level": _LEVELS[found.severity],
        "message": {"text": f"{found.message}\nhelp: {found.help}" if found.help else found.message},
        "locations": [_location(found.path, found.span)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"ownercat/v1": found.fingerprint},
    }


def _location(path: str, span: Span) -> dict[str, Any]:
    start, end = span
    last = end.column if end.line > start.line else max(end.column, start.column + 1)
    region = {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": last}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": region}}


def _uri(path: str) -> str:
    """A path as a relative reference; what cannot be a file's name has no bytes of its own."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "replace")
    return quote(data, safe="/")
