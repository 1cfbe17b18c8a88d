"""``ownercat graph``: trees as people see them, and files that other tools read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from jsonschema import Draft7Validator

from ownercat.cli import main
from ownercat.graph.drawing import Arc, Drawing, Vertex, draw_services
from ownercat.text import is_hidden
from ownercat.views import graph_dot, graph_mermaid, graph_tree
from ownercat.views.terminal import painter
from tests.commands.conftest import Run, Runner
from tests.graph.nets import catalog, entry, service

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "output" / "graph.schema.json").read_text(encoding="utf-8"))
DOT = shutil.which("dot")
PLAIN = painter(False)


@pytest.fixture
def sample(parsed_once: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Draw the sample catalog."""
    monkeypatch.chdir(ROOT)
    return lambda *arguments: Run(main(("graph", *arguments)), *capsys.readouterr())


def valid(out: str) -> Any:
    value = json.loads(out)
    Draft7Validator(SCHEMA).validate(value)
    return value


# --- trees ---


def test_what_a_service_needs(sample: Runner) -> None:
    assert sample("shipping") == (
        0,
        "shipping (tier 2, storefront)\n└─ quote (tier 2, storefront, hard)\n",
        "",
    )


def test_what_needs_it_and_what_it_needs(sample: Runner) -> None:
    assert sample("cart", "--direction", "both", "--depth", "1").out == (
        "depends on\n"
        "cart (tier 1, storefront)\n"
        "├─ redis-cart (tier 1, platform, hard)\n"
        "└─ flagd (tier 2, platform, cached)\n"
        "dependents\n"
        "cart (tier 1, storefront)\n"
        "├─ checkout (tier 1, storefront, hard) …\n"
        "└─ frontend (tier 1, web, hard) …\n"
    )


def test_groups_are_named(sample: Runner) -> None:
    assert sample("email").out == (
        "email (tier 2, messaging)\n"
        "├─ mail-relay (tier 2, messaging, hard in group relays)\n"
        "└─ mail-relay-backup (tier 2, platform, hard in group relays)\n"
    )


def test_everything_is_shown_once_with_what_is_below_it(sample: Runner) -> None:
    lines = sample().out.split("\n")
    shown = [re.sub(r"^[│├└─ ]*", "", line).split(" ")[0] for line in lines if "see above" not in line and line]
    names = {path.name for path in (ROOT / "catalog" / "services").iterdir() if path.is_dir()}
    assert set(shown) == names
    assert shown.count("checkout") == shown.count("product-catalog") == 1


def test_teams_say_how_hard_and_how_often(sample: Runner) -> None:
    assert sample("--teams").out.split("\n")[-5:-1] == [
        "├─ storefront (3 hard, 2 soft, 1 cached)",
        "├─ platform (3 cached)",
        "├─ support (soft)",
        "└─ payments (hard)",
    ]
    assert sample("support", "--teams", "--depth", "1").out == "support\n└─ storefront (soft) …\n"


def test_a_team_stands_for_its_services(sample: Runner) -> None:
    lines = sample("messaging", "--depth", "1").out.split("\n")
    assert [line.split(" ")[0] for line in lines if line[:1].isalpha()] == ["email", "kafka", "mail-relay"]


def test_a_circle_that_nothing_leads_to_is_a_tree_as_well() -> None:
    drawing = draw_services(catalog([service("a", entry("b")), service("b", entry("a")), service("c")]))
    assert graph_tree.render(drawing, [], "down", None, PLAIN) == (
        "a (tier 3)\n└─ b (tier 3, hard)\n   └─ a (tier 3, hard) (see above)\nc (tier 3)\n"
    )


def test_a_very_long_chain_is_cut_and_needs_no_recursion() -> None:
    length = 50_000
    drawing = draw_services(
        catalog(service(f"s{n}", *([entry(f"s{n + 1}")] if n + 1 < length else [])) for n in range(length))
    )
    start = time.process_time()
    lines = graph_tree.render(drawing, ["service:s0"], "down", None, PLAIN).split("\n")
    assert len(lines) == graph_tree.DEEPEST + 2
    assert lines[-2].endswith("s60 (tier 3, hard) …")
    assert time.process_time() - start < 5


def test_an_unknown_name(sample: Runner) -> None:
    assert sample("chekout") == (
        1,
        "",
        "ownercat: not found: no service, team, alias, alert, symptom or path has the name chekout\n"
        "help: did you mean checkout (service)?\n",
    )


def test_options_that_do_not_go_together(sample: Runner) -> None:
    assert sample("--teams", "--all").code == 2
    assert sample("--depth", "0").code == 2


# --- files for other tools ---

EVERY = [
    (),
    ("checkout",),
    ("checkout", "--direction", "both", "--depth", "1"),
    ("--teams",),
    ("--all",),
    ("--all", "web"),
]


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_json_is_node_link_data(sample: Runner, arguments: tuple[str, ...]) -> None:
    value = valid(sample("--format", "json", *arguments).out)
    del value["version"]
    graph = nx.node_link_graph(value, edges="links")
    assert graph.number_of_nodes() == len(value["nodes"]) > 0
    assert graph.number_of_edges() == len(value["links"])
    assert {link["source"] for link in value["links"]} <= {node["id"] for node in value["nodes"]}


