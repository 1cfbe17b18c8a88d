"""People, teams and rotations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model._values import ALWAYS, EMPTY, Duration, Entity, Hours, Ref


class Away(NamedTuple):
    """An absence of a person; ``start`` and ``end`` as written (date or local time)."""

    start: str
    end: str
    time_zone: str
    place: Place


class Notify(NamedTuple):
    """A personal notification rule: a channel, and the delay after the page (``None``: immediately)."""

    via: str
    after: Duration | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Entity):
    """A human or a bot who may be on call, approve changes and be notified."""

    email: str = ""
    logins: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    handles: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    bot: bool = False
    time_zone: str = ""
    active: bool = True
    leaves_on: date | None = None
    contacts: tuple[str, ...] = ()
    notify_high: tuple[Notify, ...] = ()
    notify_low: tuple[Notify, ...] = ()
    away: tuple[Away, ...] = ()
    may: tuple[str, ...] = ()
    trained: tuple[str, ...] = ()

    def is_active(self, on: date | None) -> bool:
        """Return whether the person is active on a date (``None``: dates are ignored)."""
        if not self.active:
            return False
        return on is None or self.leaves_on is None or self.leaves_on >= on


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Entity):
    """A team. Only teams own services, never people."""

    parent: Ref | None = None
    members: tuple[Ref, ...] = ()
    members_known: bool = True  # False: the dialect leaves membership to the people's own documents, and none exist
    lead: Ref | None = None
    handles: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    contacts: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    escalation: Ref | None = None
    charter: str = ""
    mission: str = ""


class Turn(NamedTuple):
    """How long one member of a layer is on call, and when the handoff is."""

    every: Duration | None
    day: str
    at: str


class Layer(NamedTuple):
    """One layer of a rotation; a member is ``None`` if the slot is intentionally empty."""

    id: str
    time_zone: str
    members: tuple[Ref | None, ...]
    turn: Turn | None
    windows: tuple[Hours, ...]
    advance: str
    start: str
    until: str
    place: Place


class Override(NamedTuple):
    """A one-time change of a rotation."""

    start: str
    end: str
    time_zone: str
    remove: Ref | None
    add: Ref | None
    reason: str
    place: Place


class ObservedShift(NamedTuple):
    """A shift in another system, UTC seconds. ``person``: the key of the person; ``""``: nobody here has the identity.

    ``identity``: the identity of the person in the other system, as text.
    """

    start: int
    end: int
    person: str
    identity: str


class ObservedSchedule(NamedTuple):
    """The schedule of a rotation in another system, from a snapshot: who is on call from ``start`` to ``end``.

    Nothing is known outside of these times (UTC seconds, exclusive end). ``shifts``: in order, without overlap.
    ``source``, ``id`` and ``path``: the system, its id of the schedule and the file. ``fetched_at``: the age of the
    facts.
    """

    start: int
    end: int
    shifts: tuple[ObservedShift, ...]
    source: str
    id: str
    path: str
    fetched_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation(Entity):
    """The definition of who is on call when. ``observed``: its schedule in another system, from a usable snapshot."""

    team: Ref | None = None
    role: str = "primary"
    required: Hours | Literal["sla"] = ALWAYS
    layers: tuple[Layer, ...] = ()
    overrides: tuple[Override, ...] = ()
    gaps_ok: tuple[Hours, ...] = ()
    external: Mapping[str, str] | None = None
    handles: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    observed: ObservedSchedule | None = None
