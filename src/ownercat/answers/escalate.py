"""Answer ``escalate``: what happens to a page of a service, from the alert to the end.

Needs a context with an instant. Pure.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownercat.answers import duty, paging, services, waking
from ownercat.answers.book import AnswerContext, UnknownWord, build_instant, build_mention
from ownercat.answers.climbs import Escalated, Outage, TimelineEntry
from ownercat.answers.timing import format_since
from ownercat.answers.values import Paged, PagingPlan, SourcedText
from ownercat.answers.waking import PageContext
from ownercat.diagnostics import Place
from ownercat.model import Escalation, Service
from ownercat.oncall import clock, paths
from ownercat.oncall.basis import join_bases
from ownercat.oncall.calendar import HORIZON_DAYS
from ownercat.oncall.contacts import collect_same_provider
from ownercat.oncall.escalation import Event, build_timeline

_BEYOND = 30  # days after the last alert of the horizon, for its page to end


class Question(NamedTuple):
    """A request. ``worst``: use the slowest instant from now on. ``whole``: show all events if nobody acknowledges.

    ``down``: channels or providers that do not work.
    """

    severity: str = ""
    symptom: str = ""
    down: tuple[str, ...] = ()
    worst: bool = False
    whole: bool = False


def answer_escalate(book: AnswerContext, service: Service, question: Question) -> Escalated:
    """Return what happens to a page at the instant of the context, or at the slowest instant after it."""
    severity = services.find_page_severity(book, service, question.severity, question.symptom)
    page = services.build_page(book._replace(moment=None), service, severity, question.symptom)
    notes = (
        *services.list_query_notes(book, service, severity),
        *services.list_symptom_notes(service, question.symptom),
        *services.list_page_notes(service, page),
    )
    escalation = paths.find_escalation(book.catalog, book.policy, service, severity, question.symptom or None)
    blank = _build_blank(book, service, severity, question, page, notes)
    if escalation is None or not escalation.tiers:
        return blank
    outage = _build_outage(book, question.down)
    calendar = book.calendar(1, HORIZON_DAYS + _BEYOND)
    scene = PageContext(book, calendar, service, severity, escalation, outage.channels if outage else ())
    longest = waking.find_longest(scene) if question.worst else None
    if longest is not None:
        scene = scene._replace(book=book._replace(moment=build_instant(longest.found.instant)))
    return _build_timeline(scene, blank, longest, outage)


def _build_blank(
    book: AnswerContext, service: Service, severity: str, question: Question, page: PagingPlan, notes: Sequence[str]
) -> Escalated:
    """Build the answer about a page that nobody gets."""
    tier = service.tier if service.can_say("tier") else None
    return Escalated(
        service=build_mention(book, service, service.named),
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


def _build_timeline(
    scene: PageContext, blank: Escalated, longest: waking.Longest | None, outage: Outage | None
) -> Escalated:
    events = build_timeline(scene.calendar, scene.book.policy, scene.escalation, scene.at, scene.down)
    people = [
        duty.list_paged(scene.book, event.reached, _get_instant(scene, event), _get_place(event)) for event in events
    ]
    zone = duty.get_page_zone(scene.book, (paged for each in people for paged in each))
    rotations = (paged.rotation for each in people for paged in each if paged.rotation)
    entries = [_build_entry(scene, event, each, zone) for event, each in zip(events, people, strict=True)]
    shown_events = [(event, entry) for event, entry in zip(events, entries, strict=True) if event.kind != "reopened"]
    return blank._replace(
        time=clock.to_datetime(scene.at, zone),
        time_zone=zone,
        worst=waking.build_slowest(scene, longest, zone) if longest else None,
        outage=outage._replace(silent=tuple(_list_silent(events))) if outage else None,
        entries=tuple(entry for event, entry in shown_events if blank.whole or _is_early(scene.escalation, event)),
        first=waking.find_first(scene, events, zone),
        then=tuple(_list_following(scene, blank.whole)),
        notes=(*blank.notes, *services.list_doubts(scene.book, rotations)),
        end=next((entry for event, entry in reversed(shown_events) if event.kind not in ("page", "failsafe")), None),
    )


def _is_early(escalation: Escalation, event: Event) -> bool:
    """Return whether an event belongs to the first round."""
    return event.escalation is escalation and event.round == 0 and event.kind in ("page", "failsafe", "dropped")


def _get_instant(scene: PageContext, event: Event) -> int | None:
    return None if event.offset is None else scene.at + event.offset


def _get_place(event: Event) -> Place:
    return event.tier.place if event.tier else event.escalation.named


def _build_entry(scene: PageContext, event: Event, people: tuple[Paged, ...], zone: str) -> TimelineEntry:
    at, tier, book = _get_instant(scene, event), event.tier, scene.book
    return TimelineEntry(
        kind=event.kind,
        at=format_since(event.offset),
        seconds=event.offset,
        time=None if at is None else clock.to_datetime(at, zone),
        policy=build_mention(book, event.escalation, event.escalation.named),
        tier=tier.name if tier and event.kind == "page" else "",
        purpose=tier.purpose if tier else "",
        urgency=tier.urgency if tier else "",
        round=event.round + 1,
        people=people,
        via=tier.via if tier else (),
        inform=tier.inform if tier else (),
        arrives=event.gets_through,
        to=build_mention(book, event.to, event.escalation.at) if event.to else None,
        place=_get_place(event),
        basis=join_bases(paged.basis for paged in people),
    )


def _list_following(scene: PageContext, whole: bool) -> Iterator[SourcedText]:
    """Yield what follows the first round, unless all events are shown; and what happens to an unresolved page."""
    escalation = scene.escalation
    if not whole:
        yield from paging.list_following(scene.book, escalation)
    if escalation.ack_timeout is not None:
        text = f"acknowledged but not resolved: pages again after {escalation.ack_timeout.text}"
        yield SourcedText(text, escalation.at.at("ackTimeout"))


def _list_silent(events: Sequence[Event]) -> Iterator[str]:
    """Return the levels whose page is not delivered although a person is on call, each once."""
    names = (
        paths.format_level(event.tier, event.number)
        for event in events
        if event.kind == "page" and event.tier and event.reached and not event.gets_through
    )
    return iter(dict.fromkeys(names))


# --- channels that do not work ---


def _build_outage(book: AnswerContext, names: Sequence[str]) -> Outage | None:
    """Return all channels that fail together with some channels or providers.

    A channel fails with its whole provider.
    """
    channel_names: dict[str, None] = {}
    for name in names:
        matches = [name] if name in book.policy.channels else _list_provider_channels(book, name)
        if not matches:
            existing = (word for channel in book.policy.channels.values() for word in (channel.id, channel.provider))
            raise UnknownWord("channel or provider", name, sorted(filter(None, set(existing))))
        channel_names |= dict.fromkeys(matches)
    along = {
        other for channel in channel_names for other in collect_same_provider(book.policy, channel)
    } - channel_names.keys()
    channels = (*channel_names, *sorted(along))
    providers = dict.fromkeys(book.policy.channels[channel].provider for channel in channels)
    return Outage(tuple(names), tuple(filter(None, providers)), channels, tuple(sorted(along)), ()) if names else None


def _list_provider_channels(book: AnswerContext, name: str) -> list[str]:
    return [channel.id for channel in book.policy.channels.values() if channel.provider == name]
