"""Compare the catalog with the facts of another system: each fact is confirmed, contradicted or unseen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Entity, Escalation, EscalationLevel, Observations, Person, Rotation
from ownercat.oncall.basis import format_source
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.crew import resolve_team
from ownercat.oncall.intervals import Track, build_track, combine, cut_track, list_pieces, map_labels
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.wording import format_interval, format_length
from ownercat.reality.facts import VANISHED_LEAST, VANISHED_SHARE, ComparedFact, Result
from ownercat.reality.identity import (
    LinkedSchedule,
    MatchedUsers,
    collect_users,
    list_linked,
    match_users,
    read_facts,
)
from ownercat.reality.values import ExternalLevel, ExternalPolicy, ExternalShift, OncallFacts
from ownercat.text import listed, plural, shown

ESCALATION_DRIFT, ROTATION_DRIFT, MISSING_SCHEDULE = "REA101", "REA102", "REA103"


class OncallComparison(NamedTuple):
    """The compared on-call facts; ``vanished``: linked schedules that a complete list lacks, if they are suspiciously
    many. ``users``: the matched users of the linked schedules, by source. ``linked``: the linked schedules."""

    facts: tuple[ComparedFact, ...]
    vanished: tuple[LinkedSchedule, ...]
    users: Mapping[str, MatchedUsers]
    linked: tuple[LinkedSchedule, ...]


def compare_oncall(calendar: Calendar, observations: Observations) -> OncallComparison:
    """Compare rotations and escalation policies with the usable snapshots."""
    catalog, known = calendar.catalog, read_facts(observations)
    linked = list_linked(catalog, known)
    users = {
        source: match_users(
            catalog, source, collect_users(facts, [e.schedule for e in linked if e.source == source and e.schedule])
        )
        for source, facts in known.items()
    }
    missing = [each for each in linked if _is_missing(each, known[each.source])]
    doubted = len(missing) >= VANISHED_LEAST and len(missing) * VANISHED_SHARE > len(linked)
    facts = [
        *(fact for each in linked for fact in _compare_schedule(calendar, each, known, users, doubted)),
        *_compare_policies(calendar, known),
    ]
    return OncallComparison(tuple(facts), tuple(missing) if doubted else (), users, tuple(linked))


def _is_missing(each: LinkedSchedule, facts: OncallFacts) -> bool:
    """Return whether a complete list of schedules lacks the id."""
    return each.schedule is None and "schedules" in facts.complete and each.id not in facts.complete["schedules"]


def _get_place(rotation: Rotation, source: str) -> Place:
    return rotation.where("external", "id") if rotation.external is not None else rotation.where("handles", source)


def _compare_schedule(
    calendar: Calendar,
    each: LinkedSchedule,
    known: Mapping[str, OncallFacts],
    users: Mapping[str, MatchedUsers],
    doubted: bool,
) -> Iterator[ComparedFact]:
    """Yield whether the schedule exists, and whether its turns are those of the catalog."""
    rotation, source, facts = each.rotation, each.source, known[each.source]
    place, system = _get_place(rotation, source), format_source(source)
    if each.schedule is None:
        is_known = _is_missing(each, facts) and not doubted
        yield ComparedFact(
            MISSING_SCHEDULE, source, rotation, "contradicted" if is_known else "unseen",
            f"{rotation.label} names schedule {shown(each.id)}, which {system} does not have" if is_known else "",
            f"set the id of the schedule in {system}, or remove the link if the schedule was deleted",
            place, facts.lists.get("schedules"),
        )  # fmt: skip
        return
    yield ComparedFact(MISSING_SCHEDULE, source, rotation, "confirmed", "", "", place, each.schedule.snapshot)
    if rotation.layers and rotation.sound:
        difference = _find_drift(calendar, each, users[source])
        if difference is not None:
            help = f"change the turns in {system}, or those of {rotation.label}, so that both are the same"
            result: Result = "contradicted" if difference else "confirmed"
            yield ComparedFact(
                ROTATION_DRIFT, source, rotation, result, difference, help, place, each.schedule.snapshot
            )


def _find_drift(calendar: Calendar, each: LinkedSchedule, users: MatchedUsers) -> str | None:
    """Return how the turns without overrides differ; "" if they are the same; ``None``: not known."""
    schedule, rotation = each.schedule, each.rotation
    if schedule is None or schedule.base is None:
        return None
    plain = replace(rotation, observed=None, overrides=())
    ours = map_labels(build_timeline(calendar, plain).track, lambda holder: holder.person or "")
    start, end = max(schedule.start, ours.start), min(schedule.end, ours.end)
    if start >= end:
        return None
    theirs = _build_base(schedule.base, users, start, end)
    pieces = [piece for piece in list_differences(_cut(ours, start, end), theirs) if None not in piece[2]]
    if not pieces:
        return ""
    begin, stop, (here, there) = pieces[0]
    zone = rotation.layers[0].time_zone
    more = f", first of {len(pieces)} differences" if len(pieces) > 1 else ""
    return (
        f"{rotation.label} has other turns than schedule {shown(schedule.id)} of {format_source(each.source)}: "
        f"{shown(here or 'nobody')} here, {shown(there or 'nobody')} there, {format_interval(begin, stop, zone)}{more}"
    )


def _build_base(base: Iterable[ExternalShift], users: MatchedUsers, start: int, end: int) -> Track[str | None]:
    """Return who has the turn in another system; ``None``: a user whom no person matches."""
    pieces: list[tuple[int, str | None]] = [(start, "")]
    for shift in base:
        begin, stop = max(shift.start, start), min(shift.end, end)
        if begin < stop:
            person = users.people.get(shift.user)
            pieces += [(begin, person.key if person else None), (stop, "")]
    return build_track(pieces, end)


def _cut(track: Track[str], start: int, end: int) -> Track[str | None]:
    pieces = [(max(begin, start), label) for begin, stop, label in list_pieces(track) if stop > start and begin < end]
    return cut_track(build_track(pieces, end), end)


def list_differences(
    first: Track[str | None], second: Track[str | None]
) -> list[tuple[int, int, tuple[str | None, str | None]]]:
    """Return each time at which two tracks over the same period differ, with both values."""
    both = combine(first, second, lambda one, other: (one, other))
    return [piece for piece in list_pieces(both) if piece[2][0] != piece[2][1]]


class _PagingSystem(NamedTuple):
    """The facts of a source with its users: the person of each user id, and the user id of each person by key."""

    source: str
    facts: OncallFacts
    people: Mapping[str, Person]
    users: Mapping[str, str]


def _compare_policies(calendar: Calendar, known: Mapping[str, OncallFacts]) -> Iterator[ComparedFact]:
    """Yield the comparison of each escalation policy with the policy whose id is in its handles."""
    systems: dict[str, _PagingSystem] = {}
    for escalation in calendar.catalog.of(Escalation):
        for source, id in escalation.handles.items():
            if source in known:
                if source not in systems:
                    systems[source] = _build_system(calendar, source, known[source])
                yield _compare_policy(calendar, escalation, id, systems[source])


def _build_system(calendar: Calendar, source: str, facts: OncallFacts) -> _PagingSystem:
    people = match_users(calendar.catalog, source, facts.users.values()).people
    times = Counter(person.key for person in people.values())
    users = {person.key: id for id, person in people.items() if times[person.key] == 1}
    return _PagingSystem(source, facts, people, users)


def _compare_policy(calendar: Calendar, escalation: Escalation, id: str, system: _PagingSystem) -> ComparedFact:
    source, facts, title = system.source, system.facts, format_source(system.source)
    place, policy = escalation.where("handles", source), facts.policies.get(id)
    if policy is None:
        gone = id not in facts.complete.get("policies", (id,))
        difference = f"{escalation.label} names policy {shown(id)}, which {title} does not have" if gone else ""
        help = f"set the id of the policy in {title}, or remove the link if the policy was deleted"
        result: Result = "contradicted" if gone else "unseen"
        evidence = facts.lists.get("policies")
        return ComparedFact(ESCALATION_DRIFT, source, escalation, result, difference, help, place, evidence)
    found = list(_list_policy_differences(calendar, escalation, policy, system))
    difference = f"{escalation.label} differs from policy {shown(id)} of {title}: {'; '.join(found)}" if found else ""
    help = f"change the policy in {title}, or {escalation.label}, so that both are the same"
    result = "contradicted" if found else "confirmed"
    return ComparedFact(ESCALATION_DRIFT, source, escalation, result, difference, help, place, policy.snapshot)


def _list_policy_differences(
    calendar: Calendar, escalation: Escalation, policy: ExternalPolicy, system: _PagingSystem
) -> Iterator[str]:
    ours, theirs = escalation.tiers, policy.levels
    if len(ours) != len(theirs):
        yield f"{plural(len(theirs), 'level')} there, {len(ours)} here"
    for level, other in zip(ours, theirs, strict=False):
        name = f"level {shown(level.name)}"
        if level.wait is not None and other.wait and level.wait.seconds != other.wait:
            yield f"{name} waits {format_length(other.wait)} there, {format_length(level.wait.seconds)} here"
        targets = _list_target_differences(calendar, level, other, system)
        if targets:
            yield f"{name} {targets}"
    times = escalation.repeat.times if escalation.repeat else 0
    if times != policy.loops:
        yield f"it repeats {plural(policy.loops, 'time')} there, {times} here"


def _list_target_differences(
    calendar: Calendar, level: EscalationLevel, other: ExternalLevel, system: _PagingSystem
) -> str:
    """Return the targets of one side only; "" if both are the same, or a target has no known counterpart."""
    here = {ref.written or ref.name: _find_target(calendar, calendar.catalog.find(ref), system) for ref in level.notify}
    there = {(kind, id) for kind, id in other.targets if kind != "other"}
    if None in here.values() or len(there) != len(other.targets):
        return ""
    ours = sorted(name for name, target in here.items() if target not in there)
    theirs = sorted(_format_target(kind, id, system) for kind, id in there - set(here.values()))
    sides = [f"also notifies {listed(theirs)} there"] * bool(theirs)
    return " and ".join([*sides, *[f"notifies {listed(ours)} only here"] * bool(ours)])


def _format_target(kind: str, id: str, system: _PagingSystem) -> str:
    person = system.people.get(id) if kind == "user" else None
    return f"person:{shown(person.name)}" if person else f"{kind} {shown(id)}"


def _find_target(calendar: Calendar, entity: Entity | None, system: _PagingSystem) -> tuple[str, str] | None:
    """Return the target of another system that stands for an entity; ``None`` if it is not known."""
    entity = resolve_team(calendar, entity)
    if isinstance(entity, Rotation):
        id = (entity.external or {}).get("id") or entity.handles.get(system.source, "")
        return ("schedule", str(id)) if id else None
    if isinstance(entity, Person):
        user = entity.handles.get(system.source) or system.users.get(entity.key)
        return ("user", user) if user else None
    return None
