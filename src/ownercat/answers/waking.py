"""How soon a page wakes the first human, whether that was promised, and when it takes longest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import inf
from typing import Literal, NamedTuple

from ownercat.answers import duty, promises
from ownercat.answers.book import AnswerContext, mention
from ownercat.answers.climbs import ApplicableAckTarget, FirstResponder, SlowestResponse, Verdict
from ownercat.answers.timing import since
from ownercat.answers.values import SourcedText
from ownercat.model import ALWAYS, Escalation, Hours, Service
from ownercat.oncall import climb
from ownercat.oncall.calendar import HORIZON_DAYS, Calendar
from ownercat.oncall.clock import DAY, to_datetime
from ownercat.oncall.contacts import compute_wake_delay
from ownercat.oncall.crew import Crew
from ownercat.oncall.empty import list_empty_levels
from ownercat.oncall.escalation import Event, find_first_responder
from ownercat.oncall.hours import format_hours
from ownercat.oncall.intervals import intersect, list_times
from ownercat.oncall.paths import format_level
from ownercat.oncall.sums import format_sum
from ownercat.oncall.windows import list_open_times
from ownercat.oncall.wording import format_duration


class PageContext(NamedTuple):
    """One page of one service, and what it happens in. ``down``: channels that do not work."""

    book: AnswerContext
    calendar: Calendar
    service: Service
    severity: str
    escalation: Escalation
    down: Collection[str]

    @property
    def at(self) -> int:
        """When the alert fires."""
        return self.book.at


class _Woken(NamedTuple):
    """Who wakes, how long after the alert, through what, and the sum in words."""

    seconds: int
    crew: Crew
    by: Literal["tier", "failsafe"]
    tier: str
    sum: str


def first(scene: PageContext, events: Sequence[Event], zone: str) -> FirstResponder:
    """The first human whom a page wakes: through a tier or, while channels are down, through the fail-safe."""
    found = sorted((*_by_tier(scene), *_by_failsafe(scene, events)), key=lambda woken: woken.seconds)
    promised = promised_ack(scene)
    if not found:
        return FirstResponder(None, "", None, (), "nobody", "", "", promised, "nobody wakes")
    best = found[0]
    at = scene.at + best.seconds
    people = tuple(duty.named(scene.book, member, at, scene.escalation.named) for member in best.crew)
    verdict: Verdict = "not promised"
    if all(member.kind == "unknown" for member in best.crew):
        verdict = "not known"  # somebody is named, and nobody can say who that is
    elif promised is not None and promised.applies:
        verdict = "in time" if best.seconds <= promised.seconds else "too late"
    time = to_datetime(at, zone)
    return FirstResponder(
        best.seconds, since(best.seconds), time, people, best.by, best.tier, best.sum, promised, verdict
    )


def _by_tier(scene: PageContext) -> Iterator[_Woken]:
    human = find_first_responder(scene.calendar, scene.book.policy, scene.escalation, scene.at, scene.down)
    if human is not None:
        tier = format_level(human.tier, human.number)
        yield _Woken(human.seconds, human.crew, "tier", tier, format_sum(human))


def _by_failsafe(scene: PageContext, events: Sequence[Event]) -> Iterator[_Woken]:
    """It is for the case that nothing else gets through, so without an outage it is nobody's first call."""
    for event in events if scene.down else ():
        if event.kind == "failsafe" and event.tier is not None and event.offset is not None:
            crew = tuple(reached.member for reached in event.reached)
            each = [compute_wake_delay(scene.calendar, scene.book.policy, event.tier, one, scene.down) for one in crew]
            wake = min(each, default=inf)
            if wake != inf:
                seconds = event.offset + int(wake)
                yield _Woken(seconds, crew, "failsafe", "failsafe", f"failsafe after {format_duration(seconds)}")


def promised_ack(scene: PageContext) -> ApplicableAckTarget | None:
    """The strictest answer that is promised for a page of this severity, of those that hold at the moment if any do."""
    found = [promised for promised, _ in _acks(scene)]
    return min(found, key=lambda promised: (not promised.applies, promised.seconds), default=None)


def _acks(scene: PageContext) -> Iterator[tuple[ApplicableAckTarget, Hours]]:
    book = scene.book
    for sla in promises.published(book, scene.service):
        applies = bool(list_open_times((sla.hours,), scene.at, scene.at + 1))
        for target in sla.targets:
            if target.ack is not None and book.policy.severity_id(target.severity) == scene.severity:
                named, to = mention(book, sla, sla.named), promises.consumer(book, sla)
                hours, place = format_hours(sla.hours), target.place.at("ack")
                yield (
                    ApplicableAckTarget(target.ack.text, target.ack.seconds, named, to, hours, applies, place),
                    sla.hours,
                )


class Longest(NamedTuple):
    """The longest time to the first human, whether it is the same all the time, and the hours that were looked at."""

    found: climb.SlowestWake
    always: bool
    hours: str


def longest(scene: PageContext) -> Longest | None:
    """Over the next 400 days, in the hours of the strictest promise; ``None`` when there are no such hours."""
    start, end = scene.at, scene.at + HORIZON_DAYS * DAY
    _, hours = min(_acks(scene), key=lambda pair: pair[0].seconds, default=(None, ALWAYS))
    within = list_open_times((hours,), start, end)
    times = climb.compute_wake_times(scene.calendar, scene.book.policy, scene.escalation, scene.down)
    found = climb.find_slowest(times, within)
    if found is None:
        return None
    always = intersect(list_times(times, found.seconds.__eq__), within) == within
    return Longest(found, always, format_hours(hours))


def worst(scene: PageContext, longest: Longest, zone: str) -> SlowestResponse:
    """The worst instant in words; the scene is the one at that instant."""
    found = longest.found
    return SlowestResponse(
        seconds=None if found.seconds == inf else int(found.seconds),
        start=to_datetime(found.instant, zone),
        end=to_datetime(found.until, zone),
        days=HORIZON_DAYS,
        always=longest.always,
        hours=longest.hours,
        reasons=tuple(_reasons(scene, found.seconds)),
    )


def _reasons(scene: PageContext, within: float) -> Iterator[SourcedText]:
    for empty in list_empty_levels(scene.calendar, scene.book.policy, scene.escalation, scene.at, within):
        yield SourcedText(f"{empty.name} has nobody on call: {empty.because}", empty.place)
