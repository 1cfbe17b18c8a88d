"""``--format markdown``: for a comment of a pull request or a job summary. Text of the catalog is escaped."""

from collections.abc import Iterator

from ownercat.diagnostics import Diagnostic, Report
from ownercat.text import plural
from ownercat.views.markup import code, sentence
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._summary import list_summary_lines, list_visible
from ownercat.views.terminal import painter

REPORTER = Reporter("markdown", "a list of findings for a pull request or a job summary", machine=False)

_MOST = 100  # a forge refuses a longer comment
_PLACES = 3


def render(report: Report, view: ReportDisplay) -> str:
    """Render the summary, then each finding with its fix."""
    visible = list_visible(report, view)
    summary = [sentence(line) for line in list_summary_lines(report, view, painter(color=False))]
    items = [line for finding in visible[:_MOST] for line in _list_lines(finding)]
    if len(visible) > _MOST:
        items.append(f"- and {plural(len(visible) - _MOST, 'more finding')}")
    blocks = ["  \n".join(summary), "\n".join(items)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _list_lines(finding: Diagnostic) -> Iterator[str]:
    place = code(f"{finding.path}:{finding.span.start.line}")
    yield f"- **{finding.severity.word}** {place} {sentence(finding.message)} ({finding.name})"
    if finding.help:
        yield f"  - help: {sentence(finding.help)}"
    for related in finding.related[:_PLACES]:
        yield f"  - {code(f'{related.path}:{related.span.start.line}')} {sentence(related.message)}".rstrip()
    if len(finding.related) > _PLACES:
        yield f"  - and {plural(len(finding.related) - _PLACES, 'more location')}"
