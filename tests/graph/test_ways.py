"""Ways along edges, and what lies on all of them."""

from __future__ import annotations

import random

import pytest

from ownercat.graph import Node
from ownercat.graph.ways import (
    build_way,
    find_entrances,
    find_reachable,
    find_shared_nodes,
    get_successors,
    reverse_edges,
)
from tests.growth import LINEAR, measure_growth

EDGES = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["e"], "e": ["b"]}


def test_reached_gives_distances_and_ways() -> None:
    found = find_reachable(get_successors(EDGES), ["a"])
    assert {item: distance for item, (distance, _) in found.items()} == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 3}
    assert build_way(found, "e") == ["a", "b", "d", "e"]
    assert list(find_reachable(get_successors(EDGES), ["a"], most=3)) == ["a", "b", "c"]


def test_backwards_turns_every_edge() -> None:
    assert reverse_edges({"a": ["b", "c"], "b": ["c"]}) == {"b": ["a"], "c": ["a", "b"]}


@pytest.mark.parametrize(
    ("among", "expected"),
    [
        pytest.param(["b", "a", "d"], ["a"], id="one leads to the others"),
        pytest.param(["c", "d"], ["c"], id="though not directly"),
        pytest.param(["e", "d", "b"], ["e"], id="of a circle the first"),
        pytest.param(["x", "a"], ["x", "a"], id="strangers"),
        pytest.param([], [], id="none"),
    ],
)
def test_entrances(among: list[str], expected: list[str]) -> None:
    assert find_entrances(get_successors(EDGES), among)[0] == expected


def nodes(text: str) -> list[Node]:
    return [("S", letter) for letter in text]


def edges(text: str) -> dict[Node, list[Node]]:
    found: dict[Node, list[Node]] = {}
    for start, end in text.split():
        found.setdefault(("S", start), []).append(("S", end))
    return found


@pytest.mark.parametrize(
    ("graph", "starts", "targets", "expected"),
    [
        pytest.param("gx gy", "g", "xy", "g", id="a gateway"),
        pytest.param("gx gy", "gx", "xy", "", id="one is reached without it"),
        pytest.param("ag gx gy hx hy ah", "a", "xy", "a", id="two gateways"),
        pytest.param("ag gx xy", "a", "xy", "agx", id="a target on the way to the other"),
        pytest.param("ag gx gy xg", "a", "xy", "ag", id="with a circle"),
    ],
)
def test_on_every_way(graph: str, starts: str, targets: str, expected: str) -> None:
    found, _, _ = find_shared_nodes(get_successors(edges(graph)), nodes(starts), nodes(targets))
    assert "".join(sorted(name for _, name in found)) == expected


@pytest.mark.parametrize("seed", range(40))
def test_without_it_no_target_is_reached(seed: int) -> None:
    roll = random.Random(seed)
    names = nodes("abcdefghij")
    graph = {start: roll.sample(names, roll.randint(0, 2)) for start in names}
    starts, _ = find_entrances(get_successors(graph), names[:3])
    met = set(find_reachable(get_successors(graph), starts))
    assert set(names[:3]) <= met
    assert all(
        start not in find_reachable(get_successors(graph), [o]) for start in starts for o in starts if o != start
    )
    targets = [item for item in names if item in met][-2:]
    found, order, _ = find_shared_nodes(get_successors(graph), starts, targets)
    for item in met:
        still = set(find_reachable(get_successors(graph), starts, avoiding=item))
        assert (item in found) == still.isdisjoint(targets)
        assert item not in found or set(order[: found[item]]) == still


@pytest.mark.parametrize("entrances", [True, False])
def test_it_grows_with_the_graph(entrances: bool) -> None:
    """A ladder that leads back at each rung, which is slow for dominators that are computed by iteration."""

    def search(size: int) -> None:
        names = [("S", f"{n:06}") for n in range(size)]
        graph = {names[n]: [*names[n + 1 : n + 3], names[n // 2]] for n in range(size - 1)}
        if entrances:
            find_entrances(get_successors(graph), names[::-20])
        else:
            assert set(find_shared_nodes(get_successors(graph), names[:1], names[-1:])[0]) == {names[0], names[-1]}

    assert measure_growth(search, 2_000) < LINEAR


def test_a_very_long_way_needs_no_recursion() -> None:
    size = 50_000
    names = [("S", f"{n:06}") for n in range(size)]
    graph = {names[n]: [names[n + 1]] for n in range(size - 1)}
    assert len(find_shared_nodes(get_successors(graph), names[:1], names[-1:])[0]) == size
