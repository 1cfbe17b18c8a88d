"""Who is left in a team, and what it owns: what several ownership rules judge by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Place, Related
from ownercat.graph import Node, node
from ownercat.model import Person, Service, Team
from ownercat.rules import Context
from ownercat.rules._references import RELATED, contested
from ownercat.text import shown

ENOUGH = 2  # nobody asks whether a team has more people than two


class ActiveMembers(NamedTuple):
    """The living people of a team and of the teams below it, at most two; ``unsure``: somebody could not be judged."""

    people: tuple[Person, ...] = ()
    unsure: bool = False

    @property
    def dead(self) -> bool:
        """Whether certainly nobody is left."""
        return not self.people and not self.unsure

    @property
    def alone(self) -> Person | None:
        """The one person who is left, if it is certainly one."""
        return self.people[0] if len(self.people) == 1 and not self.unsure else None


def is_here(person: Person, context: Context) -> bool:
    """Whether a member can act: a human who is active on the day that is judged."""
    return person.is_active(context.as_of) and not person.bot


def absence(person: Person, context: Context) -> str:
    """Why a member does not count, in words."""
    if not person.active:
        return "is not active"
    if not person.is_active(context.as_of):
        return f"left on {person.leaves_on}"
    return "is a bot" if person.bot else ""


def standings(context: Context) -> Mapping[str, ActiveMembers]:
    """Who is left in each team, by the team's key; what a team has, the teams above it have.

    People climb from team to parent until a team knows two of them, so the work is linear and a circle of parents ends.
    """
    found: dict[str, dict[str, Person]] = {}
    unsure: set[str] = set()
    twice = contested(context)
    climbing: list[tuple[Team, Person | None]] = [
        (team, person) for team in context.catalog.of(Team) for person in seeds(context, team, twice)
    ]
    while climbing:
        team, person = climbing.pop()
        people = found.setdefault(team.key, {})
        if person is None and team.key not in unsure:
            unsure.add(team.key)
        elif person is not None and person.key not in people and len(people) < ENOUGH:
            people[person.key] = person
        else:
            continue
        parent = context.catalog.team(team.parent)
        if parent is not None:
            climbing.append((parent, person))
    keys = [team.key for team in context.catalog.of(Team)]
    return {key: ActiveMembers(tuple(found.get(key, {}).values()), key in unsure) for key in keys}


def seeds(context: Context, team: Team, twice: frozenset[Node]) -> Iterator[Person | None]:
    """The living members as the team states them; ``None`` where that cannot be known."""
    known = team.sound and team.members_known and team.can_say("members") and node(team) not in twice
    # in a foreign format people may name their teams: a file that cannot be read may hold a member
    if not known or (team.dialect != "native" and context.uncertain(team.name)):
        yield None
    for ref in team.members:
        person = context.catalog.person(ref)
        if person is None or not person.sound:
            yield None
        elif is_here(person, context):
            yield person


def estates(context: Context) -> Mapping[str, tuple[Team, list[Service]]]:
    """What each team owns, by the team's key; nobody has to own what is retired."""
    found: dict[str, tuple[Team, list[Service]]] = {}
    for service in context.catalog.of(Service):
        team = context.catalog.team(service.owner)
        if team is not None and service.lifecycle != "retired":
            found.setdefault(team.key, (team, []))[1].append(service)
    return found


def members_place(team: Team) -> Place:
    """The list of members where the team's own document has one, else its name."""
    for ref in team.members:
        place = ref.place
        if place[:2] == team.at[:2] and place.pointer and isinstance(place.pointer[-1], int):
            return place._replace(pointer=place.pointer[:-1])
    return team.named


def departures(context: Context, team: Team) -> tuple[Related, ...]:
    """Each member who does not count, with the reason, at the place that names them; the first few."""
    people = ((ref, context.catalog.person(ref)) for ref in team.members)
    gone = [(ref, absence(person, context)) for ref, person in people if person is not None]
    return tuple(Related(ref.place, reason) for ref, reason in gone if reason)[:RELATED]


def owner_places(services: list[Service]) -> tuple[Related, ...]:
    """Where the services name their owner; the first few."""
    owned = ((service, service.owner) for service in services)
    return tuple(Related(ref.place, f"{shown(service.label)} is owned here") for service, ref in owned if ref)[:RELATED]
