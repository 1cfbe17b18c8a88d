"""incident.io: the entries of a schedule.

Shape: ``GET /v2/schedule_entries?schedule_id&entry_window_start&entry_window_end``, pages with
``pagination_meta.after`` (https://api-docs.incident.io/tag/Schedules-V2). The answer does not name the schedule:
``about`` of the snapshot has its id.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_table, get_text, list_tables, parse_instant
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import ExternalSchedule, ExternalShift, ExternalUser, OncallFacts, find_overlap

_CALL = "schedule-entries"
_KEYS = {
    "schedule_entries", "final", "scheduled", "overrides", "start_at", "end_at", "user", "id", "email", "name",
    "pagination_meta", "after",
}  # fmt: skip


def _find_call(page: Any) -> str:
    return _CALL if isinstance(get_table(page, "schedule_entries").get("final"), list) else ""


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    followed = [number for number, page in enumerate(pages, start=1) if get_text(page, "pagination_meta", "after")]
    return "the last page has `pagination_meta.after`: more entries follow" if len(pages) in followed else ""


def _read_oncall(snapshots: Iterable[ExternalSnapshot]) -> OncallFacts:
    users: dict[str, ExternalUser] = {}
    schedules: dict[str, ExternalSchedule] = {}
    for snapshot in snapshots:
        for page in snapshot.pages:
            for key in ("final", "scheduled"):
                for entry in list_tables(page, "schedule_entries", key):
                    user = get_table(entry, "user")
                    found = ExternalUser(get_text(user, "id"), get_text(user, "name"), get_text(user, "email"))
                    users.setdefault(found.id, found)
        if snapshot.about:
            schedules.setdefault(snapshot.about, _read_schedule(snapshot))
    return OncallFacts(users, schedules, {}, {}, {})


def _read_schedule(snapshot: ExternalSnapshot) -> ExternalSchedule:
    final, problem = _read_entries(snapshot, "final")
    base, fault = _read_entries(snapshot, "scheduled")
    start, end = snapshot.start, snapshot.end
    if start is None or end is None:  # nothing is known before the first entry and after the last one
        start, end = (final[0].start, final[-1].end) if final else (0, 0)
    known = None if fault or not base else base
    return ExternalSchedule(snapshot.about, "", start, end, final, snapshot, known, problem)


def _read_entries(snapshot: ExternalSnapshot, key: str) -> tuple[tuple[ExternalShift, ...], str]:
    """Return the shifts in order, and why they cannot be used; "" if they can. An entry without a user is nobody."""
    shifts: list[ExternalShift] = []
    entries = (entry for page in snapshot.pages for entry in list_tables(page, "schedule_entries", key))
    for number, entry in enumerate(entries, start=1):
        start, end = parse_instant(entry.get("start_at")), parse_instant(entry.get("end_at"))
        user = get_text(entry, "user", "id")
        if start is None or end is None or end <= start:
            return (), f"entry {number} has no valid `start_at` and `end_at`"
        if user:
            shifts.append(ExternalShift(start, end, user))
    shifts.sort()
    problem = find_overlap(shifts)
    return (() if problem else tuple(shifts)), problem


SOURCE = SnapshotSource(
    title="incident.io",
    calls={
        _CALL: "one schedule (--about ID): GET /v2/schedule_entries?schedule_id&entry_window_start&entry_window_end"
    },
    kept={_CALL: frozenset(_KEYS)},
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_oncall=_read_oncall,
)
