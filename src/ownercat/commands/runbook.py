"""``ownercat runbook``: print the runbook for a symptom, or walk through it."""

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ownercat import answers
from ownercat.answers import UnknownName, matching
from ownercat.answers.book import AnswerContext, build_instant
from ownercat.answers.runbooks import RunbookPage, answer_runbook, find_runbook
from ownercat.commands import _output
from ownercat.commands._options import answer_options, at_option, catalog_options, zone_option
from ownercat.errors import UsageError
from ownercat.model import Runbook, Service
from ownercat.oncall.clock import to_datetime
from ownercat.sessions import instants, partial, whole
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.text import listed, shown
from ownercat.views.terminal import measure_width

if TYPE_CHECKING:  # only a Markdown runbook has a text
    from ownercat.documents.markdown import MarkdownText

ANSWERED, NOTHING_FOUND = 0, 1


class RunbookOptions(NamedTuple):
    """The options of `runbook`."""

    where: CatalogOptions
    at: str | None
    zone: str | None
    form: str
    verbose: bool
    quiet: bool


class _Found(NamedTuple):
    """A runbook with its page and its text (``None`` for a YAML runbook)."""

    service: Service
    runbook: Runbook
    page: RunbookPage
    text: "MarkdownText | None"


@click.command("runbook", epilog="Example: ownercat runbook payment charges-fail")
@click.argument("service", metavar="SERVICE")
@click.argument("symptom", metavar="[SYMPTOM]", required=False)
@catalog_options
@at_option
@zone_option
@answer_options("text", "json", "markdown")
def COMMAND(service: str, symptom: str | None, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Print the runbook for a symptom of a service.

    The output lists the steps with their commands, and the people who may authorize each step at that time. ownercat
    does not execute any step. Without SYMPTOM, the runbook for the most severe symptom is printed.

    SERVICE is a service, alias, alert, symptom or path.

    Exit code: 0 printed, 1 no runbook found, 2 usage error, 3 no file of the catalog can be read.
    """
    options = RunbookOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    zone = instants.parse_zone(options.zone)
    at = instants.parse_at(options.at, options.where.rev, zone)
    catalog = whole.read(workspace, options.where.rev)
    book = catalog.book._replace(as_of=at.day, moment=build_instant(at.at), zone=zone)
    found, unknown, missing = _find(book, catalog, service, symptom or "")
    messages = list(dict.fromkeys([*warnings, *catalog.warnings, *at.notes, *missing]))
    query = [service, symptom] if symptom else [service]
    if options.form == "json":
        from ownercat.views import runbook_page  # noqa: PLC0415  # one format of three is used

        results = [(each.page, each.text) for each in found]
        when = to_datetime(book.at, zone or "UTC")
        _output.write(runbook_page.render_json(query, when, results, unknown, messages, catalog.files))
    else:
        _write_pages(found, catalog, workspace, options)
    for message in messages if not options.quiet else missing:
        _output.warn(message)
    for word in unknown:
        _output.warn_unknown(word)
    return ANSWERED if found else NOTHING_FOUND


def _find(
    book: AnswerContext, catalog: WholeCatalog, word: str, symptom: str
) -> tuple[list[_Found], list[UnknownName], list[str]]:
    """Return the runbook of each service that the word names, the words without a service, and what has none."""
    entities, unknown = answers.find_entities(book, [word])
    symptoms = {hit.entity.at: hit.symptom for hit in matching.find_matches(book, matching.parse_query(word))}
    found, missing = [], []
    for entity in entities:
        if isinstance(entity, Service):
            id = _find_symptom(entity, symptom) if symptom else symptoms.get(entity.at, "")
            runbook = find_runbook(book, entity, id)
            if runbook is None:
                missing.append(_format_missing(entity, id))
                continue
            page = answer_runbook(book, entity, runbook, id)
            found.append(_Found(entity, runbook, page, _read_text(runbook.at.path, catalog)))
    return found, unknown, missing


def _read_text(path: str, catalog: WholeCatalog) -> "MarkdownText | None":
    if not path.endswith(".md"):
        return None
    from ownercat.documents.markdown import parse_file  # noqa: PLC0415  # most runbooks are YAML

    return parse_file(path, catalog.files.get(path, b""))


def _find_symptom(service: Service, word: str) -> str:
    """Return the id of the symptom with this id or alert; refuse a word that the service does not have."""
    for symptom in service.symptoms:
        if word.casefold() == symptom.id.casefold() or word in symptom.alerts:
            return symptom.id
    from ownercat.suggest import format_suggestion  # noqa: PLC0415  # only an unknown symptom needs it

    ids = [symptom.id for symptom in service.symptoms]
    others = f"use one of {listed(map(shown, ids), 'or')}" if ids else "leave SYMPTOM out"
    raise UsageError(f"{shown(service.label)} has no symptom {shown(word)}", format_suggestion(word, ids, others))


def _format_missing(service: Service, symptom: str) -> str:
    links = [shown(link.url) for link in service.links if link.type == "runbook" and link.url]
    more = f": it links to {listed(links)}" if links else ""
    what = f" for symptom {shown(symptom)}" if symptom else ""
    return f"{shown(service.label)} has no runbook{what} in the catalog{more}"


def _write_pages(found: list[_Found], catalog: WholeCatalog, workspace: Workspace, options: RunbookOptions) -> None:
    for each in found:
        if options.form == "markdown":
            from ownercat.views import runbook_page  # noqa: PLC0415  # one format of three is used

            _output.write(runbook_page.render_markdown(each.page, each.text))
            continue
        from ownercat.views import runbook_rows  # noqa: PLC0415  # one format of three is used

        text = f"\n{runbook_rows.format_text(each.text.text, measure_width())}" if each.text and each.text.text else ""
        sheets = [runbook_rows.build_sheet(each.page)]
        _output.write(_output.render_sheets(sheets, catalog, workspace, options.verbose) + text)
