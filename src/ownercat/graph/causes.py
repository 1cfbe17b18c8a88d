"""Which single failure would explain that several services fail. Near linear in what lies below them, pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ownercat.graph.failure import Effect, PropagatedFailure, spread
from ownercat.graph.network import Network, counts, runs
from ownercat.graph.ways import reached

TRIED = 12  # possible causes that are played through; those that lie below the most of the services come first


class CommonCause(NamedTuple):
    """A service whose failure would hit several of those that fail.

    ``explains``: these, the hardest hit and nearest first. ``others``: how many more services it would hit so hard
    that somebody ought to have noticed. ``circle``: those that fail with it and take it down in turn.
    """

    number: int
    explains: tuple[PropagatedFailure, ...]
    others: int
    circle: tuple[int, ...]

    @property
    def rank(self) -> tuple[int, int, int, int, int]:
        """The best explanation first: of most services, of most of them hard, near, and of little that did not fail."""
        hard = sum(hit.effect >= Effect.DEGRADES for hit in self.explains)
        far = sum(hit.distance for hit in self.explains)
        return (-len(self.explains), -hard, far, self.others, self.number)


def causes(network: Network, failing: Collection[int]) -> list[CommonCause]:
    """Every common cause that was tried, the best first; of services that take each other down only one."""
    found = {number: spread(network, [number]) for number in _possible(network, failing)}
    ranked = sorted((_cause(number, hits, failing) for number, hits in found.items()), key=lambda cause: cause.rank)
    kept: list[CommonCause] = []
    for cause in ranked:
        if len(cause.explains) < 2 or any(cause.number in other.circle for other in kept):
            continue
        circle = [n for n in found if n != cause.number and _takes(found, n, cause.number)]
        kept.append(cause._replace(circle=tuple(n for n in circle if _takes(found, cause.number, n))))
    return kept


def _takes(found: dict[int, dict[int, PropagatedFailure]], number: int, other: int) -> bool:
    """Whether the failure of one stops another."""
    hit = found[number].get(other)
    return hit is not None and hit.effect is Effect.STOPS


def _possible(network: Network, failing: Collection[int]) -> list[int]:
    """The services that lie below the most of those that fail, near ones first."""
    times: Counter[int] = Counter()
    far: Counter[int] = Counter()
    for number in failing:
        below = reached(lambda item: _needed(network, item, hard=True), [number, *_needed(network, number, hard=False)])
        for item, (distance, _) in below.items():
            times[item] += 1
            far[item] += distance
    common = [item for item, count in times.items() if count > 1]
    return sorted(common, key=lambda item: (-times[item], far[item], item))[:TRIED]


def _needed(network: Network, number: int, hard: bool) -> Iterator[int]:
    """What a service needs today; ``hard``: only what it cannot work without, or one of a group."""
    for link in network.needs[number]:
        if counts(link) and runs(network.services[link.end]) and (not hard or link.entry.mode == "hard"):
            yield link.end


def _cause(number: int, hits: dict[int, PropagatedFailure], failing: Collection[int]) -> CommonCause:
    explained = [hits[item] for item in failing if item in hits and hits[item].effect is not Effect.SPARED]
    named = {number, *failing}
    hard = sum(hit.effect >= Effect.DEGRADES for hit in hits.values() if hit.number not in named)
    order = sorted(explained, key=lambda hit: (-hit.effect, hit.distance, hit.number))
    return CommonCause(number, tuple(order), hard, ())


def calls(found: Collection[CommonCause], failing: Collection[int]) -> list[tuple[int, tuple[int, ...]]]:
    """Whom to call about what, each failure once: causes that together explain all, then what nothing explains."""
    left = dict.fromkeys(failing)
    chosen: list[tuple[int, tuple[int, ...]]] = []
    for cause in found:
        new = tuple(hit.number for hit in cause.explains if hit.number in left)
        if len(new) > 1:
            chosen.append((cause.number, new))
            for number in new:
                del left[number]
    return [*chosen, *((number, (number,)) for number in left)]
