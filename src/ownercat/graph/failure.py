"""Compute what happens if services fail: what stops, what degrades and what is spared. Near linear, pure.

A failure propagates from a service to its hard dependents, and from these to theirs. A service with only a soft,
asynchronous or cached dependency still works, so the failure does not propagate further there. A redundancy group fails
if fewer members work than are needed, whatever stopped the others.
"""

from collections.abc import Collection, Mapping
from enum import IntEnum
from typing import NamedTuple

from ownercat.graph import count_spares
from ownercat.graph.network import DependencyEdge, Network, can_fail, is_active


class Effect(IntEnum):
    """The effect of a failure on a service; a higher value is worse."""

    SPARED = 0  # enough other members of the group work
    CACHED = 1
    ASYNC = 2
    SOFT = 3
    DEGRADES = 4  # a hard dependency failed, and the service states what still works
    STOPS = 5


_WEAK: Mapping[str, Effect] = {"soft": Effect.SOFT, "async": Effect.ASYNC, "cached": Effect.CACHED}


class PropagatedFailure(NamedTuple):
    """The effect of a failure on a service, its distance and its last edge (``None``: the service itself failed)."""

    number: int
    effect: Effect
    distance: int
    link: DependencyEdge | None


def propagate(network: Network, failed: Collection[int]) -> dict[int, PropagatedFailure]:
    """Return all affected services if some services fail together, including the failed ones, by number."""
    hits = {number: PropagatedFailure(number, Effect.STOPS, 0, None) for number in failed}
    for effect in (Effect.STOPS, Effect.DEGRADES):
        _add_failures(network, hits, effect)
    _add_weak_effects(network, hits)
    return hits


def _add_failures(network: Network, hits: dict[int, PropagatedFailure], effect: Effect) -> None:
    """Add the services that are affected as badly as ``effect``, nearest first, from all affected so far."""
    lost: dict[tuple[int, str], set[int]] = {}
    spare: dict[int, Mapping[str, int]] = {}
    layers: list[list[int]] = []
    for hit in hits.values():
        _add_to_layer(layers, hit.distance, hit.number)
    for distance, layer in enumerate(layers):  # grows while it is walked
        for number in layer:
            for link in network.needed[number]:
                if link.start not in hits and _is_affected(network, link, effect, lost, spare):
                    hits[link.start] = PropagatedFailure(link.start, effect, distance + 1, link)
                    _add_to_layer(layers, distance + 1, link.start)


def _add_to_layer(layers: list[list[int]], distance: int, number: int) -> None:
    while len(layers) <= distance:
        layers.append([])
    layers[distance].append(number)


def _is_affected(
    network: Network,
    link: DependencyEdge,
    effect: Effect,
    lost: dict[tuple[int, str], set[int]],
    spare: dict[int, Mapping[str, int]],
) -> bool:
    """Return whether the failure at the end of an edge affects the service at its start as badly as ``effect``."""
    service, group = network.services[link.start], link.entry.group
    if link.entry.mode != "hard" or not is_active(link) or not can_fail(service):
        return False
    if not group:
        return effect is Effect.DEGRADES or not link.entry.degrade
    if link.start not in spare:
        spare[link.start] = count_spares(service)
    down = lost.setdefault((link.start, group), set())
    down.add(link.end)
    if len(down) <= spare[link.start].get(group, 0):
        return False
    return effect is Effect.DEGRADES or not any(d.degrade for d in service.depends_on if d.group == group)


def _add_weak_effects(network: Network, hits: dict[int, PropagatedFailure]) -> None:
    """Add the services with only weak effects, and those spared because their group has enough other members."""
    weak: dict[int, PropagatedFailure] = {}
    for hit in hits.values():
        for link in network.needed[hit.number]:
            if link.start in hits or not is_active(link) or not can_fail(network.services[link.start]):
                continue
            effect = _WEAK.get(link.entry.mode, Effect.SPARED)
            candidate = PropagatedFailure(link.start, effect, hit.distance + 1, link)
            known = weak.get(link.start)
            if known is None or (effect, -candidate.distance) > (known.effect, -known.distance):
                weak[link.start] = candidate
    hits.update(weak)
