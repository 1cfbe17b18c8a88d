"""The catalog as frozen values. An entity carries where it came from (document, key path), never a line number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from ownercat.diagnostics import Place, Subject

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
    prefix, colon, name = written.partition(":")
    if colon and name and prefix in PREFIXES:
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


class Review(NamedTuple):
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
    review: Review | None = None
    refs: tuple[Ref, ...] = ()
    sound: bool = True
    dialect: str = "native"
    says: frozenset[str] | None = None

    @property
    def subject(self) -> Subject:
        """For ``Finding.subject``."""
        return Subject(self.kind, self.name)

    @property
    def label(self) -> str:
        """How messages name it: ``service checkout``."""
        kind = self.kind if self.kind.isupper() else self.kind.lower()
        return f"{kind} {self.name}"

    def can_say(self, topic: str) -> bool:
        """Whether this entity's dialect is able to state ``topic`` at all."""
        return self.says is None or topic in self.says


class Away(NamedTuple):
    """A person's absence; ``start`` and ``end`` as written (date or local time)."""

    start: str
    end: str
    time_zone: str
    place: Place


class Notify(NamedTuple):
    """A personal notification rule: through which channel, how long after the page."""

    via: str
    after: Duration | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Entity):
    """A human (or a bot) who may be on call, approve and be told."""

    email: str = ""
    logins: Mapping[str, str] = field(default_factory=lambda: EMPTY)
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
        """Whether the person is here at a date (``None`` = the steady state: dated facts are ignored)."""
        if not self.active:
            return False
        return on is None or self.leaves_on is None or self.leaves_on >= on


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Entity):
    """A team owns things; a person never does."""

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
    """How long one member holds a layer, and when it is handed over."""

    every: Duration | None
    day: str
    at: str


class Layer(NamedTuple):
    """One layer of a rotation; ``members`` holds ``None`` where the slot is deliberately empty."""

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
    """A one-off change of a rotation."""

    start: str
    end: str
    time_zone: str
    remove: Ref | None
    add: Ref | None
    reason: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation(Entity):
    """Who is on call when."""

    team: Ref | None = None
    role: str = "primary"
    required: Hours | Literal["sla"] = ALWAYS
    layers: tuple[Layer, ...] = ()
    overrides: tuple[Override, ...] = ()
    gaps_ok: tuple[Hours, ...] = ()
    external: Mapping[str, str] | None = None


class Attempts(NamedTuple):
    """How often a tier tries before it gives up."""

    times: int
    every: Duration | None


class Tier(NamedTuple):
    """One step of an escalation."""

    name: str
    purpose: str
    notify: tuple[Ref, ...]
    assign: str
    via: tuple[str, ...]
    urgency: str
    attempts: Attempts | None
    wait: Duration | None
    inform: tuple[str, ...]
    place: Place


class Failsafe(NamedTuple):
    """What happens when the usual channels are down."""

    via: tuple[str, ...]
    to: Ref | None
    after: Duration | None
    tested_on: date | None
    place: Place


class Repeat(NamedTuple):
    """How the policy starts again."""

    times: int
    every: Duration | None
    to: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Entity):
    """How far and how fast a page climbs. ``end`` is ``"stop"``, a reference to another policy, or absent."""

    team: Ref | None = None
    provider: str = ""
    on_empty: str = "wait"
    hold: Duration | None = None
    ack_timeout: Duration | None = None
    tiers: tuple[Tier, ...] = ()
    failsafe: Failsafe | None = None
    repeat: Repeat | None = None
    end: Ref | Literal["stop"] | None = None


class Route(NamedTuple):
    """One line of a service's escalation table: the first that matches wins."""

    severities: tuple[str, ...]
    symptom: str
    policy: Ref | None
    place: Place


class Symptom(NamedTuple):
    """A way in which a service is seen to fail."""

    id: str
    title: str
    severity: str
    alerts: tuple[str, ...]
    place: Place


class Dependency(NamedTuple):
    """One service needs another. ``mode``: hard, soft, async or cached."""

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
    """What a service offers to others."""

    name: str
    type: str
    compatibility: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Entity):
    """A thing that runs and has an owner. Free-form blocks that no rule reads yet stay plain data in ``extra``."""

    type: str = "service"
    system: str = ""
    domain: str = ""
    tier: int = 3
    lifecycle: str = "production"
    owner: Ref | None = None
    repository: str = ""
    paths: tuple[str, ...] = ()
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


class Target(NamedTuple):
    """What is promised for one severity. ``impact`` is a share of users between 0 and 1; ``None`` = not judged."""

    severity: str
    ack: Duration | None
    respond: Duration | None
    update_every: Duration | None
    restore: Duration | None
    resolve: Duration | None
    impact: float | None
    place: Place


