"""Ways along edges, and what lies on all of them."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from ownercat.graph import Node
from ownercat.graph.dominators import find_shared_nodes
from ownercat.graph.ways import build_way, find_entrances, find_reachable, get_successors, reverse_edges

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
    assert find_entrances(EDGES, among) == expected


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
    found = find_shared_nodes(edges(graph), nodes(starts), nodes(targets))
    assert "".join(sorted(name for _, name in found)) == expected


@pytest.mark.parametrize("seed", range(20))
def test_without_it_no_target_is_reached(seed: int) -> None:
    roll = random.Random(seed)
    names = nodes("abcdefghij")
    graph = {start: roll.sample(names, 2) for start in names}
    met = set(find_reachable(get_successors(graph), names[:1]))
    targets = [item for item in names if item in met][-2:]
    found = find_shared_nodes(graph, names[:1], targets)
    for item in met - {names[0]}:
        left = {start: [end for end in ends if end != item] for start, ends in graph.items() if start != item}
        still = set(find_reachable(get_successors(left), names[:1]))
        assert (item in found) == all(target not in still for target in targets)


def test_a_very_long_way_needs_no_recursion() -> None:
    size = 50_000
    names = [("S", f"{n:06}") for n in range(size)]
    graph = {names[n]: [names[n + 1]] for n in range(size - 1)}
    assert len(find_shared_nodes(graph, names[:1], names[-1:])) == size
    assert isinstance(nx.__version__, str)
