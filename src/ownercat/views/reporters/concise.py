"""``--format concise``: one line for each finding, for narrow windows, ``grep`` and editors that jump to places."""

from __future__ import annotations

from ownercat.diagnostics import Diagnostic, Report
from ownercat.text import clean, escape_command
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import closing, visible
from ownercat.views.terminal import Paint, painter

REPORTER = Reporter("concise", "one line for each finding: path, position, rule, message", machine=False)


def render(report: Report, view: ReportDisplay) -> str:
    """One line for each finding, then the summary; lines are never wrapped."""
    paint = painter(view.color)
    lines = [_line(found, paint) for found in visible(report, view)]
    return "".join(f"{line}\n" for line in [*lines, *closing(report, view, paint)])


def _line(found: Diagnostic, paint: Paint) -> str:
    line, column = found.span.start
    path = paint(escape_command(clean(found.path)), "strong")
    rule = paint(found.code, found.severity.word)
    return f"{path}:{line}:{column}: {rule} {found.name}: {clean(found.message)}"
