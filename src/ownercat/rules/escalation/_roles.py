"""When nobody of a role can be had: the champion, whoever tells others, whoever may authorise a hotfix."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import inf
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import EscalationLevel, Person, Ref, Service
from ownercat.oncall.away import away_times, span
from ownercat.oncall.climb import paged
from ownercat.oncall.contacts import known_person, wakes_after
from ownercat.oncall.crew import NOBODY, Crew, PageRecipient, crew, rotation_of, whom
from ownercat.oncall.intervals import (
    Intervals,
    combine,
    difference,
    follow,
    intersection,
    normal,
    union,
    value_at,
    where,
)
from ownercat.oncall.paths import members
from ownercat.oncall.windows import opened
from ownercat.rules import Context
from ownercat.rules._rotations import days, is_judged
from ownercat.rules.escalation import _promises, unreachable_person
from ownercat.rules.escalation._promises import AckTarget, EscalationUnderSla
from ownercat.rules.ownership._authority import decisions
from ownercat.rules.rotation import _gaps
from ownercat.text import listed, shown

HOTFIX = "hotfix"


class IncidentRole(NamedTuple):
    """A part in an incident of a service, and who has it. ``may``: the authority that its people need, if any."""

    name: str
    refs: tuple[Ref, ...]
    place: Place
    may: str = ""


class RoleAbsenceCause(NamedTuple):
    """Why nobody of a role is there at an instant: of what kind, in words, what helps, who is meant, on whose clock."""

    kind: str
    text: str
    cure: str
    places: tuple[Place, ...]
    zone: str


def roles_of(context: Context, service: Service) -> Iterator[IncidentRole]:
    """The roles that have to be had in time, of those that a service declares and that can be judged."""
    for name, ref in service.roles.items() if service.can_say("roles") else ():
        if name == "champion" or name.startswith("communicate."):
            yield IncidentRole(name, (ref,), ref.place)
    refs = service.authorise.get(HOTFIX, ()) if service.can_say("decisions") else ()
    if refs:
        needed = HOTFIX if (service.key, HOTFIX) in context.once(_shared) else ""
        yield IncidentRole(HOTFIX, refs, service.at.at("authorise", HOTFIX), needed)


def _shared(context: Context) -> Collection[tuple[str, str]]:
    """The authorities that several people hold; those of one person or of nobody are OWN013's and OWN012's."""
    return {
        (each.service.key, each.authority)
        for each in decisions(context)
        if sum(each.authority in person.may for person in each.people) > 1 and all(those.known for those in each.crews)
    }


def missing(context: Context, role: IncidentRole) -> Intervals:
    """When nobody of a role is there who can act."""
    known = context.once(_missing)
    key = (role.may, tuple((ref.kind, ref.name) for ref in role.refs))
    if key not in known:
        known[key] = _open(context, role)
    return known[key]


def _missing(_: Context) -> dict[object, Intervals]:
    """Filled as it is asked for."""
    return {}


def _open(context: Context, role: IncidentRole) -> Intervals:
    start, end = days(context).start, days(context).end
    used = [found for ref in role.refs if (found := rotation_of(days(context), context.catalog.find(ref))) is not None]
    if not all(is_judged(context, rotation) for rotation in used):
        return ()
    return difference(((start, end),), union(*(_there(context, ref, role.may) for ref in role.refs)))


def _there(context: Context, ref: Ref, may: str) -> Intervals:
    people = where(whom(days(context), ref), lambda people: any(_acts(context, member, may) for member in people))
    entity = context.catalog.find(ref)
    return difference(people, away_times(days(context), entity)) if isinstance(entity, Person) else people


def _acts(context: Context, member: PageRecipient, may: str) -> bool:
    """Whether somebody can do it; of whom nothing is known, it is not denied."""
    person = context.catalog.get("Person", member.name) if member.kind == "person" else None
    if not isinstance(person, Person) or not person.sound:
        return True
    return (not may or may in person.may) and not sleeps(context, member)


def sleeps(context: Context, member: PageRecipient) -> bool:
    """Whether somebody states channels, and none that wakes; people about whom ESC014 says it are left to that."""
    person = known_person(days(context), member)
    if person is None or not (person.contacts or person.notify_high):
        return False
    tier = context.once(_call)
    deaf = wakes_after(days(context), context.policy, tier, member) == inf
    return deaf and person.subject not in context.once(_told)


def _call(_: Context) -> EscalationLevel:
    """A call to a person by their own rules."""
    return EscalationLevel("", "respond", (), "all", (), "high", None, None, (), Place(""))


def _told(context: Context) -> Collection[object]:
    return {person.subject for each in context.once(unreachable_person.deaf) for person in each.asleep}


def unreachable(
    context: Context, promised: EscalationUnderSla, promise: AckTarget, role: IncidentRole, within: int
) -> Intervals:
    """The pages of a promise of which nobody of a role is there, or paged by a tier, within so many seconds."""
    calendar = days(context)
    late = tuple(
        (start, end if end == calendar.end else end - within)
        for start, end in missing(context, role)
        if end - start > within
    )
    late = intersection(late, opened((promise.sla.hours,), calendar.start, calendar.end)) if late else ()
    if late:
        said = [_promises.told(context, promised), *_said(context, role)]
        late = difference(late, normal((start - within, end) for start, end in union(*said)))
    return difference(late, _paged(context, promised, role, within)) if late else ()


def _said(context: Context, role: IncidentRole) -> Iterator[Intervals]:
    """When another rule says that a rotation of the role has nobody."""
    for ref in role.refs:
        rotation = rotation_of(days(context), context.catalog.find(ref))
        if rotation is not None and rotation.sound and rotation.external is None:
            yield _gaps.told(context, rotation)


def _paged(context: Context, promised: EscalationUnderSla, role: IncidentRole, within: int) -> Intervals:
    """When a tier pages somebody of the role in time, on call for it or not."""
    names = {person.key for ref in role.refs for person in _people(context, ref)}

    def acts(people: Crew) -> bool:
        return any(member.name in names and _acts(context, member, role.may) for member in people)

    found: list[Intervals] = []
    for step, delays in paged(days(context), context.policy, promised.escalation):
        if all(delay is not None and delay > within for delay in delays.labels):
            break
        crews = follow(delays, crew(days(context), step.tier), NOBODY)
        found.append(
            where(combine(delays, crews, lambda at, people: at is not None and at <= within and acts(people)), bool)
        )
    return union(*found)


def _people(context: Context, ref: Ref) -> Iterator[Person]:
    entity = context.catalog.find(ref)
    rotation = rotation_of(days(context), entity)
    found = [entity] if rotation is None else [context.catalog.person(each) for each in members(rotation)]
    return (person for person in found if isinstance(person, Person))


def because(context: Context, role: IncidentRole, at: int) -> RoleAbsenceCause:
    """Why nobody of a role is there at an instant; of several who are named for it, the first decides what helps."""
    found = [_reason(context, ref, role, at) for ref in role.refs]
    return found[0]._replace(
        text=listed(each.text for each in found), places=tuple(place for each in found for place in each.places)
    )


def _reason(context: Context, ref: Ref, role: IncidentRole, at: int) -> RoleAbsenceCause:
    entity = context.catalog.find(ref)
    rotation = rotation_of(days(context), entity)
    zone = rotation.layers[0].time_zone if rotation and rotation.layers else "UTC"
    places = (rotation.named,) if rotation else (entity.named,) if entity else ()
    people = value_at(whom(days(context), ref), at)
    person = context.catalog.get("Person", people[0].name) if people else entity
    if isinstance(person, Person) and (people or rotation is None):
        kind, text, cure = _of_person(context, person, role, at, bool(people))
        return RoleAbsenceCause(kind, text, cure, (*places, person.named)[-1:], person.time_zone or zone)
    cure = f"let {shown(ref.written)} be on call in the hours of the promise, or name somebody who is"
    return RoleAbsenceCause("nobody", f"{shown(ref.written)} has nobody on call", cure, places, zone)


def _of_person(context: Context, person: Person, role: IncidentRole, at: int, here: bool) -> tuple[str, str, str]:
    name = shown(person.name)
    instead = "name a rotation, in which others take over"
    if not here:
        return "gone", f"{name} {f'leaves on {person.leaves_on}' if person.active else 'is not active'}", instead
    if role.may and role.may not in person.may:
        return "may", f"{name} is on call and may not authorise it", f"add `{role.may}` to `may` of {name}"
    if sleeps(context, PageRecipient("person", person.key)):
        return "asleep", f"{name} has no channel that wakes", f"add a channel that wakes to `contacts` of {name}"
    away = next((each for each in person.away if (held := span(each)) and held[0] <= at < held[1]), None)
    until = f" from {shown(away.start)} to {shown(away.end)}" if away else ""
    return "away", f"{name} is away{until}", instead
