"""What the rules about names share: kinds in words, whether a reference can be judged, the name that was meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from ownercat.graph import Node, node
from ownercat.model import PREFIXES, Entity, Ref
from ownercat.rules import Context
from ownercat.suggest import finder
from ownercat.text import listed

OWNER = "owner"  # what dialects call that field in ``Ref.what``
RELATED = 8  # a finding shows at most so many other places

_PREFIX_OF: Mapping[str, str] = {kind: prefix for prefix, kind in PREFIXES.items()}


def noun(kind: str) -> str:
    """A kind as sentences use it: ``team``, ``SLA``."""
    return kind if kind.isupper() else kind.lower()


def several(kind: str) -> str:
    """The plural of ``noun``: ``teams``, ``people``."""
    word = noun(kind)
    return "people" if word == "person" else f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def with_article(words: str) -> str:
    """``a team``, ``an escalation``, ``an SLA``."""
    vowel = words[:1].lower() in "aeio" or words.startswith("SLA")
    return f"{'an' if vowel else 'a'} {words}"


def one_of(kinds: Iterable[str]) -> str:
    """``a team``, ``a rotation, team or person``."""
    return with_article(listed((noun(kind) for kind in dict.fromkeys(kinds)), last="or"))


def fitting(ref: Ref) -> tuple[str, ...]:
    """The kinds a reference may mean as it is written: the prefix's own, else all that fit the field."""
    return (ref.kind,) if ref.kind else ref.kinds


def prefixed(kind: str, name: str) -> str:
    """A reference with its kind in front: ``team:payments``."""
    return f"{_PREFIX_OF.get(kind, noun(kind))}:{name}"


def cannot_be_judged(defined: Collection[str], entity: Entity, ref: Ref) -> bool:
    """Whether a foreign document names a kind of thing that this repository defines nowhere.

    Such a catalog keeps that kind elsewhere: its absence says nothing about one name.
    """
    return entity.dialect != "native" and not any(kind in defined for kind in fitting(ref))


def names_person(context: Context, ref: Ref) -> bool:
    """Whether an owner is a person, by its prefix or because nothing that fits has that name but a person has."""
    if ref.kind:
        return ref.kind == "Person"
    return context.catalog.find(ref) is None and context.catalog.get("Person", ref.name) is not None


def contested(context: Context) -> frozenset[Node]:
    """What several documents claim to define: where the first one is silent, another may speak."""
    return frozenset(node(twice.first) for twice in context.catalog.twice)


def suggestions(context: Context) -> Callable[[Collection[str], str], str]:
    """A function from fitting kinds and a written name to the defined name that was probably meant, or ``""``."""
    finders: dict[tuple[str, ...], Callable[[str], str]] = {}

    def meant(kinds: Collection[str], name: str) -> str:
        """The defined name of one of the kinds that is near ``name``."""
        wanted = tuple(sorted(kinds))
        if wanted not in finders:
            finders[wanted] = finder(_names(context, wanted))
        return finders[wanted](name)

    return meant


def _names(context: Context, kinds: tuple[str, ...]) -> Iterable[str]:
    yield from (key for kind, key in context.catalog.entities if kind in kinds)
    if "Channel" in kinds:
        yield from context.policy.channels
