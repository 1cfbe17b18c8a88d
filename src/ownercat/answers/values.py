"""What ``who`` answers with: frozen values, each fact with the place it comes from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple

from ownercat.diagnostics import Place
from ownercat.oncall.contacts import NotificationMethod as Channel


class Match(NamedTuple):
    """How the query met the catalog: ``by`` name, case, alias, path, alert, symptom, title or document."""

    by: str
    text: str
    place: Place


class SourcedText(NamedTuple):
    """One stated thing."""

    value: str
    place: Place


class SourcedNumber(NamedTuple):
    """A stated number."""

    value: int
    place: Place


class Mention(NamedTuple):
    """Something that a fact names. ``note`` is what to know before relying on it ("left on 2026-10-31").

    ``contact`` is the quickest way to reach it; ``known`` is False when the catalog defines no such thing.
    """

    kind: str
    name: str
    title: str
    contact: str
    note: str
    known: bool
    place: Place


class Contact(NamedTuple):
    """A way to reach the owner (chat, email, pager …) and whose it is."""

    type: str
    value: str
    whose: str
    place: Place


class LayerAnswer(NamedTuple):
    """One layer of a rotation: who follows whom. A member is ``None`` where the slot is deliberately empty."""

    id: str
    time_zone: str
    turn: str
    windows: tuple[str, ...]
    members: tuple[Mention | None, ...]
    note: str
    place: Place


class NextOncall(NamedTuple):
    """Who is on call next, and from when on; ``None``: nobody."""

    person: Mention | None
    start: datetime


class CurrentOncall(NamedTuple):
    """Who is on call at the instant that is asked about (``time``), on the clock of whom it concerns.

    ``state``: a person; nobody, and ``because`` says why; external, because the schedule lives elsewhere; unknown,
    because it has too many turns to tell. ``since`` and ``until`` are ``None`` where they are more than a year away.
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


class Schedule(NamedTuple):
    """A rotation, its order, who holds it now; ``provider`` and ``url`` are set when the schedule lives elsewhere."""

    rotation: Mention
    role: str
    shifts: tuple[LayerAnswer, ...]
    provider: str
    url: str
    place: Place
    now: CurrentOncall | None = None


class Paged(NamedTuple):
    """Somebody whom a page reaches, on their own clock, and through what, in order of time.

    ``rotation``: through which they are on call, if any. ``silent``: the channels that do not work. ``arrives``:
    whether anything gets through.
    """

    who: Mention
    rotation: Mention | None
    channels: tuple[Channel, ...]
    silent: tuple[str, ...]
    arrives: bool
    time: datetime | None
    time_zone: str


class PagedLevel(NamedTuple):
    """One tier of the page: ``seconds`` after the page starts, ``None`` when the policy does not say."""

    at: str
    seconds: int | None
    tier: str
    purpose: str
    targets: tuple[Mention, ...]
    via: tuple[str, ...]
    inform: tuple[str, ...]
    place: Place


class FailsafeAnswer(NamedTuple):
    """What happens when no channel gets through."""

    at: str
    seconds: int | None
    to: Mention | None
    via: tuple[str, ...]
    place: Place


class ScheduledPage(NamedTuple):
    """When a tier or the fail-safe is paged (``seconds`` after the page starts), and whom that reaches then."""

    at: str
    seconds: int | None
    time: datetime | None
    people: tuple[Paged, ...]


class PageTimeline(NamedTuple):
    """A page that starts at the instant that is asked about, on the clock of the first whom it reaches.

    ``steps``: one for each step of the page, none where the paging product drops it.
    """

    time: datetime
    time_zone: str
    steps: tuple[ScheduledPage, ...]
    failsafe: ScheduledPage | None


class PagingPlan(NamedTuple):
    """The way a page climbs, for one severity. ``then`` says in words what follows the last step."""

    severity: str
    policy: Mention | None
    steps: tuple[PagedLevel, ...]
    failsafe: FailsafeAnswer | None
    then: tuple[SourcedText, ...]
    place: Place
    now: PageTimeline | None = None


class AuthorityHolders(NamedTuple):
    """Who may authorise something."""

    authority: str
    who: tuple[Mention, ...]
    place: Place


class RoleHolder(NamedTuple):
    """Who holds a role; ``stated`` is False where it falls to the owner by default."""

    role: str
    who: Mention
    stated: bool
    place: Place


class RunbookAnswer(NamedTuple):
    """A runbook, and what it is for (no symptom: for the service as a whole)."""

    runbook: Mention
    symptom: str
    severity: str
    url: str
    place: Place


class SymptomRunbooks(NamedTuple):
    """A symptom of the service and the runbooks that cover it."""

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
    """One figure of a promise: ``restore`` 1h, ``availability`` 99.9 % over 28d."""

    name: str
    value: str
    place: Place


class SlaAnswer(NamedTuple):
    """What an SLA promises: its objectives, and one severity's targets (the asked one, else the worst)."""

    sla: Mention
    to: str
    outcome: str
    objectives: tuple[SlaFigure, ...]
    severity: str
    targets: tuple[SlaFigure, ...]
    place: Place


class Neighbour(NamedTuple):
    """A service on the other end of a dependency, and who owns it."""

    service: Mention
    mode: str
    status: str
    degrade: str
    owner: Mention | None
    place: Place


class ServiceAnswer(NamedTuple):
    """Everything to know about a service at night. ``None`` for what its format cannot say."""

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
    """A service that a team owns. ``None`` for what its format cannot say."""

    service: Mention
    tier: int | None
    lifecycle: str | None
    place: Place


class TeamAnswer(NamedTuple):
    """A team: how to reach it, who is in it, what it owns."""

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
    """When a person holds a rotation: now, or the next time; ``None`` where an end is more than a year away."""

    is_now: bool
    time_zone: str
    start: datetime | None
    end: datetime | None


class PersonAssignment(NamedTuple):
    """What a person is in something: the lead of a team, the second of a rotation and when they hold it."""

    of: Mention
    what: str
    place: Place
    stint: OncallPeriod | None = None


class PersonAnswer(NamedTuple):
    """A person: how to reach them and where they are named."""

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
    """The answers to one query; more than one means that the query is ambiguous. ``notes`` are warnings."""

    query: str
    subjects: tuple[Subject, ...]
    notes: tuple[str, ...] = ()


class Near(NamedTuple):
    """Something whose name is close to what was asked for."""

    kind: str
    name: str
    title: str
    place: Place


class NotFound(NamedTuple):
    """Nothing matches; ``nearest`` are what was probably meant, best first."""

    query: str
    nearest: tuple[Near, ...] = ()
