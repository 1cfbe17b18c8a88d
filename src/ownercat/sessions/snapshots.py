"""Read the snapshots of other systems: the files of the folder of snapshots and of ``--snapshot``."""

import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ownercat.documents.loader import LoadedCatalog
from ownercat.errors import UsageError
from ownercat.model.config import parse_other_names
from ownercat.oncall.clock import DAY, HOUR, get_day_start
from ownercat.repository.trees import Content, Folder, WorkTree
from ownercat.sessions.workspace import Workspace
from ownercat.text import shown

if TYPE_CHECKING:
    from ownercat.model import Observations, Policy

FOLDER = ".ownercat/snapshots"
_MOST_BYTES = 64 * 1024 * 1024


def read_files(workspace: Workspace) -> dict[str, bytes]:
    """Return the bytes of each snapshot file by its path; a file that cannot be read is empty."""
    under = str(workspace.settings.get("snapshots").get("folder", FOLDER)).strip("/")
    tree = workspace.tree
    # a job fetches snapshots, and a repository may ignore them: in the working tree, ignored files count
    paths = tree.paths(f"{under}/" if isinstance(tree, WorkTree) else under)
    wanted = [path for path in paths if path.endswith(".json")]
    files = {each.path: b"" if each.problem else each.data for each in tree.read(wanted, _MOST_BYTES)}
    for name in workspace.snapshots:
        files[name] = _read_named(workspace, name).data
    return files


def _read_named(workspace: Workspace, name: str) -> Content:
    path = Path(os.path.normpath(workspace.cwd / name))
    content = next(Folder(path.parent).read([path.name], _MOST_BYTES), None)
    if content is None or content.problem:
        reason = "does not exist" if content is None else "cannot be read as a regular file"
        raise UsageError(f"--snapshot {shown(name)} {reason}", "name a file that ownercat snapshot wrap has written")
    return content


def observe(workspace: Workspace, policy: "Policy", at: int, latest: int) -> "Observations | None":
    """Return the snapshots of a workspace; ``None`` without one. ``at``, ``latest``: see ``read_snapshots``."""
    files = read_files(workspace)
    if not files:
        return None
    from ownercat.reality.snapshots import read_snapshots  # noqa: PLC0415  # most repositories have no snapshot

    return read_snapshots(files, policy, at, latest, parse_other_names(workspace.settings))


def add_observations(workspace: Workspace, loaded: LoadedCatalog, day: date | None) -> LoadedCatalog:
    """Return a catalog with the snapshots that are usable on a day; without a day, no snapshot counts."""
    if day is None:
        return loaded
    start = get_day_start(day)
    found = observe(workspace, loaded.policy, start, start + DAY)
    return loaded if found is None else attach(loaded, found)


def attach(loaded: LoadedCatalog, found: "Observations") -> LoadedCatalog:
    """Return a catalog with snapshots."""
    from ownercat.reality.attaching import attach_schedules  # noqa: PLC0415  # most repositories have no snapshot

    faults = {
        **loaded.faults,
        **{
            code: (*loaded.faults.get(code, ()), *(fault for fault in found.faults if fault.code == code))
            for code in _list_codes(found)
        },
    }
    return replace(loaded, catalog=attach_schedules(loaded.catalog, found), faults=faults, observations=found)


def _list_codes(found: "Observations") -> list[str]:
    return sorted({fault.code for fault in found.faults})


def observe_now(workspace: Workspace, policy: "Policy", at: int | None) -> "Observations | None":
    """Return the snapshots for an answer about an instant (UTC seconds; ``None``: now).

    Who is on call in a week is as certain as the snapshot is now: ages are measured now, or at an earlier instant.
    """
    now = int(time.time())
    return observe(workspace, policy, now if at is None else min(at, now), now + HOUR)
