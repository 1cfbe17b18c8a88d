"""``ownercat diff``: Compare ownership, SLAs, dependencies and paging."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from ownercat.changes.comparison import compare
from ownercat.changes.history import HistorySnapshot
from ownercat.changes.unread import LostEntity, add_unread, list_proved
from ownercat.changes.values import Change
from ownercat.commands import _output
from ownercat.commands._options import AnswerOptions, answer_options, comparison_options
from ownercat.documents import secrets
from ownercat.errors import UsageError
from ownercat.sessions.change import WORK_TREE, Configuration, MergeBases, OpenedChange, open_change
from ownercat.sessions.workspace import CatalogOptions
from ownercat.signoff.evidence import Snapshot
from ownercat.text import listed, shown
from ownercat.views.changes_rows import SnapshotPair, build_diff_sheets, summarize_diff
from ownercat.views.terminal import use_color

DONE, INCOMPLETE = 0, 3


class ComparedMeaning(NamedTuple):
    """What changed in meaning between two snapshots; ``warnings``: what cannot be compared."""

    pair: SnapshotPair
    changes: tuple[Change, ...]
    warnings: tuple[str, ...]


@click.command("diff", epilog="Example: ownercat diff v1.4..HEAD    (or since 1 July: ownercat diff 2026-07-01)")
@click.argument("range", default="HEAD", metavar="[BASE..HEAD]")
@comparison_options
@answer_options("text", "json", "markdown", hint="Use markdown for a pull request or a chat.")
def COMMAND(range: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Compare ownership, SLAs, dependencies and paging.

    BASE..HEAD compares two commits, tags or dates. BASE...HEAD compares HEAD with the merge base of both. BASE alone
    compares BASE with the working tree. Without an argument, BASE is HEAD. ':' means the staged files (git index).

    Moving a file or reformatting a value is not a change.

    Exit code: 0 compared, 2 usage error, 3 a part cannot be compared.
    """
    options = AnswerOptions(**values)
    opened = _open(options.where, range)
    compared = compare_meaning(opened)
    color = use_color(opened.settings.get("color"))
    text = _render(*compared, color, options)
    _output.write(secrets.redactor(compared.pair.files.values())(text))
    for warning in (*opened.notes, *compared.warnings) if not options.quiet else ():
        _output.warn(warning)
    return INCOMPLETE if compared.warnings else DONE


def compare_meaning(opened: OpenedChange) -> ComparedMeaning:
    """Compare both sides of a change, except for what cannot be read on one of them."""
    before, after = opened.comparison.origin, opened.comparison.head
    reader = opened.comparison.reader
    unread = _list_unread(before, after), _list_unread(after, before)
    sides = add_unread(reader.build_side(before, before.policy), reader.build_side(after, before.policy), *unread)
    changes = tuple(list_proved(compare(sides.before, sides.after, stated=True), sides))
    warnings = [
        warning
        for side, paths, lost in zip((before, after), unread, sides.lost, strict=True)
        for warning in _list_warnings(side, paths, lost)
    ]
    return ComparedMeaning(SnapshotPair(_build_snapshot(before), _build_snapshot(after)), changes, tuple(warnings))


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


def _list_unread(side: Snapshot, other: Snapshot) -> list[str]:
    """List the files that cannot be read on one side and are different on the other."""
    return [p for p in sorted(side.loaded.broken) if side.loaded.sources.get(p) != other.loaded.sources.get(p)]


def _list_warnings(side: Snapshot, paths: Sequence[str], lost: Sequence[LostEntity]) -> Iterator[str]:
    """Yield what cannot be compared because of one side: files, and entities of other files that it may define."""
    name = _build_snapshot(side).name
    if paths:
        yield f"{listed(map(shown, paths))} cannot be compared: {name} has a version that ownercat cannot read"
    for cause in sorted({each.cause for each in lost if each.cause not in paths}):
        hidden = sorted(shown(each.entity.label) for each in lost if each.cause == cause)
        yield f"{listed(hidden)} cannot be compared: {shown(cause)} has errors in {name}"


def _render(
    pair: SnapshotPair, changes: Sequence[Change], warnings: Sequence[str], color: bool, options: AnswerOptions
) -> str:
    if options.form == "json":
        from ownercat.views import changes_json  # noqa: PLC0415  # one format of three is used

        return changes_json.render_diff(pair, changes, warnings)
    if options.form == "markdown":
        from ownercat.views import changes_markdown  # noqa: PLC0415  # one format of three is used

        return changes_markdown.render_diff(pair, changes, not warnings)
    from ownercat.views import layout  # noqa: PLC0415  # one format of three is used

    sheets = build_diff_sheets(pair, changes, options.verbose)
    return layout.render_sheets(sheets, pair.files, color, options.verbose, summarize_diff(pair, changes, not warnings))
