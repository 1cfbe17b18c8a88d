"""Find how fast a page wakes the first responder, whether that meets the SLA, and when it takes longest."""

from collections.abc import Collection, Iterator, Sequence
from math import inf
from typing import Literal, NamedTuple

from ownercat.answers import duty, promises
from ownercat.answers.book import AnswerContext, build_mention
from ownercat.answers.climbs import ApplicableAckTarget, FirstResponder, ProvedResponder, SlowestResponse, Verdict
from ownercat.answers.timing import format_since
from ownercat.answers.values import Mention, SourcedText
from ownercat.diagnostics import Basis
from ownercat.model import ALWAYS, Escalation, Hours, Service
from ownercat.oncall import climb
from ownercat.oncall.basis import explain_unproved, find_basis, join_bases
from ownercat.oncall.calendar import HORIZON_DAYS, Calendar
from ownercat.oncall.clock import DAY, to_datetime
from ownercat.oncall.contacts import compute_wake_delay
from ownercat.oncall.crew import Crew
from ownercat.oncall.empty import list_empty_levels
from ownercat.oncall.escalation import Event, find_first_responder
from ownercat.oncall.hours import format_hours
from ownercat.oncall.intervals import Intervals, Track, intersect, list_times
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
    promised = find_ack_target(scene)
    best, proved = _find_woken(scene, events), _find_woken(scene, events, proved=True)
    if best is None:
        return FirstResponder(None, "", None, (), "nobody", "", "", promised, "nobody wakes")
    if proved is None or best.seconds < proved.seconds:
        return _build_unproved(scene, best, proved, promised, zone)
    people, time = _mention_crew(scene, proved), to_datetime(scene.at + proved.seconds, zone)
    since, verdict = format_since(proved.seconds), _judge(proved, proved, promised)
    return FirstResponder(proved.seconds, since, time, people, proved.by, proved.tier, proved.sum, promised, verdict)


def _build_unproved(
    scene: PageContext, best: _Woken, proved: _Woken | None, promised: ApplicableAckTarget | None, zone: str
) -> FirstResponder:
    """Build the answer if a level pages people whom the catalog does not know before any other person wakes."""
    catalog = scene.book.catalog
    known = None
    if proved is not None:
        people, at = _mention_crew(scene, proved), to_datetime(scene.at + proved.seconds, zone)
        known = ProvedResponder(proved.seconds, format_since(proved.seconds), at, people, proved.tier, proved.sum)
    return FirstResponder(
        seconds=None,
        at="",
        time=None,
        people=_mention_crew(scene, best),
        by=best.by,
        tier=best.tier,
        sum="",
        promised=promised,
        verdict=_judge(best, proved, promised),
        basis=join_bases(find_basis(catalog, member) for member in best.crew),
        because=explain_unproved(catalog, best.crew),
        proved=known,
    )


def _mention_crew(scene: PageContext, woken: _Woken) -> tuple[Mention, ...]:
    at, place = scene.at + woken.seconds, scene.escalation.named
    return tuple(duty.mention_recipient(scene.book, member, at, place) for member in woken.crew)


def _judge(best: _Woken, proved: _Woken | None, promised: ApplicableAckTarget | None) -> Verdict:
    """Compare with the ack target: met by people whom the catalog knows, or missed whoever is on call."""
    if promised is None or not promised.applies:
        return "not promised"
    if proved is not None and proved.seconds <= promised.seconds:
        return "in time"
    return "too late" if best.seconds > promised.seconds else "not known"


def _find_woken(scene: PageContext, events: Sequence[Event], proved: bool = False) -> _Woken | None:
    """Return who wakes first; with ``proved``, of the people whom the catalog knows."""
    woken_people = (*_wake_by_level(scene, proved), *_wake_by_failsafe(scene, events, proved))
    return min(woken_people, key=lambda woken: woken.seconds, default=None)


def _wake_by_level(scene: PageContext, proved: bool) -> Iterator[_Woken]:
    policy = scene.book.policy
    human = find_first_responder(scene.calendar, policy, scene.escalation, scene.at, scene.down, proved)
    if human is not None:
        tier = format_level(human.tier, human.number)
        yield _Woken(human.seconds, human.crew, "tier", tier, format_sum(human))


def _wake_by_failsafe(scene: PageContext, events: Sequence[Event], proved: bool) -> Iterator[_Woken]:
    """Yield who wakes through the failsafe; only during an outage, because the failsafe is for that case."""
    for event in events if scene.down else ():
        if event.kind == "failsafe" and event.tier is not None and event.offset is not None:
            crew = tuple(reached.member for reached in event.reached)
            each = [
                compute_wake_delay(scene.calendar, scene.book.policy, event.tier, member, scene.down, proved)
                for member in crew
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
    """The longest time to the first responder, whether it is always the same, and the checked hours.

    ``basis`` and ``because``: as in ``SlowestResponse``.
    """

    found: climb.SlowestWake
    always: bool
    hours: str
    basis: Basis = "proved"
    because: str = ""


def find_longest(scene: PageContext) -> Longest | None:
    """Return the slowest page of the next 400 days, in the hours of the strictest ack target.

    ``None`` without such hours. If people in other systems decide the time, it is that of the other levels.
    """
    start, end = scene.at, scene.at + HORIZON_DAYS * DAY
    _, hours = min(_list_ack_targets(scene), key=lambda pair: pair[0].seconds, default=(None, ALWAYS))
    within = list_open_times((hours,), start, end)
    earliest, latest = (
        climb.compute_wake_times(scene.calendar, scene.book.policy, scene.escalation, scene.down, proved)
        for proved in (False, True)
    )
    found, limit = climb.find_slowest(earliest, within), climb.find_slowest(latest, within)
    if found is None or limit is None:
        return None
    if found.seconds == limit.seconds:
        return Longest(found, _is_always(earliest, found, within), format_hours(hours))
    human = find_first_responder(scene.calendar, scene.book.policy, scene.escalation, limit.instant, scene.down)
    crew = human.crew if human else ()
    basis = join_bases(find_basis(scene.book.catalog, member) for member in crew)
    because = explain_unproved(scene.book.catalog, crew)
    return Longest(limit, _is_always(latest, limit, within), format_hours(hours), basis, because)


def _is_always(times: Track[float], slowest: climb.SlowestWake, within: Intervals) -> bool:
    return intersect(list_times(times, slowest.seconds.__eq__), within) == within


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
        basis=longest.basis,
        because=longest.because,
    )


def _list_reasons(scene: PageContext, within: float) -> Iterator[SourcedText]:
    for empty in list_empty_levels(scene.calendar, scene.book.policy, scene.escalation, scene.at, within):
        yield SourcedText(f"{empty.name} has nobody on call: {empty.because}", empty.place)
