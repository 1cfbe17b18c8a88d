"""``ownercat baseline``: Record known findings, so that `check` reports only new ones."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._lazy import SuggestingGroup
from ownercat.commands._options import comparison_options
from ownercat.errors import IncompleteError, UsageError
from ownercat.linter import BaselineReview, LintOptions, review_baseline
from ownercat.model.baseline import Baseline, BaselineEntry, build_baseline
from ownercat.sessions.baselines import build_exists_error, read_baseline, write_baseline
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.text import escape_command, plural, shown

DONE = 0


class _Opened(NamedTuple):
    """The baseline of the working tree (``None``: there is none) and what the catalog makes of it."""

    workspace: Workspace
    baseline: Baseline | None
    review: BaselineReview


@click.group("baseline", cls=SuggestingGroup)
def COMMAND() -> None:  # noqa: N802  # the one named constant of a command
    """Record known findings, so that `check` reports only new ones.

    The file ownercat.baseline has one line for each known finding. The file never contains findings of the sign-off
    rules.
    """


@COMMAND.command("create", epilog="Example: ownercat baseline create")
@comparison_options
def create(where: CatalogOptions) -> int:
    """Write all current findings to a new baseline.

    Exit code: 0 written, 2 a baseline exists or a usage error, 3 the file cannot be written.
    """
    opened = _open(where)
    path = opened.workspace.scope.baseline
    if opened.baseline is not None:
        raise build_exists_error(path)
    baseline = build_baseline(path, opened.review.added)
    write_baseline(opened.workspace, baseline, is_new=True)
    _output.warn(f"{shown(path)} is written: {plural(len(baseline.entries), 'known finding')}")
    return DONE


@COMMAND.command("update", epilog="Example: ownercat baseline update")
@comparison_options
def update(where: CatalogOptions) -> int:
    """Add new findings and remove entries without a finding.

    Prints the difference. Exit code: 0 done, 2 usage error, 3 the file cannot be written.
    """
    opened = _open(where)
    return _replace(opened, opened.review.added, () if opened.review.doubtful else opened.review.prunable)


@COMMAND.command("prune", epilog="Example: ownercat baseline prune")
@comparison_options
def prune(where: CatalogOptions) -> int:
    """Remove entries without a finding.

    Prints the difference. Exit code: 0 done, 2 usage error, 3 a file has errors, so findings are unknown.
    """
    opened = _open(where)
    if opened.review.doubtful:
        message = "an error in a file may hide findings, so no entry can be removed"
        raise IncompleteError(message, "run ownercat check, and correct the errors of the rules SYN and SCH first")
    return _replace(opened, (), opened.review.prunable)


def _open(where: CatalogOptions) -> _Opened:
    workspace = open_workspace(where)
    baseline = read_baseline(workspace.tree, workspace.scope.baseline)
    review = review_baseline(workspace.load(), LintOptions(as_of=datetime.now(UTC).date(), baseline=baseline))
    return _Opened(workspace, baseline, review)


def _replace(opened: _Opened, added: Sequence[BaselineEntry], removed: Sequence[BaselineEntry]) -> int:
    old = opened.baseline
    if old is None:
        path = shown(opened.workspace.scope.baseline)
        raise UsageError(f"there is no baseline {path}", "run ownercat baseline create")
    gone = {entry.key for entry in removed}
    new = build_baseline(old.path, [*(each for key, each in old.entries.items() if key not in gone), *added])
    if new.entries.keys() == old.entries.keys():
        _output.warn(f"{shown(old.path)} is up to date: {plural(len(old.entries), 'known finding')}")
        return DONE
    write_baseline(opened.workspace, new, is_new=False)
    lines = [*(f"- {_format(entry)}" for entry in removed), *(f"+ {_format(entry)}" for entry in added)]
    _output.write("".join(f"{line}\n" for line in lines))
    _output.warn(f"{shown(old.path)} is written: {plural(len(new.entries), 'known finding')}")
    return DONE


def _format(entry: BaselineEntry) -> str:
    return escape_command(f"{entry.rule} {entry.entity}: {entry.message}")
