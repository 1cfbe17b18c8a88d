"""``--format junit``: a test report for CI systems. Each file with findings is a suite, and each finding a test case.

A case fails if its finding is an error or a warning. Without findings, one case passes: an empty report looks like a
run that did not happen.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from ownercat.diagnostics import Diagnostic, Report, Severity
from ownercat.text import clean, escape_command
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import list_summary_lines
from ownercat.views.terminal import painter

REPORTER = Reporter("junit", "a test report for CI systems, as JUnit XML", machine=True)

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PASSED = '  <testsuite name="catalog" tests="1" failures="0">\n    <testcase name="check" classname="ownercat"/>\n'


def render(report: Report, view: ReportDisplay) -> str:
    """Render a suite for each file with findings; the view has no effect."""
    findings = sorted(report.diagnostics, key=lambda finding: finding.path)
    suites = [line for path, group in groupby(findings, key=lambda each: each.path) for line in _suite(path, [*group])]
    suites = suites or [_PASSED, "  </testsuite>\n"]
    summary = _format_lines(list_summary_lines(report, ReportDisplay(verbose=1), painter(False)))
    counts = f'tests="{max(len(findings), 1)}" failures="{_count_failures(findings)}"'
    return (
        f'{_HEAD}<testsuites name="ownercat" {counts}>\n{"".join(suites)}'
        f"  <system-out>{summary}</system-out>\n</testsuites>\n"
    )


def _count_failures(findings: Sequence[Diagnostic]) -> int:
    return sum(finding.severity > Severity.INFO for finding in findings)


def _suite(path: str, findings: Sequence[Diagnostic]) -> Iterator[str]:
    yield f'  <testsuite name={_quote(path)} tests="{len(findings)}" failures="{_count_failures(findings)}">\n'
    for finding in findings:
        line = finding.span.start.line
        name = f"{finding.code} {finding.name} {finding.path}:{line}"
        yield f'    <testcase name={_quote(name)} classname={_quote(finding.code)} file={_quote(path)} line="{line}">\n'
        body = [f"{finding.severity.word}: {finding.message}", *([f"help: {finding.help}"] if finding.help else [])]
        body += [f"{place.path}:{place.span.start.line} {place.message}" for place in finding.related]
        text = _format_lines(body)
        if finding.severity > Severity.INFO:
            message, severity = _quote(finding.message), finding.severity.word
            yield f'      <failure message={message} type="{severity}">{text}</failure>\n'
        else:
            yield f"      <system-out>{text}</system-out>\n"
        yield "    </testcase>\n"
    yield "  </testsuite>\n"


def _format_lines(lines: Sequence[str]) -> str:
    """Join lines; none of them is a command to a CI system that shows the file in its log."""
    return escape("\n".join(escape_command(clean(line)) for line in lines))


def _quote(text: str) -> str:
    return quoteattr(clean(text))
