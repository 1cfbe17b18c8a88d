"""Find SLAs at risk: the error budget of a target, and how much of it a failed provider uses. Pure arithmetic."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ownercat.answers.book import AnswerContext, build_mention
from ownercat.answers.impact.values import Passage, ProviderTargets, SlaAtRisk
from ownercat.graph import Node, get_node
from ownercat.graph.failure import Effect, PropagatedFailure
from ownercat.graph.network import DependencyEdge, Network, is_active
from ownercat.model import ALWAYS, SLA, Journey, Objective, Service
from ownercat.promises import windows
from ownercat.promises.objectives import collect_restores, filter_availability, find_strictest
from ownercat.promises.wording import format_percent

_ORDER = {"impossible": 0, "breaks": 1, "strains": 2, "open": 3}
_WORST = ("impossible", "breaks", "open", "strains")
_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))

Promised = Mapping[Node, Sequence[SLA]]


class _Stake(NamedTuple):
    """An availability objective, its SLA or journey, the services that it depends on, and the effect on them."""

    promise: SLA | Journey
    objective: Objective
    share: Decimal
    services: tuple[int, ...]
    effect: Effect


def build_targets(book: AnswerContext, promised: Promised, service: Service) -> ProviderTargets:
    """Return the strictest availability and restore target of a service, at the worst severity."""
    slas = promised.get(get_node(service), [])
    level = book.policy.severities[0].id if book.policy.severities else ""
    best = find_strictest(slas)
    objective = best.objective if best else None
    soonest = collect_restores(book.policy, slas).get(level)
    restore = soonest.restore if soonest else None
    return ProviderTargets(
        service=build_mention(book, service, service.named),
        target=objective.target if objective else None,
        window=objective.window.text if objective and objective.window else "",
        allowed=_compute_budget(best.share, best.objective, best.sla) if best else None,
        restore=restore.text if restore else "",
        severity=level,
        seconds=restore.seconds if restore else None,
        place=objective.place if objective else soonest.target.place if soonest else service.named,
    )


def _compute_budget(share: Decimal, objective: Objective, promise: SLA | Journey) -> int | None:
    """Return the error budget in seconds: the outage that a target allows in its window."""
    budget = windows.compute_budget(share, objective, promise.hours if isinstance(promise, SLA) else ALWAYS)
    return round(budget.allowed) if budget else None


def list_at_risk(
    book: AnswerContext,
    network: Network,
    hits: Mapping[int, PropagatedFailure],
    promised: Promised,
    journeys: Iterable[Passage],
) -> list[SlaAtRisk]:
    """Return every availability objective of a stopped or degraded service or journey, the worst first."""
    owns = {n: build_targets(book, promised, network.services[n]) for n, hit in hits.items() if hit.link is None}
    known = find_sources(network, hits, owns)
    at_risk = []
    for stake in (*_list_stakes(network, hits, promised), *_list_journey_stakes(journeys)):
        pairs = [(number, source) for number in stake.services for source in known[number]]
        both = (_build_at_risk(book, stake, network.services[number], owns[source]) for number, source in pairs)
        at_risk.append(min(both, key=_rank_risk))
    return sorted(at_risk, key=lambda d: (_ORDER[d.verdict], -(d.target), d.promise.name, d.objective, d.place))


def _rank_risk(danger: SlaAtRisk) -> tuple[int, int]:
    """Return the sort key of a risk: an unknown result is worse than one within the budget."""
    return (_WORST.index(danger.verdict), -(danger.provider.seconds or 0))


def _list_stakes(network: Network, hits: Mapping[int, PropagatedFailure], promised: Promised) -> Iterator[_Stake]:
    for number, hit in hits.items():
        slas = promised.get(get_node(network.services[number]), ()) if hit.effect >= Effect.DEGRADES else ()
        for sla in slas:
            for objective, share in filter_availability(sla.objectives):
                yield _Stake(sla, objective, share, (number,), hit.effect)


def _list_journey_stakes(journeys: Iterable[Passage]) -> Iterator[_Stake]:
    """Yield the objectives of journeys, which depend on the worst affected steps."""
    for passage in journeys:
        for objective, share in filter_availability(passage.journey.objectives if _is_hurt(passage) else ()):
            yield _Stake(passage.journey, objective, share, passage.worst, passage.effect)


def _is_hurt(passage: Passage) -> bool:
    return passage.effect >= Effect.DEGRADES


def _build_at_risk(book: AnswerContext, stake: _Stake, service: Service, provider: ProviderTargets) -> SlaAtRisk:
    objective = stake.objective
    target = objective.target or 0.0
    budget = _compute_budget(stake.share, objective, stake.promise)
    itself = provider.service.place == service.named
    share = None if itself else _compute_share(objective, provider)
    verdict = _find_verdict(target, budget, provider, itself)
    return SlaAtRisk(
        promise=build_mention(book, stake.promise, stake.promise.named),
        service=build_mention(book, service, service.named),
        to=_format_consumer(book, stake.promise),
        objective=objective.name or objective.sli,
        effect=stake.effect.name.lower(),
        target=target,
        window=objective.window.text if objective.window else "",
        budget=budget,
        provider=provider,
        share=share,
        verdict=verdict,
        arithmetic=_format_arithmetic(target, objective, budget, provider, itself),
        place=objective.place,
    )


def _compute_share(objective: Objective, provider: ProviderTargets) -> int | None:
    """Return the outage that the provider's own target allows, in the window of the objective."""
    if provider.target is None or objective.window is None:
        return None
    return round((100 - provider.target) * objective.window.seconds / 100)


