"""Find which single failure can explain that several services fail. Near linear in their dependencies, pure."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ownercat.graph.failure import Effect, PropagatedFailure, propagate
from ownercat.graph.network import Network, can_fail, is_active
from ownercat.graph.ways import find_reachable

TRIED = 12  # causes that are simulated; common dependencies of most services come first


class CommonCause(NamedTuple):
    """A service whose failure affects several of the failing services.

    ``explains``: these services, the worst affected and nearest first. ``others``: how many more services it would stop
    or degrade. ``circle``: the services that fail with it, and whose failure stops it.
    """

    number: int
    explains: tuple[PropagatedFailure, ...]
    others: int
    circle: tuple[int, ...]

    @property
    def rank(self) -> tuple[int, int, int, int, int]:
        """Return the sort key.

        The best cause explains most services, most of them hard, is near, and affects few others.
        """
        hard = sum(hit.effect >= Effect.DEGRADES for hit in self.explains)
        far = sum(hit.distance for hit in self.explains)
        return (-len(self.explains), -hard, far, self.others, self.number)


def list_causes(network: Network, failing: Collection[int]) -> list[CommonCause]:
    """Return every tested common cause, the best first; of services that stop each other, only one."""
    failures = {number: propagate(network, [number]) for number in _list_possible(network, failing)}
    ranked = sorted(
        (_build_cause(number, hits, failing) for number, hits in failures.items()), key=lambda cause: cause.rank
    )
    kept: list[CommonCause] = []
    for cause in ranked:
        if len(cause.explains) < 2 or any(cause.number in other.circle for other in kept):
            continue
        circle = [n for n in failures if n != cause.number and _stops(failures, n, cause.number)]
        kept.append(cause._replace(circle=tuple(n for n in circle if _stops(failures, cause.number, n))))
    return kept


def _stops(failures: dict[int, dict[int, PropagatedFailure]], number: int, other: int) -> bool:
    """Return whether the failure of one service stops another."""
    hit = failures[number].get(other)
    return hit is not None and hit.effect is Effect.STOPS


def _list_possible(network: Network, failing: Collection[int]) -> list[int]:
    """Return the common dependencies of most failing services, near ones first."""
    times: Counter[int] = Counter()
    far: Counter[int] = Counter()
    for number in failing:
        below = find_reachable(
            lambda item: _list_dependencies(network, item, hard=True),
            [number, *_list_dependencies(network, number, hard=False)],
        )
        for item, (distance, _) in below.items():
            times[item] += 1
            far[item] += distance
    common = [item for item, count in times.items() if count > 1]
    return sorted(common, key=lambda item: (-times[item], far[item], item))[:TRIED]


def _list_dependencies(network: Network, number: int, hard: bool) -> Iterator[int]:
    """Yield what a service depends on today.

    ``hard``: only hard dependencies, including those of a redundancy group.
    """
    for link in network.needs[number]:
        if is_active(link) and can_fail(network.services[link.end]) and (not hard or link.entry.mode == "hard"):
            yield link.end


def _build_cause(number: int, hits: dict[int, PropagatedFailure], failing: Collection[int]) -> CommonCause:
    explained = [hits[item] for item in failing if item in hits and hits[item].effect is not Effect.SPARED]
    named = {number, *failing}
    hard = sum(hit.effect >= Effect.DEGRADES for hit in hits.values() if hit.number not in named)
    order = sorted(explained, key=lambda hit: (-hit.effect, hit.distance, hit.number))
    return CommonCause(number, tuple(order), hard, ())


def list_calls(common_causes: Collection[CommonCause], failing: Collection[int]) -> list[tuple[int, tuple[int, ...]]]:
    """Return whom to call about which failures, each once: first common causes, then the unexplained failures."""
    left = dict.fromkeys(failing)
    chosen: list[tuple[int, tuple[int, ...]]] = []
    for cause in common_causes:
        new = tuple(hit.number for hit in cause.explains if hit.number in left)
        if len(new) > 1:
            chosen.append((cause.number, new))
            for number in new:
                del left[number]
    return [*chosen, *((number, (number,)) for number in left)]
