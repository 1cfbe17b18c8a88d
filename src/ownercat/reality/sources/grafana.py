"""Grafana OnCall and IRM: the final shifts of a schedule.

Shape: ``GET /api/v1/schedules/{id}/final_shifts?start_date&end_date``, pages with ``next``
(https://grafana.com/docs/oncall/latest/oncall-api-reference/schedules/). The answer does not name the schedule:
``about`` of the snapshot has its id.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_text, list_tables, parse_instant
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import ExternalSchedule, ExternalShift, ExternalUser, OncallFacts, find_overlap

_CALL = "final-shifts"


def _find_call(page: Any) -> str:
    if not isinstance(page, dict) or not isinstance(page.get("results"), list):
        return ""
    return _CALL if all(get_text(each, "shift_start") for each in page["results"]) else ""


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    followed = [number for number, page in enumerate(pages, start=1) if page.get("next")]
    if len(pages) in followed:
        return "the last page has a `next` that was not followed"
    missing = next((number for number in range(1, len(pages)) if number not in followed), 0)
    return f"page {missing} of {len(pages)} says that it is the last one" if missing else ""


def _read_oncall(snapshots: Iterable[ExternalSnapshot]) -> OncallFacts:
    users: dict[str, ExternalUser] = {}
    schedules: dict[str, ExternalSchedule] = {}
    for snapshot in snapshots:
        records = [each for page in snapshot.pages for each in list_tables(page, "results")]
        for each in records:
            user = ExternalUser(
                get_text(each, "user_pk"), get_text(each, "user_username"), get_text(each, "user_email")
            )
            users.setdefault(user.id, user)
        if snapshot.about:
            schedules.setdefault(snapshot.about, _read_schedule(snapshot, records))
    return OncallFacts(users, schedules, {}, {}, {})


def _read_schedule(snapshot: ExternalSnapshot, records: Sequence[Any]) -> ExternalSchedule:
    shifts: list[ExternalShift] = []
    problem = ""
    for number, each in enumerate(records, start=1):
        start, end = parse_instant(each.get("shift_start")), parse_instant(each.get("shift_end"))
        user = get_text(each, "user_pk")
        if start is None or end is None or end <= start or not user:
            problem = f"shift {number} has no valid `shift_start`, `shift_end` and `user_pk`"
            break
        shifts.append(ExternalShift(start, end, user))
    shifts.sort()
    problem = problem or find_overlap(shifts)
    start, end = snapshot.start, snapshot.end
    if start is None or end is None:  # nothing is known before the first shift and after the last one
        start, end = (shifts[0].start, shifts[-1].end) if shifts else (0, 0)
    found = () if problem else tuple(shifts)
    return ExternalSchedule(snapshot.about, "", start, end, found, snapshot, None, problem)


SOURCE = SnapshotSource(
    title="Grafana OnCall",
    calls={_CALL: "one schedule (--about ID): GET /api/v1/schedules/{id}/final_shifts?start_date&end_date"},
    kept={_CALL: frozenset({"results", "next", "user_pk", "user_email", "user_username", "shift_start", "shift_end"})},
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_oncall=_read_oncall,
)
