"""The context of an answer, and how answers name entities."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from ownercat.answers.values import Contact, LinkAnswer, Mention, SourcedText
from ownercat.diagnostics import Basis, Key, Place
from ownercat.model import PREFIXES, Catalog, Entity, Person, Policy, Ref, Rotation, Service, Team
from ownercat.oncall.basis import find_schedule_basis, find_system
from ownercat.oncall.calendar import Calendar, build_calendar_between
from ownercat.oncall.clock import DAY

E = TypeVar("E", bound=Entity)

# The fastest ways to reach a team, in order.
_REACH = ("chat", "email", "pager")
_PREFIX = {kind: prefix for prefix, kind in PREFIXES.items()}


class QueryInstant(NamedTuple):
    """The instant of a query (UTC), and the calendars around it that were built so far, by their length."""

    at: int
    calendars: dict[tuple[int, int], Calendar]


class AnswerContext(NamedTuple):
    """The catalog, the policy and the date of a query; with a ``moment``, answers include who is on call.

    ``zone``: the time zone of all times; "": that of each on-call person.
    """

    catalog: Catalog
    policy: Policy
    as_of: date | None
    moment: QueryInstant | None = None
    zone: str = ""

    @property
    def at(self) -> int:
        """Return the instant of the query; 0 if it has none."""
        return self.moment.at if self.moment else 0

    def calendar(self, back: int, ahead: int) -> Calendar:
        """Return the calendar from some days before the instant to some days after it."""
        calendars = self.moment.calendars if self.moment else {}
        if (back, ahead) not in calendars:
            calendars[back, ahead] = build_calendar_between(self.catalog, self.at - back * DAY, self.at + ahead * DAY)
        return calendars[back, ahead]


class UnknownWord(Exception):
    """A word of a query that the policy does not define. ``what``: the kind of word; ``names``: the defined ones."""

    def __init__(self, what: str, name: str, names: Iterable[str]) -> None:
        super().__init__(name)
        self.what = what
        self.name = name
        self.names = tuple(dict.fromkeys(names))


def find_severity(book: AnswerContext, word: str) -> str:
    """Return the severity that a query names; refuse a word that the policy does not define."""
    level = book.policy.find_severity(word)
    if level is None:
        names = (*(level.id for level in book.policy.severities), *book.policy.severity_aliases)
        raise UnknownWord("severity", word, names)
    return level


def build_instant(at: int | None) -> QueryInstant | None:
    """Build the instant of a query; ``None`` without one."""
    return None if at is None else QueryInstant(at, {})


def collect_names(entity: Entity) -> frozenset[str]:
    """Return every name that a reference can use for an entity."""
    return frozenset((entity.name, entity.key, *(alias.name for alias in entity.aliases)))


def refers_to(book: AnswerContext, ref: Ref | None, names: frozenset[str], entity: Entity) -> bool:
    """Return whether a reference resolves to this entity or to another one with the same key.

    The names are compared first, because that is faster.
    """
    if ref is None or ref.name not in names:
        return False
    target = book.catalog.find(ref)
    return target is not None and (target.kind, target.key) == (entity.kind, entity.key)


def list_referring(book: AnswerContext, kind: type[E], entity: Entity) -> Iterator[E]:
    """Yield the entities of a class, for a search for references to ``entity``."""
    return book.catalog.of_naming(kind, collect_names(entity))


def get_place(entity: Entity, *keys: Key) -> Place:
    """Return the location of a field, or of the name if the format has the field elsewhere."""
    return entity.where(*keys)


def build_fact(entity: Entity, key: str, value: str) -> SourcedText | None:
    """Return a field as a sourced text; ``None`` if it is empty."""
    return SourcedText(value, get_place(entity, key)) if value else None


def find_contact(entity: Entity) -> str:
    """Return the fastest contact of a team or a person; ``""`` if there is none."""
    if isinstance(entity, Person):
        return entity.email
    if isinstance(entity, Team):
        return next((entity.contacts[way] for way in _REACH if entity.contacts.get(way)), "")
    return ""


def format_standing(person: Person, as_of: date | None) -> str:
    """Return a warning about a person who left or is about to leave; ``""`` if there is none."""
    if not person.active:
        return "not active"
    if person.leaves_on is None:
        return ""
    word = "leaves" if person.is_active(as_of) else "left"
    return f"{word} on {person.leaves_on.isoformat()}"


def build_mention(book: AnswerContext, entity: Entity, place: Place, note: str = "") -> Mention:
    """Build the mention of an entity, as named at ``place``.

    The mention of a rotation in another system names the system, and its basis is that of who is on call.
    """
    basis: Basis = "proved"
    if isinstance(entity, Person):
        note = format_standing(entity, book.as_of) or note
    elif isinstance(entity, Service) and entity.lifecycle in ("deprecated", "retired"):
        note = entity.lifecycle
    elif isinstance(entity, Rotation) and entity.external is not None:
        note, basis = ", ".join(filter(None, (note, f"per {find_system(entity)}"))), _find_basis(book, entity)
    return Mention(entity.kind, entity.name, entity.title, find_contact(entity), note, True, place, basis)


def _find_basis(book: AnswerContext, rotation: Rotation) -> Basis:
    return find_schedule_basis(rotation, book.moment and book.at)


def resolve_mention(book: AnswerContext, ref: Ref) -> Mention:
    """Return the entity of a reference as a mention, also if it is undefined."""
    target = book.catalog.find(ref)
    if target is not None:
        return build_mention(book, target, ref.place)
    kinds = (ref.kind,) if ref.kind else ref.kinds
    return build_undefined_mention(book, kinds, ref.name, ref.place)


def build_undefined_mention(book: AnswerContext, kinds: Sequence[str], name: str, place: Place) -> Mention:
    """Build the mention of an undefined name at a location.

    A file that cannot be read may define the name. What a foreign document names may exist in another repository.
    """
    cause = book.catalog.find_hidden(kinds, name)
    documents = (entity for entity in book.catalog.entities.values() if entity.at.path == place.path)
    basis: Basis = "proved"
    note = "undefined"
    if cause is not None:
        note, basis = f"unknown: {cause.path} cannot be read", "unknown"
    elif any(entity.dialect != "native" for entity in documents):
        note, basis = "not defined here", "assumed"
    return Mention(kinds[0] if len(kinds) == 1 else "", name, "", "", note, False, place, basis)


def resolve_optional(book: AnswerContext, ref: Ref | None) -> Mention | None:
    """Return the same for an optional reference; ``None`` if there is none."""
    return None if ref is None else resolve_mention(book, ref)


def list_contacts(entity: Service | Team) -> Iterator[Contact]:
    """Yield the contacts of a service or team, the fastest first."""
    whose = f"{_PREFIX.get(entity.kind, entity.kind.lower())}:{entity.name}"
    rank = {way: i for i, way in enumerate(_REACH)}
    for way in sorted(entity.contacts, key=lambda way: rank.get(way, len(rank))):
        if entity.contacts[way]:
            yield Contact(way, entity.contacts[way], whose, get_place(entity, "contacts", way))


def list_links(entity: Entity) -> Iterator[LinkAnswer]:
    """Yield the links of a document."""
    return (LinkAnswer(link.type, link.title, link.url, link.place) for link in entity.links if link.url)
