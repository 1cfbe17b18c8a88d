"""Backstage documents → model entities, with the relations that are stated from the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import Fault, Finding
from ownercat.documents.dialects import _backstage_contacts as said
from ownercat.documents.dialects import _backstage_refs as refs
from ownercat.documents.dialects._backstage_shape import FILES, BackstageEnvelope, entries, mapping, quoted, text
from ownercat.model import EMPTY, Dependency, Entity, Interface, Person, Ref, Service, Team

# What a document of each kind is able to say. An owner, a life cycle, code and a description; nothing about tiers,
# escalation, promises, runbooks, roles, modes of failure; and a group is not asked how to reach it.
SAYS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Component": frozenset({"owner", "lifecycle", "description", "code"}),
        "API": frozenset({"owner", "lifecycle", "description"}),
        "Resource": frozenset({"owner", "description"}),
        "System": frozenset({"owner", "description"}),
        "Domain": frozenset({"owner", "description"}),
        "Group": frozenset({"members", "description"}),
    }
)
_TYPES = {"Component": "service", "API": "api", "Resource": "resource"}  # where none is given
_LIFECYCLES = frozenset({"experimental", "production", "deprecated", "retired"})
_GLOB = frozenset("*?[]{}!\\")

Refs = Mapping[str, tuple[Ref, ...]]  # by key of spec
Named = tuple[str, str]  # kind and key


class Linked(NamedTuple):
    """A document with its references."""

    draft: BackstageEnvelope
    refs: Refs

    def one(self, key: str) -> Ref | None:
        """The reference under a key that holds one."""
        return next(iter(self.refs.get(key, ())), None)

    @property
    def named(self) -> Named:
        """What look-ups use."""
        return (model_kind(self.draft.kind), self.draft.key)


class Relations(NamedTuple):
    """What other documents say about an entity, by the entity's kind and key."""

    needs: Mapping[Named, Sequence[Ref]]  # from dependencyOf, elsewhere
    members: Mapping[Named, Sequence[Ref]]  # from memberOf of the users
    parents: Mapping[Named, Ref]  # from children of the groups above
    providers: Mapping[Named, Sequence[str]]  # from providesApis
    domains: Mapping[Named, str]  # of systems
    strays: frozenset[Named]  # groups whose children are also, or only, another's
    users: bool  # whether any user is defined
    alone: frozenset[str]  # files that describe one component only


def model_kind(kind: str) -> str:
    """The model's kind for a Backstage kind."""
    return refs.KINDS.get(kind, (kind,))[0]


def link(draft: BackstageEnvelope, home: refs.ReferenceScope) -> tuple[Linked, list[Fault]]:
    """Read the references of a document; what is wrong with them comes beside."""
    faults: list[Fault] = []
    found: dict[str, tuple[Ref, ...]] = {}
    for field in refs.FIELDS.get(draft.kind, ()):
        if draft.spec.get(field.key) is not None:
            results = list(_field(draft, field, home))
            found[field.key] = tuple(r for r in results if isinstance(r, Ref))
            faults += (r for r in results if isinstance(r, Fault))
    return Linked(draft._replace(sound=False) if faults else draft, found), faults


def _field(draft: BackstageEnvelope, field: refs.ReferenceField, home: refs.ReferenceScope) -> Iterator[Ref | Fault]:
    value, place = draft.spec[field.key], draft.place.at("spec", field.key)
    if field.many and not isinstance(value, list):
        message = f"{field.key} of {draft.label} is {quoted(value)}, where a list is expected"
        help = f"write it as a list: `[{value}]`" if isinstance(value, str) and refs.parse(value) else "write a list"
        yield Fault("SCH005", Finding(place, message, help, subject=draft.subject, value=field.key))
        return
    for at, item in entries(value) if field.many else [((), value)]:
        found = refs.read(field, item, place.at(*at), home)
        if isinstance(found, Ref):
            yield found
        else:
            code = "SCH007" if isinstance(item, str) else "SCH005"
            message = f"the {field.what} of {draft.label} {found.message}"
            yield Fault(code, Finding(place.at(*at), message, found.help, subject=draft.subject, value=field.key))


def relate(documents: Sequence[Linked]) -> Relations:
    """Index what documents say about each other, each relation at the entry that states it."""
    needs: dict[Named, list[Ref]] = {}
    members: dict[Named, list[Ref]] = {}
    parents: dict[Named, Ref] = {}
    providers: dict[Named, list[str]] = {}
    domains: dict[Named, str] = {}
    for item in documents:
        draft = item.draft
        for ref in item.refs.get("dependencyOf", ()):
            needs.setdefault(_target(ref), []).append(_back(item, ref, "dependency"))
        for ref in item.refs.get("memberOf", ()):
            members.setdefault(_target(ref), []).append(_back(item, ref, "member"))
        for ref in item.refs.get("children", ()):
            parents.setdefault(_target(ref), _back(item, ref, "parent group"))
        for ref in item.refs.get("providesApis", ()):
            providers.setdefault(_target(ref), []).append(draft.name)
        for ref in item.refs.get("domain", ()):
            domains.setdefault(item.named, ref.name)
    users = any(item.draft.kind == "User" for item in documents)
    return Relations(needs, members, parents, providers, domains, _strays(documents, parents), users, _alone(documents))


def _target(ref: Ref) -> Named:
    return (ref.kinds[0], ref.name)


def _back(item: Linked, ref: Ref, what: str) -> Ref:
    """The same relation seen from the other end."""
    return Ref(refs.KINDS.get(item.draft.kind, (item.draft.kind,)), item.draft.key, ref.place, what)


