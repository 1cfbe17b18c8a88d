"""Promises in danger: what a target leaves in its window, and what a failed provider takes of it. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.answers.book import AnswerContext, mention
from ownercat.answers.impact.sources import sources
from ownercat.answers.impact.values import Passage, ProviderTargets, SlaAtRisk
from ownercat.graph import Node, node
from ownercat.graph.failure import Effect, PropagatedFailure
from ownercat.graph.network import Network
from ownercat.model import SLA, Journey, Objective, Service

AVAILABILITY = "availability"
_ORDER = {"impossible": 0, "breaks": 1, "strains": 2, "open": 3}
_WORST = ("impossible", "breaks", "open", "strains")
_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))

Promised = Mapping[Node, list[SLA]]


class _Stake(NamedTuple):
    """An availability objective, who made it, the services that it stands on, and how hard these are hit."""

    promise: SLA | Journey
    objective: Objective
    services: tuple[int, ...]
    effect: Effect


def published(book: AnswerContext) -> Promised:
    """The SLAs in force, by service."""
    found: dict[Node, list[SLA]] = {}
    for sla in book.catalog.of(SLA):
        service = book.catalog.service(sla.service) if sla.status == "published" else None
        if service is not None:
            found.setdefault(node(service), []).append(sla)
    return found


def own(book: AnswerContext, promised: Promised, service: Service) -> ProviderTargets:
    """The strictest availability and time to restore, at the worst severity, that a service promises itself."""
    slas = promised.get(node(service), [])
    level = book.policy.severities[0].id if book.policy.severities else ""
    objectives = [objective for sla in slas for objective in _judged(sla.objectives)]
    best = max(objectives, key=lambda o: o.target or 0, default=None)
    targets = [t for sla in slas for t in sla.targets if book.policy.severity_id(t.severity) == level and t.restore]
    soonest = min(targets, key=lambda t: t.restore.seconds if t.restore else 0, default=None)
    restore = soonest.restore if soonest else None
    return ProviderTargets(
        service=mention(book, service, service.named),
        target=best.target if best else None,
        window=best.window.text if best and best.window else "",
        allowed=_budget(best) if best else None,
        restore=restore.text if restore else "",
        severity=level,
        seconds=restore.seconds if restore else None,
        place=best.place if best else soonest.place if soonest else service.named,
    )


def _budget(objective: Objective) -> int | None:
    """The outage in seconds that a target leaves in its window."""
    if objective.target is None or objective.window is None or not 0 < objective.target < 100:
        return None
    return round((100 - objective.target) * objective.window.seconds / 100)


def dangers(
    book: AnswerContext,
    network: Network,
    hits: Mapping[int, PropagatedFailure],
    promised: Promised,
    journeys: Iterable[Passage],
) -> list[SlaAtRisk]:
    """Every availability promise on what stops or degrades, the worst off first."""
    owns = {n: own(book, promised, network.services[n]) for n, hit in hits.items() if hit.link is None}
    known = sources(network, hits, owns)
    found = []
    for stake in (*_stakes(network, hits, promised), *_shared(journeys)):
        pairs = [(number, source) for number in stake.services for source in known[number]]
        both = (_danger(book, stake, network.services[number], owns[source]) for number, source in pairs)
        found.append(min(both, key=_worst))
    return sorted(found, key=lambda d: (_ORDER[d.verdict], -(d.target), d.promise.name, d.objective, d.place))


def _worst(danger: SlaAtRisk) -> tuple[int, int]:
    """What nobody knows is worse than what fits."""
    return (_WORST.index(danger.verdict), -(danger.provider.seconds or 0))


def _stakes(network: Network, hits: Mapping[int, PropagatedFailure], promised: Promised) -> Iterator[_Stake]:
    for number, hit in hits.items():
        slas = promised.get(node(network.services[number]), ()) if hit.effect >= Effect.DEGRADES else ()
        for sla in slas:
            for objective in _judged(sla.objectives):
                yield _Stake(sla, objective, (number,), hit.effect)


def _shared(journeys: Iterable[Passage]) -> Iterator[_Stake]:
    """The objectives of journeys, which stand on the steps that are hit hardest."""
    for passage in journeys:
        for objective in _judged(passage.journey.objectives) if passage.effect >= Effect.DEGRADES else ():
            yield _Stake(passage.journey, objective, passage.worst, passage.effect)


def _judged(objectives: Iterable[Objective]) -> Iterator[Objective]:
    return (o for o in objectives if o.sli == AVAILABILITY and o.target is not None and 0 < o.target < 100)


def _danger(book: AnswerContext, stake: _Stake, service: Service, provider: ProviderTargets) -> SlaAtRisk:
    objective = stake.objective
    target = objective.target or 0.0
    budget = _budget(objective)
    itself = provider.service.place == service.named
    share = None if itself else _share(objective, provider)
    verdict = _verdict(target, budget, provider, itself)
    return SlaAtRisk(
        promise=mention(book, stake.promise, stake.promise.named),
        service=mention(book, service, service.named),
        to=_to(book, stake.promise),
        objective=objective.name or objective.sli,
        effect=stake.effect.name.lower(),
        target=target,
        window=objective.window.text if objective.window else "",
        budget=budget,
        provider=provider,
        share=share,
        verdict=verdict,
        arithmetic=_arithmetic(target, objective, budget, provider, itself),
        place=objective.place,
    )


def _share(objective: Objective, provider: ProviderTargets) -> int | None:
    """What the provider's own target allows it, in the window of the promise."""
    if provider.target is None or objective.window is None:
        return None
    return round((100 - provider.target) * objective.window.seconds / 100)