def test_json_names_the_line_of_each_dependency(sample: Runner) -> None:
    value = valid(sample("cart", "--depth", "1", "--format", "json").out)
    for link in value["links"]:
        path, line = link["stated"]["path"], link["stated"]["line"]
        assert link["target"].partition(":")[2] in (ROOT / path).read_text(encoding="utf-8").split("\n")[line - 1]


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_graphml_is_read_by_networkx(sample: Runner, arguments: tuple[str, ...]) -> None:
    text = sample("--format", "graphml", *arguments).out
    value = valid(sample("--format", "json", *arguments).out)
    graph = nx.read_graphml(BytesIO(text.encode()), force_multigraph=True)
    assert set(graph.nodes) == {node["id"] for node in value["nodes"]}
    assert graph.number_of_edges() == len(value["links"])


def svg(text: str) -> ET.Element:
    """What Graphviz makes of it; a warning is a failure."""
    if DOT is None:
        pytest.skip("Graphviz is not installed")
    done = subprocess.run([DOT, "-Tsvg"], input=text, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return ET.fromstring(done.stdout)


def texts(element: ET.Element) -> list[str]:
    return [(text.text or "").replace("\xa0", " ") for text in element.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_dot_is_drawn_by_graphviz(sample: Runner, arguments: tuple[str, ...]) -> None:
    value = valid(sample("--format", "json", *arguments).out)
    drawn = texts(svg(sample("--format", "dot", *arguments).out))
    assert {node["name"] for node in value["nodes"]} <= set(drawn)


NAMES = [
    'say "no"', "back\\", "\\N \\G \\l", "&lt;b&gt; &amp;", "<b>bold</b>", "<<table>>", "a;b]c)d}e|f", "end", "subgraph x",
    "%%{init: {}}%%", "--> n1", "`code`", "# head", "- item", "1. item", "@{ shape: cyl }", "<script>alert(1)</script>",
    "日本 é", "fa:fa-ban", "two\nlines", "\x1b[31m red", "\u202e turned",
]  # fmt: skip


def hostile() -> Drawing:
    vertices = {
        f"service:{n}": Vertex(
            f"service:{n}", "Service", name, name, n % 5, name, f"team:{name}" if n % 2 else "", None
        )
        for n, name in enumerate(NAMES)
    }
    arcs = [
        Arc(
            f"service:{n}",
            f"service:{n + 1}",
            name if n % 3 else "needs",
            "hard",
            "active",
            name,
            "",
            "",
            1,
            {name: 1},
            None,
        )
        for n, name in enumerate(NAMES[:-1])
    ]
    return Drawing(vertices, tuple(arcs))


def test_hostile_names_are_labels_in_dot() -> None:
    text = graph_dot.render(hostile())
    assert not [char for char in text if is_hidden(char) and char != "\n"]
    drawn = svg(text)
    assert {name for name in NAMES if not any(map(is_hidden, name))} <= set(texts(drawn))
    assert len([g for g in drawn.iter("{http://www.w3.org/2000/svg}g") if g.get("class") == "node"]) == len(NAMES)


def test_hostile_names_are_labels_in_mermaid() -> None:
    text = graph_mermaid.render(hostile())
    assert not [char for char in text if is_hidden(char) and char != "\n"]
    label = r'"(?:[^"<>&`%{}\[\]()|@$\\*:/\n]|<br/>|#\d+;)*"'
    line = (
        rf"flowchart LR|subgraph t\d+\[{label}\]|end|style t\d+ fill:none,stroke:#\w+,color:#\w+|n\d+\[{label}\]"
        rf"|n\d+ (?:==>|-->|-\.->)(?:\|{label}\|)? n\d+|classDef c\d+ [\w:#,-]+|class [n\d,]+ c\d+"
    )
    assert [found for found in text.rstrip("\n").split("\n") if not re.fullmatch(line, found.strip())] == []


def test_hostile_names_are_text_in_a_tree() -> None:
    text = graph_tree.render(hostile(), [], "down", None, PLAIN)
    assert not [char for char in text if is_hidden(char) and char != "\n"]


def test_mermaid_says_what_is_too_much(run: Runner) -> None:
    one = "apiVersion: ownercat/v1\nkind: Service\nname: s{}\ndependsOn: [{}]\n"
    text = "---\n".join(one.format(n, ", ".join(f"{{service: s{m}}}" for m in range(n))) for n in range(40))
    done = run("graph", "--format", "mermaid", files={"catalog/s.yaml": text})
    assert done.code == 0
    assert done.err == (
        "ownercat: the graph has 780 edges, and Mermaid draws at most 500 by default:"
        " name a SERVICE, or use --depth or --teams\n"
    )


def test_dot_says_the_same_bytes_every_time(sample: Runner) -> None:
    assert sample("--format", "dot").out == sample("--format", "dot").out


def test_a_tree_loads_no_graph_library() -> None:
    code = (
        "import sys; from ownercat.cli import main; main(['graph', 'checkout']); main(['graph', '--format', 'dot']);"
        "sys.exit(any(name in sys.modules for name in ('networkx', 'jsonschema', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True).returncode == 0
