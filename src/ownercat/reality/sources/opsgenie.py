"""Opsgenie and Jira Service Management: the timeline of a schedule.

Shape: ``GET /v2/schedules/{id}/timeline?interval&intervalUnit&date&expand=base,override``, one page for each schedule
(https://docs.opsgenie.com/docs/schedule-api). Opsgenie ends in April 2027.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_table, get_text, list_tables, parse_instant
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import ExternalSchedule, ExternalShift, ExternalUser, OncallFacts, find_overlap

_CALL = "timeline"
_KEYS = {
    "data", "_parent", "id", "name", "startDate", "endDate", "finalTimeline", "baseTimeline", "rotations", "periods",
    "recipient", "type",
}  # fmt: skip


def _find_call(page: Any) -> str:
    return _CALL if get_table(page, "data", "finalTimeline").get("rotations") is not None else ""


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    """Return why a page is not the whole answer: without its interval, its end is not known."""
    for number, page in enumerate(pages, start=1):
        start, end = (parse_instant(get_table(page, "data").get(key)) for key in ("startDate", "endDate"))
        if start is None or end is None or end <= start:
            return f"page {number} has no valid `startDate` and `endDate`"
    return ""


def _read_oncall(snapshots: Iterable[ExternalSnapshot]) -> OncallFacts:
    schedules: dict[str, ExternalSchedule] = {}
    users: dict[str, ExternalUser] = {}
    for snapshot in snapshots:
        for page in snapshot.pages:
            data = get_table(page, "data")
            schedule = _read_schedule(data, snapshot)
            schedules.setdefault(schedule.id, schedule)
            for user in _list_users(data):
                users.setdefault(user.id, user)
    return OncallFacts(users, schedules, {}, {}, {})


def _read_schedule(data: Mapping[str, Any], snapshot: ExternalSnapshot) -> ExternalSchedule:
    final, problem = _read_timeline(data, "finalTimeline")
    base, fault = _read_timeline(data, "baseTimeline")
    start, end = (parse_instant(data.get(key)) or 0 for key in ("startDate", "endDate"))
    known = base if "baseTimeline" in data and not fault else None
    id, name = get_text(data, "_parent", "id"), get_text(data, "_parent", "name")
    return ExternalSchedule(id, name, start, end, final, snapshot, known, problem)


def _read_timeline(data: Mapping[str, Any], key: str) -> tuple[tuple[ExternalShift, ...], str]:
    """Return the shifts of all rotations in order, and why they cannot be used; "" if they can."""
    shifts: list[ExternalShift] = []
    for rotation in list_tables(data, key, "rotations"):
        for number, period in enumerate(list_tables(rotation, "periods"), start=1):
            if get_text(period, "recipient", "type") == "none":
                continue
            start, end = parse_instant(period.get("startDate")), parse_instant(period.get("endDate"))
            user = get_text(period, "recipient", "id") or get_text(period, "recipient", "name")
            if start is None or end is None or end <= start or not user:
                return (), f"period {number} of a rotation has no valid `startDate`, `endDate` and `recipient`"
            shifts.append(ExternalShift(start, end, user))
    shifts.sort()
    problem = find_overlap(shifts)
    return (() if problem else tuple(shifts)), problem


def _list_users(data: Mapping[str, Any]) -> Iterator[ExternalUser]:
    """Yield the users of a timeline: the name of a user is the email address."""
    for key in ("finalTimeline", "baseTimeline"):
        for rotation in list_tables(data, key, "rotations"):
            for period in list_tables(rotation, "periods"):
                id, name = get_text(period, "recipient", "id"), get_text(period, "recipient", "name")
                if id or name:
                    yield ExternalUser(id or name, name, name if "@" in name else "")


SOURCE = SnapshotSource(
    title="Opsgenie",
    calls={_CALL: "one schedule: GET /v2/schedules/{id}/timeline?expand=base"},
    kept={_CALL: frozenset(_KEYS)},
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_oncall=_read_oncall,
)
