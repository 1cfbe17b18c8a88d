"""``--format junit``: a test report for CI systems. Each file with findings is a suite, and each finding a test case.

A case fails if its finding is an error or a warning; a suppressed finding is skipped. Without findings, one case
passes: an empty report looks like a run that did not happen.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from ownercat.diagnostics import Diagnostic, Report, Severity, Suppressed
from ownercat.text import clean, escape_command
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import list_summary_lines
from ownercat.views.terminal import painter

REPORTER = Reporter("junit", "a test report for CI systems, as JUnit XML", machine=True)

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PASSED = '  <testsuite name="catalog" tests="1" failures="0">\n    <testcase name="check" classname="ownercat"/>\n'


def render(report: Report, view: ReportDisplay) -> str:
    """Render a suite for each file with findings; the view has no effect."""
    cases = [_JUnitCase(finding) for finding in report.diagnostics]
    cases += [_JUnitCase(each.diagnostic, _format_skipped(each)) for each in report.list_suppressed()]
    cases.sort(key=lambda case: case.finding.path)
    groups = groupby(cases, key=lambda case: case.finding.path)
    suites = [line for path, group in groups for line in _suite(path, [*group])] or [_PASSED, "  </testsuite>\n"]
    summary = _format_lines(list_summary_lines(report, ReportDisplay(verbose=1), painter(False)))
    counts = _format_counts(cases) if cases else 'tests="1" failures="0"'
    return (
        f'{_HEAD}<testsuites name="ownercat" {counts}>\n{"".join(suites)}'
        f"  <system-out>{summary}</system-out>\n</testsuites>\n"
    )


class _JUnitCase(NamedTuple):
    """A finding as a test case; ``skipped``: why it is suppressed."""

    finding: Diagnostic
    skipped: str = ""

    @property
    def fails(self) -> bool:
        """Return whether the case fails: suppressed findings and those of severity info do not."""
        return not self.skipped and self.finding.severity > Severity.INFO


def _format_skipped(suppressed: Suppressed) -> str:
    return f"suppressed by {suppressed.by}" + (f": {suppressed.reason}" if suppressed.reason else "")


def _format_counts(cases: Sequence[_JUnitCase]) -> str:
    skipped = sum(1 for case in cases if case.skipped)
    text = f'tests="{len(cases)}" failures="{sum(case.fails for case in cases)}"'
    return f'{text} skipped="{skipped}"' if skipped else text


def _suite(path: str, cases: Sequence[_JUnitCase]) -> Iterator[str]:
    yield f"  <testsuite name={_quote(path)} {_format_counts(cases)}>\n"
    for case in cases:
        finding = case.finding
        line = finding.span.start.line
        name = f"{finding.code} {finding.name} {finding.path}:{line}"
        yield f'    <testcase name={_quote(name)} classname={_quote(finding.code)} file={_quote(path)} line="{line}">\n'
        if case.skipped:
            yield f"      <skipped message={_quote(case.skipped)}/>\n"
        yield from _render_body(case)
        yield "    </testcase>\n"
    yield "  </testsuite>\n"


def _render_body(case: _JUnitCase) -> Iterator[str]:
    finding = case.finding
    body = [f"{finding.severity.word}: {finding.message}", *([f"help: {finding.help}"] if finding.help else [])]
    body += [f"{place.path}:{place.span.start.line} {place.message}" for place in finding.related]
    text = _format_lines(body)
    if case.fails:
        message, severity = _quote(finding.message), finding.severity.word
        yield f'      <failure message={message} type="{severity}">{text}</failure>\n'
    else:
        yield f"      <system-out>{text}</system-out>\n"


def _format_lines(lines: Sequence[str]) -> str:
    """Join lines; none of them is a command to a CI system that shows the file in its log."""
    return escape("\n".join(escape_command(clean(line)) for line in lines))


def _quote(text: str) -> str:
    return quoteattr(clean(text))
