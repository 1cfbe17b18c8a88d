"""The one way to open a change: `check --base`, `diff`, `score --base` and `signoff` open both sides here.

Where these commands differ on purpose, the difference is an argument. The revision that a person names as the base is
trusted. It is the revision itself and not the merge base: otherwise the author of a branch could choose an old commit,
and with it an old configuration, policy and list of people.
"""

import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from ownercat.documents.scope import Scope
from ownercat.errors import IncompleteError, UsageError
from ownercat.model import config
from ownercat.repository import git
from ownercat.repository.trees import GitTree, Tree, WorkTree
from ownercat.sessions.workspace import (
    CatalogOptions,
    Workspace,
    build_scope,
    find_current_folder,
    find_repository,
    resolve_settings,
)
from ownercat.signoff.evidence import Comparison, Snapshot, SnapshotReader, build_config_reader
from ownercat.signoff.evidence.comparing import find_merge_base
from ownercat.signoff.review import ChangeUnderReview, review_change
from ownercat.text import listed, plural

WORK_TREE, INDEX = None, git.INDEX  # what a head can be besides a revision
_USUAL_BASES = ("main", "origin/main", "master", "origin/master")


class MergeBases(Enum):
    """Where a change begins, and what happens if the base branch and the head have several merge bases."""

    EVERY = "each merge base is one: what any of them had is not caused by the change"
    FIRST = "the first merge base, with a note if there are several"
    ONLY = "the merge base; several are refused"
    NONE = "the base itself, whatever the history"


class Configuration(Enum):
    """Whose configuration says where the catalog is."""

    BASE = "that of the base, for both sides"
    OWN = "each side its own"


class OpenedChange(NamedTuple):
    """Both sides of a change. ``root`` is the top of the repository; ``origins`` are the merge bases.

    ``settings`` are those of the base. ``is_configured``: whether the base has a catalog or a configuration, so that
    it decides where the catalog is.
    """

    root: Path
    cwd: Path
    settings: config.Settings
    comparison: Comparison
    origins: tuple[Snapshot, ...]
    is_configured: bool
    notes: tuple[str, ...] = ()

    @property
    def workspace(self) -> Workspace:
        """The head as a workspace."""
        head = self.comparison.head
        return Workspace(self.root, self.cwd, head.tree, head.scope, self.settings, in_git=True)


class _Repository(NamedTuple):
    """An opened repository and the options that apply to each of its trees."""

    root: Path
    cwd: Path
    where: CatalogOptions

    def settings(self, tree: Tree) -> config.Settings:
        """Return the settings of a tree."""
        return resolve_settings(self.where, self.cwd, self.root, build_config_reader(tree, self.root))

    def reader(self, scope: Callable[[Tree], Scope]) -> SnapshotReader:
        """Return a reader of snapshots that finds the catalog of a tree with ``scope``."""
        folder = self.cwd.relative_to(self.root).as_posix() if self.cwd.is_relative_to(self.root) else ""
        return SnapshotReader(self.root, scope, "" if folder == "." else folder)

    def tree(self, revision: str | None) -> Tree:
        """Return the working tree (``None``), the index or a commit."""
        if revision is WORK_TREE:
            return WorkTree(self.root)
        return (
            GitTree(self.root)
            if revision == INDEX
            else GitTree(self.root, git.resolve_base_revision(self.root, revision))
        )


def open_change(
    where: CatalogOptions, base: str, head: str | None, merge_bases: MergeBases, configuration: Configuration
) -> OpenedChange:
    """Read both sides of a change. ``head``: a revision, ``:`` the index, ``None`` the working tree.

    Raises ``UsageError`` outside a repository, ``IncompleteError`` where this clone does not hold what is needed.
    """
    cwd, root = find_repository(where.catalog)
    if root is None:
        raise UsageError("a comparison needs a git repository, and none was found here", "run git init")
    repository = _Repository(root, cwd, where)
    tip_tree = repository.tree(base)
    settings = repository.settings(tip_tree)
    tip_scope = build_scope(settings, root)
    own = configuration is Configuration.OWN
    reader = repository.reader(lambda tree: build_scope(repository.settings(tree), root) if own else tip_scope)
    tip = _read(reader, tip_tree)
    is_configured = bool(tip.loaded.sources) or settings.from_file
    if not own and not is_configured:  # the base decides nothing yet, so the working tree does
        settings = resolve_settings(where, cwd, root)
        scope = build_scope(settings, root)
        reader = repository.reader(lambda _: scope)
        tip = _read(reader, tip_tree)
    head_commit, origins, notes = _find_origins(root, tip, head, merge_bases)
    after = reader.read_commit(head_commit) if head not in (WORK_TREE, INDEX) else _read(reader, repository.tree(head))
    starts = tuple(reader.read_commit(commit) for commit in origins) or (tip,)
    comparison = Comparison(reader, tip, starts[0], after, head_commit)
    return OpenedChange(root, cwd, settings, comparison, starts, is_configured, notes)


def _read(reader: SnapshotReader, tree: Tree) -> Snapshot:
    commit = tree.commit if isinstance(tree, GitTree) else ""
    return reader.read_commit(commit) if commit else reader.read_tree(tree)


def _find_origins(
    root: Path, tip: Snapshot, head: str | None, merge_bases: MergeBases
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the commit of the head, the commits where the change begins, and notes."""
    if merge_bases is MergeBases.NONE:
        return "" if head in (WORK_TREE, INDEX) else git.resolve_base_revision(root, head or ""), (), ()
    commit = git.resolve_base_revision(root, "HEAD" if head in (WORK_TREE, INDEX) else head or "")
    if merge_bases is MergeBases.ONLY:
        return commit, (find_merge_base(root, tip.commit, commit),), ()
    found = git.find_merge_bases(root, tip.commit, commit)
    if merge_bases is MergeBases.EVERY or len(found) == 1:
        return commit, found, ()
    note = f"the branches have {plural(len(found), 'merge base')}; compared with {found[0][:12]}, the first one"
    return commit, found[:1], (note,)


def open_review(where: CatalogOptions, base: str, head: str | None) -> tuple[OpenedChange, ChangeUnderReview]:
    """Open a change for `signoff`. The head's own configuration says where its catalog is.

    A branch that moves its catalog is compared where the catalog will be in force, so that nothing escapes the gate;
    the changed configuration itself is a required approval (`configuration-loosened`).
    """
    opened = open_change(where, base, head, MergeBases.ONLY, Configuration.OWN)
    name = "the working tree" if head is WORK_TREE else "the index" if head == INDEX else head or ""
    return opened, review_change(opened.comparison, base, name)


def find_usual_base(catalog: str | None) -> str:
    """Return the branch that a change is compared with unless ``--base`` names one."""
    folder = find_current_folder()
    root = git.find_top_level(Path(os.path.normpath(folder / catalog)) if catalog else folder)
    for name in _USUAL_BASES:
        try:
            if root is not None and git.resolve_revision(root, name):
                return name
        except git.GitError:
            raise
        except (UsageError, IncompleteError):
            continue
    raise UsageError(f"there is no branch {listed(_USUAL_BASES, 'or')} to compare with", "name one: --base REV")
