"""Services, SLAs, runbooks and journeys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from posixpath import normpath
from typing import Any, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model._values import ALWAYS, EMPTY, Duration, Entity, Hours, Ref


class Route(NamedTuple):
    """One route of a service's escalation list; the first match applies."""

    severities: tuple[str, ...]
    symptom: str
    policy: Ref | None
    place: Place


class Symptom(NamedTuple):
    """A visible failure of a service."""

    id: str
    title: str
    severity: str
    alerts: tuple[str, ...]
    place: Place


class Dependency(NamedTuple):
    """A dependency of one service on another. ``mode``: hard, soft, async or cached."""

    service: Ref
    mode: str
    degrade: str
    tolerates: Duration | None
    group: str
    need: int
    status: str
    interface: str
    place: Place


class Interface(NamedTuple):
    """An interface that a service offers."""

    name: str
    type: str
    compatibility: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Entity):
    """A service with its owner. ``extra`` has the blocks that no rule reads, as plain data."""

    type: str = "service"
    system: str = ""
    domain: str = ""
    tier: int = 3
    lifecycle: str = "production"
    owner: Ref | None = None
    repository: str = ""
    paths: tuple[str, ...] = ()
    handles: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    contacts: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    hosting: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    roles: Mapping[str, Ref] = field(default_factory=lambda: EMPTY)  # "communicate.customers" for the nested ones
    authorise: Mapping[str, tuple[Ref, ...]] = field(default_factory=lambda: EMPTY)
    symptoms: tuple[Symptom, ...] = ()
    routes: tuple[Route, ...] = ()  # a plain ``escalation: policy`` is one route without conditions
    depends_on: tuple[Dependency, ...] = ()
    provides: tuple[Interface, ...] = ()
    telemetry: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    extra: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


def normalize_path(path: str) -> str:
    """Return a path, or a pattern of ``code.paths``, without leading ``./`` or ``/`` and without a trailing ``/``."""
    while path.startswith("./"):
        path = path[2:]
    return "" if path == "." else path.strip("/")


class SlaTarget(NamedTuple):
    """The targets for one severity. ``impact`` is a share of users between 0 and 1; ``None``: not checked."""

    severity: str
    ack: Duration | None
    respond: Duration | None
    update_every: Duration | None
    restore: Duration | None
    resolve: Duration | None
    impact: float | None
    place: Place


class ReferencedObjective(NamedTuple):
    """What the object says that the `ref` of an objective names. ``problem``: why it is unknown, or ""; with ``help``.

    ``window``: ``None`` if the object states none.
    """

    label: str
    target: float | None
    window: Duration | None
    calendar: bool
    place: Place
    problem: str = ""
    help: str = ""


class Objective(NamedTuple):
    """A service level objective; ``target`` in percent, 0 to 100 exclusive.

    ``referenced``: the object of ``ref``; ``None`` without one, and if it was not looked up. Its numbers count if the
    objective states none.
    """

    name: str
    sli: str
    target: float | None
    window: Duration | None
    calendar: bool
    basis: str
    threshold: str
    percentile: float | None
    ref: str
    place: Place
    description: str = ""  # of the indicator; ``good`` and ``total`` are what it counts
    good: str = ""
    total: str = ""
    referenced: ReferencedObjective | None = None

    @property
    def ref_path(self) -> str:
        """Return the path of ``ref`` from the top folder of the repository; "" for a URL, and without a ref."""
        path = self.ref.partition("#")[0].strip().lstrip("/")
        is_url = ":" in path.partition("/")[0]
        return "" if not path or is_url else normpath(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class SLA(Entity):
    """An SLA of a service. The ``consumer`` is a service or a team; else a journey, or external customers."""

    service: Ref | None = None
    consumer: Ref | None = None
    journey: Ref | None = None
    external: bool = False
    outcome: str = ""
    impact: str = ""
    hours: Hours = ALWAYS
    targets: tuple[SlaTarget, ...] = ()
    objectives: tuple[Objective, ...] = ()
    status: str = "published"
    approvers: tuple[Ref, ...] = ()
    approved_on: date | None = None
    revisit_on: date | None = None
    review_every: Duration | None = None
    dashboards: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


class Checkpoint(NamedTuple):
    """A question after a step, and the next steps for its answers."""

    ask: str
    on_pass: str
    on_fail: str


class RunbookStep(NamedTuple):
    """One step of a runbook."""

    id: str
    kind: str
    do: str
    run: str
    timebox: Duration | None
    mode: str
    needs: str
    checkpoint: Checkpoint | None
    parallel: bool  # at the same time as the previous step
    place: Place


class Cover(NamedTuple):
    """A symptom, severity or alerts that a runbook covers."""

    symptom: str
    severity: str
    alerts: tuple[str, ...]
    place: Place


class Automation(NamedTuple):
    """The tests of the automatic steps of a runbook."""

    verified_on: date | None
    every: Duration | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook(Entity):
    """Tested steps for a failure of one service."""

    service: Ref | None = None
    owner: Ref | None = None
    covers: tuple[Cover, ...] = ()
    steps: tuple[RunbookStep, ...] = ()
    automation: Automation | None = None


class JourneyStep(NamedTuple):
    """One service of a customer journey."""

    service: Ref
    mode: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey(Entity):
    """A customer journey over several services."""

    outcome: str = ""
    owner: Ref | None = None
    impact: str = ""
    steps: tuple[JourneyStep, ...] = ()
    objectives: tuple[Objective, ...] = ()
