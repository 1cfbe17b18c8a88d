"""``--format markdown``: for a comment of a pull request or a job summary. Text of the catalog is escaped."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from ownercat.diagnostics import Diagnostic, Report
from ownercat.text import clean, plural
from ownercat.views.markup import code, sentence
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import list_summary_lines, list_visible
from ownercat.views.terminal import painter

REPORTER = Reporter("markdown", "a list of findings for a pull request or a job summary", machine=False)

_MOST = 100  # findings; nobody reads a longer comment
_MOST_CHARACTERS = 60_000  # GitHub refuses a comment with more than 65,536
_PLACES = 3
_LONGEST_LINE = 400
_HIDDEN = "***"  # of a secret

Lines = Callable[[str], Sequence[str]]


def render(report: Report, view: ReportDisplay) -> str:
    """Render the summary, then each finding with its fix."""
    visible = list_visible(report, view)
    summary = [sentence(line) for line in list_summary_lines(report, view, painter(color=False))]
    items = _list_items(visible, report.lines)
    if len(items) < len(visible):
        items.append(f"- and {plural(len(visible) - len(items), 'more finding')}")
    blocks = ["  \n".join(summary), "\n".join(items)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _list_items(findings: Sequence[Diagnostic], lines: Lines) -> list[str]:
    """Return the items of the first findings, as many as a comment can hold."""
    items = ["\n".join(_list_lines(finding, lines)) for finding in findings[:_MOST]]
    lengths = accumulate(len(item) + 1 for item in items)
    return [item for item, length in zip(items, lengths, strict=True) if length <= _MOST_CHARACTERS]


def _list_lines(finding: Diagnostic, lines: Lines) -> Iterator[str]:
    place = code(f"{finding.path}:{finding.span.start.line}")
    yield f"- **{finding.severity.word}** {place} {sentence(finding.message)} ({finding.name})"
    if finding.help:
        yield f"  - help: {sentence(finding.help)}"
    yield from _list_suggestion(finding, lines)
    for related in finding.related[:_PLACES]:
        yield f"  - {code(f'{related.path}:{related.span.start.line}')} {sentence(related.message)}".rstrip()
    if len(finding.related) > _PLACES:
        yield f"  - and {plural(len(finding.related) - _PLACES, 'more location')}"


def _list_suggestion(finding: Diagnostic, lines: Lines) -> Iterator[str]:
    """Yield the corrected line as a block that GitHub and GitLab can apply in a review of that line."""
    number = finding.span.start.line
    if not finding.edits or any((edit.path, edit.span.start.line) != (finding.path, number) for edit in finding.edits):
        return
    line = lines(finding.path)[number - 1]
    if _HIDDEN in line:
        return  # a suggestion must not replace a secret with its stars
    for edit in sorted(finding.edits, key=lambda each: -each.start):
        line = f"{line[: edit.span.start.column - 1]}{edit.text}{line[edit.span.end.column - 1 :]}"
    if len(line) <= _LONGEST_LINE and clean(line) == line:
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", line)), 3)
        yield from (f"  {fence}suggestion", f"  {line}", f"  {fence}")
