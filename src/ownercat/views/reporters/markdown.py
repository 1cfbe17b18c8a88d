"""``--format markdown``: for a comment of a pull request or a job summary. Text of the catalog is escaped."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from ownercat.diagnostics import Diagnostic, Report
from ownercat.text import plural
from ownercat.views.markup import code, sentence
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import list_summary_lines, list_visible
from ownercat.views.terminal import painter

REPORTER = Reporter("markdown", "a list of findings for a pull request or a job summary", machine=False)

_MOST = 100  # findings; nobody reads a longer comment
_MOST_CHARACTERS = 60_000  # GitHub refuses a comment with more than 65,536
_PLACES = 3


def render(report: Report, view: ReportDisplay) -> str:
    """Render the summary, then each finding with its fix."""
    visible = list_visible(report, view)
    summary = [sentence(line) for line in list_summary_lines(report, view, painter(color=False))]
    items = _list_items(visible)
    if len(items) < len(visible):
        items.append(f"- and {plural(len(visible) - len(items), 'more finding')}")
    blocks = ["  \n".join(summary), "\n".join(items)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _list_items(findings: Sequence[Diagnostic]) -> list[str]:
    """Return the items of the first findings, as many as a comment can hold."""
    items = ["\n".join(_list_lines(finding)) for finding in findings[:_MOST]]
    lengths = accumulate(len(item) + 1 for item in items)
    return [item for item, length in zip(items, lengths, strict=True) if length <= _MOST_CHARACTERS]


def _list_lines(finding: Diagnostic) -> Iterator[str]:
    place = code(f"{finding.path}:{finding.span.start.line}")
    yield f"- **{finding.severity.word}** {place} {sentence(finding.message)} ({finding.name})"
    if finding.help:
        yield f"  - help: {sentence(finding.help)}"
    for related in finding.related[:_PLACES]:
        yield f"  - {code(f'{related.path}:{related.span.start.line}')} {sentence(related.message)}".rstrip()
    if len(finding.related) > _PLACES:
        yield f"  - and {plural(len(finding.related) - _PLACES, 'more location')}"
