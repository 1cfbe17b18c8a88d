"""Find how fast a page wakes the first responder, whether that meets the SLA, and when it takes longest."""

from collections.abc import Collection, Iterator, Sequence
from math import inf
from typing import Literal, NamedTuple

from ownercat.answers import duty, promises
from ownercat.answers.book import AnswerContext, build_mention
from ownercat.answers.climbs import ApplicableAckTarget, FirstResponder, SlowestResponse, Verdict
from ownercat.answers.timing import format_since
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
    """One page of one service with its context. ``down``: channels that do not work."""

    book: AnswerContext
    calendar: Calendar
    service: Service
    severity: str
    escalation: Escalation
    down: Collection[str]

    @property
    def at(self) -> int:
        """Return the instant of the alert."""
        return self.book.at


class _Woken(NamedTuple):
    """Who wakes, how long after the alert, through which level, and the sum as text."""

    seconds: int
    crew: Crew
    by: Literal["tier", "failsafe"]
    tier: str
    sum: str


def find_first(scene: PageContext, events: Sequence[Event], zone: str) -> FirstResponder:
    """Return the first responder: through a level or, during an outage of channels, through the failsafe."""
    woken_people = sorted((*_wake_by_level(scene), *_wake_by_failsafe(scene, events)), key=lambda woken: woken.seconds)
    promised = find_ack_target(scene)
    if not woken_people:
        return FirstResponder(None, "", None, (), "nobody", "", "", promised, "nobody wakes")
    best = woken_people[0]
    at = scene.at + best.seconds
    people = tuple(duty.mention_recipient(scene.book, member, at, scene.escalation.named) for member in best.crew)
    verdict: Verdict = "not promised"
    if all(member.kind == "unknown" for member in best.crew):
        verdict = "not known"  # the person on call is unknown
    elif promised is not None and promised.applies:
        verdict = "in time" if best.seconds <= promised.seconds else "too late"
    time = to_datetime(at, zone)
    return FirstResponder(
        best.seconds, format_since(best.seconds), time, people, best.by, best.tier, best.sum, promised, verdict
    )


def _wake_by_level(scene: PageContext) -> Iterator[_Woken]:
    human = find_first_responder(scene.calendar, scene.book.policy, scene.escalation, scene.at, scene.down)
    if human is not None:
        tier = format_level(human.tier, human.number)
        yield _Woken(human.seconds, human.crew, "tier", tier, format_sum(human))


def _wake_by_failsafe(scene: PageContext, events: Sequence[Event]) -> Iterator[_Woken]:
    """Yield who wakes through the failsafe; only during an outage, because the failsafe is for that case."""
    for event in events if scene.down else ():
        if event.kind == "failsafe" and event.tier is not None and event.offset is not None:
            crew = tuple(reached.member for reached in event.reached)
            each = [
                compute_wake_delay(scene.calendar, scene.book.policy, event.tier, member, scene.down) for member in crew
            ]
            wake = min(each, default=inf)
            if wake != inf:
                seconds = event.offset + int(wake)
                yield _Woken(seconds, crew, "failsafe", "failsafe", f"failsafe after {format_duration(seconds)}")


def find_ack_target(scene: PageContext) -> ApplicableAckTarget | None:
    """Return the strictest ack target for this severity, of those that apply now if there are any.

    ``None`` if there is none.
    """
    targets = [promised for promised, _ in _list_ack_targets(scene)]
    return min(targets, key=lambda promised: (not promised.applies, promised.seconds), default=None)


def _list_ack_targets(scene: PageContext) -> Iterator[tuple[ApplicableAckTarget, Hours]]:
    book = scene.book
    for sla in promises.list_published(book, scene.service):
        applies = bool(list_open_times((sla.hours,), scene.at, scene.at + 1))
        for target in sla.targets:
            if target.ack is not None and book.policy.severity_id(target.severity) == scene.severity:
                sla_mention, to = build_mention(book, sla, sla.named), promises.format_consumer(book, sla)
                hours, place = format_hours(sla.hours), target.place.at("ack")
                yield (
                    ApplicableAckTarget(target.ack.text, target.ack.seconds, sla_mention, to, hours, applies, place),
                    sla.hours,
                )


class Longest(NamedTuple):
    """The longest time to the first responder, whether it is always the same, and the checked hours."""

    found: climb.SlowestWake
    always: bool
    hours: str


def find_longest(scene: PageContext) -> Longest | None:
    """Return the slowest page of the next 400 days, in the hours of the strictest ack target.

    ``None`` without such hours.
    """
    start, end = scene.at, scene.at + HORIZON_DAYS * DAY
    _, hours = min(_list_ack_targets(scene), key=lambda pair: pair[0].seconds, default=(None, ALWAYS))
    within = list_open_times((hours,), start, end)
    times = climb.compute_wake_times(scene.calendar, scene.book.policy, scene.escalation, scene.down)
    slowest = climb.find_slowest(times, within)
    if slowest is None:
        return None
    always = intersect(list_times(times, slowest.seconds.__eq__), within) == within
    return Longest(slowest, always, format_hours(hours))


def build_slowest(scene: PageContext, longest: Longest, zone: str) -> SlowestResponse:
    """Build the answer about the slowest instant; the context must be at that instant."""
    slowest = longest.found
    return SlowestResponse(
        seconds=None if slowest.seconds == inf else int(slowest.seconds),
        start=to_datetime(slowest.instant, zone),
        end=to_datetime(slowest.until, zone),
        days=HORIZON_DAYS,
        always=longest.always,
        hours=longest.hours,
        reasons=tuple(_list_reasons(scene, slowest.seconds)),
    )


def _list_reasons(scene: PageContext, within: float) -> Iterator[SourcedText]:
    for empty in list_empty_levels(scene.calendar, scene.book.policy, scene.escalation, scene.at, within):
        yield SourcedText(f"{empty.name} has nobody on call: {empty.because}", empty.place)
