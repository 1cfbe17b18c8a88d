"""``ownercat init``: Write the first catalog: one team and one service as a pilot."""

from collections.abc import Iterator

import click

from ownercat.commands import _output
from ownercat.documents.loader import load_catalog
from ownercat.errors import UsageError
from ownercat.sessions.edits import create_all, list_existing
from ownercat.sessions.pilots import CONFIG, HOOK, Pilot, build_catalog, build_setup
from ownercat.sessions.scouting import Sightings, find_sightings, propose_pilot
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.text import clean, listed, plural, shown

WRITTEN, DECLINED = 0, 1


@click.command("init", epilog="Example: ownercat init --dry-run")
@click.option("--yes", is_flag=True, help="Write without asking. Mark facts that ownercat cannot know as assumptions.")
@click.option("--dry-run", is_flag=True, help="Show what would be written and write nothing.")
def COMMAND(yes: bool, dry_run: bool) -> int:  # noqa: N802  # the one named constant of a command
    """Write the first catalog: one team and one service as a pilot.

    Reads CODEOWNERS, compose files, Kubernetes manifests, alert rules and the authors of recent commits, and shows
    the evidence for each name. If the repository has Backstage or GitLab files, the configuration turns on their
    format. Also writes the configuration, the pre-commit hook and a CI job. Never changes a file that exists.

    Exit code: 0 written, 1 declined, 2 a catalog exists or a usage error, 3 some input cannot be read.
    """
    workspace = open_workspace(CatalogOptions())
    found = find_sightings(workspace.tree)
    if not set(load_catalog(workspace.tree, workspace.scope).sources) <= _list_unread(workspace, found):
        where = shown(workspace.scope.catalog or ".")
        formats = workspace.scope.dialects
        origin = shown(workspace.settings.values["dialects"].origin)
        what = f"{origin} turns on the format {listed(formats)}" if formats else f"{where}/ has a catalog"
        raise UsageError(f"{what} already", "run ownercat check to see its findings")
    wanted = dict(_build_files(workspace, found, ask=not (yes or dry_run)))
    kept = list_existing(workspace, wanted)
    if found.dialect and CONFIG in kept:
        raise UsageError(f"{CONFIG} exists already", f'add this line to it: dialects = ["{found.dialect}"]')
    _output.write("".join([*_list_evidence(found), *_render(wanted, kept)]))
    if dry_run or not (yes or _output.confirm("write these files?")):
        _output.write("nothing was written")
        return WRITTEN if dry_run else DECLINED
    create_all(workspace, {path: text for path, text in wanted.items() if path not in kept})
    _output.write("written; next: ownercat check, then pre-commit install")
    return WRITTEN


def _list_unread(workspace: Workspace, found: Sightings) -> set[str]:
    """Return the files of a format that is not turned on: in the folder of the catalog, they are no catalog yet."""
    return set(found.files) if found.dialect and not workspace.scope.dialects else set()


def _build_files(workspace: Workspace, found: Sightings, ask: bool) -> Iterator[tuple[str, str]]:
    yield from build_setup(workspace.scope.catalog, found.dialect).items()
    if not found.dialect:
        pilot = propose_pilot(workspace.root, workspace.in_git, found)
        yield from build_catalog(workspace.scope.catalog, _complete(pilot) if ask else pilot).items()


def _list_evidence(found: Sightings) -> Iterator[str]:
    """Say why a format is turned on; names of a pilot have their evidence beside them."""
    if found.dialect:
        files = listed(map(shown, found.files), most=3)
        yield f"found {plural(len(found.files), 'file')} of the format {found.dialect}: {files}\n\n"


def _complete(pilot: Pilot) -> Pilot:
    """Ask for what nobody can know from the repository."""
    return pilot._replace(chat=_output.ask(f"chat channel of team {pilot.team.name} (empty: #{pilot.team.name}): "))


def _render(wanted: dict[str, str], kept: frozenset[str]) -> Iterator[str]:
    """Show each file; one that exists is kept, and the block to add to the hook's is printed."""
    for path, text in wanted.items():
        if path in kept:
            yield f"{shown(path)} exists and stays as it is" + ("; add this to it:\n" if path == HOOK else "\n")
        else:
            yield f"{shown(path)}:\n"
        if path not in kept or path == HOOK:
            yield "".join(f"  {clean(line)}\n" for line in text.splitlines())
        yield "\n"
