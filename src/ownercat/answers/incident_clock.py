"""The clock of an incident: what should have happened since the page started, and what is left of each target. Pure.

The clock knows only when the page started. It assumes that nobody acknowledged the page, and that the failure started
with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ownercat.answers.book import AnswerContext, build_mention
from ownercat.answers.climbs import BudgetLeft, CustomerUpdates, Escalated, IncidentClock, OverdueLevel, TargetLeft
from ownercat.diagnostics import Place
from ownercat.graph import get_node
from ownercat.model import SLA, Duration, Incident, Service, SlaTarget, parse_duration
from ownercat.oncall.clock import to_datetime, to_instant
from ownercat.promises.objectives import collect_slas, find_strictest
from ownercat.promises.spending import measure_spending

_WHOLE = Decimal(1)


def build_clock(book: AnswerContext, service: Service, page: Escalated, now: int) -> IncidentClock:
    """Return the clock of a page that shows all its events, at an instant after its start."""
    start, zone = to_instant(page.time), page.time_zone
    elapsed = now - start
    levels = [entry for entry in page.entries if entry.kind == "page" and entry.seconds is not None]
    begun = [entry for entry in levels if (entry.seconds or 0) <= elapsed]
    # levels that are paged at the same time are active together; the last one of them is shown
    later = [entry for entry in levels if (entry.seconds or 0) > elapsed]
    slas = collect_slas(book.catalog, with_errors=True).get(get_node(service), ())
    targets = [
        (sla, target) for sla in slas for target in sla.targets if _is_severity(book, target.severity, page.severity)
    ]
    return IncidentClock(
        now=to_datetime(now, zone),
        elapsed=elapsed,
        active=begun[-1] if begun else None,
        overdue=tuple(
            OverdueLevel(entry.tier, entry.round, elapsed - (following.seconds or 0), entry.place)
            for entry, following in pairwise(begun)
        ),
        following=later[0] if later else None,
        updates=_build_updates(service, targets, start, elapsed, zone),
        targets=tuple(_list_targets(book, targets, start, elapsed, zone)),
        budget=_build_budget(book, service, slas, page.severity, start, elapsed),
    )


def _is_severity(book: AnswerContext, word: str, severity: str) -> bool:
    return book.policy.severity_id(word) == severity


def _list_targets(
    book: AnswerContext, targets: Sequence[tuple[SLA, SlaTarget]], start: int, elapsed: int, zone: str
) -> Iterator[TargetLeft]:
    for name in ("ack", "respond", "restore", "resolve"):
        limits = [(limit, sla, target) for sla, target in targets if (limit := getattr(target, name)) is not None]
        if limits:
            limit, sla, target = min(limits, key=lambda each: int(each[0].seconds))
            due = to_datetime(start + limit.seconds, zone)
            mention = build_mention(book, sla, sla.named)
            yield TargetLeft(name, limit.text, limit.seconds - elapsed, due, mention, target.place.at(name))


def _build_updates(
    service: Service, targets: Sequence[tuple[SLA, SlaTarget]], start: int, elapsed: int, zone: str
) -> CustomerUpdates | None:
    """Return when customers are due an update: the first after ``firstWithin``, the others after each interval."""
    comms = service.extra.get("comms")
    own: Mapping[str, Any] = comms if isinstance(comms, Mapping) else {}
    promised = [(target.update_every, target.place.at("updateEvery")) for _, target in targets]
    every = _find_shortest([*promised, (_read(own, "every"), service.where("comms", "every"))])
    first = _find_shortest([*promised, (_read(own, "firstWithin"), service.where("comms", "firstWithin"))])
    if first is None:
        return None
    interval, place = every or first
    passed = 0 if elapsed < first[0].seconds else 1 + (elapsed - first[0].seconds) // interval.seconds
    due = first[0].seconds + passed * interval.seconds
    return CustomerUpdates(interval.text, passed, due - elapsed, to_datetime(start + due, zone), place)


def _read(comms: Mapping[str, Any], key: str) -> Duration | None:
    written = comms.get(key)
    found = parse_duration(written) if isinstance(written, str) else None
    return found if found and found.seconds else None


def _find_shortest(limits: Iterable[tuple[Duration | None, Place]]) -> tuple[Duration, Place] | None:
    known = [(limit, place) for limit, place in limits if limit is not None]
    return min(known, key=lambda each: each[0].seconds, default=None)


def _build_budget(
    book: AnswerContext, service: Service, slas: Sequence[SLA], severity: str, start: int, elapsed: int
) -> BudgetLeft | None:
    """Return the error budget of the strictest availability objective, less what the incidents of its window used."""
    strictest = find_strictest(slas)
    own = [each for each in book.catalog.of(Incident) if any(book.catalog.service(r) is service for r in each.services)]
    spent = measure_spending(book.policy, strictest, own, start, _WHOLE) if strictest else None
    if strictest is None or spent is None or strictest.objective.window is None:
        return None
    impacts = {book.policy.severity_id(target.severity): target.impact for target in strictest.sla.targets}
    now = _use(elapsed, impacts.get(severity))
    return BudgetLeft(
        allowed=int(spent.allowed),
        used_before=int(spent.used),
        used_now=int(now),
        left=int(spent.allowed - spent.used - now),
        target=float(strictest.objective.target or 0),
        window=strictest.objective.window.text,
        impact=impacts.get(severity),
        sla=build_mention(book, strictest.sla, strictest.sla.named),
        place=strictest.objective.place,
    )


def _use(seconds: int, impact: float | None) -> Decimal:
    return seconds * (_WHOLE if impact is None else Decimal(repr(impact)))
