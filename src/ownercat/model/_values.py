"""What every part of the model is made of: references, durations, hours, and what all documents share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import EntityId, Key, Place

EMPTY: Mapping[str, Any] = MappingProxyType({})

# The prefix a reference may carry, and the kind it stands for.
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


class Ref(NamedTuple):
    """A reference as written: the kinds that fit (in order of preference), the name, where it stands.

    ``kind`` is the kind named by a prefix (``team:payments``), else ``""``. ``what`` is the field's name in
    words, for messages ("owner", "member", "dependency"). ``text``: how a foreign dialect writes it, where that is
    not the name that look-ups use; checked by the dialect, so safe to print.
    """

    kinds: tuple[str, ...]
    name: str
    place: Place
    what: str
    kind: str = ""
    text: str = ""

    @property
    def written(self) -> str:
        """The reference as a person would write it."""
        if self.text:
            return self.text
        prefix = next((p for p, k in PREFIXES.items() if k == self.kind), "") if self.kind else ""
        return f"{prefix}:{self.name}" if prefix else self.name


def refer(written: str, kinds: tuple[str, ...], place: Place, what: str) -> Ref:
    """A reference from its text; a prefix that is no kind's stays part of the name."""
    if ":" in written:
        prefix, _, name = written.partition(":")
        if name and prefix in PREFIXES:
            return Ref(kinds, name, place, what, PREFIXES[prefix])
    return Ref(kinds, written, place, what)


class Duration(NamedTuple):
    """A length of time: seconds, and the text as written (``15m``)."""

    seconds: int
    text: str


_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION_DIGITS = 5  # as the schema has it: no sum of such durations leaves the calendar


@lru_cache(maxsize=4096)
def duration(text: str) -> Duration | None:
    """``15m`` as a duration; ``None`` for anything that is not one. ``0m`` is one (a delay of nothing)."""
    digits, unit = text[:-1], _SECONDS.get(text[-1:])
    if unit is None or not (digits.isascii() and digits.isdigit()) or len(digits) > _DURATION_DIGITS:
        return None
    if digits[0] == "0" and digits != "0":
        return None
    return Duration(int(digits) * unit, text)


class Link(NamedTuple):
    """A typed link of a document."""

    type: str
    title: str
    url: str
    place: Place


class Alias(NamedTuple):
    """An old name that keeps working, until a date if one is given."""

    name: str
    until: date | None
    place: Place


class ReviewSchedule(NamedTuple):
    """When a document is looked at again."""

    every: Duration | None
    last_done: date | None
    by: Ref | None
    place: Place


class Hours(NamedTuple):
    """A weekly window in local time; ``days`` are ``mon`` … ``sun``, times ``HH:MM``. Always on = 24x7."""

    always: bool
    time_zone: str
    days: tuple[str, ...]
    start: str
    end: str


ALWAYS = Hours(True, "", (), "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What every document has in common. Data only; the kinds below add their fields.

    ``at``: the document; ``named``: where its name stands. ``key`` is the name used for look-ups (a foreign
    dialect may fold case or add a namespace). ``refs``: every reference the document makes. ``sound``: the
    schema found nothing wrong with it. ``says``: what the dialect can express; ``None`` means everything.
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
        """For ``Finding.subject``."""
        return EntityId(self.kind, self.name)

    @property
    def label(self) -> str:
        """How messages name it: ``service checkout``."""
        kind = self.kind if self.kind.isupper() else self.kind.lower()
        return f"{kind} {self.name}"

    def where(self, *keys: Key) -> Place:
        """The place of a field in a native document; a foreign one has its fields elsewhere, so its name stands in."""
        return self.at.at(*keys) if self.dialect == "native" else self.named

    def can_say(self, topic: str) -> bool:
        """Whether this entity's dialect is able to state ``topic`` at all."""
        return self.says is None or topic in self.says