def _verdict(target: float, budget: int | None, provider: ProviderTargets, itself: bool) -> str:
    if not itself and provider.target is not None and provider.target < target:
        return "impossible"
    if budget is None or provider.seconds is None:
        return "open"
    return "breaks" if provider.seconds > budget else "strains"


def _arithmetic(
    target: float, objective: Objective, budget: int | None, provider: ProviderTargets, itself: bool
) -> str:
    """Format as ``99.9 % over 28d allows 40m19s; redis-cart: restore target 30m (sev1), 10m19s below the limit``."""
    name = provider.service.name
    window = f" over {objective.window.text}" if objective.window else ""
    allows = "" if budget is None else f" allows {about(budget)}"
    parts = [f"{percent(target)}{window}{allows}", _format_restore(name, budget, provider)]
    share = _share(objective, provider)
    if not itself and provider.target is None:
        parts.append(f"{name} has no availability objective")
    elif not itself and provider.target is not None:
        allowed = "" if share is None else f", which allows {about(share)}"
        only = "only " if provider.target < target else ""
        parts.append(f"objective of {name}: {only}{percent(provider.target)}{allowed}")
    return "; ".join(parts)


def _format_restore(name: str, budget: int | None, provider: ProviderTargets) -> str:
    if provider.seconds is None:
        return f"{name} has no restore target"
    text = f"{name}: restore target {provider.restore} ({provider.severity})"
    spare = None if budget is None else budget - provider.seconds
    if spare is None:
        return text
    return f"{text}, {about(abs(spare))} {'above' if spare < 0 else 'below'} the limit"


def _to(book: AnswerContext, promise: SLA | Journey) -> str:
    if isinstance(promise, Journey) or promise.external:
        return "customers"
    ref = promise.consumer or promise.journey
    found = book.catalog.find(ref)
    return (found.title if found is not None and found.kind == "Team" else "") or (ref.name if ref else "")


def about(seconds: int) -> str:
    """A length of time in its two largest units."""
    parts: list[str] = []
    for unit, size in _UNITS:
        count, seconds = divmod(seconds, size)
        if count or parts:
            parts.append(f"{count}{unit}" if count else "")
    return "".join(parts[:2]) or "0s"


def percent(value: float) -> str:
    """``99.9 %``."""
    return f"{value:.10g} %"
