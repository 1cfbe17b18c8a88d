"""What ``impact`` answers with: frozen values, each fact with the place it comes from."""

from __future__ import annotations

from typing import NamedTuple

from ownercat.answers.values import Contact, Mention, PagedLevel
from ownercat.diagnostics import Place
from ownercat.graph.failure import Effect
from ownercat.model import Journey


class Failed(NamedTuple):
    """A service that is taken to be down."""

    service: Mention
    tier: int | None
    lifecycle: str
    owner: Mention | None
    place: Place


class Affected(NamedTuple):
    """A service that is hit. ``effect``: stops, degrades, misses or spared.

    ``distance`` counts the dependencies to the service that failed, ``via`` is the first of them on the way there, and
    ``keeps`` says what still works. Of a group, ``left`` is how many members work and ``need`` how many must.
    """

    service: Mention
    tier: int | None
    owner: Mention | None
    effect: str
    mode: str
    distance: int
    via: Mention
    keeps: str
    tolerates: str
    group: str
    left: int
    need: int
    place: Place


class StepHit(NamedTuple):
    """A step of a journey whose service is hit."""

    number: int
    service: Mention
    mode: str
    effect: str
    place: Place


class JourneyHit(NamedTuple):
    """A customer journey that passes services that are hit; ``effect`` is the worst of its steps."""

    journey: Mention
    effect: str
    owner: Mention | None
    outcome: str
    impact: str
    steps: tuple[StepHit, ...]
    place: Place


class Passage(NamedTuple):
    """A journey that passes services that are hit: how hard that hits it, by which of them (numbers), what is said."""

    journey: Journey
    effect: Effect
    worst: tuple[int, ...]
    said: JourneyHit


class TeamServiceEffect(NamedTuple):
    """A service of a team, and what happens to it: fails, stops, degrades, misses or spared."""

    service: Mention
    effect: str
    place: Place


class TeamToNotify(NamedTuple):
    """A team to tell: how to reach it, and why (``effect`` is the worst thing that happens to what it owns)."""

    team: Mention
    contacts: tuple[Contact, ...]
    effect: str
    services: tuple[TeamServiceEffect, ...]
    journeys: tuple[Mention, ...]
    promised: tuple[Mention, ...]
    place: Place


class Communicator(NamedTuple):
    """Who speaks to an audience while this lasts."""

    audience: str
    who: Mention
    service: Mention
    place: Place


class ProviderTargets(NamedTuple):
    """What a service that failed promises itself: its availability, what that allows, and how soon it is back."""

    service: Mention
    target: float | None
    window: str
    allowed: int | None
    restore: str
    severity: str
    seconds: int | None
    place: Place


class SlaAtRisk(NamedTuple):
    """A promise that stands on what failed. Times are in seconds.

    ``budget``: the outage that the target leaves in its window. ``share``: what the provider may take of it and still
    keep its own promise. ``verdict``: ``impossible`` (the provider promises less), ``breaks`` (it is promised back too
    late for the budget), ``strains`` (it costs a part of the budget) or ``open`` (not known).
    """

    promise: Mention
    service: Mention
    to: str
    objective: str
    effect: str
    target: float
    window: str
    budget: int | None
    provider: ProviderTargets
    share: int | None
    verdict: str
    arithmetic: str
    place: Place


class FirstPage(NamedTuple):
    """Who is paged first for a service: the policy, and its first tier."""

    severity: str
    policy: Mention | None
    first: PagedLevel | None
    place: Place


class Explained(NamedTuple):
    """One of the services that were named, and how a cause hits it."""

    service: Mention
    effect: str
    mode: str
    distance: int
    via: Mention | None
    place: Place


class Suspect(NamedTuple):
    """A service whose failure would explain several of those named.

    ``others``: how many more services it would hit hard. ``circle``: the services that it stands or falls with.
    """

    service: Mention
    tier: int | None
    owner: Mention | None
    explains: tuple[Explained, ...]
    others: int
    circle: tuple[Mention, ...]
    place: Place


class Call(NamedTuple):
    """One page to send, and all that it is about."""

    service: Mention
    about: tuple[Mention, ...]
    owner: Mention | None
    contact: str
    page: FirstPage
    place: Place


class Impact(NamedTuple):
    """What it means that some services fail. ``dependents`` are sorted: the worst hit and the nearest first."""

    failed: tuple[Failed, ...]
    causes: tuple[Suspect, ...]
    calls: tuple[Call, ...]
    dependents: tuple[Affected, ...]
    journeys: tuple[JourneyHit, ...]
    teams: tuple[TeamToNotify, ...]
    voices: tuple[Communicator, ...]
    promises: tuple[SlaAtRisk, ...]
    notes: tuple[str, ...]
