"""What happens when services fail: whom it stops, who goes on with less, and who is spared. Near linear, pure.

A failure climbs from a service to those that cannot work without it (hard), and from these on. Who misses something
soft, asynchronous or cached still answers, so it climbs no further there. A group is hit when fewer of its members are
left than are needed, whatever took the others down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from ownercat.graph import spares
from ownercat.graph.network import DependencyEdge, Network, counts, runs


class Effect(IntEnum):
    """How hard a service is hit; the higher, the worse."""

    SPARED = 0  # enough others of the group are left
    CACHED = 1
    ASYNC = 2
    SOFT = 3
    DEGRADES = 4  # it needs it, and says what it still does without
    STOPS = 5


_WEAK: Mapping[str, Effect] = {"soft": Effect.SOFT, "async": Effect.ASYNC, "cached": Effect.CACHED}


class PropagatedFailure(NamedTuple):
    """What a failure does to a service: how hard, over how many steps, by which link (``None``: it failed itself)."""

    number: int
    effect: Effect
    distance: int
    link: DependencyEdge | None


def spread(network: Network, failed: Collection[int]) -> dict[int, PropagatedFailure]:
    """Everything that is hit when some services fail at once, those included, by number."""
    hits = {number: PropagatedFailure(number, Effect.STOPS, 0, None) for number in failed}
    for effect in (Effect.STOPS, Effect.DEGRADES):
        _climb(network, hits, effect)
    _notice(network, hits)
    return hits


def _climb(network: Network, hits: dict[int, PropagatedFailure], effect: Effect) -> None:
    """Add those that are hit as hard as ``effect``, the nearest first, on the way from all that are hit already."""
    lost: dict[tuple[int, str], set[int]] = {}
    spare: dict[int, Mapping[str, int]] = {}
    layers: list[list[int]] = []
    for hit in hits.values():
        _put(layers, hit.distance, hit.number)
    for distance, layer in enumerate(layers):  # grows while it is walked
        for number in layer:
            for link in network.needed[number]:
                if link.start not in hits and _falls(network, link, effect, lost, spare):
                    hits[link.start] = PropagatedFailure(link.start, effect, distance + 1, link)
                    _put(layers, distance + 1, link.start)


def _put(layers: list[list[int]], distance: int, number: int) -> None:
    while len(layers) <= distance:
        layers.append([])
    layers[distance].append(number)


def _falls(
    network: Network,
    link: DependencyEdge,
    effect: Effect,
    lost: dict[tuple[int, str], set[int]],
    spare: dict[int, Mapping[str, int]],
) -> bool:
    """Whether the service at the start of a link is hit so hard, now that the one at its end is down."""
    service, group = network.services[link.start], link.entry.group
    if link.entry.mode != "hard" or not counts(link) or not runs(service):
        return False
    if not group:
        return effect is Effect.DEGRADES or not link.entry.degrade
    if link.start not in spare:
        spare[link.start] = spares(service)
    down = lost.setdefault((link.start, group), set())
    down.add(link.end)
    if len(down) <= spare[link.start].get(group, 0):
        return False
    return effect is Effect.DEGRADES or not any(d.degrade for d in service.depends_on if d.group == group)


def _notice(network: Network, hits: dict[int, PropagatedFailure]) -> None:
    """Add those that only miss something, and those that are spared because their group has enough others."""
    found: dict[int, PropagatedFailure] = {}
    for hit in hits.values():
        for link in network.needed[hit.number]:
            if link.start in hits or not counts(link) or not runs(network.services[link.start]):
                continue
            effect = _WEAK.get(link.entry.mode, Effect.SPARED)
            this = PropagatedFailure(link.start, effect, hit.distance + 1, link)
            known = found.get(link.start)
            if known is None or (effect, -this.distance) > (known.effect, -known.distance):
                found[link.start] = this
    hits.update(found)


def way(hits: Mapping[int, PropagatedFailure], number: int) -> Iterator[int]:
    """The services by which a failure came, from the one that is hit to the one that failed."""
    while True:
        yield number
        link = hits[number].link
        if link is None:
            return
        number = link.end
