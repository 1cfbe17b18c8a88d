"""PagerDuty: schedules, escalation policies, on-calls and users of the REST API v2.

Shapes: https://developer.pagerduty.com/api-reference (classic pagination: ``limit``, ``offset``, ``more``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_count, get_table, get_text, list_tables, parse_instant
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import (
    ExternalLevel,
    ExternalPolicy,
    ExternalSchedule,
    ExternalShift,
    ExternalUser,
    OncallFacts,
    find_overlap,
)

_LISTS = {
    "users": "users",
    "schedules": "schedules",
    "escalation_policies": "escalation-policies",
    "oncalls": "oncalls",
}
# the kind of record and the key of the lists that have all records of a kind
_KINDS = {
    "users": ("users", "users"),
    "schedules": ("schedules", "schedules"),
    "escalation-policies": ("policies", "escalation_policies"),
}
_PAGES = {"limit", "offset", "more", "total"}
_MINUTE = 60
_USER = {"id", "type", "email"}
_KEPT = {
    "schedule": {
        "schedule", "id", "name", "type", "time_zone", "final_schedule", "overrides_subschedule", "schedule_layers",
        "rendered_schedule_entries", "start", "end", "user", "users", "rotation_turn_length_seconds",
        "rotation_virtual_start", "restrictions", "start_time_of_day", "start_day_of_week", "duration_seconds",
    },
    "schedules": {"schedules", "id", "name", "type", "time_zone", *_PAGES},
    "escalation-policies": {
        "escalation_policies", "id", "name", "type", "num_loops", "escalation_rules", "targets", "services", "teams",
        "escalation_delay_in_minutes", *_PAGES,
    },
    "oncalls": {
        "oncalls", "user", "schedule", "escalation_policy", "escalation_level", "start", "end", "id", "type", *_PAGES,
    },
    "users": {"users", *_USER, *_PAGES},
}  # fmt: skip


def _find_call(page: Any) -> str:
    if not isinstance(page, dict):
        return ""
    if isinstance(page.get("schedule"), dict):
        return "schedule"
    return next((call for key, call in _LISTS.items() if isinstance(page.get(key), list)), "")


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    """Return why the pages are not the whole answer. A schedule has one page, and each is an answer of its own."""
    if call == "schedule":
        return ""
    key = next(key for key, name in _LISTS.items() if name == call)
    expected = 0
    for number, page in enumerate(pages, start=1):
        length, more, is_last = len(page[key]), page.get("more"), number == len(pages)
        offset = get_count(page, "offset")
        if not isinstance(more, bool) or offset is None:
            return f"page {number} does not say whether more pages follow (`more`, `offset`)"
        if offset != expected:
            return f"page {number} begins at record {offset}, but the page before it ends at record {expected}"
        if more and is_last:
            return f"the last page says `more: true`: the records after {offset + length} are missing"
        if not is_last and (not more or not length):
            return f"page {number} of {len(pages)} says that it is the last one"
        expected += length
    return ""


def _read_oncall(snapshots: Iterable[ExternalSnapshot]) -> OncallFacts:
    users: dict[str, ExternalUser] = {}
    schedules: dict[str, ExternalSchedule] = {}
    policies: dict[str, ExternalPolicy] = {}
    complete: dict[str, frozenset[str]] = {}
    lists: dict[str, ExternalSnapshot] = {}
    for snapshot in snapshots:  # the newest first, so that a newer answer wins
        for page in snapshot.pages:
            if snapshot.call == "users":
                found = (_read_user(each) for each in list_tables(page, "users"))
                users = {**{user.id: user for user in found if user.id}, **users}
            elif snapshot.call == "schedule":
                schedule = _read_schedule(get_table(page, "schedule"), snapshot)
                schedules.setdefault(schedule.id, schedule)
            elif snapshot.call == "escalation-policies":
                for each in list_tables(page, "escalation_policies"):
                    policies.setdefault(get_text(each, "id"), _read_policy(each, snapshot))
        kind, key = _KINDS.get(snapshot.call, ("", ""))
        if kind and kind not in lists:
            lists[kind] = snapshot
            found_ids = (get_text(each, "id") for page in snapshot.pages for each in list_tables(page, key))
            complete[kind] = frozenset(found_ids)
    return OncallFacts(users, schedules, policies, complete, lists)


def _read_user(data: Mapping[str, Any]) -> ExternalUser:
    return ExternalUser(
        get_text(data, "id"), get_text(data, "name") or get_text(data, "summary"), get_text(data, "email")
    )


def _read_schedule(data: Mapping[str, Any], snapshot: ExternalSnapshot) -> ExternalSchedule:
    shifts, problem = _read_shifts(list_tables(data, "final_schedule", "rendered_schedule_entries"))
    layers = [list(list_tables(each, "rendered_schedule_entries")) for each in list_tables(data, "schedule_layers")]
    base, fault = _read_shifts(layers[0]) if len(layers) == 1 and layers[0] else (None, "")
    start, end = snapshot.start, snapshot.end
    if start is None or end is None:  # nothing is known before the first shift and after the last one
        start, end = (shifts[0].start, shifts[-1].end) if shifts else (0, 0)
    return ExternalSchedule(
        get_text(data, "id"), get_text(data, "name"), start, end, shifts, snapshot, None if fault else base, problem
    )


def _read_shifts(entries: Iterable[Mapping[str, Any]]) -> tuple[tuple[ExternalShift, ...], str]:
    """Return the shifts in order, and why they cannot be used; "" if they can."""
    shifts: list[ExternalShift] = []
    for number, entry in enumerate(entries, start=1):
        start, end = parse_instant(entry.get("start")), parse_instant(entry.get("end"))
        user = get_text(entry, "user", "id")
        if start is None or end is None or end <= start or not user:
            return (), f"entry {number} has no valid `start`, `end` and `user`"
        shifts.append(ExternalShift(start, end, user))
    shifts.sort()
    problem = find_overlap(shifts)
    return (() if problem else tuple(shifts)), problem


def _read_policy(data: Mapping[str, Any], snapshot: ExternalSnapshot) -> ExternalPolicy:
    levels = tuple(
        ExternalLevel((get_count(rule, "escalation_delay_in_minutes") or 0) * _MINUTE, tuple(_list_targets(rule)))
        for rule in list_tables(data, "escalation_rules")
    )
    services = tuple(get_text(each, "id") for each in list_tables(data, "services"))
    loops = get_count(data, "num_loops") or 0
    return ExternalPolicy(get_text(data, "id"), get_text(data, "name"), loops, levels, services, snapshot)


def _list_targets(rule: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for target in list_tables(rule, "targets"):
        kind = get_text(target, "type").removesuffix("_reference")
        yield kind if kind in ("user", "schedule") else "other", get_text(target, "id")


SOURCE = SnapshotSource(
    title="PagerDuty",
    calls={
        "schedule": "one schedule with its rendered entries: GET /schedules/{id}?since&until",
        "schedules": "the list of all schedules: GET /schedules",
        "escalation-policies": "GET /escalation_policies",
        "oncalls": "GET /oncalls",
        "users": "GET /users",
    },
    kept={call: frozenset(keys) for call, keys in _KEPT.items()},
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_oncall=_read_oncall,
)
