"""Undefined names: all references to each, and whether something proves that the name must be defined here.

In the native format, a name must be defined here. A repository with a foreign format is usually not the whole
organization, so there an undefined name is an error only with evidence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import EntityId, Finding, Place, Related
from ownercat.documents import codes
from ownercat.documents.doubt import BREAKING
from ownercat.model import PREFIXES, Entity, Ref, Service
from ownercat.rules import Context
from ownercat.rules._references import OWNER, Suggest, fitting, names_person, prefixed, suggestions
from ownercat.text import shown

# The errors of a value; a missing field says nothing about the other values of its mapping.
_REFUSING = BREAKING - {codes.MISSING_FIELD}
LEAST = 3  # so many names of a kind must be defined here before the others must be as well
# Fields that group entities: the groups are often in another repository, even if everything else is here.
_GROUPING = frozenset({"parent group", "system", "domain", "parent domain"})

Use = tuple[Entity, Ref]


class UndefinedName(NamedTuple):
    """A name that nothing here defines, with its references in file order.

    ``near``: what the author probably meant. ``expected``: whether something proves that the name must be defined here.
    ``cause``: the error of a document that may define it.
    """

    kinds: tuple[str, ...]
    name: str
    uses: tuple[Use, ...]
    near: tuple[str, ...]
    expected: bool
    cause: Place | None

    @property
    def subject(self) -> EntityId:
        """Return the kind and name for ``Finding.missing``."""
        return EntityId(self.kinds[0], self.name)

    @property
    def owned(self) -> tuple[Service, ...]:
        """Return the services that name it as their owner."""
        return tuple(entity for entity, ref in self.uses if isinstance(entity, Service) and ref is entity.owner)


def list_related(context: Context, name: UndefinedName) -> tuple[Related, ...]:
    """Return the other references to a name, and the document of its kind that has no name."""
    others = (Related(ref.place, f"{ref.what} of {shown(entity.label)}") for entity, ref in name.uses[1:])
    nameless = context.catalog.hidden.get((name.kinds[0], ""))
    return (*others, *([Related(nameless, "document without a name")] if nameless else ()))


def withhold(finding: Finding, name: UndefinedName) -> Finding:
    """Return the finding about a name that a document with errors may define. Its extent: the number of references."""
    return finding._replace(subject=name.subject, cause=name.cause, extent=len(name.uses))


def collect_undefined(context: Context) -> tuple[UndefinedName, ...]:
    """Return all undefined names, except references of the wrong kind and owners that are no team."""
    groups: dict[tuple[str, str], list[Use]] = {}
    refused = collect_refused(context)
    late: list[Use] = []
    for entity, ref in context.once(_sort_references).odd:
        if _is_undefined(context, ref) and _is_judged(context, entity, ref) and not is_refused(ref, refused):
            kinds = fitting(ref)
            if len(kinds) == 1 or entity.dialect != "native":
                groups.setdefault((kinds[0], ref.name), []).append((entity, ref))
            else:
                late.append((entity, ref))
    for entity, ref in late:  # a reference of several kinds means the kind that other references name
        kind = next((kind for kind in fitting(ref) if (kind, ref.name) in groups), fitting(ref)[0])
        groups.setdefault((kind, ref.name), []).append((entity, ref))
    edge = _Edge(context, groups, context.once(_sort_references).resolved)
    return tuple(edge.build(uses) for uses in groups.values())


class _SortedReferences(NamedTuple):
    """The fields with a defined reference, and every reference that is undefined or states another kind."""

    resolved: frozenset[str]
    odd: tuple[Use, ...]


def _sort_references(context: Context) -> _SortedReferences:
    resolved: set[str] = set()
    odd: list[Use] = []
    for entity in context.catalog.entities.values():
        for ref in entity.refs:
            is_undefined = _is_undefined(context, ref)
            if not is_undefined:
                resolved.add(ref.what)
            if is_undefined or (ref.kind and ref.kind not in ref.kinds):
                odd.append((entity, ref))
    return _SortedReferences(frozenset(resolved), tuple(odd))


def list_wrong_kinds(context: Context) -> Iterator[tuple[Entity, Ref, str]]:
    """Yield the references of another kind than their fields can have, with that kind."""
    for entity, ref in context.once(_sort_references).odd:
        kind = _find_wrong_kind(context, entity, ref)
        if kind:
            yield entity, ref, kind


def _find_wrong_kind(context: Context, entity: Entity, ref: Ref) -> str:
    """Return the kind that a reference has instead of one that its field can have; ``""`` if it has none."""
    if ref.kind not in ("", *ref.kinds):
        return ref.kind
    # in other formats, the field decides on the kind: an API often has the name of its component
    if entity.dialect == "native" and not ref.kind and _is_undefined(context, ref):
        return next((kind for kind in PREFIXES.values() if context.catalog.get(kind, ref.name)), "")
    return ""


def find_other_owner(context: Context, entity: Entity, ref: Ref) -> Entity | None:
    """Return the entity that an undefined owner names instead of a team; ``None`` if there is none."""
    if entity.dialect != "native" and not ref.kind:
        return None
    kinds = [ref.kind] if ref.kind else PREFIXES.values()
    return next((found for kind in kinds if (found := context.catalog.get(kind, ref.name))), None)


def _is_undefined(context: Context, ref: Ref) -> bool:
    target = context.catalog.find(ref)
    if target is not None and target.kind in ref.kinds:
        return False
    return not ("Channel" in fitting(ref) and ref.name in context.policy.channels)


def collect_refused(context: Context) -> frozenset[Place]:
    """Return the locations of invalid values: what they mean is unknown, and another rule reports them."""
    faults = (fault for code in _REFUSING for fault in context.faults.get(code, ()))
    return frozenset(fault.finding.place._replace(on="value", span=None) for fault in faults)


def is_refused(ref: Ref, refused: frozenset[Place]) -> bool:
    """Return whether the value of a reference is invalid, or is part of an invalid value."""
    pointer = ref.place.pointer
    return any(ref.place._replace(pointer=pointer[:length]) in refused for length in range(1, len(pointer) + 1))


def _is_judged(context: Context, entity: Entity, ref: Ref) -> bool:
    if any(entry.matches(fitting(ref), ref.name) for entry in context.elsewhere):
        return False  # assumed: the configuration says that it is kept elsewhere
    if ref.what == OWNER and names_person(context, ref):
        return False  # OWN002 reports it
    if isinstance(entity, Service) and ref is entity.owner:
        if entity.lifecycle == "retired" or not entity.can_say("owner"):
            return False
        return ref.kind in ("", "Team") and find_other_owner(context, entity, ref) is None
    return not _find_wrong_kind(context, entity, ref)


class _Edge:
    """The evidence about undefined names, computed once for a catalog."""

    def __init__(self, context: Context, groups: Mapping[tuple[str, str], list[Use]], resolved: Iterable[str]) -> None:
        self.context = context
        self.suggest: Suggest = suggestions(context)
        self.resolved = frozenset(resolved)
        self.defined = Counter(kind for kind, _ in context.catalog.entities)
        self.missing = Counter(kind for kind, _ in groups)
        self.outside = _collect_outside(context)
        self.by_name: dict[tuple[str, str], list[str]] = {}  # keys by kind and name, whatever the namespace
        for kind, key in context.catalog.entities:
            self.by_name.setdefault((kind, key.rpartition("/")[2]), []).append(key)

    def build(self, uses: list[Use]) -> UndefinedName:
        """Return an undefined name with what is known about it."""
        uses.sort(key=lambda use: use[1].place[:2])
        kinds = min((fitting(ref) for _, ref in uses), key=len)
        name = uses[0][1].name
        other = next(filter(None, (self._find_other(*use) for use in uses)), "")
        near = (other,) if other else self._suggest(uses, kinds)
        cause = self.context.catalog.find_hidden(kinds, name)
        if "Channel" in kinds:
            cause = cause or self.context.policy_error
        return UndefinedName(kinds, name, tuple(uses), near, self._is_expected(uses, kinds, other, near), cause)

    def _find_other(self, entity: Entity, ref: Ref) -> str:
        """Return the reference with another kind or namespace with this name; ``""`` if not exactly one has it."""
        get = self.context.catalog.get
        if entity.dialect == "native":
            found = next((kind for kind in ref.kinds if get(kind, ref.name)), "") if ref.kind else ""
            return prefixed(found, ref.name) if found else ""
        prefix, _, written = ref.written.rpartition(":")
        bare = ref.name.rpartition("/")[2]
        keys = [key for kind in fitting(ref) for key in self.by_name.get((kind, bare), ())]
        if len(keys) == 1:
            return f"{prefix}:{keys[0]}" if prefix else keys[0] if "/" in keys[0] else f"default/{keys[0]}"
        if ref.what == OWNER:
            return ""  # a component often has the name of its team
        same = [each for kind in self.context.catalog.kinds() if (each := get(kind, ref.name))] if prefix else []
        return f"{same[0].label.partition(' ')[0]}:{written}" if len(same) == 1 else ""

    def _suggest(self, uses: list[Use], kinds: tuple[str, ...]) -> tuple[str, ...]:
        entity, ref = uses[0]
        if entity.dialect == "native" and ":" in ref.name:
            return ()
        near = self.suggest(kinds, ref.name)
        written = entity.dialect == "native" and ref.kind
        return tuple(prefixed(ref.kind, name) if written else name for name in near)

    def _is_expected(self, uses: list[Use], kinds: tuple[str, ...], other: str, near: tuple[str, ...]) -> bool:
        """Return whether a name must be defined here, by the evidence (a) to (d) of ``docs/known.md``."""
        if any(entity.dialect == "native" for entity, _ in uses) or other:
            return True
        ref = uses[0][1]
        if self.context.base is not None and self.context.base.catalog.find(ref) is not None:
            return True
        if not {(kinds[0], ref.name), ("", ref.name)}.isdisjoint(self.outside):
            return False
        return bool(near) or self._is_mostly_defined(uses, kinds)

    def _is_mostly_defined(self, uses: list[Use], kinds: tuple[str, ...]) -> bool:
        """Return whether most names of a kind are defined here, and the fields do not name groups of elsewhere."""
        if not any(ref.what not in _GROUPING or ref.what in self.resolved for _, ref in uses):
            return False
        defined = sum(self.defined[kind] for kind in kinds)
        return defined >= LEAST and defined > self.missing[kinds[0]]


def _collect_outside(context: Context) -> frozenset[tuple[str, str]]:
    """Return the names that CODEOWNERS (teams) and the targets of Locations (any kind) show to exist elsewhere."""
    teams = list_codeowners_teams(context)
    urls = (link.url for entity in context.catalog.of(Entity) for link in entity.links if link.type == "location")
    parts = {part.lower() for url in urls for part in url.split("/")}
    return frozenset([*(("Team", team) for team in teams), *(("", part) for part in parts)])


def list_codeowners_teams(context: Context) -> frozenset[str]:
    """Return the names of the teams in CODEOWNERS, in lower case and without their organization."""
    entries = context.codeowners.entries if context.codeowners else ()
    owners = (owner for entry in entries for owner in entry.owners)
    return frozenset(owner.rpartition("/")[2].lower() for owner in owners if owner[:1] == "@" and "/" in owner)
