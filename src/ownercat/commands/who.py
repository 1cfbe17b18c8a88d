"""``ownercat who``: Show the owner, who is on call, and what to do."""

import os
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import click

from ownercat.answers import WhoRequest
from ownercat.answers.book import UnknownWord
from ownercat.answers.nearest import NotFound
from ownercat.answers.values import Answer
from ownercat.commands import _output
from ownercat.commands._options import (
    answer_options,
    at_option,
    catalog_options,
    complete_names,
    snapshot_option,
    zone_option,
)
from ownercat.diagnostics import Place
from ownercat.documents import secrets
from ownercat.oncall.clock import to_datetime
from ownercat.sessions import instants, partial
from ownercat.sessions.instants import AtOption
from ownercat.sessions.partial import PartialCatalog, WhoResult
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.views import facts, layout, who_rows
from ownercat.views.terminal import use_color

ANSWERED, NOTHING_FOUND = 0, 1


class WhoOptions(NamedTuple):
    """The options of `who`."""

    where: CatalogOptions
    severity: str | None
    symptom: str | None
    at: str | None
    zone: str | None
    brief: bool
    form: str
    verbose: bool
    quiet: bool


@click.command("who", epilog="Example: ownercat who checkout --severity sev1")
@click.argument(
    "query", nargs=-1, required=True, metavar="QUERY...", shell_complete=complete_names("Service", "Team", "Person")
)
@catalog_options
@snapshot_option
@click.option(
    "--severity",
    metavar="SEVERITY",
    help="Show the page for this severity.  [default: of the most severe symptom]",
)
@click.option("--symptom", metavar="ID", help="Show the page and the runbook for this symptom.")
@at_option
@zone_option
@click.option("--brief", is_flag=True, help="Print three lines: owner, page and runbook.")
@answer_options("text", "json", "markdown", hint="Use markdown for a ticket or a chat.")
def COMMAND(query: tuple[str, ...], **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Show the owner, who is on call, and what to do.

    QUERY is a service, alias, team, person, file path, alert or symptom. Times are local to the
    on-call person, or in --zone.

    Exit code: 0 answered, 1 not found, 2 usage error, 3 no file of the catalog can be read.
    """
    options = WhoOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    zone = instants.parse_zone(options.zone)
    at = instants.parse_at(options.at, options.where.rev, zone)
    library = PartialCatalog(workspace, at.at)
    try:
        results = _answer_queries(workspace, library, query, at, options)
    except UnknownWord as unknown:
        for warning in (*warnings, *partial.list_unreadable(library.list_doubtful())):
            _output.warn(warning)
        raise _output.refuse_unknown(unknown) from None
    _write_result(query, results, at, workspace, options)
    if not options.quiet:
        notes = (note for result in results for note in _list_warnings(result))
        for warning in dict.fromkeys([*warnings, *at.notes, *notes]):
            _output.warn(warning)
    missing = [result.answer for result in results if isinstance(result.answer, NotFound)]
    for answer in missing:
        _output.warn_unknown(answer, "service, team, person, path, alert or symptom")
    return NOTHING_FOUND if missing else ANSWERED


def _answer_queries(
    workspace: Workspace, library: PartialCatalog, query: tuple[str, ...], at: AtOption, options: WhoOptions
) -> list[WhoResult]:
    """Answer each word; several words that are one name (`who Ana Ruiz`) are one query."""
    together = _build_request(workspace, " ".join(query), at, options)
    if len(query) > 1 and partial.is_known(library, together):
        return [partial.answer_request(workspace, library, together)]
    requests = [_build_request(workspace, word, at, options) for word in query]
    return [partial.answer_request(workspace, library, request) for request in requests]


def _build_request(workspace: Workspace, word: str, at: AtOption, options: WhoOptions) -> WhoRequest:
    return WhoRequest(
        query=word,
        severity=options.severity or "",
        symptom=options.symptom or "",
        path=_resolve_path(workspace, word),
        as_of=at.day,
        at=at.at,
        zone=options.zone or "",
        verbose=options.verbose,
    )


def _resolve_path(workspace: Workspace, word: str) -> str:
    """Return the query as a path from the root, or "" if no such file exists; relative to the current folder."""
    try:
        path = os.path.relpath(workspace.cwd / word, workspace.root)
        exists = (workspace.cwd / word).exists()
    except (OSError, ValueError):
        return ""
    inside = path != os.pardir and not path.startswith(os.pardir + os.sep)
    return path.replace(os.sep, "/") if exists and inside and path != os.curdir else ""


def _write_result(
    query: tuple[str, ...], results: list[WhoResult], at: AtOption, workspace: Workspace, options: WhoOptions
) -> None:
    files = {path: data for result in results for path, data in result.files.items()}
    answers = [result.answer for result in results]
    text = _render(query, results, files, at, workspace, options)
    used = {place.path for place in facts.places(answers)}
    suspects = [files[path] for path in sorted(used) if secrets.suspicious(files.get(path, b""))]
    if text:
        _output.write(secrets.redactor(suspects)(text) if suspects else text)


def _render(
    query: tuple[str, ...],
    results: list[WhoResult],
    files: Mapping[str, bytes],
    at: AtOption,
    workspace: Workspace,
    options: WhoOptions,
) -> str:
    """Return the answers in the format of the options; "" if there is nothing to print."""

    def locate(places: Collection[Place]) -> Mapping[Place, str]:
        return {place: f"{path}:{line}" for place, (path, line) in facts.lines(files, places).items()}

    answers = [result.answer for result in results]
    if options.form == "json":
        from ownercat.views import answers_json  # noqa: PLC0415  # text needs no JSON

        warnings = list(dict.fromkeys(warning for result in results for warning in _list_warnings(result)))
        return answers_json.render_who(query, to_datetime(at.at), answers, warnings, files)
    subjects = [subject for answer in answers if isinstance(answer, Answer) for subject in answer.subjects]
    if options.brief or not subjects:
        return who_rows.render_brief(subjects, locate) if subjects else ""
    as_of = None if at.is_now else at.at
    sheets = [who_rows.build_sheet(subject, options.verbose, as_of) for subject in subjects]
    if options.form == "markdown":
        from ownercat.views import page_markdown  # noqa: PLC0415  # text needs no Markdown

        return page_markdown.render_sheets(sheets, files)
    color = use_color(workspace.settings.get("color"))
    return layout.lay(sheets, layout.measure_display(color, options.verbose), locate)


def _list_warnings(result: WhoResult) -> list[str]:
    return [*result.warnings, *(result.answer.notes if isinstance(result.answer, Answer) else ())]
