"""The values of an answer to ``who``, each fact with its location."""

from datetime import date, datetime
from typing import Literal, NamedTuple

from ownercat.answers.implied_ceiling import ImpliedCeiling
from ownercat.diagnostics import Basis, Place
from ownercat.oncall.contacts import NotificationMethod as Channel


class Match(NamedTuple):
    """How the query matched: ``by`` name, case, alias, path, alert, symptom, title or document."""

    by: str
    text: str
    place: Place


class SourcedText(NamedTuple):
    """A text with its location."""

    value: str
    place: Place


class SourcedNumber(NamedTuple):
    """A number with its location."""

    value: int
    place: Place


class Mention(NamedTuple):
    """A named entity. ``note`` is a warning about it ("left on 2026-10-31"), or ``""``.

    ``contact`` is its fastest contact, or ``""``; ``known`` is false if the entity is undefined. ``basis``: of the
    reference, or of a person on call.
    """

    kind: str
    name: str
    title: str
    contact: str
    note: str
    known: bool
    place: Place
    basis: Basis = "proved"


class Contact(NamedTuple):
    """A way to reach the owner (chat, email, pager …), and whose contact it is."""

    type: str
    value: str
    whose: str
    place: Place


class LayerAnswer(NamedTuple):
    """One layer of a rotation, with its members in order. A member is ``None`` if the slot is intentionally empty."""

    id: str
    time_zone: str
    turn: str
    windows: tuple[str, ...]
    members: tuple[Mention | None, ...]
    note: str
    place: Place


class NextOncall(NamedTuple):
    """The next person on call, and the start; ``None``: nobody."""

    person: Mention | None
    start: datetime


class CurrentOncall(NamedTuple):
    """Who is on call at the instant of the query (``time``), in the zone of that person.

    ``state``: a person; nobody, with the cause in ``because``; external, if the schedule is in another system; unknown,
    if the rotation has too many turns. ``since`` and ``until`` are ``None`` if they are more than a year away.
    """

    state: Literal["person", "nobody", "external", "unknown"]
    person: Mention | None
    because: str
    time: datetime
    time_zone: str
    since: datetime | None
    until: datetime | None
    next: NextOncall | None
    place: Place
    basis: Basis = "proved"


class Schedule(NamedTuple):
    """A rotation, its order, and who is on call now. ``basis``: of its coverage.

    ``provider``, ``url`` and ``system``: of an external schedule. ``evidence``: system and time of the snapshot.
    """

    rotation: Mention
    role: str
    shifts: tuple[LayerAnswer, ...]
    provider: str
    url: str
    place: Place
    now: CurrentOncall | None = None
    basis: Basis = "proved"
    system: str = ""
    evidence: str = ""


class Paged(NamedTuple):
    """A person whom a page reaches, in their own zone, with the channels in order of time.

    ``rotation``: the rotation of the person; ``None`` if there is none. ``silent``: the channels that do not work.
    ``arrives``: whether the page is delivered. ``basis``: of whether the page reaches a person. ``system``: the other
    system that has the schedule, with its ID.
    """

    who: Mention
    rotation: Mention | None
    channels: tuple[Channel, ...]
    silent: tuple[str, ...]
    arrives: bool
    time: datetime | None
    time_zone: str
    basis: Basis = "proved"
    system: str = ""


class PagedLevel(NamedTuple):
    """One level of the page: ``seconds`` after the page starts, ``None`` if the policy does not state it.

    ``basis``: of whom the level reaches.
    """

    at: str
    seconds: int | None
    tier: str
    purpose: str
    targets: tuple[Mention, ...]
    via: tuple[str, ...]
    inform: tuple[str, ...]
    place: Place
    basis: Basis = "proved"


class FailsafeAnswer(NamedTuple):
    """What happens if no channel delivers the page."""

    at: str
    seconds: int | None
    to: Mention | None
    via: tuple[str, ...]
    place: Place


class ScheduledPage(NamedTuple):
    """When a level or the failsafe is paged (``seconds`` after the page starts), and whom that reaches then."""

    at: str
    seconds: int | None
    time: datetime | None
    people: tuple[Paged, ...]


class PageTimeline(NamedTuple):
    """A page that starts at the instant of the query, in the zone of the first person paged.

    ``steps``: one for each level; empty if the paging product drops the page.
    """

    time: datetime
    time_zone: str
    steps: tuple[ScheduledPage, ...]
    failsafe: ScheduledPage | None


class PagingPlan(NamedTuple):
    """The levels of a page, for one severity. ``then`` is the text about what follows the last level.

    ``basis``: of whom the levels reach.
    """

    severity: str
    policy: Mention | None
    steps: tuple[PagedLevel, ...]
    failsafe: FailsafeAnswer | None
    then: tuple[SourcedText, ...]
    place: Place
    now: PageTimeline | None = None
    basis: Basis = "proved"


class AuthorityHolders(NamedTuple):
    """Who may authorize an action."""

    authority: str
    who: tuple[Mention, ...]
    place: Place


