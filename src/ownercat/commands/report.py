"""``ownercat report``: Report incidents, kept promises and risks."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import click

from ownercat.answers.book import AnswerContext
from ownercat.answers.report import answer_report
from ownercat.answers.risks import MissingRequirements
from ownercat.commands import _output
from ownercat.commands._options import catalog_options, format_option, parse_range, quiet_option
from ownercat.documents.loader import LoadedCatalog
from ownercat.errors import UsageError
from ownercat.linter import scores
from ownercat.model import parse_day
from ownercat.repository.files import replace_file, verify_target
from ownercat.sessions.workspace import CatalogOptions, open_workspace
from ownercat.text import listed, shown
from ownercat.views import facts, report_annex, report_leaders
from ownercat.views.report_parts import ReportSection

WHOLE, INCOMPLETE = 0, 3


class ReportOptions(NamedTuple):
    """The range of the report, its format, and where it is written."""

    where: CatalogOptions
    first: str | None
    last: str | None
    form: str
    output: str | None
    quiet: bool


@click.command("report", epilog="Example: ownercat report --format html --output report.html")
@catalog_options
@click.option("--from", "first", metavar="DATE", help="The first day (UTC).  [default: a year before the last quarter]")
@click.option("--to", "last", metavar="DATE", help="The last day (UTC), and the day of the report.  [default: today]")
@format_option("markdown", "html", hint="html is one file with charts; it needs the extra [report].")
@click.option("--output", metavar="FILE", help="Write to FILE instead of standard output.")
@quiet_option
def COMMAND(**values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Report incidents, kept promises and risks.

    The first page is for leadership: the trend over quarters, the teams that kept their promises, the three largest
    risks with their reasons, and planned work. The annex is for practitioners: all figures of `ownercat metrics`, error
    budgets, the waits and rotations to change, near misses, incidents, open actions, and what the tiers require.

    The page of --format html loads nothing from another host and has no script. Each chart has a table with it.

    Exit code: 0 reported, 2 usage error or the extra is missing, 3 some input cannot be read.
    """
    options = ReportOptions(**values)
    first, last = parse_range(options.first, options.last)
    render = _find_renderer(options.form)
    workspace = open_workspace(options.where)
    if options.output:
        verify_target(workspace.root, workspace.cwd / options.output)
    loaded = workspace.load()
    day = last or parse_day(options.where.rev) or datetime.now(UTC).date()
    if first and first > day:
        raise UsageError(f"--from {first} is after the last day {day}", "give an earlier day")
    title, span, sections = _build(loaded, first, day)
    text = render(title, span, sections)
    if options.output:
        replace_file(workspace.cwd / options.output, text)
    else:
        _output.write(text)
    broken = sorted(loaded.broken)
    if broken and not options.quiet:
        _output.warn(f"cannot read {listed(map(shown, broken))}: the report may be incomplete")
    return INCOMPLETE if broken or not loaded.complete else WHOLE


def _find_renderer(form: str) -> Callable[[str, str, Sequence[ReportSection]], str]:
    """Return what writes a format; refuse HTML without its extra before the catalog is read."""
    if form == "markdown":
        from ownercat.views import report_markdown  # noqa: PLC0415  # one format of two is used

        return report_markdown.render
    try:
        from ownercat.views import report_html  # noqa: PLC0415  # the extra may be missing
    except ModuleNotFoundError as error:
        if error.name != "pygal":
            raise
        fix = "run pip install 'ownercat[report]', or use --format markdown"
        raise UsageError("--format html needs the extra [report], which is not installed", fix) from None
    return report_html.render


def _build(loaded: LoadedCatalog, first: date | None, day: date) -> tuple[str, str, Sequence[ReportSection]]:
    """Return the title of the report, its range and its sections."""
    found = scores.compute_scores(loaded, day)
    missing = {card.service.key: MissingRequirements(len(card.missing), card.tally.required) for card in found.cards}
    report = answer_report(AnswerContext(loaded.catalog, loaded.policy, day), first, day, missing)
    places = [slow.place for slow in report.metrics.slow_levels]
    located = facts.lines({**loaded.around, **loaded.sources}, places)
    where = {place: f"{path}:{line}" for place, (path, line) in located.items()}
    title = f"{report.title}: service report" if report.title else "Service report"
    sections = (*report_leaders.build_summary(report), *report_annex.build_annex(report, found, where))
    return title, f"{report.first} to {report.last}", sections
