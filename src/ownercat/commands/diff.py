"""``ownercat diff``: what changed in meaning between two states of the catalog."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from ownercat.changes import Change, compare
from ownercat.changes.history import HistorySnapshot
from ownercat.commands import _output
from ownercat.commands._options import color_option, comparison_options
from ownercat.documents import secrets
from ownercat.errors import UsageError
from ownercat.sessions.change import WORK_TREE, Configuration, MergeBases, OpenedChange, open_change
from ownercat.sessions.workspace import CatalogOptions
from ownercat.signoff.evidence import Snapshot
from ownercat.text import listed, shown
from ownercat.views.changes_rows import Between, sheets, summary
from ownercat.views.terminal import use_color

DONE, INCOMPLETE = 0, 3


class DiffOptions(NamedTuple):
    """How `diff` shows the changes."""

    where: CatalogOptions
    format: str
    verbose: bool
    quiet: bool


@click.command("diff", epilog="Example: ownercat diff v1.4..HEAD    (or since 1 July: ownercat diff 2026-07-01)")
@click.argument("range", default="HEAD", metavar="[BASE..HEAD]")
@comparison_options
@click.option(
    "--format", "format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="markdown is made for a pull request or a chat.",
)  # fmt: skip
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Leave nothing out, and show where each fact stands.")
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def COMMAND(range: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """What changed in meaning: owners, promises, dependencies, pages; never text.

    BASE..HEAD compares two commits, tags or dates; BASE...HEAD compares HEAD with the commit where it parted from BASE.
    BASE alone is compared with the work tree; so is HEAD when nothing is given. ':' is the index.

    Exit code: 0 compared, 2 usage, 3 something could not be read.
    """
    options = DiffOptions(**values)
    opened = _open(options.where, range)
    before, after = opened.comparison.origin, opened.comparison.head
    between = Between(_moment(before), _moment(after))
    reader = opened.comparison.reader
    changes = compare(reader.build_side(before, before.policy), reader.build_side(after, before.policy))
    warnings = [*_doubts(before, after), *_doubts(after, before)]
    color = use_color(opened.settings.get("color"))
    text = _rendered(between, changes, warnings, color, options)
    _output.write(secrets.redactor(between.files.values())(text))
    for warning in (*opened.notes, *warnings) if not options.quiet else ():
        _output.warn(warning)
    return INCOMPLETE if warnings else DONE


def _open(where: CatalogOptions, range: str) -> OpenedChange:
    """Open the two revisions that a range names."""
    three, two = range.split("..."), range.split("..")
    if len(three) == 2:
        opened = open_change(where, three[0] or "HEAD", three[1] or "HEAD", MergeBases.FIRST, Configuration.OWN)
    elif len(two) == 2:
        opened = open_change(where, two[0] or "HEAD", two[1] or "HEAD", MergeBases.NONE, Configuration.OWN)
    else:
        opened = open_change(where, range, WORK_TREE, MergeBases.NONE, Configuration.OWN)
    before, after = opened.comparison.origin, opened.comparison.head
    if not before.loaded.sources and not after.loaded.sources:
        raise UsageError(
            f"no catalog found: {shown(after.scope.catalog or '.')}/ holds no YAML file, neither before nor after",
            "name its folder with --catalog DIR, or a foreign format with --dialect NAME",
        )
    return opened


def _moment(state: Snapshot) -> HistorySnapshot:
    """A state with the name that people know it by: the beginning of its commit's id, the work tree or the index."""
    return HistorySnapshot(
        state.commit[:12] or state.tree.name, state.commit, state.loaded.catalog, state.loaded.sources
    )


def _doubts(state: Snapshot, other: Snapshot) -> Iterator[str]:
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
    options: DiffOptions,
) -> str:
    if options.format == "json":
        from ownercat.views import changes_json  # noqa: PLC0415  # one format of three is used

        return str(changes_json.render(between, changes, warnings))
    if options.format == "markdown":
        from ownercat.views import changes_markdown  # noqa: PLC0415  # one format of three is used

        return str(changes_markdown.render(between, changes))
    from ownercat.views import layout  # noqa: PLC0415  # one format of three is used

    found = sheets(between, changes, options.verbose)
    return str(layout.laid(found, between.files, color, options.verbose, summary(between, changes)))
