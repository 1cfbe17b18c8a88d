"""``escalate``: what becomes of a page of a service, from the alert to the end. Needs a book with a moment. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownercat.answers import duty, paging, services, waking
from ownercat.answers.book import AnswerContext, mention, moment
from ownercat.answers.climbs import Escalated, Outage, TimelineEntry
from ownercat.answers.timing import since
from ownercat.answers.values import Paged, PagingPlan, SourcedText
from ownercat.answers.waking import PageContext
from ownercat.diagnostics import Place
from ownercat.model import Escalation, Service
from ownercat.oncall import clock, paths
from ownercat.oncall.calendar import HORIZON_DAYS
from ownercat.oncall.contacts import collect_same_provider
from ownercat.oncall.escalation import Event, build_timeline

_BEYOND = 30  # days after the last alert of the horizon, for its page to end


class Question(NamedTuple):
    """What was asked: ``worst``: at the worst instant from the moment on; ``whole``: all that happens if nobody reacts.

    ``down``: channels or providers that do not work.
    """

    severity: str = ""
    symptom: str = ""
    down: tuple[str, ...] = ()
    worst: bool = False
    whole: bool = False


def escalate(book: AnswerContext, service: Service, question: Question) -> Escalated:
    """What becomes of a page of a service at the moment of the book, or at the worst one after it."""
    severity = services.page_severity(book, service, question.severity, question.symptom)
    page = services.page_of(book._replace(moment=None), service, severity, question.symptom)
    notes = (
        *services.asked_notes(book, service, question.severity or severity, severity),
        *services.symptom_notes(service, question.symptom),
        *services.page_notes(service, page),
    )
    found = paths.find_escalation(book.catalog, book.policy, service, severity, question.symptom or None)
    blank = _blank(book, service, severity, question, page, notes)
    if found is None or not found.tiers:
        return blank
    outage = _outage(book, question.down)
    calendar = book.calendar(1, HORIZON_DAYS + _BEYOND)
    scene = PageContext(book, calendar, service, severity, found, outage.channels if outage else ())
    longest = waking.longest(scene) if question.worst else None
    if longest is not None:
        scene = scene._replace(book=book._replace(moment=moment(longest.found.instant)))
    return _told(scene, blank, longest, outage)


def _blank(
    book: AnswerContext, service: Service, severity: str, question: Question, page: PagingPlan, notes: Sequence[str]
) -> Escalated:
    """An answer about a page that nobody gets."""
    tier = service.tier if service.can_say("tier") else None
    return Escalated(
        service=mention(book, service, service.named),
        tier=tier,
        severity=severity,
        symptom=question.symptom,
        policy=page.policy,
        time=clock.to_datetime(book.at),
        time_zone="UTC",
        whole=question.whole,
        worst=None,
        outage=None,
        entries=(),
        first=None,
        then=page.then,
        end=None,
        notes=tuple(notes),
        place=page.place,
    )


def _told(scene: PageContext, blank: Escalated, longest: waking.Longest | None, outage: Outage | None) -> Escalated:
    events = build_timeline(scene.calendar, scene.book.policy, scene.escalation, scene.at, scene.down)
    people = [duty.paged(scene.book, event.reached, _when(scene, event), _place(event)) for event in events]
    zone = duty.first_zone(paged for each in people for paged in each)
    rotations = (paged.rotation for each in people for paged in each if paged.rotation)
    entries = [_entry(scene, event, each, zone) for event, each in zip(events, people, strict=True)]
    told = [(event, entry) for event, entry in zip(events, entries, strict=True) if event.kind != "reopened"]
    return blank._replace(
        time=clock.to_datetime(scene.at, zone),
        time_zone=zone,
        worst=waking.worst(scene, longest, zone) if longest else None,
        outage=outage._replace(silent=tuple(_silent(events))) if outage else None,
        entries=tuple(entry for event, entry in told if blank.whole or _is_early(scene.escalation, event)),
        first=waking.first(scene, events, zone),
        then=tuple(_then(scene, blank.whole)),
        notes=(*blank.notes, *services.doubts(scene.book, rotations)),
        end=next((entry for event, entry in reversed(told) if event.kind not in ("page", "failsafe")), None),
    )


def _is_early(escalation: Escalation, event: Event) -> bool:
    """Whether something belongs to the first round."""
    return event.escalation is escalation and event.round == 0 and event.kind in ("page", "failsafe", "dropped")


def _when(scene: PageContext, event: Event) -> int | None:
    return None if event.offset is None else scene.at + event.offset


def _place(event: Event) -> Place:
    return event.tier.place if event.tier else event.escalation.named


def _entry(scene: PageContext, event: Event, people: tuple[Paged, ...], zone: str) -> TimelineEntry:
    at, tier, book = _when(scene, event), event.tier, scene.book
    return TimelineEntry(
        kind=event.kind,
        at=since(event.offset),
        seconds=event.offset,
        time=None if at is None else clock.to_datetime(at, zone),
        policy=mention(book, event.escalation, event.escalation.named),
        tier=tier.name if tier and event.kind == "page" else "",
        purpose=tier.purpose if tier else "",
        urgency=tier.urgency if tier else "",
        round=event.round + 1,
        people=people,
        via=tier.via if tier else (),
        inform=tier.inform if tier else (),
        arrives=event.gets_through,
        to=mention(book, event.to, event.escalation.at) if event.to else None,
        place=_place(event),
    )


def _then(scene: PageContext, whole: bool) -> Iterator[SourcedText]:
    """What follows the first round, unless all of it is told; and what happens to a page that is left lying."""
    escalation = scene.escalation
    if not whole:
        yield from paging.follows(scene.book, escalation)
    if escalation.ack_timeout is not None:
        text = f"acknowledged but not resolved: pages again after {escalation.ack_timeout.text}"
        yield SourcedText(text, escalation.at.at("ackTimeout"))


def _silent(events: Sequence[Event]) -> Iterator[str]:
    """The tiers whose page gets nowhere although somebody is on call, each once."""
    named = (
        paths.format_level(event.tier, event.number)
        for event in events
        if event.kind == "page" and event.tier and event.reached and not event.gets_through
    )
    return iter(dict.fromkeys(named))


# --- channels that do not work ---


class UnknownChannel(Exception):
    """The policy has no channel or provider of that name; ``names``: those that it has."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.names = tuple(names)


def _outage(book: AnswerContext, names: Sequence[str]) -> Outage | None:
    """Everything that fails together with some channels or providers; a channel takes its whole provider with it."""
    asked: dict[str, None] = {}
    for name in names:
        found = [name] if name in book.policy.channels else _of_provider(book, name)
        if not found:
            known = (word for channel in book.policy.channels.values() for word in (channel.id, channel.provider))
            raise UnknownChannel(name, sorted(filter(None, dict.fromkeys(known))))
        asked |= dict.fromkeys(found)
    along = {other for channel in asked for other in collect_same_provider(book.policy, channel)} - asked.keys()
    channels = (*asked, *sorted(along))
    providers = dict.fromkeys(book.policy.channels[channel].provider for channel in channels)
    return Outage(tuple(names), tuple(filter(None, providers)), channels, tuple(sorted(along)), ()) if names else None


def _of_provider(book: AnswerContext, name: str) -> list[str]:
    return [channel.id for channel in book.policy.channels.values() if channel.provider == name]
