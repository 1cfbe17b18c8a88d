"""Graphs to be drawn: what is in them, and what is left when they are cut down."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from io import BytesIO

import networkx as nx
import pytest

from ownercat.graph.drawing import Drawing, draw_services, draw_teams, limit_drawing
from ownercat.graph.export import build_networkx, list_starts, render_graphml
from ownercat.graph.kinds import draw_everything
from tests.catalogs import loaded
from tests.graph.nets import catalog, entry, service
from tests.rules import parts
from tests.test_sample import SAMPLE

CATALOG = loaded(SAMPLE).catalog


def arcs(drawing: Drawing) -> list[str]:
    return [f"{arc.start.partition(':')[2]}>{arc.end.partition(':')[2]}" for arc in drawing.arcs]


CHAIN = draw_services(
    catalog([service("a", entry("b")), service("b", entry("c")), service("c", entry("d")), service("d")])
)


@pytest.mark.parametrize(
    ("direction", "depth", "kept", "left"),
    [
        pytest.param("down", None, "bcd", ["b>c", "c>d"], id="down"),
        pytest.param("down", 1, "bc", ["b>c"], id="down, one step"),
        pytest.param("up", None, "ab", ["a>b"], id="up"),
        pytest.param("both", 1, "abc", ["a>b", "b>c"], id="both"),
    ],
)
def test_around(direction: str, depth: int | None, kept: str, left: list[str]) -> None:
    found = limit_drawing(CHAIN, ["service:b"], direction, depth)
    assert "".join(vertex.name for vertex in found.vertices.values()) == kept
    assert arcs(found) == left


def test_teams_depend_as_hard_and_as_often_as_their_services() -> None:
    found = draw_teams(CATALOG, draw_services(CATALOG))
    (arc,) = [arc for arc in found.arcs if (arc.start, arc.end) == ("team:web", "team:storefront")]
    assert (arc.mode, arc.times, arc.modes) == ("hard", 6, {"hard": 3, "soft": 2, "cached": 1})
    assert not [arc for arc in found.arcs if arc.start == arc.end]
    assert set(found.vertices) == {
        f"team:{n}" for n in ("web", "storefront", "payments", "platform", "messaging", "support")
    }


def test_what_nobody_owns_is_one_vertex() -> None:
    text = parts.several(
        parts.doc("Service", "a", "dependsOn: [{service: b}]"),
        parts.service("b"),
        parts.team("storefront"),
        parts.PEOPLE,
    )
    found = loaded({"catalog/s.yaml": text}).catalog
    assert arcs(draw_teams(found, draw_services(found))) == [">storefront"]


def test_everything_has_every_kind_and_only_what_exists() -> None:
    found = draw_everything(CATALOG)
    kinds = {vertex.kind for vertex in found.vertices.values()}
    assert kinds == {"Service", "Interface", "Journey", "Team", "Person", "Escalation", "Rotation"}
    said = {arc.what for arc in found.arcs}
    assert {"needs", "uses", "provides", "passes", "has", "is led by", "pages", "hands over to", "is owned by"} <= said
    assert all(arc.start in found.vertices and arc.end in found.vertices for arc in found.arcs)


@pytest.mark.parametrize(
    "drawing", [draw_services(CATALOG), draw_everything(CATALOG), draw_teams(CATALOG, draw_services(CATALOG))]
)
def test_graphml_read_again_is_the_same_graph(drawing: Drawing) -> None:
    text = render_graphml(drawing)
    ET.fromstring(text)
    again = nx.read_graphml(BytesIO(text.encode()), force_multigraph=True)
    graph = build_networkx(drawing)
    assert set(again.nodes) == set(graph.nodes)
    assert sorted(again.edges()) == sorted(graph.edges())


def test_names_that_no_xml_may_hold_are_shown_as_escapes() -> None:
    text = render_graphml(draw_services(catalog([service('a\x00\x1b]<b>&"\ufffe')])))
    (node,) = ET.fromstring(text).iter("{http://graphml.graphdrawing.org/xmlns}node")
    assert node.get("id") == 'service:a\\x00\\x1b]<b>&"\\ufffe'


def test_beginnings_reach_everything_from_as_few_as_possible() -> None:
    drawing = draw_services(
        catalog([
            service("tail"), service("a", entry("b")), service("b", entry("a"), entry("tail")), service("root", entry("tail")),
        ])
    )  # fmt: skip
    assert list(list_starts(drawing)) == ["service:a", "service:root"]
