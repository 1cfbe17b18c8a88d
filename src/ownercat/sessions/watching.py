"""Wait until a file of a working tree changes: by size and time, because no notification works on every file system."""

import os
import time
from collections.abc import Iterator, Mapping

from ownercat.repository.trees import Tree
from ownercat.sessions.workspace import Workspace

_SHORTEST = 0.5  # seconds between two looks
_REST = 20  # a look may take this part of the time, also in a tree of 100,000 files

FileStates = Mapping[str, tuple[int, int]]


def take_states(workspace: Workspace) -> FileStates:
    """Return the size and the time of each file of the working tree."""
    return dict(_list_states(workspace.tree, str(workspace.root)))


def wait_for_change(workspace: Workspace, before: FileStates) -> tuple[str, FileStates]:
    """Return the first file that is different, and the new states; blocks until there is one."""
    while True:
        begun = time.process_time()
        after = take_states(workspace)
        changed = sorted(path for path, _ in before.items() ^ after.items())
        if changed:
            return changed[0], after
        time.sleep(max(_SHORTEST, _REST * (time.process_time() - begun)))


def _list_states(tree: Tree, root: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for path in tree.paths():
        try:
            status = os.lstat(f"{root}/{path}")
        except OSError:
            continue
        yield path, (status.st_size, status.st_mtime_ns)