def _strays(documents: Sequence[Linked], parents: Mapping[Named, Ref]) -> frozenset[Named]:
    """The groups that list a child which is, by its own word or another's, below a different group.

    An entity has one parent only, so whether anybody is left below such a group cannot be told.
    """
    own = {item.named: _target(ref) for item in documents for ref in item.refs.get("parent", ())}
    return frozenset(
        item.named
        for item in documents
        for child in item.refs.get("children", ())
        if own.get(_target(child), _target(parents[_target(child)])) != item.named
    )


def _alone(documents: Iterable[Linked]) -> frozenset[str]:
    """Catalog files with one component: Backstage takes their folder for its code, where nothing else is said."""
    count: dict[str, int] = {}
    for item in documents:
        path = item.draft.document.path
        if item.draft.kind == "Component" and path.rpartition("/")[2] in FILES:
            count[path] = count.get(path, 0) + 1
    return frozenset(path for path, components in count.items() if components == 1)


def build(item: Linked, relations: Relations) -> Entity:
    """One document as an entity."""
    return _BUILDERS.get(item.draft.kind, _plain)(item, relations)


def common(item: Linked) -> dict[str, Any]:
    """The fields that every entity has."""
    draft = item.draft
    labels = mapping(draft.metadata.get("labels"))
    return {
        "kind": model_kind(draft.kind),
        "name": draft.name,
        "key": draft.key,
        "at": draft.place,
        "named": draft.place.at("metadata", "name"),
        "title": text(draft.metadata.get("title")) or text(mapping(draft.spec.get("profile")).get("displayName")),
        "description": text(draft.metadata.get("description")),
        "labels": {k: v for k, v in labels.items() if isinstance(k, str) and isinstance(v, str)},
        "links": tuple(said.links(draft)),
        "refs": tuple(ref for found in item.refs.values() for ref in found),
        "sound": draft.sound,
        "dialect": "backstage",
        "says": SAYS.get(draft.kind, frozenset()),
    }


def _plain(item: Linked, _: Relations) -> Entity:
    return Entity(**common(item))


def _service(item: Linked, relations: Relations) -> Service:
    draft = item.draft
    notes = said.notes_of(draft)
    system = item.one("system")
    system_key = system.name if system else ""
    return Service(
        **common(item),
        type=text(draft.spec.get("type")) or _TYPES[draft.kind],
        system=system_key,
        domain=relations.domains.get(("System", system_key), ""),
        lifecycle=_lifecycle(draft),
        owner=item.one("owner"),
        repository=said.repository(notes),
        paths=_paths(draft) if draft.document.path in relations.alone and draft.kind == "Component" else (),
        contacts=said.contacts(draft, notes),
        depends_on=tuple(_dependencies(item, relations)),
        provides=tuple(Interface(ref.written, "", "", ref.place) for ref in item.refs.get("providesApis", ())),
        extra=_provided_by(item, relations),
    )


def _lifecycle(draft: BackstageEnvelope) -> str:
    written = text(draft.spec.get("lifecycle"))
    folded = written.strip().lower()
    return folded if folded in _LIFECYCLES else written or "production"


def _paths(draft: BackstageEnvelope) -> tuple[str, ...]:
    """The folder of the catalog file. Not the root's: a pattern for everything answers every question."""
    folder = draft.document.path.rpartition("/")[0]
    return (f"/{folder}/",) if folder and _GLOB.isdisjoint(folder) else ()


def _dependencies(item: Linked, relations: Relations) -> Iterator[Dependency]:
    """What it needs, stated here or by the other side with ``dependencyOf``; each once."""
    seen: set[Named] = set()
    own = (*item.refs.get("dependsOn", ()), *item.refs.get("consumesApis", ()))
    for ref in (*own, *relations.needs.get(item.named, ())):
        if ref.kinds[0] in _TYPES and _target(ref) not in seen:
            seen.add(_target(ref))
            yield Dependency(ref, "hard", "", None, "", 1, "active", "", ref.place)


def _provided_by(item: Linked, relations: Relations) -> Mapping[str, Any]:
    providers = relations.providers.get(item.named, ())
    return {"providedBy": tuple(providers)} if providers else EMPTY


def _team(item: Linked, relations: Relations) -> Team:
    notes = said.notes_of(item.draft)
    members: dict[str, Ref] = {}
    for ref in (*item.refs.get("members", ()), *relations.members.get(item.named, ())):
        members.setdefault(ref.name, ref)
    slug = notes.get("github.com/team-slug", "")
    return Team(
        **common(item),
        parent=item.one("parent") or relations.parents.get(item.named),
        members=tuple(members.values()),
        members_known=relations.users and item.named not in relations.strays,
        handles={"github": f"@{slug}"} if slug else EMPTY,
        contacts=said.contacts(item.draft, notes),
    )


def _person(item: Linked, _: Relations) -> Person:
    notes = said.notes_of(item.draft)
    logins = {"github": notes.get("github.com/user-login", ""), "gitlab": notes.get("gitlab.com/user-login", "")}
    return Person(
        **common(item),
        email=text(mapping(item.draft.spec.get("profile")).get("email")),
        logins={forge: login for forge, login in logins.items() if login},
    )


_BUILDERS: Mapping[str, Callable[[Linked, Relations], Entity]] = MappingProxyType(
    {"Component": _service, "API": _service, "Resource": _service, "Group": _team, "User": _person}
)
