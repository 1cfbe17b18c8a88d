"""Of several services that fail at once, those that a hit service waits for the longest. Linear, pure.

A service is back when all are back that took it down, so the arithmetic of a promise names the slowest of them; or one
of which nobody knows when it is back; or one that promises less than what stands on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ownercat.answers.impact.values import ProviderTargets
from ownercat.graph.failure import Effect, PropagatedFailure
from ownercat.graph.network import DependencyEdge, Network, counts

Sources = Mapping[int, list[int]]


def sources(network: Network, hits: Mapping[int, PropagatedFailure], owns: Mapping[int, ProviderTargets]) -> Sources:
    """For each service that stops or degrades, one to three of the failed ones, which ``owns`` holds; all by number."""
    found: dict[int, list[int]] = {}
    for order in _orders(owns):
        for number, source in _reached(network, hits, order).items():
            known = found.setdefault(number, [])
            if source not in known:
                known.append(source)
    return found


def _orders(owns: Mapping[int, ProviderTargets]) -> Iterator[list[int]]:
    """The failed services, the worst first: by how late they are back, whether anybody knows, what they promise."""
    late = [(-own.seconds, number) for number, own in owns.items() if own.seconds is not None]
    low = [(own.target, number) for number, own in owns.items() if own.target is not None]
    yield [number for _, number in sorted(late)]
    yield [number for number, own in owns.items() if own.seconds is None]
    yield [number for _, number in sorted(low)]


def _reached(network: Network, hits: Mapping[int, PropagatedFailure], order: Iterable[int]) -> dict[int, int]:
    """Each service with the first of these that it waits for."""
    found: dict[int, int] = {}
    for source in order:
        waiting = [] if source in found else [source]
        found.setdefault(source, source)
        while waiting:
            for link in network.needed[waiting.pop()]:
                if link.start not in found and _waits(hits, link):
                    found[link.start] = source
                    waiting.append(link.start)
    return found


def _waits(hits: Mapping[int, PropagatedFailure], link: DependencyEdge) -> bool:
    """Whether the service at the start is down, as hard as it is, until the one at the end is back."""
    start, end = hits.get(link.start), hits.get(link.end)
    if start is None or end is None or min(start.effect, end.effect) < Effect.DEGRADES:
        return False
    if start.link is link:
        return True
    if link.entry.group or link.entry.mode != "hard" or not counts(link):
        return False
    return start.effect is Effect.DEGRADES or (end.effect is Effect.STOPS and not link.entry.degrade)
