"""``--format concise``: one line for each finding, for narrow windows, ``grep`` and editors."""

from ownercat.diagnostics import Diagnostic, Report
from ownercat.text import clean, escape_command
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import list_summary_lines, list_visible
from ownercat.views.terminal import Paint, painter

REPORTER = Reporter("concise", "one line for each finding: path, position, severity, rule, message", machine=False)


def render(report: Report, view: ReportDisplay) -> str:
    """Render one line for each finding, then the summary, without wrapping."""
    paint = painter(view.color)
    lines = [_format_line(finding, paint) for finding in list_visible(report, view)]
    return "".join(f"{line}\n" for line in [*lines, *list_summary_lines(report, view, paint)])


def _format_line(finding: Diagnostic, paint: Paint) -> str:
    line, column = finding.span.start
    place = paint(f"{escape_command(clean(finding.path))}:{line}:{column}", "strong")
    severity = paint(finding.severity.word, finding.severity.word)
    return f"{place}: {severity}: {finding.code} {finding.name}: {clean(finding.message)}"