class RoleHolder(NamedTuple):
    """Who has a role; ``stated`` is false if the owner has it by default."""

    role: str
    who: Mention
    stated: bool
    place: Place


class RunbookAnswer(NamedTuple):
    """A runbook and its symptom (``""``: the runbook is for the whole service)."""

    runbook: Mention
    symptom: str
    severity: str
    url: str
    place: Place


class SymptomRunbooks(NamedTuple):
    """A symptom of the service; ``asked``: the symptom of the query."""

    id: str
    title: str
    severity: str
    alerts: tuple[str, ...]
    asked: bool
    place: Place


class LinkAnswer(NamedTuple):
    """A link: to a dashboard, logs, documentation."""

    type: str
    title: str
    url: str
    place: Place


class SlaFigure(NamedTuple):
    """One value of an SLA: ``restore`` 1h, ``availability`` 99.9 % over 28d."""

    name: str
    value: str
    place: Place


class SlaAnswer(NamedTuple):
    """An SLA: its objectives, and the targets of one severity (that of the query, else the worst)."""

    sla: Mention
    to: str
    outcome: str
    objectives: tuple[SlaFigure, ...]
    severity: str
    targets: tuple[SlaFigure, ...]
    place: Place


class Neighbour(NamedTuple):
    """A dependency or dependent, with its owner."""

    service: Mention
    mode: str
    status: str
    degrade: str
    owner: Mention | None
    place: Place


class ServiceAnswer(NamedTuple):
    """Everything about a service. ``None`` for what its format cannot state; ``ceiling``: only with all facts."""

    kind: str
    name: str
    title: str
    match: Match
    description: SourcedText | None
    type: SourcedText
    system: SourcedText | None
    tier: SourcedNumber | None
    lifecycle: SourcedText | None
    owner: Mention | None
    lead: Mention | None
    contacts: tuple[Contact, ...]
    page: PagingPlan
    on_call: tuple[Schedule, ...]
    decisions: tuple[AuthorityHolders, ...]
    tells: tuple[RoleHolder, ...]
    roles: tuple[RoleHolder, ...]
    symptoms: tuple[SymptomRunbooks, ...]
    runbooks: tuple[RunbookAnswer, ...]
    links: tuple[LinkAnswer, ...]
    promises: tuple[SlaAnswer, ...]
    ceiling: ImpliedCeiling | None
    needs: tuple[Neighbour, ...]
    needed_by: tuple[Neighbour, ...]
    notes: tuple[str, ...]
    place: Place


class TeamMember(NamedTuple):
    """A member of a team."""

    person: Mention
    time_zone: str
    lead: bool
    place: Place


class Owned(NamedTuple):
    """A service that a team owns. ``None`` for what its format cannot state."""

    service: Mention
    tier: int | None
    lifecycle: str | None
    place: Place


class TeamAnswer(NamedTuple):
    """A team: contacts, members, services."""

    kind: str
    name: str
    title: str
    match: Match
    description: SourcedText | None
    mission: SourcedText | None
    parent: Mention | None
    lead: Mention | None
    contacts: tuple[Contact, ...]
    members: tuple[TeamMember, ...]
    page: PagingPlan
    policies: tuple[Mention, ...]
    on_call: tuple[Schedule, ...]
    services: tuple[Owned, ...]
    teams: tuple[Mention, ...]
    links: tuple[LinkAnswer, ...]
    notes: tuple[str, ...]
    place: Place


class OncallPeriod(NamedTuple):
    """When a person is on call: now, or the next time; ``None`` if an end is more than a year away."""

    is_now: bool
    time_zone: str
    start: datetime | None
    end: datetime | None


class PersonAssignment(NamedTuple):
    """An assignment of a person: the lead of a team, or the second of a rotation with the time on call."""

    of: Mention
    what: str
    place: Place
    stint: OncallPeriod | None = None


class PersonAnswer(NamedTuple):
    """A person: contacts and assignments."""

    kind: str
    name: str
    title: str
    match: Match
    description: SourcedText | None
    active: bool
    standing: str
    leaves_on: date | None
    time_zone: SourcedText | None
    contacts: tuple[Contact, ...]
    channels: tuple[SourcedText, ...]
    away: tuple[SourcedText, ...]
    may: tuple[SourcedText, ...]
    trained: tuple[SourcedText, ...]
    teams: tuple[PersonAssignment, ...]
    rotations: tuple[PersonAssignment, ...]
    escalations: tuple[PersonAssignment, ...]
    decisions: tuple[PersonAssignment, ...]
    roles: tuple[PersonAssignment, ...]
    notes: tuple[str, ...]
    place: Place


Subject = ServiceAnswer | TeamAnswer | PersonAnswer


class Answer(NamedTuple):
    """The answers to one query; more than one if the query is ambiguous. ``notes`` are warnings."""

    query: str
    subjects: tuple[Subject, ...]
    notes: tuple[str, ...] = ()