def _find_verdict(target: float, budget: int | None, provider: ProviderTargets, itself: bool) -> str:
    if not itself and provider.target is not None and provider.target < target:
        return "impossible"
    if budget is None or provider.seconds is None:
        return "open"
    return "breaks" if provider.seconds > budget else "strains"


def _format_arithmetic(
    target: float, objective: Objective, budget: int | None, provider: ProviderTargets, itself: bool
) -> str:
    """Format as ``99.9 % over 28d allows 40m19s; redis-cart: restore target 30m (sev1), 10m19s below the limit``."""
    name = provider.service.name
    window = f" over {objective.window.text}" if objective.window else ""
    allows = "" if budget is None else f" allows {format_duration(budget)}"
    parts = [f"{format_percent(target)}{window}{allows}", _format_restore(name, budget, provider)]
    share = _compute_share(objective, provider)
    if not itself and provider.target is None:
        parts.append(f"{name} has no availability objective")
    elif not itself and provider.target is not None:
        allowed = "" if share is None else f", which allows {format_duration(share)}"
        only = "only " if provider.target < target else ""
        parts.append(f"objective of {name}: {only}{format_percent(provider.target)}{allowed}")
    return "; ".join(parts)


def _format_restore(name: str, budget: int | None, provider: ProviderTargets) -> str:
    if provider.seconds is None:
        return f"{name} has no restore target"
    text = f"{name}: restore target {provider.restore} ({provider.severity})"
    spare = None if budget is None else budget - provider.seconds
    if spare is None:
        return text
    return f"{text}, {format_duration(abs(spare))} {'above' if spare < 0 else 'below'} the limit"


def _format_consumer(book: AnswerContext, promise: SLA | Journey) -> str:
    if isinstance(promise, Journey) or promise.external:
        return "customers"
    ref = promise.consumer or promise.journey
    entity = book.catalog.find(ref)
    return (entity.title if entity is not None and entity.kind == "Team" else "") or (ref.name if ref else "")


def format_duration(seconds: int) -> str:
    """Return a duration in its two largest units."""
    parts: list[str] = []
    for unit, size in _UNITS:
        count, seconds = divmod(seconds, size)
        if count or parts:
            parts.append(f"{count}{unit}" if count else "")
    return "".join(parts[:2]) or "0s"


Sources = Mapping[int, list[int]]


def find_sources(
    network: Network, hits: Mapping[int, PropagatedFailure], owns: Mapping[int, ProviderTargets]
) -> Sources:
    """Return one to three failed services for each stopped or degraded service, by number.

    ``owns`` has the failed ones.
    """
    sources_by_service: dict[int, list[int]] = {}
    for order in _list_orders(owns):
        for number, source in _assign_sources(network, hits, order).items():
            known = sources_by_service.setdefault(number, [])
            if source not in known:
                known.append(source)
    return sources_by_service


def _list_orders(owns: Mapping[int, ProviderTargets]) -> Iterator[list[int]]:
    """Yield the failed services in three orders, worst first: by restore target, unknown target, objective."""
    late = [(-own.seconds, number) for number, own in owns.items() if own.seconds is not None]
    low = [(own.target, number) for number, own in owns.items() if own.target is not None]
    yield [number for _, number in sorted(late)]
    yield [number for number, own in owns.items() if own.seconds is None]
    yield [number for _, number in sorted(low)]


def _assign_sources(network: Network, hits: Mapping[int, PropagatedFailure], order: Iterable[int]) -> dict[int, int]:
    """Return each waiting service with the first source in the order."""
    assigned: dict[int, int] = {}
    for source in order:
        waiting = [] if source in assigned else [source]
        assigned.setdefault(source, source)
        while waiting:
            for link in network.needed[waiting.pop()]:
                if link.start not in assigned and _is_waiting(hits, link):
                    assigned[link.start] = source
                    waiting.append(link.start)
    return assigned


def _is_waiting(hits: Mapping[int, PropagatedFailure], link: DependencyEdge) -> bool:
    """Return whether the service at the start is affected until the service at the end is restored."""
    start, end = hits.get(link.start), hits.get(link.end)
    if start is None or end is None or min(start.effect, end.effect) < Effect.DEGRADES:
        return False
    if start.link is link:
        return True
    if link.entry.group or link.entry.mode != "hard" or not is_active(link):
        return False
    return start.effect is Effect.DEGRADES or (end.effect is Effect.STOPS and not link.entry.degrade)
