"""The catalog as a person edits it: the unsaved text of open files over the working tree."""

import os
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple

from ownercat.diagnostics import Report
from ownercat.documents.loader import Known, LoadedCatalog, add_surroundings, load_shared
from ownercat.documents.scope import Scope
from ownercat.errors import UsageError
from ownercat.linter import LintOptions, lint
from ownercat.repository.trees import Patched
from ownercat.sessions.baselines import read_baseline
from ownercat.sessions.workspace import CatalogOptions, Workspace, build_no_catalog_error, open_workspace

_MOST_KNOWN = 4  # versions of a file, on average, before what was read of the old ones is dropped


class EditedCatalog(NamedTuple):
    """The catalog with the text of the open files, and the workspace that it is read from."""

    workspace: Workspace
    loaded: LoadedCatalog

    def get_source(self, path: str) -> bytes:
        """Return the bytes of a file of the catalog or of its surroundings; none if it was not read."""
        return self.loaded.sources.get(path) or self.loaded.around.get(path, b"")


class EditSession:
    """The text of each open file of an editor, by its absolute path, and what was read of each file before."""

    def __init__(self, where: CatalogOptions) -> None:
        self.where = where
        self.texts: dict[str, bytes] = {}
        self._known: Known = {}
        self._scope: Scope | None = None
        self._lock = Lock()

    def open(self) -> Workspace:
        """Open the working tree with the text of the open files over it."""
        workspace = open_workspace(self.where)
        texts = {find_path(workspace, file): data for file, data in list(self.texts.items())}
        added = [path for path in texts if path and not os.path.lexists(workspace.root / path)]
        return workspace._replace(tree=Patched(workspace.tree, texts, added))

    def load(self) -> EditedCatalog:
        """Load the catalog; files that did not change since the last load are not parsed again."""
        workspace = self.open()
        with self._lock:
            if workspace.scope != self._scope:
                self._scope, self._known = workspace.scope, {}
            loaded = load_shared(workspace.tree, workspace.scope, self._known)
            if len(self._known) > _MOST_KNOWN * max(len(loaded.sources), 100):
                self._known = {}
        if not loaded.sources:
            raise build_no_catalog_error(workspace)
        return EditedCatalog(workspace, add_surroundings(loaded, workspace.tree))

    def check(self) -> tuple[EditedCatalog, Report]:
        """Return the findings of `check`, with the baseline of the repository."""
        found = self.load()
        baseline = read_baseline(found.workspace.tree, found.workspace.scope.baseline)
        return found, lint(found.loaded, LintOptions(as_of=datetime.now(UTC).date(), baseline=baseline))


def find_path(workspace: Workspace, file: str) -> str:
    """Return the path of a file from the top of the repository; ``""`` for a file outside of it."""
    try:
        return workspace.relative(file)
    except UsageError:
        return ""
