"""``--format gitlab``: a code quality report, which GitLab shows in a merge request.

GitLab reads a list of issues. It shows only the first issue of a fingerprint, and refuses a byte-order mark.
Source: https://docs.gitlab.com/ci/testing/code_quality/
"""

from typing import Any

from ownercat.diagnostics import Diagnostic, Report, Severity
from ownercat.text import format_json
from ownercat.views.reporters import ReportDisplay, Reporter

REPORTER = Reporter("gitlab", "a code quality report for GitLab", machine=True, counts=False)

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, view: ReportDisplay) -> str:
    """Render every finding as an issue; the view has no effect."""
    rows = ",\n  ".join(format_json(_build_issue(finding)) for finding in report.diagnostics)
    return f"[\n  {rows}]\n" if rows else "[]\n"


def _build_issue(finding: Diagnostic) -> dict[str, Any]:
    return {
        "description": f"{finding.message}: {finding.help}" if finding.help else finding.message,
        "check_name": f"{finding.code} {finding.name}",
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": finding.path,
            "lines": {"begin": finding.span.start.line, "end": finding.span.end.line},
        },
    }
