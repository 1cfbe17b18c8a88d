"""Who is to authorise what about a service, and who of them may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.graph import Node, node
from ownercat.model import Entity, Person, Rotation, Service, Team
from ownercat.oncall.paths import members
from ownercat.rules import Context
from ownercat.rules.ownership._teams import is_here


class AuthorizedPeople(NamedTuple):
    """The active people behind a reference, and what any of them may; ``known``: whether that is all of them."""

    people: tuple[Person, ...]
    may: frozenset[str]
    known: bool


class ServiceAuthority(NamedTuple):
    """An authority of a service, and those who are named for it."""

    service: Service
    authority: str
    entities: tuple[Entity, ...]
    crews: tuple[AuthorizedPeople, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """All of them, each once."""
        return tuple({person.key: person for crew in self.crews for person in crew.people}.values())

    @property
    def where(self) -> tuple[str, tuple[Node, ...]]:
        """What is alike for services that leave the same to the same."""
        return self.authority, tuple(map(node, self.entities))


def decisions(context: Context) -> Iterator[ServiceAuthority]:
    """Every authority of a service that is left to names which mean something."""
    crews: dict[Node, AuthorizedPeople] = {}
    for service in context.sound(Service, about="decisions"):
        for authority, refs in service.authorise.items() if service.lifecycle != "retired" else ():
            found = tuple(entity for ref in refs if (entity := context.catalog.find(ref)) is not None)
            if len(found) < len(refs):
                continue  # a name that means nothing is another rule's
            for entity in found:
                if node(entity) not in crews:
                    crews[node(entity)] = _crew(context, entity)
            yield ServiceAuthority(service, authority, found, tuple(crews[node(entity)] for entity in found))


def _crew(context: Context, entity: Entity) -> AuthorizedPeople:
    """Whom a person, a team or a rotation stands for."""
    if isinstance(entity, Person):
        return _together(context, [entity])
    if isinstance(entity, Rotation):
        crew = _together(context, [context.catalog.person(ref) for ref in members(entity)])
        return crew._replace(known=crew.known and entity.sound and entity.external is None)
    if isinstance(entity, Team):
        crew = _together(context, [context.catalog.person(ref) for ref in entity.members])
        return crew._replace(known=crew.known and entity.sound and entity.members_known and entity.can_say("members"))
    return AuthorizedPeople((), frozenset(), known=False)


def _together(context: Context, found: list[Person | None]) -> AuthorizedPeople:
    people = tuple({p.key: p for p in found if p is not None and is_here(p, context)}.values())
    known = all(person is not None and person.sound for person in found)
    return AuthorizedPeople(people, frozenset(word for person in people for word in person.may), known)
