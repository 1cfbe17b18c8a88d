"""``ownercat diff``: compare the meaning of two snapshots of the catalog."""

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
from ownercat.views.changes_rows import SnapshotPair, build_diff_sheets, summarize_diff
from ownercat.views.terminal import use_color

DONE, INCOMPLETE = 0, 3


class DiffOptions(NamedTuple):
    """The options of `diff`."""

    where: CatalogOptions
    format: str
    verbose: bool
    quiet: bool


@click.command("diff", epilog="Example: ownercat diff v1.4..HEAD    (or since 1 July: ownercat diff 2026-07-01)")
@click.argument("range", default="HEAD", metavar="[BASE..HEAD]")
@comparison_options
@click.option(
    "--format", "format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="The output format. Use markdown for a pull request or a chat.",
)  # fmt: skip
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Show all facts, each with its file and line.")
@click.option("-q", "--quiet", is_flag=True, help="Hide warnings.")
def COMMAND(range: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Compare ownership, SLAs, dependencies and paging.

    BASE..HEAD compares two commits, tags or dates. BASE...HEAD compares HEAD with the merge base of both. BASE alone
    is compared with the working tree; the default is HEAD. ':' is the index.

    Moving a file or reformatting a value is not a change.

    Exit code: 0 compared, 2 usage error, 3 some files cannot be read.
    """
    options = DiffOptions(**values)
    opened = _open(options.where, range)
    before, after = opened.comparison.origin, opened.comparison.head
    pair = SnapshotPair(_build_snapshot(before), _build_snapshot(after))
    reader = opened.comparison.reader
    changes = compare(reader.build_side(before, before.policy), reader.build_side(after, before.policy))
    warnings = [*_list_unreadable(before, after), *_list_unreadable(after, before)]
    color = use_color(opened.settings.get("color"))
    text = _render(pair, changes, warnings, color, options)
    _output.write(secrets.redactor(pair.files.values())(text))
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
            f"no catalog found: {shown(after.scope.catalog or '.')}/ has no YAML files before or after the change",
            "use --catalog DIR to name the folder, or --dialect NAME for another format",
        )
    return opened


def _build_snapshot(side: Snapshot) -> HistorySnapshot:
    """Return a side with its name: the start of the commit id, the working tree or the index."""
    return HistorySnapshot(side.commit[:12] or side.tree.name, side.commit, side.loaded.catalog, side.loaded.sources)


def _list_unreadable(side: Snapshot, other: Snapshot) -> Iterator[str]:
    """List the warning for files that cannot be read on one side and are different on the other."""
    broken = sorted(side.loaded.broken)
    paths = [shown(p) for p in broken if side.loaded.sources.get(p) != other.loaded.sources.get(p)]
    if paths:
        yield f"cannot read all of {listed(paths)} in {_build_snapshot(side).name}: changes there are unknown"


def _render(
    pair: SnapshotPair, changes: Sequence[Change], warnings: Sequence[str], color: bool, options: DiffOptions
) -> str:
    if options.format == "json":
        from ownercat.views import changes_json  # noqa: PLC0415  # one format of three is used

        return changes_json.render_diff(pair, changes, warnings)
    if options.format == "markdown":
        from ownercat.views import changes_markdown  # noqa: PLC0415  # one format of three is used

        return changes_markdown.render_diff(pair, changes)
    from ownercat.views import layout  # noqa: PLC0415  # one format of three is used

    sheets = build_diff_sheets(pair, changes, options.verbose)
    return layout.render_sheets(sheets, pair.files, color, options.verbose, summarize_diff(pair, changes))
