"""Snapshots of the catalog in one repository; a file that is the same in two snapshots is read once."""

import errno
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ownercat.changes.values import Side
from ownercat.documents import codes
from ownercat.documents.loader import Known, LoadedCatalog, load_shared
from ownercat.documents.scope import Scope
from ownercat.errors import IncompleteError, UsageError
from ownercat.model import Policy, config
from ownercat.model import baseline as baselines
from ownercat.repository import git
from ownercat.repository.trees import GitTree, Tree
from ownercat.text import plural, shown

Where = Callable[[Tree], Scope]  # returns the location of the catalog by the configuration in a tree


class Snapshot(NamedTuple):
    """The catalog at one revision. ``commit`` is ``""`` for the working tree and the index.

    ``loaded`` comes without surroundings: call ``loader.with_surroundings(loaded, tree)`` for them.
    """

    commit: str
    tree: Tree
    scope: Scope
    loaded: LoadedCatalog

    @property
    def policy(self) -> Policy:
        """The policy of the snapshot."""
        return self.loaded.policy


class SnapshotReader:
    """A reader of the snapshots that one run needs.

    ``folder``: the folder in which the run starts, relative to the root. Configuration is read there and in its
    parents.
    """

    def __init__(self, root: Path, where: Where, folder: str = "") -> None:
        self.root = root
        self.where = where
        self.folder = folder
        self._known: dict[Scope, Known] = {}
        self._states: dict[str, Snapshot] = {}

    def read_commit(self, commit: str) -> Snapshot:
        """Return the catalog at a commit (a verified id)."""
        if commit not in self._states:
            self._states[commit] = self.read_tree(GitTree(self.root, commit), commit)
        return self._states[commit]

    def read_tree(self, tree: Tree, commit: str = "") -> Snapshot:
        """Return the catalog of a tree; raise ``IncompleteError`` if this clone does not contain a part of it."""
        scope = self.where(tree)
        loaded = load_shared(tree, scope, self._known.setdefault(scope, {}))
        missing = [f for f in loaded.faults.get(codes.NOT_A_REGULAR_FILE, ()) if f.finding.value == "missing-object"]
        if missing:
            files = plural(len(missing), "file")
            message = f"cannot read {files} of {tree.name}: the content is not in this clone"
            raise IncompleteError(f"{message} ({shown(missing[0].finding.place.path)})", git.WHOLE)
        return Snapshot(commit, tree, scope, loaded)

    def build_side(self, state: Snapshot, judge: Policy) -> Side:
        """Return a snapshot as a side of a comparison; the policy ``judge`` names the control files of both sides."""
        controls = dict(self._controls(state, judge))
        return Side(state.loaded.catalog, state.loaded.policy, controls, state.loaded.suppressions)

    def _controls(self, state: Snapshot, judge: Policy) -> Iterator[tuple[str, bytes]]:
        tree = state.tree
        baseline = [state.scope.baseline] if state.scope.baseline else []
        for content in (*tree.read(baseline, baselines.MAX_BYTES), *tree.read(list_signer_files(judge))):
            yield content.path, content.data if not content.problem else content.problem.encode()
        here = build_config_reader(tree, self.root)
        for folder in list_folders(self.folder):
            for name in config.FILES:
                data = _read_settings(self.root / folder / name, here)
                if data is not None:
                    yield f"{folder}/{name}".lstrip("/"), data


def list_signer_files(policy: Policy) -> tuple[str, ...]:
    """Return the paths of the allowed signers file and of the file of revoked keys next to it."""
    path = policy.data["signoff"].get("signers")
    signers = path.strip("/") if isinstance(path, str) else ""
    inside = signers and ".." not in signers.split("/")  # do not open files outside the repository
    return (signers, f"{signers}.revoked") if inside else ()


def list_folders(start: str) -> Iterator[str]:
    """Yield a folder and its parents, down to ``""``."""
    while start:
        yield start
        start = start.rpartition("/")[0]
    yield ""


def build_config_reader(tree: Tree, root: Path) -> config.ConfigReader:
    """Return a reader of configuration files in a tree."""

    def read(path: Path, follow: bool) -> bytes:
        inside = os.path.relpath(path, root).replace(os.sep, "/")
        if inside.startswith("../"):
            return config.DISK.read(path, follow)  # only the command line can name a file outside
        content = next(iter(tree.read([inside], config.MOST_READ)), None)
        if content is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if content.problem == "missing-object":
            raise IncompleteError(f"{shown(inside)} of {tree.name} is not in this clone", git.WHOLE)
        if content.problem:
            raise OSError(errno.ELOOP if content.problem == "symlink" else errno.EINVAL, content.problem)
        return content.data

    return config.ConfigReader(read, f" in {tree.name}")


def _read_settings(path: Path, here: config.ConfigReader) -> bytes | None:
    """Return the content of a configuration file without layout; its error if invalid, ``None`` if missing."""
    try:
        table = config.read(path, shelf=here)
    except UsageError as error:
        return error.message.encode()
    return None if table is None else json.dumps(table, sort_keys=True, default=str).encode()
