"""The values of an answer to ``impact``, each fact with its location."""

from typing import NamedTuple

from ownercat.answers.implied_ceiling import ImpliedCeiling
from ownercat.answers.values import Contact, Mention, PagedLevel
from ownercat.diagnostics import Place
from ownercat.graph.failure import Effect
from ownercat.model import Journey


class Failed(NamedTuple):
    """A service that is assumed to fail."""

    service: Mention
    tier: int | None
    lifecycle: str
    owner: Mention | None
    place: Place


class Affected(NamedTuple):
    """An affected service. ``effect``: stops, degrades, misses or spared.

    ``distance`` counts the dependencies to the failed service, ``via`` is the first of them, and ``keeps`` is what
    still works. Of a redundancy group, ``left`` members work and ``need`` must work.
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
    """A step of a journey whose service is affected."""

    number: int
    service: Mention
    mode: str
    effect: str
    place: Place


class JourneyHit(NamedTuple):
    """A customer journey with affected services; ``effect`` is the worst effect of its steps."""

    journey: Mention
    effect: str
    owner: Mention | None
    outcome: str
    impact: str
    steps: tuple[StepHit, ...]
    place: Place


class Passage(NamedTuple):
    """An affected journey: its effect, the services that cause the effect (numbers), and its answer."""

    journey: Journey
    effect: Effect
    worst: tuple[int, ...]
    said: JourneyHit


class TeamServiceEffect(NamedTuple):
    """A service of a team and the effect on it: fails, stops, degrades, misses or spared."""

    service: Mention
    effect: str
    place: Place


class TeamToNotify(NamedTuple):
    """A team to notify, with its contacts and the reasons (``effect``: the worst effect)."""

    team: Mention
    contacts: tuple[Contact, ...]
    effect: str
    services: tuple[TeamServiceEffect, ...]
    journeys: tuple[Mention, ...]
    promised: tuple[Mention, ...]
    place: Place


class Communicator(NamedTuple):
    """Who communicates with an audience during the failure."""

    audience: str
    who: Mention
    service: Mention
    place: Place


class ProviderTargets(NamedTuple):
    """The targets of a failed service: its availability, the outage that it allows, and its restore target."""

    service: Mention
    target: float | None
    window: str
    allowed: int | None
    restore: str
    severity: str
    seconds: int | None
    place: Place


class SlaAtRisk(NamedTuple):
    """An SLA or journey that depends on a failed service. Times are in seconds.

    ``budget``: the outage that the target allows in its window. ``share``: the outage that the provider's own objective
    allows. ``verdict``: ``impossible`` (the provider's objective is weaker), ``breaks`` (the restore target exceeds the
    budget), ``strains`` (the restore target uses a part of the budget) or ``open`` (unknown).
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


class LimitedService(NamedTuple):
    """A service and what its hard dependencies allow it to promise."""

    service: Mention
    ceiling: ImpliedCeiling


class FirstPage(NamedTuple):
    """The first page for a service: the escalation policy and its first level."""

    severity: str
    policy: Mention | None
    first: PagedLevel | None
    place: Place


class Explained(NamedTuple):
    """One of the failing services, and how a common cause affects it."""

    service: Mention
    effect: str
    mode: str
    distance: int
    via: Mention | None
    place: Place


class Suspect(NamedTuple):
    """A service whose failure would explain several of the failing services.

    ``others``: how many more services it would stop or degrade. ``circle``: the services that fail together with it.
    """

    service: Mention
    tier: int | None
    owner: Mention | None
    explains: tuple[Explained, ...]
    others: int
    circle: tuple[Mention, ...]
    place: Place


class Call(NamedTuple):
    """One page to send, and the services that it is about."""

    service: Mention
    about: tuple[Mention, ...]
    owner: Mention | None
    contact: str
    page: FirstPage
    place: Place


class Impact(NamedTuple):
    """The impact of failed services. ``dependents`` are sorted: the worst affected and nearest first.

    ``ceilings``: of the failed services and of those with a hard dependency on one.
    """

    failed: tuple[Failed, ...]
    causes: tuple[Suspect, ...]
    calls: tuple[Call, ...]
    dependents: tuple[Affected, ...]
    journeys: tuple[JourneyHit, ...]
    teams: tuple[TeamToNotify, ...]
    voices: tuple[Communicator, ...]
    promises: tuple[SlaAtRisk, ...]
    ceilings: tuple[LimitedService, ...]
    notes: tuple[str, ...]
