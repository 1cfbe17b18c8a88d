"""``ownercat codeowners``: Generate or check CODEOWNERS from the catalog."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from ownercat.commands import _output
from ownercat.commands._lazy import SuggestingGroup
from ownercat.commands._options import catalog_options, format_option
from ownercat.documents import surroundings
from ownercat.documents.loader import LoadedCatalog, list_doubtful
from ownercat.errors import IncompleteError, UsageError
from ownercat.model import Policy, Service, Team
from ownercat.repository import codeowners
from ownercat.repository.codeowners import MAX_BYTES, NEW, PLACES, STYLES, Style, Wanted
from ownercat.repository.files import replace_file, verify_target
from ownercat.sessions.edits import create_folders
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.text import listed, plural, shown
from ownercat.views.difference import diff, printable, render_markdown
from ownercat.views.markup import code

F = TypeVar("F", bound=Callable[..., Any])
UP_TO_DATE, DIFFERENT = 0, 1
_WARNED = 20
_LINK = ("is a symbolic link, and ownercat does not follow links", "replace the link with the file")
_PROBLEMS = {
    "symlink": _LINK,
    "irregular": ("is not a regular file", "put a regular file there, or remove it"),
    "unmerged": ("is in the middle of a merge", "resolve the conflict, then git add the file"),
    "missing-object": ("is not in this clone", "fetch it: fetch-depth: 0, no --filter"),
    "unreadable": ("cannot be read", "check its permissions"),
}


class _File(NamedTuple):
    """CODEOWNERS: its path, its text (empty where there is none yet), and what the catalog makes of both."""

    path: str
    existing: str
    wanted: Wanted
    text: str


class CodeownersOptions(NamedTuple):
    """Which CODEOWNERS file is meant."""

    where: CatalogOptions
    file: str | None
    style: Style | None


@click.group("codeowners", cls=SuggestingGroup)
def COMMAND() -> None:  # noqa: N802  # the one named constant of a command
    """Generate or check CODEOWNERS from the catalog.

    GitHub and GitLab read CODEOWNERS. ownercat writes only the lines between `# BEGIN ownercat` and `# END ownercat`.
    All other lines stay as they are.
    """


def _options(command: F) -> F:
    for option in (
        click.option(
            "--file", metavar="PATH", help="The CODEOWNERS file.  [default: the first file that GitHub or GitLab reads]"
        ),
        click.option(
            "--style",
            type=click.Choice(STYLES),
            help="The code host.  [default: derived from the location or content of the file]",
        ),
    ):
        command = option(command)
    return catalog_options(command)


@COMMAND.command("generate", epilog="Example: ownercat codeowners generate --style gitlab --stdout")
@_options
@click.option("--stdout", is_flag=True, help="Print the block and do not write the file.")
def generate(stdout: bool, **values: Any) -> int:
    """Write the block of ownercat in CODEOWNERS.

    The block lists the owners of all code. The control files of the catalog have the governance team as owner.
    """
    options = CodeownersOptions(**values)
    if options.where.rev and not stdout:
        raise UsageError("--rev reads a commit, but ownercat writes the working tree", "add --stdout, or omit --rev")
    workspace = _opened(options)
    file = _made(workspace, options)
    if stdout:
        _output.write("\n".join(codeowners.render_block(file.wanted)))
        return UP_TO_DATE
    if file.text == file.existing:
        _output.warn(f"{shown(file.path)} is up to date")
        return UP_TO_DATE
    _write(workspace.root, file)
    lines = len(file.wanted.code) + len(file.wanted.control)
    _output.warn(f"{shown(file.path)} is written: {plural(lines, 'line')} from the catalog")
    return UP_TO_DATE


@COMMAND.command("check", epilog="Example: ownercat codeowners check --rev :")
@_options
@format_option("text", "markdown", hint="Use markdown for a pull request or a chat.")
def check(form: str, **values: Any) -> int:
    """Print the diff that `generate` would apply.

    Exit code: 0 up to date, 1 different, 2 usage error, 3 some input cannot be read.
    """
    options = CodeownersOptions(**values)
    workspace = _opened(options)
    file = _made(workspace, options)
    changes = diff(file.existing, file.text, file.path)
    if form == "markdown":
        _output.write(_render_markdown(file.path, changes))
    else:
        _output.write("".join(f"{printable(line)}\n" for line in changes))
    if changes:
        _output.warn(f"{shown(file.path)} does not match the catalog: run ownercat codeowners generate")
    return DIFFERENT if changes else UP_TO_DATE


def _render_markdown(path: str, changes: Sequence[str]) -> str:
    if not changes:
        return f"{code(path)} is up to date\n"
    fix = code("ownercat codeowners generate")
    return f"{code(path)} does not match the catalog: run {fix}\n\n{render_markdown(changes)}"


def _opened(options: CodeownersOptions) -> Workspace:
    return open_workspace(options.where)


def _made(workspace: Workspace, options: CodeownersOptions) -> _File:
    """The file as it is and as it should be. Refuses what would write a wrong or an unread file."""
    loaded = workspace.load()
    _refuse_doubtful(loaded)
    path, existing = _found(workspace, options)
    style: Style = options.style or codeowners.detect_style(path, existing) or surroundings.choose_style(loaded.catalog)
    path = path or NEW[style]
    wanted = codeowners.build_wanted(loaded.catalog, loaded.policy, workspace.tree.paths(), style, path)
    _refuse_problems(wanted)
    try:
        if not wanted.code and not wanted.control and codeowners.find_block(existing) is None:
            raise UsageError(
                "there is nothing to write: no service has `code.paths` here, and there is no governance team",
                "give a service `code: {paths: [src/…/]}` without `repository`",
            )
        text = codeowners.place_block(existing, wanted)
    except codeowners.BadBlock as bad:
        raise UsageError(f"{shown(path)}: {bad}", "repair the markers, or remove both") from None
    if len(_encoded(text)) >= MAX_BYTES:
        raise UsageError(
            f"{shown(path)} would be too large: no code host loads 3 MB or more", "claim folders, not files"
        )
    for warning in _warnings(path, text, style):
        _output.warn(warning)
    return _File(path, existing, wanted, text)


def _refuse_doubtful(loaded: LoadedCatalog) -> None:
    """A catalog that could not be read whole would take owners away from their code."""
    doubts = sorted(list_doubtful(loaded, (Service, Team, Policy)))
    if doubts:
        names = listed(map(shown, doubts), most=4)
        raise UsageError(f"the catalog has errors, so owners could get lost: {names}", "see ownercat check")
    if not loaded.complete:
        raise IncompleteError("a part of the catalog could not be read, so owners could get lost", "see ownercat check")


def _refuse_problems(wanted: Wanted) -> None:
    if wanted.problems:
        first, *others = wanted.problems
        more = "".join(f"\n  {problem.message}" for problem in others[:_WARNED])
        raise UsageError(f"{first.message}{more}", first.help)


def _found(workspace: Workspace, options: CodeownersOptions) -> tuple[str, str]:
    """The path and the text of the file; an empty path where it is new and nobody named it."""
    given, style = options.file, options.style
    named = workspace.relative(given) if given else ""
    places: Iterable[str] = [named] if named else codeowners.list_places(style) if style else PLACES
    content = next(iter(workspace.tree.read(places, MAX_BYTES)), None)
    if content is None:
        return named, ""
    if content.problem:
        message, help = _PROBLEMS.get(content.problem, _PROBLEMS["unreadable"])
        raise UsageError(f"{shown(content.path)} {message}", help)
    if len(content.data) > MAX_BYTES:
        raise UsageError(
            f"{shown(content.path)} is larger than 3 MB, and no code host loads it", "make the file smaller"
        )
    return content.path, codeowners.decode(content.data)


def _warnings(path: str, text: str, style: Style) -> Iterator[str]:
    """What the forge will not take as it was meant."""
    found = codeowners.parse(text, style, path)
    for mistake in found.mistakes[:_WARNED]:
        start = mistake.span.start
        yield f"{shown(path)}:{start.line}:{start.column}: {mistake.message}; {mistake.help}"
    line = codeowners.find_swallowed_line(found, text)
    if line:
        yield (
            f"{shown(path)}:{line}: GitLab takes this line for a part of the section above it; "
            "give it a section of its own, or move it above the block"
        )


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _write(root: Path, file: _File) -> None:
    """Write the file whole, never through a link."""
    target = root / file.path
    verify_target(root, target)
    with create_folders(target):
        replace_file(target, _encoded(file.text))
