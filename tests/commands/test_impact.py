"""``ownercat impact``: whole answers, safe in every format, and from broken catalogs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt

from ownercat.cli import main
from ownercat.text import is_hidden
from tests.commands.conftest import Run, Runner
from tests.repositories import Repository
from tests.rules.parts import COMPANY, doc, service, several

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
SCHEMA = json.loads((ROOT / "schemas" / "output" / "impact.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def sample(parsed_once: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Ask the sample catalog."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *arguments: Run(main(("impact", *arguments)), *capsys.readouterr())


def valid(out: str) -> Any:
    value = json.loads(out)
    Draft7Validator(SCHEMA).validate(value)
    return value


# --- the sample catalog, as people see it ---

SHOWN = {
    "impact-one.txt": ("redis-cart",),
    "impact-several.txt": ("cart", "redis-cart", "checkout"),
    "impact-group.txt": ("mail-relay",),
    "impact-verbose.txt": ("flagd", "-v"),
    "impact-markdown.md": ("cart", "redis-cart", "--format", "markdown"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_whole_answers(sample: Runner, name: str) -> None:
    assert sample(*SHOWN[name]) == (0, (EXPECTED / name).read_text(encoding="utf-8"), "")


def services() -> list[str]:
    return sorted(path.name for path in (ROOT / "catalog" / "services").iterdir() if path.is_dir())


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_every_service_fits_the_width(sample: Runner, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for name in services():
        lines = sample(name).out.split("\n")
        assert [line for line in lines if len(line) > width and " " in line.strip()] == []
        assert [line for line in lines if line != line.rstrip()] == []


def test_json_of_each_and_of_all_keeps_its_schema(sample: Runner) -> None:
    for names in ([name] for name in services()):
        value = valid(sample("--format", "json", *names).out)
        assert [failed["service"]["name"] for failed in value["failed"]] == names
    value = valid(sample("--format", "json", *services()).out)
    assert (value["dependents"], value["notFound"]) == ([], [])


def test_json_names_the_line_of_each_fact(sample: Runner) -> None:
    value = valid(sample("redis-cart", "--format", "json").out)
    cart = value["dependents"][0]
    line = (ROOT / cart["source"]["path"]).read_text(encoding="utf-8").split("\n")[cart["source"]["line"] - 1]
    assert "redis-cart" in line and cart["keeps"] in line
    danger = next(item for item in value["promises"] if item["promise"]["name"] == "cart-for-frontend")
    assert (danger["budget"], danger["provider"]["seconds"], danger["verdict"]) == (726, 1800, "breaks")


def test_an_alias_an_alert_and_a_path_name_a_service(sample: Runner) -> None:
    for word in ("paymentservice", "PaymentDeclinesHigh", "src/payment/charge.go", "Payment"):
        assert sample(word).out.startswith("service payment · Payment · tier 1"), word


def test_a_typo(sample: Runner) -> None:
    assert sample("redis-card") == (
        1,
        "",
        "ownercat: not found: no service, alias, alert, symptom or path has the name redis-card\n"
        "help: did you mean redis-cart (service)?\n",
    )


def test_what_is_found_is_answered_beside_a_typo(sample: Runner) -> None:
    done = sample("flagd", "nosuch", "--format", "json")
    value = valid(done.out)
    assert (done.code, [item["query"] for item in value["notFound"]]) == (1, ["nosuch"])
    assert value["failed"][0]["service"]["name"] == "flagd"


def test_a_team_is_no_service(sample: Runner) -> None:
    assert sample("platform").code == 1


# --- hostile text ---

EVIL = "@here <img src=x> [a](https://evil.example) ::error:: **b** `c` #1 \\e[31m \u202e"
HOSTILE = {
    **{f"catalog/{path}": text for path, text in COMPANY.items()},
    "catalog/s.yaml": several(
        service("redis", f"title: '{EVIL}'", "roles: {communicate: {customers: team:storefront}}"),
        service("shop", f"dependsOn: [{{service: redis, degrade: '{EVIL}', group: g}}, {{service: other, group: g}}]"),
        service("web", f"title: '{EVIL}'", f"dependsOn: [{{service: redis, degrade: '{EVIL}'}}]"),
        service("other"),
        doc("Journey", "buy", f"title: '{EVIL}'", f"outcome: '{EVIL}'", f"impact: '{EVIL}'", "steps: [{service: web}]"),
    ),
    "catalog/storefront.yaml": COMPANY["storefront.yaml"].replace('"#team"', f"'{EVIL}'"),
}


@pytest.mark.parametrize("format", ["text", "json", "markdown"])
@pytest.mark.parametrize("names", [("redis",), ("redis", "web")])
def test_nothing_hidden_and_no_command_reaches_the_output(run: Runner, format: str, names: tuple[str, ...]) -> None:
    done = run("impact", *names, "--format", format, files=HOSTILE)
    assert done.code == 0
    assert not [char for char in done.out if is_hidden(char) and char != "\n"]
    assert not re.search(r"^\s*::", done.out, re.MULTILINE)


def test_markdown_renders_to_text_alone(run: Runner) -> None:
    done = run("impact", "redis", "other", "--format", "markdown", files=HOSTILE)
    html = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("strikethrough").render(done.out)
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "strong", "ul", "li", "code"}
    outside = re.sub(r"<code>.*?</code>", "", html)
    assert not re.search(r"@\w|://|evil", outside)
    assert "evil.example" in html


# --- whatever state the catalog is in ---


def test_no_catalog(run: Runner) -> None:
    assert run("impact", "x").code == 2


def test_nothing_that_can_be_read(run: Runner) -> None:
    done = run("impact", "x", files={"catalog/a.yaml": "kind: [\n"})
    assert (done.code, done.err.split("\n")[0]) == (3, "ownercat: cannot read any document of the catalog")


def test_a_broken_neighbour_is_said_and_hides_nothing_else(run: Runner) -> None:
    done = run("impact", "redis", files={**HOSTILE, "catalog/broken.yaml": "kind: [\n"})
    assert (done.code, done.out.startswith("service redis")) == (0, True)
    assert "ownercat: cannot read catalog/broken.yaml: the answer may be incomplete\n" in done.err
    assert run("impact", "redis", "-q").err == ""


def test_what_is_broken_now_is_taken_from_the_last_commit(repository: Repository, monkeypatch: pytest.MonkeyPatch,
                                                          capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    repository.write(HOSTILE)
    repository.git("add", "-A")
    assert repository.commit("a catalog").returncode == 0
    repository.write({"catalog/s.yaml": "kind: [\n"})
    monkeypatch.chdir(repository.root)
    assert main(("impact", "redis")) == 0
    done = capsys.readouterr()
    assert done.out.startswith("service redis")
    assert "using the last committed version of catalog/s.yaml: the current one has errors" in done.err
    assert main(("impact", "redis", "--rev", "HEAD", "--format", "json")) == 0
    assert valid(capsys.readouterr().out)["warnings"] == []


def test_circles_and_self_loops_end(run: Runner) -> None:
    text = several(
        service("a", "dependsOn: [{service: a}, {service: b}]"),
        service("b", "dependsOn: [{service: c}]"),
        service("c", "dependsOn: [{service: a}]"),
    )
    done = run("impact", "a", "b", "--format", "json", files={"catalog/s.yaml": text})
    value = valid(done.out)
    assert [cause["service"]["name"] for cause in value["causes"]] == ["b"]
    assert [other["name"] for other in value["causes"][0]["circle"]] == ["a", "c"]
    assert [item["service"]["name"] for item in value["dependents"]] == ["c"]


def test_it_loads_no_heavy_library() -> None:
    code = (
        "import sys; from ownercat.cli import main; main(['impact', 'redis-cart', 'cart', '--format', 'json']);"
        "sys.exit(any(name in sys.modules for name in ('networkx', 'jsonschema', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("cart", "redis-cart"), "A failure of redis-cart explains both."),
        (("checkout", "payment", "kafka"), "A failure of kafka may explain all 3."),
        (("mail-relay", "quote"), "No single failure explains two of these services."),
    ],
)
def test_what_is_only_missed_is_no_proof(sample: Runner, names: tuple[str, ...], said: str) -> None:
    assert f"\n{said}\n" in sample(*names).out
