"""``ownercat test``: Run the catalog's own tests (Expectation documents)."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option, complete_names, format_option, snapshot_option
from ownercat.documents import secrets
from ownercat.documents.loader import LoadedCatalog
from ownercat.errors import UsageError
from ownercat.model import ANY_WORD, Expectation
from ownercat.repository.trees import is_below
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.suggest import format_suggestion
from ownercat.text import format_json, listed, shown
from ownercat.views import facts, layout
from ownercat.views.expectations_rows import Result, build_sheet, count_states, run_expectations
from ownercat.views.facts import lines
from ownercat.views.terminal import use_color

PASSED, FAILED, INCOMPLETE = 0, 1, 3
VERSION = 1


class TestOptions(NamedTuple):
    """How `test` shows its results."""

    where: CatalogOptions
    form: str
    verbose: bool
    quiet: bool


@click.command("test", epilog="Example: ownercat test --format junit > report.xml")
@click.argument("names", nargs=-1, metavar="[PATH|NAME]...", shell_complete=complete_names("Expectation"))
@catalog_options
@snapshot_option
@format_option("text", "json", "junit", hint="Use junit for the test report of a CI system.")
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Also show every result of expectations that pass.")
@click.option("-q", "--quiet", is_flag=True, help="Show only expectations that do not pass, and the summary.")
def COMMAND(names: tuple[str, ...], **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Run the catalog's own tests (Expectation documents).

    NAME is an expectation. PATH is a file or folder with expectations. Without NAME and PATH, all expectations run. If
    ownercat cannot evaluate an expectation, for example because a schedule is in another system, the expectation does
    not pass.

    Exit code: 0 all passed, 1 some failed, 2 usage error or nothing to test, 3 some cannot be evaluated.
    """
    options = TestOptions(**values)
    workspace = open_workspace(options.where)
    loaded = workspace.load()
    chosen = _chosen(workspace, loaded, names)
    found = run_expectations(loaded.catalog, loaded.policy, chosen)
    hidden = list(_hidden(loaded))
    if not found and not hidden:
        raise UsageError("the catalog has no Expectation", "to write an Expectation, see ownercat schema expectation")
    _deliver(found, loaded, workspace, options)
    for warning in hidden:
        _output.warn(warning)
    states = {result.state for result in found}
    if "notJudged" in states or hidden:
        return INCOMPLETE
    return FAILED if "failed" in states else PASSED


def _chosen(workspace: Workspace, loaded: LoadedCatalog, names: Sequence[str]) -> list[Expectation]:
    """The expectations that are named, or that lie at a path; all of them without a name. In order of files."""
    known = sorted(loaded.catalog.of(Expectation), key=lambda each: (each.at.path, each.at.document))
    wanted: set[int] = set()
    for name in names:
        found = [n for n, each in enumerate(known) if each.name == name] or _below(workspace, known, name)
        if not found:
            help = format_suggestion(name, [each.name for each in known], "give the name or the path of an expectation")
            raise UsageError(f"no expectation has the name or path {shown(name)}", help)
        wanted.update(found)
    return [each for number, each in enumerate(known) if number in wanted] if names else known


def _below(workspace: Workspace, known: Sequence[Expectation], name: str) -> list[int]:
    path = workspace.relative(name)
    return [number for number, each in enumerate(known) if is_below(each.at.path, path)]


def _hidden(loaded: LoadedCatalog) -> Iterator[str]:
    """Why there may be more expectations than could be read, or another catalog than they were judged by."""
    if not loaded.catalog.uncertain.keys().isdisjoint({"Expectation", ANY_WORD}):
        broken = sorted(loaded.broken)
        where = f"in {listed(map(shown, broken))}" if broken else "in a document with errors"
        yield f"an Expectation {where} cannot be read; see ownercat check"
    elif not loaded.complete:
        yield "a part of the catalog cannot be read; see ownercat check"


def _deliver(found: Sequence[Result], loaded: LoadedCatalog, workspace: Workspace, options: TestOptions) -> None:
    files = {**loaded.around, **loaded.sources}
    sources = lines(files, set(facts.places(found)))
    if options.form == "json":
        parts = {"summary": format_json(count_states(found)), "tests": facts.listed(facts.plain(found, sources))}
        text = facts.document(VERSION, parts)
    elif options.form == "junit":
        from ownercat.views import expectations_junit  # noqa: PLC0415  # one format of three is used

        text = expectations_junit.render(found, sources)
    else:
        page = build_sheet(found, options.verbose, options.quiet)
        text = layout.render_sheets([page], files, use_color(workspace.settings.get("color")), options.verbose)
    _output.write(secrets.redactor(loaded.sources.values())(text))
