"""The basic values of the model: references, durations, hours, and the fields that all documents share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import EntityId, Key, Place

EMPTY: Mapping[str, Any] = MappingProxyType({})
_new = tuple.__new__  # faster than calling the class of a NamedTuple; a catalog has hundreds of thousands of references

# The prefixes of references, and their kinds.
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "team": "Team",
        "person": "Person",
        "rotation": "Rotation",
        "escalation": "Escalation",
        "service": "Service",
        "channel": "Channel",
        "journey": "Journey",
        "runbook": "Runbook",
        "sla": "SLA",
    }
)

# The kinds of foreign formats that have another name in the model.
FOREIGN_KINDS: Mapping[str, str] = MappingProxyType({"Group": "Team", "User": "Person"})


class Ref(NamedTuple):
    """A reference as written: the possible kinds (in order of preference), the name, and the location.

    ``kind`` is the kind of a prefix (``team:payments``), else ``""``. ``what`` is the name of the field for messages
    ("owner", "member", "dependency"). ``text``: the form in a foreign format, if it differs from the name for lookups;
    the format has checked it, so it is safe to print.
    """

    kinds: tuple[str, ...]
    name: str
    place: Place
    what: str
    kind: str = ""
    text: str = ""

    @property
    def written(self) -> str:
        """Return the reference as a person would write it."""
        if self.text:
            return self.text
        prefix = next((p for p, k in PREFIXES.items() if k == self.kind), "") if self.kind else ""
        return f"{prefix}:{self.name}" if prefix else self.name


def parse_ref(written: str, kinds: tuple[str, ...], place: Place, what: str) -> Ref:
    """Parse a reference; a prefix that is not a kind stays part of the name."""
    if ":" in written:
        prefix, _, name = written.partition(":")
        if name and prefix in PREFIXES:
            return _new(Ref, (kinds, name, place, what, PREFIXES[prefix], ""))
    return _new(Ref, (kinds, written, place, what, "", ""))


class Duration(NamedTuple):
    """A duration: seconds, and the text as written (``15m``)."""

    seconds: int
    text: str


_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION_DIGITS = 5  # the limit of the schema: sums of such durations stay within the range of dates


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> Duration | None:
    """Parse a duration such as ``15m``; ``None`` for any other text. ``0m`` is valid (no delay)."""
    digits, unit = text[:-1], _SECONDS.get(text[-1:])
    if unit is None or not (digits.isascii() and digits.isdigit()) or len(digits) > _DURATION_DIGITS:
        return None
    if digits[0] == "0" and digits != "0":
        return None
    return Duration(int(digits) * unit, text)


def parse_day(written: object) -> date | None:
    """Parse a date such as ``2026-09-01``; ``None`` for any other value."""
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


class Link(NamedTuple):
    """A link of a document, with a type."""

    type: str
    title: str
    url: str
    place: Place


class Alias(NamedTuple):
    """A previous name that still resolves, until a date if ``until`` is set."""

    name: str
    until: date | None
    place: Place


class ReviewSchedule(NamedTuple):
    """When a document must be reviewed."""

    every: Duration | None
    last_done: date | None
    by: Ref | None
    place: Place


class Hours(NamedTuple):
    """A weekly window in local time; ``days`` are ``mon`` … ``sun``, times ``HH:MM``. ``always`` means 24x7."""

    always: bool
    time_zone: str
    days: tuple[str, ...]
    start: str
    end: str


ALWAYS = Hours(True, "", (), "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """The fields that all documents share. Data only; each kind adds its fields.

    ``at``: the location of the document; ``named``: the location of its name. ``key`` is the name for lookups (a
    foreign format may fold case or add a namespace). ``refs``: every reference of the document. ``sound``: the document
    has no schema errors. ``says``: the topics that the format can state; ``None`` = all.
    """

    kind: str
    name: str
    at: Place
    named: Place
    key: str
    title: str = ""
    description: str = ""
    labels: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    links: tuple[Link, ...] = ()
    aliases: tuple[Alias, ...] = ()
    review: ReviewSchedule | None = None
    refs: tuple[Ref, ...] = ()
    sound: bool = True
    dialect: str = "native"
    says: frozenset[str] | None = None

    @property
    def subject(self) -> EntityId:
        """Return the ID of the entity for ``Finding.subject``."""
        return EntityId(self.kind, self.name)

    @property
    def label(self) -> str:
        """Return the name in messages: ``service checkout``."""
        kind = self.kind if self.kind.isupper() else self.kind.lower()
        return f"{kind} {self.name}"

    def where(self, *keys: Key) -> Place:
        """Return the location of a field in a native document.

        The location of the name in a foreign one, whose fields are elsewhere.
        """
        return self.at.at(*keys) if self.dialect == "native" else self.named

    def can_say(self, topic: str) -> bool:
        """Return whether the format of this entity can state a topic."""
        return self.says is None or topic in self.says
