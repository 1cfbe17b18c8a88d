"""Ways along edges, by plain breadth-first search: who is reached, how far away, and by which step. Pure and light."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

N = TypeVar("N")


def along(edges: Mapping[N, Collection[N]]) -> Callable[[N], Collection[N]]:
    """Where a node leads to, by its edges."""
    return lambda item: edges.get(item, ())


def reached(
    leads_to: Callable[[N], Iterable[N]],
    starts: Iterable[N],
    most: int | None = None,
    until: Collection[N] = (),
    avoiding: N | None = None,
) -> dict[N, tuple[int, N | None]]:
    """Everything that can be reached, the nearest first, with its distance and the node before it (``None``: a start).

    ``most``: stop when so many nodes are known; ``until``: stop at the first of these; ``avoiding``: never enter it.
    """
    found: dict[N, tuple[int, N | None]] = {start: (0, None) for start in starts if start != avoiding}
    waiting = deque(found)
    if any(start in until for start in found):
        return found
    while waiting and (most is None or len(found) < most):
        item = waiting.popleft()
        distance = found[item][0] + 1
        for end in leads_to(item):
            if end not in found and end != avoiding:
                found[end] = (distance, item)
                if end in until:
                    return found
                waiting.append(end)
    return found


def way(found: Mapping[N, tuple[int, N | None]], item: N) -> list[N]:
    """The way to a node that was reached, from its start to the node itself."""
    steps = [item]
    before = found[item][1]
    while before is not None:
        steps.append(before)
        before = found[before][1]
    return steps[::-1]


def entrances(edges: Mapping[N, Collection[N]], among: Collection[N], most: int | None = None) -> list[N]:
    """Those of a few nodes that none of the others leads to, and as many more as it takes to reach every one of them.

    Of circles, the first one named is taken. ``most``: how many nodes are looked at from each; what lies further away
    counts as not led to.
    """
    known = list(dict.fromkeys(among))
    below = {item: set(reached(along(edges), [item], most)) for item in known}
    found = [item for item in known if not any(item in below[other] for other in known if other != item)]
    seen = set().union(*(below[item] for item in found))
    for item in known:
        if item not in seen:
            found.append(item)
            seen |= below[item]
    return found


def backwards(edges: Mapping[N, Iterable[N]]) -> dict[N, list[N]]:
    """The same edges, seen from their other ends."""
    found: dict[N, list[N]] = {}
    for start, ends in edges.items():
        for end in ends:
            found.setdefault(end, []).append(start)
    return found
