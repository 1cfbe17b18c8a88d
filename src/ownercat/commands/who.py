"""``ownercat who``: the right human, now."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import click

from ownercat.answers import WhoRequest
from ownercat.answers.values import Answer, NotFound
from ownercat.commands import _output
from ownercat.commands._options import at_option, catalog_options, color_option
from ownercat.diagnostics import Place
from ownercat.documents import secrets
from ownercat.oncall.clock import moment
from ownercat.oncall.wording import full
from ownercat.sessions import instants, partial
from ownercat.sessions.instants import AtOption
from ownercat.sessions.partial import PartialCatalog, WhoResult
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.text import listed, shown
from ownercat.views import facts, layout, who_text
from ownercat.views.terminal import measure_width, use_color

ANSWERED, NOTHING_FOUND = 0, 1


class WhoOptions(NamedTuple):
    """What `who` shows, as it was typed."""

    where: CatalogOptions
    severity: str | None
    symptom: str | None
    at: str | None
    brief: bool
    format: str
    verbose: bool
    quiet: bool


@click.command("who", epilog="Example: ownercat who checkout --severity sev1")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@catalog_options
@click.option("--severity", metavar="SEVERITY", help="Page as for this severity.  [default: the worst symptom's]")
@click.option("--symptom", metavar="ID", help="Page and runbook for this symptom of the service.")
@at_option
@click.option("--brief", is_flag=True, help="Three lines: the owner, the page with names, the runbook.")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Leave nothing out, and show where each fact stands.")
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def COMMAND(query: tuple[str, ...], **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Who owns it, who is on call and paged, who decides, and what to do.

    QUERY is a service, an alias, a team, a person, a path in the repository, an alert or a symptom.

    Exit code: 0 answered, 1 nothing found, 2 usage, 3 nothing could be read.
    """
    options = WhoOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    library = PartialCatalog(workspace)
    asked = instants.parse_at(options.at, options.where.rev)
    all_told = _all_told(workspace, library, query, asked, options)
    _deliver(query, all_told, asked, workspace, options)
    if not options.quiet:
        for warning in dict.fromkeys([*warnings, *asked.notes, *(w for told in all_told for w in _warnings(told))]):
            _output.warn(warning)
    missed = [told.answer for told in all_told if isinstance(told.answer, NotFound)]
    for nothing in missed:
        _say_nothing_found(nothing)
    return NOTHING_FOUND if missed else ANSWERED


def _all_told(
    workspace: Workspace, library: PartialCatalog, query: tuple[str, ...], asked: AtOption, options: WhoOptions
) -> list[WhoResult]:
    """One answer per word; several words that are one name (`who Ana Ruiz`) are one query."""
    together = _ask(workspace, " ".join(query), asked, options)
    if len(query) > 1 and partial.is_known(library, together):
        return [partial.told(workspace, library, together)]
    return [partial.told(workspace, library, _ask(workspace, word, asked, options)) for word in query]


def _ask(workspace: Workspace, word: str, asked: AtOption, options: WhoOptions) -> WhoRequest:
    return WhoRequest(
        query=word,
        severity=options.severity or "",
        symptom=options.symptom or "",
        path=_path(workspace, word),
        as_of=asked.day,
        at=asked.at,
    )


def _path(workspace: Workspace, word: str) -> str:
    """The query as a path from the root, when it is one here; in a sub-folder `main.go` is what lies there."""
    try:
        path = os.path.relpath(workspace.cwd / word, workspace.root)
        exists = (workspace.cwd / word).exists()
    except (OSError, ValueError):
        return ""
    inside = path != os.pardir and not path.startswith(os.pardir + os.sep)
    return path.replace(os.sep, "/") if exists and inside and path != os.curdir else ""


def _deliver(
    query: tuple[str, ...], all_told: list[WhoResult], asked: AtOption, workspace: Workspace, options: WhoOptions
) -> None:
    files = {path: data for told in all_told for path, data in told.files.items()}

    def located(places: Collection[Place]) -> Mapping[Place, str]:
        found = facts.lines(files, places)
        return {place: f"{path}:{line}" for place, (path, line) in found.items()}

    def write(text: str) -> None:
        used = {place.path for place in facts.places([told.answer for told in all_told])}
        suspects = [files[path] for path in sorted(used) if secrets.suspicious(files.get(path, b""))]
        _output.write(secrets.redactor(suspects)(text) if suspects else text)

    answers = [told.answer for told in all_told if isinstance(told.answer, Answer)]
    subjects = [subject for answer in answers for subject in answer.subjects]
    if options.format == "json":
        from ownercat.views import who_json  # noqa: PLC0415  # text needs no JSON

        warnings = list(dict.fromkeys(w for told in all_told for w in _warnings(told)))
        write(who_json.render(query, moment(asked.at), [told.answer for told in all_told], warnings, files))
    elif subjects and options.brief:
        write(who_text.brief(subjects, located))
    elif subjects:
        width = measure_width()
        when = "" if asked.is_now else f"(at {full(asked.at, 'UTC')}, not now)"
        view = layout.TableDisplay(width, use_color(workspace.settings.get("color")), options.verbose, when)
        write(who_text.render(subjects, view, located))


def _warnings(told: WhoResult) -> list[str]:
    return [*told.warnings, *(told.answer.notes if isinstance(told.answer, Answer) else ())]


def _say_nothing_found(nothing: NotFound) -> None:
    _output.warn(f"nothing is called {shown(nothing.query)}: no service, team, person, path, alert or symptom")
    near = [f"{shown(n.name)} ({shown(n.kind)})" for n in nothing.nearest]
    if near:
        click.echo(f"help: did you mean {listed(near, 'or')}?", err=True)
