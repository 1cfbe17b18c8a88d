"""``ownercat escalate``: Show whom a page reaches, when and through which channel."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from ownercat import answers
from ownercat.answers import UnknownName, matching
from ownercat.answers.book import AnswerContext, UnknownWord, build_instant
from ownercat.answers.climbs import Escalated
from ownercat.answers.escalate import Question, answer_escalate
from ownercat.answers.incident_clock import build_clock
from ownercat.commands import _output
from ownercat.commands._options import (
    answer_options,
    at_option,
    catalog_options,
    complete_names,
    snapshot_option,
    zone_option,
)
from ownercat.errors import UsageError
from ownercat.model import Service
from ownercat.sessions import instants, partial, whole
from ownercat.sessions.instants import AtOption
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.text import shown

ANSWERED, NOTHING_FOUND = 0, 1


class EscalateOptions(NamedTuple):
    """The options of `escalate`."""

    where: CatalogOptions
    severity: str | None
    symptom: str | None
    at: str | None
    since: str | None
    zone: str | None
    worst: bool
    whole: bool
    down: tuple[str, ...]
    form: str
    verbose: bool
    quiet: bool


@click.command("escalate", epilog="Example: ownercat escalate checkout --severity sev1 --at 2027-03-28T02:30+01:00")
@click.argument("service", metavar="SERVICE", shell_complete=complete_names("Service"))
@catalog_options
@snapshot_option
@click.option(
    "--severity", metavar="SEVERITY", help="Show a page of this severity.  [default: of the most severe symptom]"
)
@click.option("--symptom", metavar="ID", help="Show a page for this symptom of the service.")
@at_option
@click.option(
    "--since",
    metavar="TIME",
    help="Show the incident clock of a page that started at this time, for example 02:41: overdue levels, the next "
    "customer update, and the time left for each target.",
)
@zone_option
@click.option("--worst", is_flag=True, help="Show the slowest response in the next 400 days: the time and the cause.")
@click.option(
    "--no-answer",
    "whole",
    is_flag=True,
    help="Assume that nobody acknowledges: show every round until escalation ends.",
)
@click.option(
    "--channel-down", "down", multiple=True, metavar="CHANNEL",
    help="Assume an outage of this channel or provider, for example sms. Repeatable.",
)  # fmt: skip
@answer_options("text", "json", "markdown")
def COMMAND(service: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Show whom a page reaches, when and through which channel.

    The output lists the people of each level with the time of their page, the first responder, and the comparison
    with the SLA. The output shows the first round; --no-answer shows every round. --since shows the incident clock
    of a page that nobody has acknowledged yet.

    SERVICE is a service, alias, alert, symptom or path.

    Exit code: 0 answered, 1 not found, 2 usage error, 3 no file of the catalog can be read.
    """
    options = EscalateOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    zone = instants.parse_zone(options.zone)
    now = instants.parse_at(options.at, options.where.rev, zone)
    at = _parse_since(options, zone, now) if options.since is not None else now

    def answer(book: AnswerContext, asked: EscalateOptions = options) -> tuple[list[Escalated], list[UnknownName]]:
        return _list_pages(book._replace(as_of=at.day, moment=build_instant(at.at), zone=zone), service, asked, now.at)

    def rate(book: AnswerContext, asked: EscalateOptions = options) -> str:
        return "" if answer(book, asked)[1] else answers.rate_matches(book, [service])

    quick = [lambda book: rate(book, options._replace(worst=False))] if options.worst else []
    catalog = whole.read_needed(workspace, options.where.rev, at.at, [service], *quick, rate)
    try:
        pages, unknown = answer(catalog.book)
    except UnknownWord as refused:
        for warning in (*warnings, *catalog.warnings):
            _output.warn(warning)
        raise _output.refuse_unknown(refused) from None
    notes = (note for page in pages for note in page.notes)
    messages = list(dict.fromkeys([*warnings, *catalog.warnings, *at.notes, *notes]))
    _write_result(service, pages, unknown, messages, catalog, workspace, options)
    for message in messages if not options.quiet else ():
        _output.warn(message)
    for word in unknown:
        _output.warn_unknown(word)
    return NOTHING_FOUND if unknown else ANSWERED


def _parse_since(options: EscalateOptions, zone: str, now: AtOption) -> AtOption:
    since = instants.parse_at(options.since, None, zone, "--since")
    if options.worst:
        raise UsageError("--since and --worst exclude each other", "give one of the two")
    if since.at > now.at:
        raise UsageError(
            f"--since {shown(options.since)} is after the time of the question",
            "give the time at which the page started, or a later --at",
        )
    return since._replace(notes=(*now.notes, *since.notes))


def _list_pages(
    book: AnswerContext, word: str, options: EscalateOptions, now: int
) -> tuple[list[Escalated], list[UnknownName]]:
    """Return the page of each service that the word names; an alert or a symptom also chooses the symptom."""
    entities, unknown = answers.find_entities(book, [word])
    symptoms = {hit.entity.at: hit.symptom for hit in matching.find_matches(book, matching.parse_query(word))}
    pages = []
    for entity in entities:
        if isinstance(entity, Service):
            symptom = options.symptom or symptoms.get(entity.at, "")
            question = Question(options.severity or "", symptom, options.down, options.worst, options.whole)
            page = answer_escalate(book, entity, question)
            if options.since is not None:
                whole_page = page if page.whole else answer_escalate(book, entity, question._replace(whole=True))
                page = page._replace(clock=build_clock(book, entity, whole_page, now))
            pages.append(page)
    return pages, unknown


def _write_result(
    word: str,
    pages: Sequence[Escalated],
    unknown: Sequence[UnknownName],
    messages: Sequence[str],
    catalog: WholeCatalog,
    workspace: Workspace,
    options: EscalateOptions,
) -> None:
    if options.form == "json":
        from ownercat.views import answers_json  # noqa: PLC0415  # one format of three is used

        _output.write(answers_json.render_escalate(word, pages, unknown, messages, catalog.files))
    elif pages and options.form == "markdown":
        from ownercat.views import escalate_markdown  # noqa: PLC0415  # one format of three is used

        _output.write(escalate_markdown.render(pages))
    elif pages:
        from ownercat.views import escalate_rows  # noqa: PLC0415  # one format of three is used

        sheets = [escalate_rows.build_sheet(page, options.verbose) for page in pages]
        _output.write(_output.render_sheets(sheets, catalog, workspace, options.verbose))
