"""Who cannot work without whom: the light part, which must not need a graph library."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ownercat.graph import find_cycle_nodes

SIZE = 200_000

PEELED = [
    pytest.param({}, id="nothing"),
    pytest.param({"a": ["b"], "b": ["c"]}, id="a chain"),
    pytest.param({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, id="a diamond"),
    pytest.param({n: [n + 1] for n in range(SIZE)}, id="a very long chain"),
]


@pytest.mark.parametrize("edges", PEELED)
def test_nothing_is_left_without_a_circle(edges: dict[object, list[object]]) -> None:
    assert find_cycle_nodes(edges) == {}


def test_what_leads_to_a_circle_or_away_from_it_is_peeled() -> None:
    assert find_cycle_nodes({"in": ["a"], "a": ["b"], "b": ["a", "out"], "out": ["end"]}) == {"a": ("b",), "b": ("a",)}


def test_a_way_between_two_circles_is_left() -> None:
    edges = {"a": ["b"], "b": ["a", "way"], "way": ["c"], "c": ["d"], "d": ["c"]}
    assert set(find_cycle_nodes(edges)) == {"a", "b", "way", "c", "d"}


def test_importing_it_does_not_import_networkx() -> None:
    code = "import sys, ownercat.graph; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
