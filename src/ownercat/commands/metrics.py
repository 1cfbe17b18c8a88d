"""``ownercat metrics``: Show incident figures against the targets of the SLAs."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import click

from ownercat.answers.book import AnswerContext
from ownercat.answers.metrics import GROUPINGS, Metrics, MetricsQuestion, answer_metrics
from ownercat.commands import _output
from ownercat.commands._options import answer_options, catalog_options, complete_names, parse_range
from ownercat.errors import UsageError
from ownercat.model import Entity, Service, Team
from ownercat.sessions import partial, whole
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.suggest import format_suggestion
from ownercat.text import shown

ANSWERED, INCOMPLETE = 0, 3
VERSION = 1


class MetricsOptions(NamedTuple):
    """Which incidents `metrics` counts, and how it shows the result."""

    where: CatalogOptions
    first: str | None
    last: str | None
    team: str | None
    service: str | None
    severity: str | None
    by: str
    form: str
    verbose: bool
    quiet: bool


@click.command("metrics", epilog="Example: ownercat metrics --from 2026-07-01 --by team")
@catalog_options
@click.option("--from", "first", metavar="DATE", help="Count incidents that started on or after this day (UTC).")
@click.option("--to", "last", metavar="DATE", help="Count incidents that started on or before this day (UTC).")
@click.option(
    "--team",
    metavar="TEAM",
    shell_complete=complete_names("Team"),
    help="Count incidents of the services of this team.",
)
@click.option(
    "--service", metavar="SERVICE", shell_complete=complete_names("Service"), help="Count incidents of this service."
)
@click.option("--severity", metavar="SEVERITY", help="Count incidents of this severity.")
@click.option(
    "--by", type=click.Choice(GROUPINGS), default=GROUPINGS[0], show_default=True, help="Show one row per value."
)
@answer_options("text", "json", "markdown", hint="Use markdown for a report or a chat.")
def COMMAND(**values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Show incident figures against the targets of the SLAs.

    The output has the number of incidents, and the time to detect, acknowledge, restore and resolve: median, 90th
    percentile (from 10 incidents on), worst, and how many incidents kept the strictest target of their services. Near
    misses are counted separately. An incident that lacks a time is left out of that figure, and counted.

    The output also shows how much of each error budget is left at the end of the range. If the people
    of an escalation level acknowledged later than the SLA promises, the output names the `wait` or the rotation to
    change.

    Exit code: 0 answered, 2 usage error, 3 some input cannot be read.
    """
    options = MetricsOptions(**values)
    first, last = parse_range(options.first, options.last)
    workspace, warnings = partial.open_for_answer(options.where)
    catalog = whole.read(workspace, options.where.rev)
    result = answer_metrics(catalog.book, _build_question(catalog.book, options, first, last))
    _write_result(result, catalog, workspace, options)
    for message in dict.fromkeys([*warnings, *catalog.warnings]) if not options.quiet else ():
        _output.warn(message)
    return INCOMPLETE if catalog.warnings else ANSWERED  # a file that cannot be read may have incidents


def _build_question(
    book: AnswerContext, options: MetricsOptions, first: date | None, last: date | None
) -> MetricsQuestion:
    severity = ""
    if options.severity is not None:
        severity = book.policy.find_severity(options.severity) or ""
        if not severity:
            known = [level.id for level in book.policy.severities]
            raise _refuse("severity", options.severity, known)
    service = _find_key("service", options.service, book.catalog.of(Service))
    team = _find_key("team", options.team, book.catalog.of(Team))
    return MetricsQuestion(options.by, first, last, service, team, severity)


def _find_key(noun: str, written: str | None, entities: Iterable[Entity]) -> str:
    """Return the key of the entity with that name or alias; ``""`` if none was given."""
    if written is None:
        return ""
    word = written.removeprefix(f"{noun}:")
    keys = {name: each.key for each in entities for name in (*(a.name for a in each.aliases), each.name, each.key)}
    if word not in keys:
        raise _refuse(noun, word, sorted(keys))
    return keys[word]


def _refuse(noun: str, word: str, known: list[str]) -> UsageError:
    help = format_suggestion(word, known, f"give the name of a {noun} of the catalog")
    return UsageError(f"no {noun} has the name {shown(word)}", help)


def _write_result(result: Metrics, catalog: WholeCatalog, workspace: Workspace, options: MetricsOptions) -> None:
    if options.form == "json":
        from ownercat.views import facts  # noqa: PLC0415  # one format of three is used

        _output.write(facts.render_report(VERSION, result, catalog.files))
        return
    from ownercat.views import metrics_sheet  # noqa: PLC0415  # JSON needs no page

    page = metrics_sheet.build_sheet(result)
    if options.form == "markdown":
        from ownercat.views import page_markdown  # noqa: PLC0415  # one format of three is used

        _output.write(page_markdown.render(page, "Incidents"))
    else:
        _output.write(_output.render_sheets([page], catalog, workspace, options.verbose))
