"""Times when no person of an incident role is available: champion, communicators, hotfix authority."""

from collections.abc import Collection, Iterator
from math import inf
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import EscalationLevel, Person, Ref, Service
from ownercat.oncall.away import get_span, list_away_times
from ownercat.oncall.climb import list_page_delays
from ownercat.oncall.contacts import compute_wake_delay, find_known_person
from ownercat.oncall.crew import NOBODY, Crew, PageRecipient, find_rotation, track_crew, track_recipients
from ownercat.oncall.intervals import (
    Intervals,
    combine,
    follow,
    get_value,
    intersect,
    list_distinct,
    list_times,
    normalize,
    subtract,
    unite,
)
from ownercat.oncall.paths import list_members
from ownercat.oncall.windows import list_open_times
from ownercat.rules import Context
from ownercat.rules._rotations import days, is_judged
from ownercat.rules.escalation import _promises, unreachable_person
from ownercat.rules.escalation._promises import AckTarget, EscalationUnderSla
from ownercat.rules.ownership._authority import decisions
from ownercat.rules.rotation import _gaps
from ownercat.text import listed, shown

HOTFIX = "hotfix"
_MOST_CREWS = 20


class IncidentRole(NamedTuple):
    """A role in incidents of a service, and its holders. ``may``: the authority that they need, ``""`` for none."""

    name: str
    refs: tuple[Ref, ...]
    place: Place
    may: str = ""


class RoleAbsenceCause(NamedTuple):
    """Why no person of a role is available, as text, with the fix, the locations and the time zone of the people."""

    kind: str
    text: str
    cure: str
    places: tuple[Place, ...]
    zone: str


def roles_of(context: Context, service: Service) -> Iterator[IncidentRole]:
    """Yield the roles of a service that must be available in time and that rules can check."""
    for name, ref in service.roles.items() if service.can_say("roles") else ():
        if name == "champion" or name.startswith("communicate."):
            yield IncidentRole(name, (ref,), ref.place)
    refs = service.authorise.get(HOTFIX, ()) if service.can_say("decisions") else ()
    if refs:
        needed = HOTFIX if (service.key, HOTFIX) in context.once(_collect_shared_authorities) else ""
        yield IncidentRole(HOTFIX, refs, service.at.at("authorise", HOTFIX), needed)


def _collect_shared_authorities(context: Context) -> Collection[tuple[str, str]]:
    """Return the authorities that several people hold; OWN013 and OWN012 report those of one person or of nobody."""
    return {
        (each.service.key, each.authority)
        for each in decisions(context)
        if sum(each.authority in person.may for person in each.people) > 1 and all(those.known for those in each.crews)
    }


def missing(context: Context, role: IncidentRole) -> Intervals:
    """Return the times when no person of a role is available who can act."""
    cache = context.once(_new_cache)
    key = (role.may, tuple((ref.kind, ref.name) for ref in role.refs))
    if key not in cache:
        cache[key] = _find_missing_times(context, role)
    return cache[key]


def _new_cache(_: Context) -> dict[object, Intervals]:
    return {}


def _find_missing_times(context: Context, role: IncidentRole) -> Intervals:
    start, end = days(context).start, days(context).end
    entities = (context.catalog.find(ref) for ref in role.refs)
    used = [each for entity in entities if (each := find_rotation(days(context), entity)) is not None]
    if not all(is_judged(context, rotation) for rotation in used):
        return ()
    return subtract(((start, end),), unite(*(_find_available_times(context, ref, role.may) for ref in role.refs)))


def _find_available_times(context: Context, ref: Ref, may: str) -> Intervals:
    people = list_times(
        track_recipients(days(context), ref), lambda people: any(_can_act(context, member, may) for member in people)
    )
    entity = context.catalog.find(ref)
    return subtract(people, list_away_times(days(context), entity)) if isinstance(entity, Person) else people


def _can_act(context: Context, member: PageRecipient, may: str) -> bool:
    """Return whether a member can act in a role; assume so for an unknown person."""
    person = context.catalog.get("Person", member.name) if member.kind == "person" else None
    if not isinstance(person, Person) or not person.sound:
        return True
    return (not may or may in person.may) and not sleeps(context, member)


def sleeps(context: Context, member: PageRecipient) -> bool:
    """Return whether a person has channels but no waking one, unless ESC014 reports the person."""
    person = find_known_person(days(context), member)
    if person is None or not (person.contacts or person.notify_high):
        return False
    tier = context.once(_build_personal_tier)
    deaf = compute_wake_delay(days(context), context.policy, tier, member) == inf
    return deaf and person.subject not in context.once(_collect_reported_people)


def _build_personal_tier(_: Context) -> EscalationLevel:
    """Return a level that pages a person by their own notification rules."""
    return EscalationLevel("", "respond", (), "all", (), "high", None, None, (), Place(""))


def _collect_reported_people(context: Context) -> Collection[object]:
    return {person.subject for each in context.once(unreachable_person.deaf) for person in each.asleep}


