"""``ownercat escalate``: what becomes of a page, minute by minute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from ownercat import answers
from ownercat.answers import UnknownName, matching
from ownercat.answers.book import AnswerContext, moment
from ownercat.answers.climbs import Escalated
from ownercat.answers.escalate import Question, UnknownChannel, escalate
from ownercat.commands import _output
from ownercat.commands._options import at_option, catalog_options, color_option
from ownercat.errors import UsageError
from ownercat.model import Service
from ownercat.sessions import instants, partial
from ownercat.sessions import whole as _whole
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.text import listed, shown

ANSWERED, NOTHING_FOUND = 0, 1


class EscalateOptions(NamedTuple):
    """Which page `escalate` follows, and how it shows the page."""

    where: CatalogOptions
    severity: str | None
    symptom: str | None
    at: str | None
    worst: bool
    whole: bool
    down: tuple[str, ...]
    format: str
    verbose: bool
    quiet: bool


@click.command("escalate", epilog="Example: ownercat escalate checkout --severity sev1 --at 2027-03-28T02:30+01:00")
@click.argument("service", metavar="SERVICE")
@catalog_options
@click.option("--severity", metavar="SEVERITY", help="A page of this severity.  [default: the worst symptom's]")
@click.option("--symptom", metavar="ID", help="A page for this symptom of the service.")
@at_option
@click.option(
    "--worst", is_flag=True, help="At the instant, of 400 days from then on, when the first human wakes last."
)
@click.option(
    "--no-answer", "whole", is_flag=True, help="All that happens when nobody reacts: every round, to the end."
)
@click.option(
    "--channel-down", "down", multiple=True, metavar="CHANNEL",
    help="While a channel, or all of a provider, does not work; repeatable.",
)  # fmt: skip
@click.option("--format", "format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Leave nothing out, and show where each fact stands.")
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def COMMAND(service: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """What becomes of a page: who is paged when, through what, told what, and where it ends.

    Shows whom each tier reaches at that time by name, when the first of them wakes, and whether that is what was
    promised. It is the first round; --no-answer goes on to the end.

    SERVICE is a name or an alias; an alert or a symptom names its service.

    Exit code: 0 answered, 1 nothing found, 2 usage, 3 nothing could be read.
    """
    options = EscalateOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    asked = instants.parse_at(options.at, options.where.rev)
    whole = _whole.read(workspace, options.where.rev)
    book = whole.book._replace(as_of=asked.day, moment=moment(asked.at))
    found, missed = _answers(book, service, options)
    notes = (note for each in found for note in each.notes)
    told = list(dict.fromkeys([*warnings, *whole.warnings, *asked.notes, *notes]))
    _deliver(service, found, missed, told, whole, workspace, options)
    for warning in told if not options.quiet else ():
        _output.warn(warning)
    for word in missed:
        _output.warn_unknown(word)
    return NOTHING_FOUND if missed else ANSWERED


def _answers(book: AnswerContext, word: str, options: EscalateOptions) -> tuple[list[Escalated], list[UnknownName]]:
    """The page of each service that the word names; an alert or a symptom says the symptom as well."""
    entities, missed = answers.find_entities(book, [word])
    symptoms = {hit.entity.at: hit.symptom for hit in matching.hits(book, matching.parse(word))}
    found = []
    for entity in entities:
        if isinstance(entity, Service):
            symptom = options.symptom or symptoms.get(entity.at, "")
            found.append(_page(book, entity, _question(options, symptom)))
    return found, missed


def _question(options: EscalateOptions, symptom: str) -> Question:
    return Question(options.severity or "", symptom, options.down, options.worst, options.whole)


def _page(book: AnswerContext, service: Service, question: Question) -> Escalated:
    try:
        return escalate(book, service, question)
    except UnknownChannel as unknown:
        otherwise = f"there are {listed(map(shown, unknown.names), most=20)}"
        from ownercat import suggest  # noqa: PLC0415  # only an unknown name needs it

        help = suggest.did_you_mean(unknown.name, unknown.names, otherwise)
        raise UsageError(f"there is no channel or provider {shown(unknown.name)} in the policy", help) from None


def _deliver(
    word: str,
    found: Sequence[Escalated],
    missed: Sequence[UnknownName],
    warnings: Sequence[str],
    whole: WholeCatalog,
    workspace: Workspace,
    options: EscalateOptions,
) -> None:
    if options.format == "json":
        from ownercat.views import escalate_json  # noqa: PLC0415  # one format of three is used

        _output.write(escalate_json.render(word, found, missed, warnings, whole.files))
    elif found and options.format == "markdown":
        from ownercat.views import escalate_markdown  # noqa: PLC0415  # one format of three is used

        _output.write(escalate_markdown.render(found))
    elif found:
        from ownercat.views import escalate_rows  # noqa: PLC0415  # one format of three is used

        sheets = [escalate_rows.sheet(each, options.verbose) for each in found]
        _output.write(_output.render_sheets(sheets, whole, workspace, options.verbose))