class Objective(NamedTuple):
    """A service level objective; ``target`` in per cent, 0–100 exclusive."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SLA(Entity):
    """A promise about a service. The ``consumer`` is a service or a team; else a journey, or outsiders."""

    service: Ref | None = None
    consumer: Ref | None = None
    journey: Ref | None = None
    external: bool = False
    outcome: str = ""
    impact: str = ""
    hours: Hours = ALWAYS
    targets: tuple[Target, ...] = ()
    objectives: tuple[Objective, ...] = ()
    status: str = "published"
    approvers: tuple[Ref, ...] = ()
    approved_on: date | None = None
    revisit_on: date | None = None
    review_every: Duration | None = None
    dashboards: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


class Checkpoint(NamedTuple):
    """A question after a step, and the steps its answers lead to."""

    ask: str
    on_pass: str
    on_fail: str


class Step(NamedTuple):
    """One step of a runbook."""

    id: str
    kind: str
    do: str
    run: str
    timebox: Duration | None
    mode: str
    needs: str
    checkpoint: Checkpoint | None
    place: Place


class Cover(NamedTuple):
    """What a runbook is for."""

    symptom: str
    severity: str
    alerts: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook(Entity):
    """Proven steps for a failure of one service."""

    service: Ref | None = None
    owner: Ref | None = None
    covers: tuple[Cover, ...] = ()
    steps: tuple[Step, ...] = ()


class JourneyStep(NamedTuple):
    """One service on a customer's way."""

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


class SeverityLevel(NamedTuple):
    """One level of the organisation's incident classification, in rank order."""

    id: str
    title: str
    major: bool
    page: str


class TierPolicy(NamedTuple):
    """What a service of a tier must have."""

    title: str
    requires: frozenset[str]
    escalation_tiers: int


class Channel(NamedTuple):
    """A way to reach people; ``provider`` is a failure domain, ``wakes`` whether it gets a sleeper up."""

    id: str
    medium: str
    provider: str
    wakes: bool


class RulesPolicy(NamedTuple):
    """Which rules the organisation runs, how loud, with which options; ``overrides`` narrow by path."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = EMPTY
    options: Mapping[str, Mapping[str, Any]] = EMPTY
    overrides: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()  # (path patterns, rules ignored there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Entity):
    """What the organisation decided, resolved over the built-in defaults (see ``policy.py``)."""

    severities: tuple[SeverityLevel, ...] = ()
    severity_aliases: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    tiers: Mapping[int, TierPolicy] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=lambda: EMPTY)
    required_info: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: EMPTY)
    governance_team: Ref | None = None
    rules: RulesPolicy = field(default_factory=RulesPolicy)
    data: Mapping[str, Any] = field(default_factory=lambda: EMPTY)  # the whole, defaults and document merged

    def severity_id(self, word: str) -> str:
        """The canonical severity for an id or alias; the word itself when nobody knows it."""
        return str(self.severity_aliases.get(word, word))

    @property
    def major(self) -> frozenset[str]:
        """The ids of the severities that wake people at any hour."""
        return frozenset(s.id for s in self.severities if s.major)


class Twice(NamedTuple):
    """Two documents that claim one name; the first one counts."""

    first: Entity
    second: Entity


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that was read. Look-ups are by (kind, key); the first definition of a name counts.

    ``uncertain``: words found in files or documents that could not be read whole. What they may define is
    neither reported as missing nor judged, so that one broken file is one finding.
    """

    entities: Mapping[tuple[str, str], Entity]
    twice: tuple[Twice, ...] = ()
    aliases: Mapping[tuple[str, str], Entity] = field(default_factory=lambda: MappingProxyType({}))
    uncertain: frozenset[str] = frozenset()

    def of(self, kind: type[Any]) -> Iterator[Any]:
        """Every entity of a model class (``Service`` also yields what foreign dialects read as one)."""
        return (e for e in self.entities.values() if isinstance(e, kind))

    def get(self, kind: str, name: str) -> Entity | None:
        """The entity of that kind and exact name, not through aliases."""
        return self.entities.get((kind, name))

    def find(self, ref: Ref | None) -> Entity | None:
        """What a reference means, through aliases too; ``None`` when nothing fits."""
        if ref is None:
            return None
        kinds = (ref.kind,) if ref.kind else ref.kinds
        for index in (self.entities, self.aliases):
            for kind in kinds:
                found = index.get((kind, ref.name))
                if found is not None:
                    return found
        return None

    def team(self, ref: Ref | None) -> Team | None:
        """The team a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Team) else None

    def person(self, ref: Ref | None) -> Person | None:
        """The person a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Person) else None

    def service(self, ref: Ref | None) -> Service | None:
        """The service a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Service) else None

    def escalation(self, ref: Ref | None) -> Escalation | None:
        """The escalation policy a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Escalation) else None

    def rotation(self, ref: Ref | None) -> Rotation | None:
        """The rotation a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Rotation) else None

    def kinds(self) -> frozenset[str]:
        """The kinds that are defined at least once."""
        return frozenset(kind for kind, _ in self.entities)


def build(entities: Iterable[Entity], uncertain: frozenset[str] = frozenset()) -> Catalog:
    """Index entities into a catalog: the first of a name counts, later ones are kept in ``twice``."""
    index: dict[tuple[str, str], Entity] = {}
    twice: list[Twice] = []
    for entity in entities:
        first = index.setdefault((entity.kind, entity.key), entity)
        if first is not entity:
            twice.append(Twice(first, entity))
    aliases: dict[tuple[str, str], Entity] = {}
    for entity in index.values():
        for alias in entity.aliases:
            aliases.setdefault((entity.kind, alias.name), entity)
    return Catalog(MappingProxyType(index), tuple(twice), MappingProxyType(aliases), uncertain)