def unreachable(
    context: Context, promised: EscalationUnderSla, promise: AckTarget, role: IncidentRole, within: int
) -> Intervals:
    """Return the start times of pages for which no person of a role is available or paged within so many seconds."""
    calendar = days(context)
    late = tuple(
        (start, end if end == calendar.end else end - within)
        for start, end in missing(context, role)
        if end - start > within
    )
    late = intersect(late, list_open_times((promise.sla.hours,), calendar.start, calendar.end)) if late else ()
    if late:
        reported = [_promises.told(context, promised), *_list_reported_gaps(context, role)]
        late = subtract(late, normalize((start - within, end) for start, end in unite(*reported)))
    return subtract(late, _find_times_paged(context, promised, role, within)) if late else ()


def _list_reported_gaps(context: Context, role: IncidentRole) -> Iterator[Intervals]:
    """Yield the times for which another rule reports a rotation of the role without people."""
    for ref in role.refs:
        rotation = find_rotation(days(context), context.catalog.find(ref))
        if rotation is not None and rotation.sound and rotation.external is None:
            yield _gaps.told(context, rotation)


def _find_times_paged(context: Context, promised: EscalationUnderSla, role: IncidentRole, within: int) -> Intervals:
    """Return the start times of pages that reach a person of the role in time, on call for the role or not."""
    names = {person.key for ref in role.refs for person in _list_role_people(context, ref)}

    def has_role(people: Crew) -> bool:
        return any(member.name in names and _can_act(context, member, role.may) for member in people)

    times: list[Intervals] = []
    for step, delays in list_page_delays(days(context), context.policy, promised.escalation):
        if all(delay is not None and delay > within for delay in delays.labels):
            break
        crews = follow(delays, track_crew(days(context), step.tier), NOBODY)
        times.append(
            list_times(
                combine(delays, crews, lambda at, people: at is not None and at <= within and has_role(people)), bool
            )
        )
    return unite(*times)


def _list_role_people(context: Context, ref: Ref) -> Iterator[Person]:
    entity = context.catalog.find(ref)
    rotation = find_rotation(days(context), entity)
    people = [entity] if rotation is None else [context.catalog.person(each) for each in list_members(rotation)]
    return (person for person in people if isinstance(person, Person))


def because(context: Context, role: IncidentRole, at: int) -> RoleAbsenceCause:
    """Return why no person of a role is available at an instant; the fix is that of the first reference."""
    causes = [_find_cause(context, ref, role, at) for ref in role.refs]
    return causes[0]._replace(
        text=listed(each.text for each in causes), places=tuple(place for each in causes for place in each.places)
    )


def explain_times(context: Context, role: IncidentRole, times: Intervals) -> RoleAbsenceCause:
    """Return why no person of a role is available at some times: the first cause, for everyone to whom it applies."""
    first = because(context, role, times[0][0])
    alike = [because(context, role, at) for at in _list_instants(context, role, times)]
    same = [first, *(each for each in alike if each.kind == first.kind)]
    texts, cures = dict.fromkeys(each.text for each in same), dict.fromkeys(each.cure for each in same)
    return first._replace(text=listed(texts, most=3), cure=listed(cures, most=3))


def _list_instants(context: Context, role: IncidentRole, times: Intervals) -> Iterator[int]:
    """Yield the first instant within some times for each crew that a reference of the role stands for then."""
    for ref in role.refs:
        track = track_recipients(days(context), ref)
        for crew in list_distinct(track.labels)[:_MOST_CREWS]:
            found = intersect(list_times(track, crew.__eq__), times)
            if found:
                yield found[0][0]


def _find_cause(context: Context, ref: Ref, role: IncidentRole, at: int) -> RoleAbsenceCause:
    entity = context.catalog.find(ref)
    rotation = find_rotation(days(context), entity)
    zone = rotation.layers[0].time_zone if rotation and rotation.layers else "UTC"
    places = (rotation.named,) if rotation else (entity.named,) if entity else ()
    people = get_value(track_recipients(days(context), ref), at)
    person = context.catalog.get("Person", people[0].name) if people else entity
    if isinstance(person, Person) and (people or rotation is None):
        kind, text, cure = _explain_person(context, person, role, at, bool(people))
        return RoleAbsenceCause(kind, text, cure, (*places, person.named)[-1:], person.time_zone or zone)
    cure = f"cover the hours of the SLA in {shown(ref.written)}, or name a person or rotation that covers them"
    return RoleAbsenceCause("nobody", f"{shown(ref.written)} has nobody on call", cure, places, zone)


def _explain_person(
    context: Context, person: Person, role: IncidentRole, at: int, is_active: bool
) -> tuple[str, str, str]:
    name = shown(person.name)
    instead = "name a rotation instead of a person"
    if not is_active:
        return "gone", f"{name} {f'leaves on {person.leaves_on}' if person.active else 'is not active'}", instead
    if role.may and role.may not in person.may:
        return "may", f"{name} is on call without authority `{role.may}`", f"add `{role.may}` to `may` of {name}"
    if sleeps(context, PageRecipient("person", person.key)):
        return "asleep", f"{name} has no waking channel", f"add a waking channel to `contacts` of {name}"
    away = next((each for each in person.away if (held := get_span(each)) and held[0] <= at < held[1]), None)
    until = f" from {shown(away.start)} to {shown(away.end)}" if away else ""
    return "away", f"{name} is away{until}", instead
