"""Opening a change for a command: the commits that are compared, and the settings of the one that decides."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ownercat.documents.loader import Scope
from ownercat.errors import UsageError
from ownercat.model import config
from ownercat.repository import git
from ownercat.repository.trees import GitTree, Tree
from ownercat.sessions.workspace import here, scope_of
from ownercat.signoff import evidence
from ownercat.signoff.evidence import Comparison


class ComparisonContext(NamedTuple):
    """A change, where it was opened, and the settings of its base. ``root`` is the top of the repository."""

    root: Path
    cwd: Path
    settings: config.Settings
    comparison: Comparison


class Repository(NamedTuple):
    """An opened repository: how each tree of it says by its own settings where the catalog lies.

    ``folder``: where the run starts, from the root.
    """

    root: Path
    cwd: Path
    settings: Callable[[Tree], config.Settings]
    folder: str

    def where(self, tree: Tree) -> Scope:
        """Where the catalog lies in a tree."""
        return scope_of(self.settings(tree), self.root)


def open_repository(
    catalog: str | None = None, dialect: tuple[str, ...] = (), config_file: str | None = None, **flags: Any
) -> Repository:
    """Find the repository; what the command line and the environment say stands above the settings of its trees."""
    cwd = here()
    top = git.top_level(Path(os.path.normpath(cwd / catalog)) if catalog else cwd)
    if top is None:
        raise UsageError("a comparison needs a git repository, and none was found here", "run git init")
    given = {"catalog": catalog, "dialects": list(dialect), **flags}

    def settings(tree: Tree) -> config.Settings:
        return config.resolve(given, os.environ, cwd, top, config_file, evidence.shelf(tree, top))

    folder = cwd.relative_to(top).as_posix() if cwd.is_relative_to(top) else ""
    return Repository(top, cwd, settings, "" if folder == "." else folder)


def open_comparison(
    base: str,
    head: str | None = "HEAD",
    catalog: str | None = None,
    dialect: tuple[str, ...] = (),
    config_file: str | None = None,
    **flags: Any,
) -> ComparisonContext:
    """Compare ``head`` (``None`` is the work tree, ``:`` the index) with the commit where it parted from ``base``.

    Settings are the base's, as it is committed.
    """
    opened = open_repository(catalog, dialect, config_file, **flags)
    tip = GitTree(opened.root, git.resolve_base(opened.root, base))
    decided = opened.settings(tip)
    found = evidence.comparison(opened.root, base, head, opened.where, opened.folder)
    return ComparisonContext(opened.root, opened.cwd, decided, found)
