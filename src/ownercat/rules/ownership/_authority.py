"""The authorities of a service, and the people who hold them."""

from typing import NamedTuple

from ownercat.graph import Node, get_node
from ownercat.model import Entity, Person, Rotation, Service, Team
from ownercat.oncall.paths import list_members
from ownercat.rules import Context
from ownercat.rules.ownership._teams import is_here


class AuthorizedPeople(NamedTuple):
    """The active people of a reference and the authorities that they hold. ``known``: no person is missing."""

    people: tuple[Person, ...]
    may: frozenset[str]
    known: bool


class ServiceAuthority(NamedTuple):
    """An authority of a service, and the people, teams and rotations that the service names for it."""

    service: Service
    authority: str
    entities: tuple[Entity, ...]
    crews: tuple[AuthorizedPeople, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """Return all active people, each once."""
        return tuple({person.key: person for crew in self.crews for person in crew.people}.values())

    @property
    def where(self) -> tuple[str, tuple[Node, ...]]:
        """Return a key that is equal for services that name the same entities for the same authority."""
        return self.authority, tuple(map(get_node, self.entities))


def decisions(context: Context) -> tuple[ServiceAuthority, ...]:
    """Return every authority of a service whose name and references are defined."""
    return context.once(_list_decisions)


def _list_decisions(context: Context) -> tuple[ServiceAuthority, ...]:
    found: list[ServiceAuthority] = []
    crews: dict[Node, AuthorizedPeople] = {}
    known = context.policy.authorities if context.policy.sound else ()
    for service in context.sound(Service, about="decisions"):
        for authority, refs in service.authorise.items() if service.lifecycle != "retired" else ():
            if known and authority not in known:
                continue  # unknown-reference reports an undefined authority
            entities = tuple(entity for ref in refs if (entity := context.catalog.find(ref)) is not None)
            if len(entities) < len(refs):
                continue  # unknown-reference reports an undefined reference
            nodes = tuple(map(get_node, entities))
            for node, entity in zip(nodes, entities, strict=True):
                if node not in crews:
                    crews[node] = _build_crew(context, entity)
            found.append(ServiceAuthority(service, authority, entities, tuple([crews[node] for node in nodes])))
    return tuple(found)


def _build_crew(context: Context, entity: Entity) -> AuthorizedPeople:
    if isinstance(entity, Person):
        return _build_crew_of(context, [entity])
    if isinstance(entity, Rotation):
        crew = _build_crew_of(context, [context.catalog.person(ref) for ref in list_members(entity)])
        return crew._replace(known=crew.known and entity.sound and entity.external is None)
    if isinstance(entity, Team):
        crew = _build_crew_of(context, [context.catalog.person(ref) for ref in entity.members])
        return crew._replace(known=crew.known and entity.sound and entity.members_known and entity.can_say("members"))
    return AuthorizedPeople((), frozenset(), known=False)


def _build_crew_of(context: Context, candidates: list[Person | None]) -> AuthorizedPeople:
    people = tuple({p.key: p for p in candidates if p is not None and is_here(p, context)}.values())
    known = all(person is not None and person.sound for person in candidates)
    return AuthorizedPeople(people, frozenset(word for person in people for word in person.may), known)
