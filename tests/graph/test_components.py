"""Strongly connected components and their shortest circles."""

from __future__ import annotations

import random
from itertools import pairwise

import networkx as nx
import pytest

from ownercat.graph import Node, find_cycle_nodes
from ownercat.graph.components import Circle, list_cycles


def nodes(text: str) -> dict[Node, list[Node]]:
    """``"ab bc"``: an edge from a to b and one from b to c."""
    edges: dict[Node, list[Node]] = {}
    for start, end in text.split():
        edges.setdefault(("S", start), []).append(("S", end))
    return edges


def drawn(found: list[Circle]) -> list[tuple[str, str]]:
    return [("".join(n for _, n in circle.members), "".join(n for _, n in circle.way)) for circle in found]


CASES = [
    pytest.param("ab ba", [("ab", "ab")], id="two"),
    pytest.param("ca ab bc", [("abc", "abc")], id="the way begins at the smallest"),
    pytest.param("ab bc ca bd db", [("abcd", "bd")], id="the shortest of two"),
    pytest.param("ab ba xy yx", [("ab", "ab"), ("xy", "xy")], id="two components"),
    pytest.param("ab bc", [], id="none"),
]


@pytest.mark.parametrize(("edges", "expected"), CASES)
def test_circles(edges: str, expected: list[tuple[str, str]]) -> None:
    assert drawn(list_cycles(nodes(edges))) == expected


@pytest.mark.parametrize("seed", range(20))
def test_a_way_is_a_circle_and_as_short_as_the_library_finds(seed: int) -> None:
    source = random.Random(seed)
    names = [("S", f"{n:02}") for n in range(12)]
    edges = {start: source.sample([n for n in names if n != start], source.randint(0, 2)) for start in names}
    for circle in list_cycles(find_cycle_nodes(edges)):
        assert all(end in edges[start] for start, end in pairwise((*circle.way, circle.way[0])))
        graph = nx.DiGraph([(s, e) for s, ends in edges.items() for e in ends]).subgraph(circle.members)
        assert len(circle.way) == min(map(len, nx.simple_cycles(graph)))


def test_the_order_of_edges_changes_nothing() -> None:
    edges = nodes("ab bc ca bd db ef fe")
    backwards = {start: ends[::-1] for start, ends in reversed(edges.items())}
    assert list_cycles(edges) == list_cycles(backwards)


def test_a_component_with_too_many_circles_to_list_gives_one() -> None:
    names = [("S", f"{n:04}") for n in range(400)]
    edges = {start: [end for end in names if end != start] for start in names}
    [found] = list_cycles(edges)
    assert len(found.way) == 2


def test_a_very_long_circle_is_found_without_recursion() -> None:
    size = 20_000
    names = [("S", f"{n:05}") for n in range(size)]
    edges = {start: [names[(n + 1) % size]] for n, start in enumerate(names)}
    [found] = list_cycles(edges)
    assert found.way == tuple(names)
