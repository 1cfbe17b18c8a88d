"""Shared by the rules about names: kinds as text, references that cannot be checked, and suggestions."""

from collections.abc import Callable, Collection, Iterable, Mapping

from ownercat.diagnostics import Fix
from ownercat.graph import Node, get_node
from ownercat.model import PREFIXES, Entity, Ref
from ownercat.rules import Context
from ownercat.suggest import build_finder
from ownercat.text import listed, shown

OWNER = "owner"  # the owner field in ``Ref.what``
RELATED = 8  # maximum number of related locations of a finding

_PREFIX_OF: Mapping[str, str] = {kind: prefix for prefix, kind in PREFIXES.items()}


def noun(kind: str) -> str:
    """Return a kind as a noun: ``team``, ``SLA``."""
    return kind if kind.isupper() else kind.lower()


def several(kind: str) -> str:
    """Return the plural of ``noun``: ``teams``, ``people``."""
    word = noun(kind)
    return "people" if word == "person" else f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def with_article(words: str) -> str:
    """Return words with their article: ``a team``, ``an escalation``, ``an SLA``."""
    vowel = words[:1].lower() in "aeio" or words.startswith("SLA")
    return f"{'an' if vowel else 'a'} {words}"


def one_of(kinds: Iterable[str]) -> str:
    """Return kinds as alternatives: ``a team``, ``a rotation, team or person``."""
    return with_article(listed((noun(kind) for kind in dict.fromkeys(kinds)), last="or"))


def fitting(ref: Ref) -> tuple[str, ...]:
    """Return the kinds that a reference can have: the kind of its prefix, otherwise all kinds of the field."""
    return (ref.kind,) if ref.kind else ref.kinds


def prefixed(kind: str, name: str) -> str:
    """Return a reference with the prefix of its kind: ``team:payments``."""
    return f"{_PREFIX_OF.get(kind, noun(kind))}:{name}"


def correct_references(uses: Iterable[tuple[Entity, Ref]], near: Collection[str]) -> tuple[Fix, ...]:
    """Return the fix of each reference if there is one name that all can mean; never who owns something."""
    known = list(uses)
    if len(near) != 1 or any(ref.what == OWNER for _, ref in known):
        return ()
    (meant,) = near
    if any(entity.dialect != "native" for entity, _ in known):
        same = {ref.written for _, ref in known}
        is_plain = len(same) == 1 and ":" not in f"{meant}{next(iter(same))}"
        return tuple(Fix(ref.place, meant, old=ref.written) for _, ref in known) if is_plain else ()
    name = meant.rpartition(":")[2]
    return tuple(Fix(ref.place, prefixed(ref.kind, name) if ref.kind else name, old=ref.written) for _, ref in known)


def names_person(context: Context, ref: Ref) -> bool:
    """Return whether an owner is a person: by prefix, or because only a person has this name."""
    if ref.kind:
        return ref.kind == "Person"
    return context.catalog.find(ref) is None and context.catalog.get("Person", ref.name) is not None


def contested(context: Context) -> frozenset[Node]:
    """Return the entities with several definitions: a later one may state what the first one does not."""
    return frozenset(get_node(twice.first) for twice in context.catalog.twice)


Suggest = Callable[[Collection[str], str], list[str]]


def suggestions(context: Context) -> Suggest:
    """Return a function from kinds and a name to the defined names that are probably intended."""
    finders: dict[tuple[str, ...], Callable[[str], list[str]]] = {}

    def suggest(kinds: Collection[str], name: str) -> list[str]:
        """Return the defined names of one of the kinds that are near ``name``."""
        key = tuple(sorted(kinds))
        if key not in finders:
            finders[key] = build_finder(_list_defined_names(context, key))
        return finders[key](name)

    return suggest


def format_removal(context: Context, kinds: Collection[str], name: str, remove: str = "remove the reference") -> str:
    """Return the fix for a name that the change removed or replaced; ``""`` if the base does not define the name."""
    if context.base is None:
        return ""
    for kind in kinds:
        before = context.base.catalog.get(kind, name)
        if before is not None:
            after = next((each for each in context.catalog.entities.values() if _replaces(each, before, context)), None)
            holder = f"the {noun(kind)} that replaces it" if after is None else shown(after.label)
            # other formats have no aliases
            alias = f", or add `{shown(name)}` to `aliases` of {holder}" if before.dialect == "native" else ""
            return (remove if after is None else f"write `{shown(after.name)}`") + alias
    return ""


def _replaces(entity: Entity, before: Entity, context: Context) -> bool:
    """Return whether a new entity is in the place of a previous one."""
    assert context.base is not None  # noqa: S101  # only called with a base
    return (
        entity.kind == before.kind
        and (entity.at.path, entity.at.document) == (before.at.path, before.at.document)
        and context.base.catalog.get(entity.kind, entity.key) is None
    )


def _list_defined_names(context: Context, kinds: tuple[str, ...]) -> Iterable[str]:
    yield from (key for kind, key in context.catalog.entities if kind in kinds)
    if "Channel" in kinds:
        yield from context.policy.channels
