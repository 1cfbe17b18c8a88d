"""Promises in danger: what a target leaves in its window, and what a failed provider takes of it. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.answers.book import Book, mention
from ownercat.graph import Node, node
from ownercat.graph.failure import Effect, Hit
from ownercat.graph.network import Network
from ownercat.impact.values import Danger, Own
from ownercat.model import SLA, Journey, Objective, Service

AVAILABILITY = "availability"
_ORDER = {"impossible": 0, "breaks": 1, "strains": 2, "open": 3}
_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))

Promised = Mapping[Node, list[SLA]]


class _Stake(NamedTuple):
    """An availability objective, who made it, about which service, and how hard that is hit."""

    promise: SLA | Journey
    objective: Objective
    service: Service
    effect: Effect
    source: int


def published(book: Book) -> Promised:
    """The SLAs in force, by service."""
    found: dict[Node, list[SLA]] = {}
    for sla in book.catalog.of(SLA):
        service = book.catalog.service(sla.service) if sla.status == "published" else None
        if service is not None:
            found.setdefault(node(service), []).append(sla)
    return found


def own(book: Book, promised: Promised, service: Service) -> Own:
    """The strictest availability and time to restore, at the worst severity, that a service promises itself."""
    slas = promised.get(node(service), [])
    level = book.policy.severities[0].id if book.policy.severities else ""
    objectives = [objective for sla in slas for objective in _judged(sla.objectives)]
    best = max(objectives, key=lambda o: o.target or 0, default=None)
    targets = [t for sla in slas for t in sla.targets if book.policy.severity_id(t.severity) == level and t.restore]
    soonest = min(targets, key=lambda t: t.restore.seconds if t.restore else 0, default=None)
    restore = soonest.restore if soonest else None
    return Own(
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
    book: Book, network: Network, hits: Mapping[int, Hit], promised: Promised, journeys: Iterable[tuple[Journey, Hit]]
) -> list[Danger]:
    """Every availability promise on what stops or degrades, the worst off first."""
    sources = _sources(hits)
    stakes = [*_stakes(network, hits, promised, sources), *_shared(network, journeys, sources)]
    owns: dict[int, Own] = {}
    found = []
    for stake in stakes:
        if stake.source not in owns:
            owns[stake.source] = own(book, promised, network.services[stake.source])
        found.append(_danger(book, stake, owns[stake.source]))
    return sorted(found, key=lambda d: (_ORDER[d.verdict], -(d.target), d.promise.name, d.objective, d.place))


def _stakes(
    network: Network, hits: Mapping[int, Hit], promised: Promised, sources: Mapping[int, int]
) -> Iterator[_Stake]:
    for hit in hits.values():
        service = network.services[hit.number]
        for sla in promised.get(node(service), ()) if hit.effect >= Effect.DEGRADES else ():
            for objective in _judged(sla.objectives):
                yield _Stake(sla, objective, service, hit.effect, sources[hit.number])


def _shared(network: Network, journeys: Iterable[tuple[Journey, Hit]], sources: Mapping[int, int]) -> Iterator[_Stake]:
    """The objectives of journeys; ``hit`` is that of the step that is hit hardest."""
    for journey, hit in journeys:
        for objective in _judged(journey.objectives) if hit.effect >= Effect.DEGRADES else ():
            yield _Stake(journey, objective, network.services[hit.number], hit.effect, sources[hit.number])


def _judged(objectives: Iterable[Objective]) -> Iterator[Objective]:
    return (o for o in objectives if o.sli == AVAILABILITY and o.target is not None and 0 < o.target < 100)


def _sources(hits: Mapping[int, Hit]) -> Mapping[int, int]:
    """The service that failed, at the end of the way by which each hit came; whoever is on a way was hit before."""
    found: dict[int, int] = {}
    for number, hit in hits.items():
        found[number] = number if hit.link is None else found[hit.link.end]
    return found


def _danger(book: Book, stake: _Stake, provider: Own) -> Danger:
    objective, service = stake.objective, stake.service
    target = objective.target or 0.0
    budget = _budget(objective)
    itself = provider.service.place == service.named
    share = None if itself else _share(objective, provider)
    verdict = _verdict(target, budget, provider, itself)
    return Danger(
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


def _share(objective: Objective, provider: Own) -> int | None:
    """What the provider's own target allows it, in the window of the promise."""
    if provider.target is None or objective.window is None:
        return None
    return round((100 - provider.target) * objective.window.seconds / 100)


def _verdict(target: float, budget: int | None, provider: Own, itself: bool) -> str:
    if not itself and provider.target is not None and provider.target < target:
        return "impossible"
    if budget is None or provider.seconds is None:
        return "open"
    return "breaks" if provider.seconds > budget else "strains"


def _arithmetic(target: float, objective: Objective, budget: int | None, provider: Own, itself: bool) -> str:
    """``99.9 % over 28d leaves 40m19s; redis-cart is due back in 30m (sev1), 10m19s to spare; it promises …``."""
    name = provider.service.name
    window = f" over {objective.window.text}" if objective.window else ""
    leaves = "" if budget is None else f" leaves {about(budget)}"
    parts = [f"{percent(target)}{window}{leaves}", _back(name, budget, provider)]
    share = _share(objective, provider)
    if not itself and provider.target is None:
        parts.append("it promises no availability")
    elif not itself and provider.target is not None:
        takes = "" if share is None else f", which takes {about(share)}"
        only = "only " if provider.target < target else ""
        parts.append(f"it promises {only}{percent(provider.target)}{takes}")
    return "; ".join(parts)


def _back(name: str, budget: int | None, provider: Own) -> str:
    if provider.seconds is None:
        return f"nothing says when {name} is back"
    said = f"{name} is due back in {provider.restore} ({provider.severity})"
    spare = None if budget is None else budget - provider.seconds
    if spare is None:
        return said
    return f"{said}, {about(abs(spare))} {'too late' if spare < 0 else 'to spare'}"


def _to(book: Book, promise: SLA | Journey) -> str:
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
