"""Shared by the ownership rules: the active members of a team, and the services that it owns."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Place, Related
from ownercat.graph import Node, get_node
from ownercat.model import Person, Service, Team
from ownercat.rules import Context
from ownercat.rules._references import RELATED, contested
from ownercat.text import shown

ENOUGH = 2  # no rule needs to know whether a team has more than two people


class ActiveMembers(NamedTuple):
    """At most two active members of a team and its child teams.

    ``unsure``: the catalog does not show for every member whether this person is active.
    """

    people: tuple[Person, ...] = ()
    unsure: bool = False

    @property
    def dead(self) -> bool:
        """Return whether the team certainly has no active member."""
        return not self.people and not self.unsure

    @property
    def alone(self) -> Person | None:
        """Return the only active member, if there is certainly one."""
        return self.people[0] if len(self.people) == 1 and not self.unsure else None


def is_here(person: Person, context: Context) -> bool:
    """Return whether a member is an active human on the day of the check."""
    return person.is_active(context.as_of) and not person.bot


def absence(person: Person, context: Context) -> str:
    """Return why a person is not an active member, as a noun phrase; ``""`` if the person is one."""
    if not person.active:
        return "inactive member"
    if not person.is_active(context.as_of):
        return f"member who left on {person.leaves_on}"
    return "bot" if person.bot else ""


def standings(context: Context) -> Mapping[str, ActiveMembers]:
    """Return the active members of each team by the key of the team, including its child teams."""
    return context.once(_collect_standings)


def _collect_standings(context: Context) -> Mapping[str, ActiveMembers]:
    """Return the active members of each team.

    Each team passes people to its parent until the parent has two, so the work is linear and a cycle of parents ends.
    """
    people_by_team: dict[str, dict[str, Person]] = {}
    unsure: set[str] = set()
    twice = contested(context)
    queue: list[tuple[Team, Person | None]] = [
        (team, person) for team in context.catalog.of(Team) for person in seeds(context, team, twice)
    ]
    while queue:
        team, person = queue.pop()
        people = people_by_team.setdefault(team.key, {})
        if person is None and team.key not in unsure:
            unsure.add(team.key)
        elif person is not None and person.key not in people and len(people) < ENOUGH:
            people[person.key] = person
        else:
            continue
        parent = context.catalog.team(team.parent)
        if parent is not None:
            queue.append((parent, person))
    keys = [team.key for team in context.catalog.of(Team)]
    return {key: ActiveMembers(tuple(people_by_team.get(key, {}).values()), key in unsure) for key in keys}


def seeds(context: Context, team: Team, twice: frozenset[Node]) -> Iterator[Person | None]:
    """Yield the active members that the team itself lists, and ``None`` for each member who is unknown."""
    known = team.sound and team.members_known and team.can_say("members") and get_node(team) not in twice
    # in other formats, people may name their teams: a file with errors may contain a member
    if not known or (team.dialect != "native" and context.uncertain(team.name, "Team", "Person")):
        yield None
    for ref in team.members:
        person = context.catalog.person(ref)
        if person is None or not person.sound:
            yield None
        elif is_here(person, context):
            yield person


def estates(context: Context) -> Mapping[str, tuple[Team, list[Service]]]:
    """Return each owner team with its services by the key of the team, without retired services."""
    return context.once(_collect_estates)


def _collect_estates(context: Context) -> Mapping[str, tuple[Team, list[Service]]]:
    owned: dict[str, tuple[Team, list[Service]]] = {}
    for service in context.catalog.of(Service):
        team = context.catalog.team(service.owner)
        if team is not None and service.lifecycle != "retired":
            owned.setdefault(team.key, (team, []))[1].append(service)
    return owned


def members_place(team: Team) -> Place:
    """Return the location of the list of members, or of the name if the document of the team has no list."""
    for ref in team.members:
        place = ref.place
        if place[:2] == team.at[:2] and place.pointer and isinstance(place.pointer[-1], int):
            return place._replace(pointer=place.pointer[:-1])
    return team.named


def departures(context: Context, team: Team) -> tuple[Related, ...]:
    """Return the location of each inactive member with the reason; at most ``RELATED``."""
    people = ((ref, context.catalog.person(ref)) for ref in team.members)
    reasons = [(ref, absence(person, context)) for ref, person in people if person is not None]
    return tuple(Related(ref.place, reason) for ref, reason in reasons if reason)[:RELATED]


def has_departed(context: Context, team: Team) -> bool:
    """Return whether a member of a team is not active on the day of the check."""
    people = (context.catalog.person(ref) for ref in team.members)
    return any(person is not None and not person.is_active(context.as_of) for person in people)


def owner_places(services: list[Service]) -> tuple[Related, ...]:
    """Return the locations where services name their owner; at most ``RELATED``."""
    owned = ((service, service.owner) for service in services)
    return tuple(Related(ref.place, f"owner of {shown(service.label)}") for service, ref in owned if ref)[:RELATED]


def map_children(context: Context) -> Mapping[str, list[Team]]:
    """Return the child teams of each parent team, by its key."""
    children: dict[str, list[Team]] = {}
    for team in context.catalog.of(Team):
        parent = context.catalog.team(team.parent)
        if parent is not None:
            children.setdefault(parent.key, []).append(team)
    return children
