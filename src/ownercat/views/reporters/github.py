"""``--format github``: workflow commands that a GitHub runner turns into annotations of the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ownercat.diagnostics import Diagnostic, Report, Severity
from ownercat.text import clean, plural
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import closing
from ownercat.views.terminal import painter

REPORTER = Reporter("github", "annotations of a pull request, as a GitHub runner reads them", machine=True)

SHOWN = 10  # annotations of a level that GitHub keeps of one step
PLACES = 8
_LEVELS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
)


def render(report: Report, view: ReportDisplay) -> str:
    """A command for each finding, the loudest first: GitHub keeps the first few. The summary is an annotation, too."""
    found = sorted(report.diagnostics, key=lambda d: -d.severity)
    return "".join(f"{line}\n" for line in [*_summary(report), *map(_annotation, found)])


def _summary(report: Report) -> Iterator[str]:
    """What was counted and compared, and what an annotation of its own would be lost for."""
    level = "notice" if report.complete else "error"
    lines = closing(report, ReportDisplay(verbose=1), painter(False))
    cut = [plural(count, severity.word) for severity, count in sorted(report.counts.items()) if count > SHOWN]
    if cut:
        lines.append(f"GitHub shows {SHOWN} of a kind; the rest ({', '.join(reversed(cut))} in all) is in the log")
    yield _command(level, {"title": "ownercat"}, "\n".join(map(clean, lines)))


def _annotation(found: Diagnostic) -> str:
    start, end = found.span
    where = {"file": clean(found.path), "line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:  # columns of two lines are refused
        where |= {"col": str(start.column), "endColumn": str(max(end.column, start.column + 1))}
    text = [found.message, f"help: {found.help}"] if found.help else [found.message]
    text += [f"{place.path}:{place.span.start.line} {place.message}" for place in found.related[:PLACES]]
    title = {"title": f"{found.name} ({found.code})"}
    return _command(_LEVELS[found.severity], where | title, "\n".join(map(clean, text)))


def _command(name: str, properties: Mapping[str, str], data: str) -> str:
    """A command as actions/toolkit writes it; what is foreign in it was made clean."""
    listed = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{name} {listed}::{_escaped(data)}"


def _escaped(text: str, more: str = "") -> str:
    """``%`` first, or an escape would be escaped again."""
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
