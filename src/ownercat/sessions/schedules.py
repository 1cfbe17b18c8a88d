"""The two sides of ``oncall compare``: rotations of the catalog, or schedules in snapshot files."""

import time
from pathlib import Path

from ownercat.errors import UsageError
from ownercat.model import Observations, Rotation
from ownercat.oncall.calendar import build_calendar_between
from ownercat.oncall.clock import DAY, HOUR
from ownercat.reality.attaching import build_observed
from ownercat.reality.identity import collect_users, match_users, read_facts
from ownercat.reality.migration import ScheduleSide, build_observed_side, build_rotation_side
from ownercat.reality.snapshots import MOST_BYTES, read_snapshots
from ownercat.repository.trees import Folder
from ownercat.sessions.snapshots import read_files
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import Workspace
from ownercat.suggest import format_suggestion
from ownercat.text import listed, shown


def open_side(name: str, whole: WholeCatalog, workspace: Workspace, start: int, end: int) -> ScheduleSide:
    """Return a rotation of the catalog, else the schedule of a snapshot file (``FILE`` or ``FILE#ID``)."""
    rotation = whole.book.catalog.get("Rotation", name)
    if isinstance(rotation, Rotation):
        calendar = build_calendar_between(whole.book.catalog, start - DAY, end + DAY)
        return build_rotation_side(calendar, rotation, start, end)
    path, _, id = name.partition("#")
    data = next(Folder((workspace.cwd / path).parent).read([Path(path).name], MOST_BYTES), None)
    if data is None or data.problem:
        known = sorted(each.name for each in whole.book.catalog.of(Rotation))
        help = format_suggestion(
            name, known, "name a rotation, or a snapshot file with the id of its schedule: FILE#ID"
        )
        raise UsageError(f"{shown(name)} is neither a rotation nor a file", help)
    files = {**read_files(workspace), path: data.data}
    # a proof is about the interval that was asked for, whatever the age of the snapshot
    found = read_snapshots(files, whole.book.policy, 0, int(time.time()) + HOUR)
    fault = next((each for each in found.faults if each.finding.place.path == path), None)
    if fault is not None:
        raise UsageError(fault.finding.message, fault.finding.help)
    return _build_side(path, id, found, whole, start, end)


def _build_side(path: str, id: str, found: Observations, whole: WholeCatalog, start: int, end: int) -> ScheduleSide:
    source = next(each.source for each in found.usable if each.path == path)
    known = read_facts(found)[source]
    here = {each.id: each for each in known.schedules.values() if each.snapshot.path == path}
    if not id and len(here) == 1:
        id = next(iter(here))
    if id not in here:
        what = f"schedule {shown(id)}" if id else "only one schedule"
        names = listed(f"{shown(path)}#{shown(each)}" for each in here)
        raise UsageError(f"{shown(path)} does not have {what}", f"name one of its schedules: {names}")
    schedule = here[id]
    if schedule.problem:
        raise UsageError(f"schedule {shown(id)} in {shown(path)} cannot be used: {schedule.problem}", "fetch it again")
    people = match_users(whole.book.catalog, source, collect_users(known, [schedule])).people
    return build_observed_side(build_observed(source, schedule, people), schedule.base, start, end)
