"""``--format github``: workflow commands that a GitHub runner shows as annotations of the change."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ownercat.diagnostics import Diagnostic, Report, Severity
from ownercat.text import clean, listed, plural
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import list_summary_lines
from ownercat.views.terminal import painter

REPORTER = Reporter("github", "annotations of a pull request, as a GitHub runner reads them", machine=True)

SHOWN = 10  # annotations per severity that GitHub keeps of one step
PLACES = 8
_LEVELS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
)


def render(report: Report, view: ReportDisplay) -> str:
    """Render the summary and each finding as a command, errors first, because GitHub keeps only the first ones."""
    findings = sorted(report.diagnostics, key=lambda d: -d.severity)
    return "".join(f"{line}\n" for line in [*_render_summary(report), *map(_render_annotation, findings)])


def _render_summary(report: Report) -> Iterator[str]:
    """Render the summary as an annotation."""
    level = "notice" if report.complete else "error"
    lines = list_summary_lines(report, ReportDisplay(verbose=1), painter(False))
    cut = [plural(count, severity.word) for severity, count in sorted(report.counts.items()) if count > SHOWN]
    if cut:
        lines.append(f"GitHub shows {SHOWN} annotations per severity; the log has all {listed(cut[::-1])}")
    yield _render_command(level, {"title": "ownercat"}, "\n".join(map(clean, lines)))


def _render_annotation(finding: Diagnostic) -> str:
    start, end = finding.span
    where = {"file": clean(finding.path), "line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:  # GitHub refuses columns on two lines
        where |= {"col": str(start.column), "endColumn": str(max(end.column, start.column + 1))}
    text = [finding.message, f"help: {finding.help}"] if finding.help else [finding.message]
    text += [f"{place.path}:{place.span.start.line} {place.message}" for place in finding.related[:PLACES]]
    title = {"title": f"{finding.name} ({finding.code})"}
    return _render_command(_LEVELS[finding.severity], where | title, "\n".join(map(clean, text)))


def _render_command(name: str, properties: Mapping[str, str], data: str) -> str:
    """Render a command in the syntax of actions/toolkit; its text is clean already."""
    pairs = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    return f"::{name} {pairs}::{_escape(data)}"


def _escape(text: str, more: str = "") -> str:
    """Escape a text; ``%`` first, because the other escapes contain it."""
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
