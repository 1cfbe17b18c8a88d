"""Opening a change for a check: where it began, by whose word it is judged, and its two sides.

The revision that is named is trusted: its configuration says where the catalog is, its policy which rules run. It is
the revision itself and not the commit where the change began, or whoever begins at an old commit would choose their
judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ownercat import changes
from ownercat.documents.loader import LoadedCatalog, with_surroundings
from ownercat.errors import UsageError
from ownercat.linter import LintBase
from ownercat.model import Policy, config
from ownercat.repository import git
from ownercat.repository.trees import GitTree
from ownercat.sessions.workspace import Workspace, no_catalog, open_workspace, repository
from ownercat.signoff import evidence
from ownercat.signoff.evidence import Comparison, Reader, State
from ownercat.signoff.obligations import obligations
from ownercat.text import shown


class CheckComparison(NamedTuple):
    """A change that is to be judged: what it leads to, where it began, and the files that it removes."""

    workspace: Workspace
    loaded: LoadedCatalog
    against: LintBase
    gone: frozenset[str]


class _Commits(NamedTuple):
    """The revision that is named, its commit, that of the head, and those where the change began."""

    root: Path
    revision: str
    tip: str
    head: str
    began: tuple[str, ...]


def opened(options: Mapping[str, Any], rev: str | None) -> CheckComparison:
    """Open both sides of the change between ``--base`` and what a check reads."""
    commits = _commits(options["base"], options["catalog"], rev)
    workspace = _workspace(options, rev, evidence.shelf(GitTree(commits.root, commits.tip), commits.root))
    reader = _reader(workspace)
    tip = reader.at(commits.tip)
    decides = bool(tip.loaded.sources) or workspace.settings.from_file
    if not decides:  # nobody has decided anything yet
        workspace = _workspace(options, rev, config.DISK)
        reader = _reader(workspace)
    is_commit = isinstance(workspace.tree, GitTree) and workspace.tree.commit
    head = reader.at(commits.head) if is_commit else reader.of(workspace.tree)
    if not head.loaded.sources:
        raise _no_catalog(workspace, commits.revision if decides else "")
    decided = tip.policy if tip.loaded.sources else None
    bases = tuple(_judged(reader.at(commit), decided) for commit in commits.began)
    loaded = _judged(head, decided)
    changes, agreements = _meaning(reader, commits, head)
    whole = tip.policy.sound and all(each.complete and not each.broken for each in (tip.loaded, *bases))
    against = LintBase(commits.revision, commits.began, bases, changes, agreements=agreements, is_whole=whole)
    return CheckComparison(workspace, loaded, against, frozenset(bases[0].sources) - frozenset(loaded.sources))


def _meaning(reader: Reader, commits: _Commits, head: State) -> tuple[tuple[changes.Change, ...], int | None]:
    """What the change means, and how many have to agree to it; not told where something could not be read, or where
    the change has several beginnings."""
    origin = reader.at(commits.began[0])
    sides = Comparison(reader, reader.at(commits.tip), origin, head, commits.head)
    found = changes.compare(sides.before, sides.after)
    is_known = len(commits.began) == 1 and head.loaded.complete and not head.loaded.broken
    return found, len(obligations(sides.before, sides.after, found, sides.authority)) if is_known else None


def _commits(revision: str, catalog: str | None, rev: str | None) -> _Commits:
    _, root = repository(catalog)
    if root is None:
        raise UsageError("--base needs a git repository, and none was found here", "run git init, or leave it out")
    tip = git.resolve_base(root, revision)
    head = git.resolve_base(root, "HEAD" if rev is None or rev == git.INDEX else rev)
    return _Commits(root, revision, tip, head, git.merge_bases(root, tip, head))


def _workspace(options: Mapping[str, Any], rev: str | None, shelf: config.ConfigReader) -> Workspace:
    return open_workspace(
        options["catalog"], options["dialect"], rev, options["config_file"], shelf, color=options["color"]
    )


def _reader(workspace: Workspace) -> Reader:
    inside = workspace.cwd.is_relative_to(workspace.root)
    folder = workspace.cwd.relative_to(workspace.root).as_posix() if inside else ""
    return Reader(workspace.root, lambda _: workspace.scope, "" if folder == "." else folder)


def _judged(state: State, decided: Policy | None) -> LoadedCatalog:
    return with_surroundings(state.loaded, state.tree, decided)


def _no_catalog(workspace: Workspace, decides: str) -> UsageError:
    error = no_catalog(workspace)
    help = f"the configuration of {shown(decides)} decides where it lies, not the change's" if decides else error.help
    return UsageError(error.message, help)
