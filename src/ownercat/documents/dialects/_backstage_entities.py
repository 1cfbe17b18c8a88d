"""Convert Backstage documents to model entities, including relations that the other end states."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import Fault, Finding
from ownercat.documents import codes
from ownercat.documents.dialects import _backstage_contacts as contact_data
from ownercat.documents.dialects import _backstage_refs as refs
from ownercat.documents.dialects._backstage_shape import (
    FILES,
    BackstageEnvelope,
    build_left_over,
    entries,
    is_left_over,
    mapping,
    quoted,
    text,
)
from ownercat.model import EMPTY, Dependency, Entity, Interface, Person, Ref, Service, Team

# The topics that a document of each kind can state. Backstage has no fields for service tiers, escalation, SLAs,
# runbooks, roles and dependency modes. A group is not required to have contacts.
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
_TYPES = {"Component": "service", "API": "api", "Resource": "resource"}  # if the document has no type
_LIFECYCLES = frozenset({"experimental", "production", "deprecated", "retired"})
_GLOB = frozenset("*?[]{}!\\")

Refs = Mapping[str, tuple[Ref, ...]]  # by key of spec
Named = tuple[str, str]  # kind and key


class Linked(NamedTuple):
    """A document with its references."""

    draft: BackstageEnvelope
    refs: Refs

    def one(self, key: str) -> Ref | None:
        """Return the reference of a key that has one value."""
        return next(iter(self.refs.get(key, ())), None)

    @property
    def named(self) -> Named:
        """Return the kind and key for lookups."""
        return (model_kind(self.draft.kind), self.draft.key)


class Relations(NamedTuple):
    """The relations that other documents state, by kind and key of the entity."""

    needs: Mapping[Named, Sequence[Ref]]  # from dependencyOf, elsewhere
    members: Mapping[Named, Sequence[Ref]]  # from memberOf of the users
    parents: Mapping[Named, Ref]  # from children of the groups above
    providers: Mapping[Named, Sequence[str]]  # from providesApis
    domains: Mapping[Named, str]  # of systems
    strays: frozenset[Named]  # groups with a child that has another parent
    users: bool  # whether any user is defined
    alone: frozenset[str]  # files that describe one component only


def model_kind(kind: str) -> str:
    """Return the model kind of a Backstage kind."""
    return refs.KINDS.get(kind, (kind,))[0]


def link(draft: BackstageEnvelope, home: refs.ReferenceScope) -> tuple[Linked, list[Fault]]:
    """Read the references of a document; return them with their faults."""
    faults: list[Fault] = []
    references: dict[str, tuple[Ref, ...]] = {}
    for field in refs.FIELDS.get(draft.kind, ()):
        if draft.spec.get(field.key) is not None:
            results = list(_read_field(draft, field, home))
            references[field.key] = tuple(r for r in results if isinstance(r, Ref))
            faults += (r for r in results if isinstance(r, Fault))
    known = all(fault.code == codes.PLACEHOLDER_VALUE and fault.finding.value != refs.OWNER for fault in faults)
    return Linked(draft if known else draft._replace(sound=False), references), faults


def _read_field(
    draft: BackstageEnvelope, field: refs.ReferenceField, home: refs.ReferenceScope
) -> Iterator[Ref | Fault]:
    value, place = draft.spec[field.key], draft.place.at("spec", field.key)
    if field.many and not isinstance(value, list):
        message = f"`{field.key}` of {draft.label} must be a list; found {quoted(value)}"
        help = f"write a list: `[{value}]`" if isinstance(value, str) and refs.parse(value) else "write a list"
        yield Fault(codes.WRONG_TYPE, Finding(place, message, help, subject=draft.subject, value=field.key))
        return
    for at, item in entries(value) if field.many else [((), value)]:
        result = refs.read(field, item, place.at(*at), home)
        if isinstance(result, Ref):
            yield result
        elif is_left_over(item):
            yield build_left_over(draft, place.at(*at), f"the {field.what} of {draft.label}", item, field.key)
        else:
            code = codes.MALFORMED_VALUE if isinstance(item, str) else codes.WRONG_TYPE
            message = f"the {field.what} of {draft.label} {result.message}"
            yield Fault(code, Finding(place.at(*at), message, result.help, subject=draft.subject, value=field.key))


def relate(documents: Sequence[Linked]) -> Relations:
    """Index the relations between documents, each with the location that states it."""
    needs: dict[Named, list[Ref]] = {}
    members: dict[Named, list[Ref]] = {}
    parents: dict[Named, Ref] = {}
    providers: dict[Named, list[str]] = {}
    domains: dict[Named, str] = {}
    for item in documents:
        draft = item.draft
        for ref in item.refs.get("dependencyOf", ()):
            needs.setdefault(_get_target(ref), []).append(_build_reverse(item, ref, "dependency"))
        for ref in item.refs.get("memberOf", ()):
            members.setdefault(_get_target(ref), []).append(_build_reverse(item, ref, "member"))
        for ref in item.refs.get("children", ()):
            parents.setdefault(_get_target(ref), _build_reverse(item, ref, "parent group"))
        for ref in item.refs.get("providesApis", ()):
            providers.setdefault(_get_target(ref), []).append(draft.name)
        for ref in item.refs.get("domain", ()):
            domains.setdefault(item.named, ref.name)
    users = any(item.draft.kind == "User" for item in documents)
    return Relations(
        needs,
        members,
        parents,
        providers,
        domains,
        _find_stray_groups(documents, parents),
        users,
        _find_single_component_files(documents),
    )


def _get_target(ref: Ref) -> Named:
    return (ref.kinds[0], ref.name)


def _build_reverse(item: Linked, ref: Ref, what: str) -> Ref:
    """Return the same relation from the other end."""
    return Ref(refs.KINDS.get(item.draft.kind, (item.draft.kind,)), item.draft.key, ref.place, what)


def _find_stray_groups(documents: Sequence[Linked], parents: Mapping[Named, Ref]) -> frozenset[Named]:
    """Return the groups that list a child which has another parent.

    An entity has only one parent, so the members below such a group are unknown.
    """
    own = {item.named: _get_target(ref) for item in documents for ref in item.refs.get("parent", ())}
    return frozenset(
        item.named
        for item in documents
        for child in item.refs.get("children", ())
        if own.get(_get_target(child), _get_target(parents[_get_target(child)])) != item.named
    )


def _find_single_component_files(documents: Iterable[Linked]) -> frozenset[str]:
    """Return the catalog files with one component: by default, their folder has the code of the component."""
    count: dict[str, int] = {}
    for item in documents:
        path = item.draft.document.path
        if item.draft.kind == "Component" and path.rpartition("/")[2] in FILES:
            count[path] = count.get(path, 0) + 1
    return frozenset(path for path, components in count.items() if components == 1)


def build(item: Linked, relations: Relations) -> Entity:
    """Build the entity of one document."""
    return _BUILDERS.get(item.draft.kind, _build_plain)(item, relations)


def common(item: Linked) -> dict[str, Any]:
    """Return the fields that every entity has."""
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
        "links": tuple(contact_data.links(draft)),
        "refs": tuple(ref for refs_of_key in item.refs.values() for ref in refs_of_key),
        "sound": draft.sound,
        "dialect": "backstage",
        "says": SAYS.get(draft.kind, frozenset()),
    }


def _build_plain(item: Linked, _: Relations) -> Entity:
    return Entity(**common(item))


def _build_service(item: Linked, relations: Relations) -> Service:
    draft = item.draft
    notes = contact_data.notes_of(draft)
    system = item.one("system")
    system_key = system.name if system else ""
    return Service(
        **common(item),
        type=text(draft.spec.get("type")) or _TYPES[draft.kind],
        system=system_key,
        domain=relations.domains.get(("System", system_key), ""),
        lifecycle=_get_lifecycle(draft),
        owner=item.one("owner"),
        repository=contact_data.repository(notes),
        paths=_get_code_paths(draft) if draft.document.path in relations.alone and draft.kind == "Component" else (),
        contacts=contact_data.contacts(draft, notes),
        depends_on=tuple(_list_dependencies(item, relations)),
        provides=tuple(Interface(ref.written, "", "", ref.place) for ref in item.refs.get("providesApis", ())),
        extra=_get_providers(item, relations),
    )


def _get_lifecycle(draft: BackstageEnvelope) -> str:
    written = text(draft.spec.get("lifecycle"))
    folded = written.strip().lower()
    return folded if folded in _LIFECYCLES else written or "production"


def _get_code_paths(draft: BackstageEnvelope) -> tuple[str, ...]:
    """Return the folder of the catalog file, but not the root: a pattern for the root matches every path."""
    folder = draft.document.path.rpartition("/")[0]
    return (f"/{folder}/",) if folder and _GLOB.isdisjoint(folder) else ()


def _list_dependencies(item: Linked, relations: Relations) -> Iterator[Dependency]:
    """Yield the dependencies of this document and of ``dependencyOf`` in other documents, each once."""
    seen: set[Named] = set()
    own = (*item.refs.get("dependsOn", ()), *item.refs.get("consumesApis", ()))
    for ref in (*own, *relations.needs.get(item.named, ())):
        if ref.kinds[0] in _TYPES and _get_target(ref) not in seen:
            seen.add(_get_target(ref))
            yield Dependency(ref, "hard", "", None, "", 1, "active", "", ref.place)


def _get_providers(item: Linked, relations: Relations) -> Mapping[str, Any]:
    providers = relations.providers.get(item.named, ())
    return {"providedBy": tuple(providers)} if providers else EMPTY


def _build_team(item: Linked, relations: Relations) -> Team:
    notes = contact_data.notes_of(item.draft)
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
        contacts=contact_data.contacts(item.draft, notes),
    )


def _build_person(item: Linked, _: Relations) -> Person:
    notes = contact_data.notes_of(item.draft)
    logins = {"github": notes.get("github.com/user-login", ""), "gitlab": notes.get("gitlab.com/user-login", "")}
    return Person(
        **common(item),
        email=text(mapping(item.draft.spec.get("profile")).get("email")),
        logins={forge: login for forge, login in logins.items() if login},
    )


_BUILDERS: Mapping[str, Callable[[Linked, Relations], Entity]] = MappingProxyType(
    {
        "Component": _build_service,
        "API": _build_service,
        "Resource": _build_service,
        "Group": _build_team,
        "User": _build_person,
    }
)
