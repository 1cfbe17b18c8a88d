"""What answers are looked up in, and how they name what they find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from ownercat.answers.values import Contact, LinkAnswer, Mention, SourcedText
from ownercat.diagnostics import Key, Place
from ownercat.model import PREFIXES, Catalog, Entity, Person, Policy, Ref, Service, Team
from ownercat.oncall.calendar import Calendar, build_calendar_between
from ownercat.oncall.clock import DAY

E = TypeVar("E", bound=Entity)

# A stranger's quickest way to a team, first to last.
_REACH = ("chat", "email", "pager")
_PREFIX = {kind: prefix for prefix, kind in PREFIXES.items()}


class QueryInstant(NamedTuple):
    """The instant that is asked about (UTC), and the calendars around it that were made so far, by their length."""

    at: int
    calendars: dict[tuple[int, int], Calendar]


class AnswerContext(NamedTuple):
    """The catalog, the policy and the day that dated facts are read at; with a moment, who is on call is told as well.

    ``wanted`` collects what was asked in reverse ("which SLAs name checkout?") as (kind, name): a catalog that was
    loaded in part knows by it what to load next.
    """

    catalog: Catalog
    policy: Policy
    as_of: date | None
    wanted: set[tuple[str, str]]
    moment: QueryInstant | None = None

    @property
    def at(self) -> int:
        """The instant that is asked about."""
        return self.moment.at if self.moment else 0

    def calendar(self, back: int, ahead: int) -> Calendar:
        """Some days before the moment and after it."""
        made = self.moment.calendars if self.moment else {}
        if (back, ahead) not in made:
            made[back, ahead] = build_calendar_between(self.catalog, self.at - back * DAY, self.at + ahead * DAY)
        return made[back, ahead]


def moment(at: int | None) -> QueryInstant | None:
    """An instant that is asked about, with nothing worked out yet."""
    return None if at is None else QueryInstant(at, {})


def names_of(entity: Entity) -> frozenset[str]:
    """Every name that a reference may use for an entity."""
    return frozenset((entity.name, entity.key, *(alias.name for alias in entity.aliases)))


def means(book: AnswerContext, ref: Ref | None, names: frozenset[str], entity: Entity) -> bool:
    """Whether a reference means this entity, or another that claims its name; the cheap look comes first."""
    if ref is None or ref.name not in names:
        return False
    found = book.catalog.find(ref)
    return found is not None and (found.kind, found.key) == (entity.kind, entity.key)


def naming(book: AnswerContext, kind: type[E], entity: Entity) -> Iterator[E]:
    """Every entity of a class, to be searched for references to ``entity``; the question is remembered."""
    book.wanted.update((kind.__name__, name) for name in names_of(entity))
    return book.catalog.of(kind)


def where(entity: Entity, *keys: Key) -> Place:
    """The place of a field, or what stands in for it."""
    return entity.where(*keys)


def fact(entity: Entity, key: str, value: str) -> SourcedText | None:
    """A field as a fact; ``None`` when it says nothing."""
    return SourcedText(value, where(entity, key)) if value else None


def contact_of(entity: Entity) -> str:
    """The quickest way to reach a team or a person; ``""`` when there is none."""
    if isinstance(entity, Person):
        return entity.email
    if isinstance(entity, Team):
        return next((entity.contacts[way] for way in _REACH if entity.contacts.get(way)), "")
    return ""


def standing(person: Person, as_of: date | None) -> str:
    """What to know about a person before calling: that they left, or are about to."""
    if not person.active:
        return "not active"
    if person.leaves_on is None:
        return ""
    word = "leaves" if person.is_active(as_of) else "left"
    return f"{word} on {person.leaves_on.isoformat()}"


def mention(book: AnswerContext, entity: Entity, place: Place, note: str = "") -> Mention:
    """An entity that the catalog knows, as named at ``place``."""
    if isinstance(entity, Person):
        note = standing(entity, book.as_of) or note
    elif isinstance(entity, Service) and entity.lifecycle in ("deprecated", "retired"):
        note = entity.lifecycle
    return Mention(entity.kind, entity.name, entity.title, contact_of(entity), note, True, place)


def refer(book: AnswerContext, ref: Ref) -> Mention:
    """What a reference means, or that it means nothing."""
    found = book.catalog.find(ref)
    if found is not None:
        return mention(book, found, ref.place)
    kind = ref.kind or (ref.kinds[0] if len(ref.kinds) == 1 else "")
    return Mention(kind, ref.name, "", "", "undefined", False, ref.place)


def refer_maybe(book: AnswerContext, ref: Ref | None) -> Mention | None:
    """The same for a reference that may be absent."""
    return None if ref is None else refer(book, ref)


def contacts(entity: Service | Team) -> Iterator[Contact]:
    """The contacts of a service or team, the quickest first."""
    whose = f"{_PREFIX.get(entity.kind, entity.kind.lower())}:{entity.name}"
    rank = {way: i for i, way in enumerate(_REACH)}
    for way in sorted(entity.contacts, key=lambda way: rank.get(way, len(rank))):
        if entity.contacts[way]:
            yield Contact(way, entity.contacts[way], whose, where(entity, "contacts", way))


def pointers(entity: Entity) -> Iterator[LinkAnswer]:
    """The links of a document."""
    return (LinkAnswer(link.type, link.title, link.url, link.place) for link in entity.links if link.url)
