"""``ownercat diff``: what changed in meaning between two states of the catalog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from ownercat.changes import Change, compare
from ownercat.changes.history import HistorySnapshot
from ownercat.commands import _output
from ownercat.commands._options import color_option, shared_options
from ownercat.documents import secrets
from ownercat.errors import UsageError
from ownercat.repository import git
from ownercat.repository.trees import GitTree, WorkTree
from ownercat.sessions.comparison import open_repository
from ownercat.signoff.evidence import Reader, State
from ownercat.signoff.evidence.comparing import merge_base
from ownercat.text import listed, shown
from ownercat.views.changes_rows import Between, sheets, summary
from ownercat.views.terminal import use_color

DONE, INCOMPLETE = 0, 3


@click.command("diff", epilog="Example: ownercat diff v1.4..HEAD    (or since 1 July: ownercat diff 2026-07-01)")
@click.argument("range", default="HEAD", metavar="[BASE..HEAD]")
@shared_options
@click.option(
    "--format", "format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="markdown is made for a pull request or a chat.",
)  # fmt: skip
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Leave nothing out, and show where each fact stands.")
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def COMMAND(range: str, **options: Any) -> int:  # noqa: N802  # the one named constant of a command
    """What changed in meaning: owners, promises, dependencies, pages; never text.

    BASE..HEAD compares two commits, tags or dates; BASE...HEAD compares HEAD with the commit where it parted from BASE.
    BASE alone is compared with the work tree; so is HEAD when nothing is given. ':' is the index.

    Exit code: 0 compared, 2 usage, 3 something could not be read.
    """
    repository = open_repository(options["catalog"], options["dialect"], options["config_file"], color=options["color"])
    reader = Reader(repository.root, repository.where, repository.folder)
    before, after = _states(reader, range)
    between = Between(_moment(before), _moment(after))
    changes = compare(reader.side(before, before.policy), reader.side(after, before.policy))
    warnings = [*_doubts(before, after), *_doubts(after, before)]
    color = use_color(repository.settings(after.tree).get("color"))
    text = _rendered(between, changes, warnings, color, options)
    _output.write(secrets.redactor(between.files.values())(text))
    for warning in warnings if not options["quiet"] else ():
        _output.warn(warning)
    return INCOMPLETE if warnings else DONE


def _states(reader: Reader, range: str) -> tuple[State, State]:
    """The two states that a range names."""
    three = range.split("...")
    two = range.split("..")
    if len(three) == 2:
        tip, head = (git.resolve_base(reader.root, word or "HEAD") for word in three)
        before, after = reader.at(merge_base(reader.root, tip, head)), reader.at(head)
    elif len(two) == 2:
        before, after = (_state(reader, word or "HEAD") for word in two)
    else:
        before, after = _state(reader, range), reader.of(WorkTree(reader.root))
    if not before.loaded.sources and not after.loaded.sources:
        raise UsageError(
            f"no catalog found: {shown(after.scope.catalog or '.')}/ holds no YAML file, neither before nor after",
            "name its folder with --catalog DIR, or a foreign format with --dialect NAME",
        )
    return before, after


def _state(reader: Reader, word: str) -> State:
    if word == git.INDEX:
        return reader.of(GitTree(reader.root))
    return reader.at(git.resolve_base(reader.root, word))


def _moment(state: State) -> HistorySnapshot:
    """A state with the name that people know it by: the beginning of its commit's id, the work tree or the index."""
    return HistorySnapshot(
        state.commit[:12] or state.tree.name, state.commit, state.loaded.catalog, state.loaded.sources
    )


def _doubts(state: State, other: State) -> Iterator[str]:
    """What cannot be said, because a file does not read on one side and is not the same on the other."""
    broken = sorted(state.loaded.broken)
    paths = [shown(p) for p in broken if state.loaded.sources.get(p) != other.loaded.sources.get(p)]
    if paths:
        yield f"{listed(paths)} cannot be read whole in {_moment(state).name}; what changed there is not known"


def _rendered(
    between: Between,
    changes: Sequence[Change],
    warnings: Sequence[str],
    color: bool,
    options: Mapping[str, Any],
) -> str:
    if options["format"] == "json":
        from ownercat.views import changes_json  # noqa: PLC0415  # one format of three is used

        return str(changes_json.render(between, changes, warnings))
    if options["format"] == "markdown":
        from ownercat.views import changes_markdown  # noqa: PLC0415  # one format of three is used

        return str(changes_markdown.render(between, changes))
    from ownercat.views import layout  # noqa: PLC0415  # one format of three is used

    found = sheets(between, changes, options["verbose"])
    return str(layout.laid(found, between.files, color, options["verbose"], summary(between, changes)))
