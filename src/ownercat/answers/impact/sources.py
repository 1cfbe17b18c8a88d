"""Find the failed services for which an affected service waits the longest. Linear, pure.

A service is restored after all services that stopped it are restored. So the arithmetic of an SLA uses the slowest of
them, or one with an unknown restore target, or one with a weaker objective than the SLA.
"""

from collections.abc import Iterable, Iterator, Mapping

from ownercat.answers.impact.values import ProviderTargets
from ownercat.graph.failure import Effect, PropagatedFailure
from ownercat.graph.network import DependencyEdge, Network, is_active

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
