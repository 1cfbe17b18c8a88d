"""Whatever stands in a catalog, ``impact`` answers and ``graph`` draws."""

from __future__ import annotations

import json
import random
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from ownercat.answers.book import AnswerContext
from ownercat.answers.impact import answer_impact
from ownercat.graph.drawing import draw_services, draw_teams
from ownercat.graph.export import render_graphml
from ownercat.graph.kinds import draw_everything
from ownercat.model import Service
from ownercat.views import graph_dot, graph_mermaid, graph_tree, impact_markdown, impact_rows
from ownercat.views.facts import places, plain
from ownercat.views.terminal import painter
from tests.catalogs import loaded
from tests.test_sample import SAMPLE

ODD = [
    "~", "true", "7", "-1", "1e999", "[]", "{}", "[[]]", "{a: b}", '""', '" "', '"\\u202e"', '"\\0"', "hard", "kafka", "cart",
    "team:cart", "rotation:web", "99999w", "0s", "100", "99.9", '"@x <b>"', "*a", "[cart, cart]", "2026-13-45", "external",
    "retired", "planned",
]  # fmt: skip
VALUE = re.compile(r"(?<=: )[^,{}\[\]\n]+")


def mutated(seed: int) -> dict[str, str]:
    """The sample with some values replaced and some lines gone."""
    roll = random.Random(seed)
    files = dict(SAMPLE)
    for _ in range(roll.randint(1, 12)):
        path = roll.choice([path for path in files if path.endswith(".yaml")])
        lines = files[path].split("\n")
        number = roll.randrange(len(lines))
        values = list(VALUE.finditer(lines[number]))
        if values:
            start, end = roll.choice(values).span()
            lines[number] = lines[number][:start] + roll.choice(ODD) + lines[number][end:]
        elif roll.random() < 0.3:
            del lines[number]
        files[path] = "\n".join(lines)
    return files


@pytest.mark.parametrize("seed", range(12))
def test_a_mutated_sample_is_answered_and_drawn(seed: int) -> None:
    catalog = loaded(mutated(seed))
    found: list[Service] = list(catalog.catalog.of(Service))
    book = AnswerContext(catalog.catalog, catalog.policy, date(2026, 11, 22))
    for some in (found[:1], found[3:6], found):
        answer = answer_impact(book, some)
        impact_rows.build_sheets(answer, everything=True)
        impact_markdown.render(answer)
        json.dumps(plain(answer, dict.fromkeys(places(answer), ("x", 1))), allow_nan=False)
    for drawing in (
        draw_services(book.catalog),
        draw_everything(book.catalog),
        draw_teams(book.catalog, draw_services(book.catalog)),
    ):
        graph_dot.render(drawing)
        graph_mermaid.render(drawing)
        graph_tree.render(drawing, [], "both", None, painter(False))
        ET.fromstring(render_graphml(drawing))
