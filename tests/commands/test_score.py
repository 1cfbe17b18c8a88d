"""``score``: bars, JSON by its schema, Markdown that stays text, and the trend."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt

from ownercat.cli import main
from ownercat.diagnostics import Place
from ownercat.linter.scores import compute_scores
from ownercat.views import page_markdown
from ownercat.views.layout import Display, lay
from ownercat.views.score_rows import ScoreReport, build_report
from ownercat.views.score_sheet import build_sheet, build_summary
from ownercat.views.terminal import columns
from tests.catalogs import TODAY, loaded
from tests.commands.conftest import Runner
from tests.repositories import Repository

SCHEMA = Path(__file__).parents[2] / "schemas" / "output" / "score.schema.json"
HEAD = "apiVersion: ownercat/v1\n"
FILES = {
    "catalog/policy.yaml": f"{HEAD}kind: Policy\nname: p\ntiers:\n  1: {{requires: [owner, sla, rollback]}}\n  4: {{requires: [owner]}}\n",
    "catalog/teams.yaml": f"{HEAD}kind: Team\nname: web\nmembers: [ana]\n---\n{HEAD}kind: Team\nname: ops\nmembers: [ana]\n---\n{HEAD}kind: Person\nname: ana\n",
    "catalog/shop.yaml": f"{HEAD}kind: Service\nname: shop\ntier: 1\nowner: web\nchange: {{rollback: when it burns}}\n",
    "catalog/db.yaml": f"{HEAD}kind: Service\nname: db\ntier: 4\nowner: ops\n",
    "catalog/old.yaml": f"{HEAD}kind: Service\nname: old\ntier: 4\nowner: nobody\n",
}  # fmt: skip
SLA = {"catalog/sla.yaml": f"{HEAD}kind: SLA\nname: s\nservice: shop\nexternal: true\n"}

TEXT = """\
3 services of 2 teams: 3 of 5 requirements met, 60 %

web                █████████████░░░░░░░  2 of 3   67 %
    largest gain: sla of shop (tier 1)
  shop     tier 1  █████████████░░░░░░░  2 of 3   67 %
    ✓ owner  ✗ sla  ✓ rollback
    next: add an SLA with `service: shop`, approved by the provider and the
      consumer: ownercat new sla shop-sla --service shop (missing-sla)

(no team)          ░░░░░░░░░░░░░░░░░░░░  0 of 1    0 %
    largest gain: owner of old (tier 4)
  old      tier 4  ░░░░░░░░░░░░░░░░░░░░  0 of 1    0 %
    ✗ owner
    next: add team nobody, or give service old to another team
      (orphaned-service)

ops                ████████████████████  1 of 1  100 %
"""


def values(text: str) -> dict[str, Any]:
    """The JSON of a run, held to its schema."""
    value: dict[str, Any] = json.loads(text)
    Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(value)
    return value


def test_the_text(run: Runner) -> None:
    assert run("score", files=FILES) == (0, TEXT, "")


def test_verbose_shows_what_has_everything_too(run: Runner) -> None:
    out = run("score", "-v", files=FILES).out
    assert out == TEXT.replace(
        "ops                ████████████████████  1 of 1  100 %\n",
        "ops                ████████████████████  1 of 1  100 %\n"
        "  db       tier 4  ████████████████████  1 of 1  100 %\n",
    )


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_json(run: Runner) -> None:
    found = values(run("score", "--format", "json", "--as-of", "2026-11-22", files=FILES).out)
    assert (found["asOf"], found["base"], found["met"], found["required"], found["percent"]) == (
        "2026-11-22",
        "",
        3,
        5,
        60,
    )
    assert [(team["name"], team["gain"], team["services"]) for team in found["teams"]] == [
        ("web", 4, ["shop"]), ("", 1, ["old"]), ("ops", 0, ["db"]),
    ]  # fmt: skip
    assert found["teams"][0]["source"] == {"path": "catalog/teams.yaml", "line": 3}
    assert found["teams"][1]["source"] is None
    assert found["teams"][0]["next"] == {
        "service": "shop", "tier": 1, "requirement": "sla",
        "help": "add an SLA with `service: shop`, approved by the provider and the consumer: "
        "ownercat new sla shop-sla --service shop",
        "source": {"path": "catalog/shop.yaml", "line": 3},
    }  # fmt: skip
    shop = found["services"][0]
    assert [(r["requirement"], r["state"], r["rule"], r["source"]["line"]) for r in shop["requirements"]] == [
        ("owner", "met", "", 5), ("sla", "missing", "missing-sla", 3), ("rollback", "met", "", 6),
    ]  # fmt: skip


def test_json_of_everything_a_score_may_hold(run: Runner) -> None:
    broken = FILES["catalog/shop.yaml"] + "tirr: 1\n"
    files = FILES | {"catalog/shop.yaml": broken, "catalog/x.yaml": "a: [\n"}
    files["catalog/policy.yaml"] = files["catalog/policy.yaml"].replace("sla, ", "drill, ")
    done = run("score", "--format", "json", files=files)
    found = values(done.out)
    assert (found["leftOut"], found["notJudged"]) == (["shop"], [])
    assert done.err == "ownercat: cannot read catalog/x.yaml: the answer may be incomplete\n"
    text = run("score").out
    assert "not counted, because they have errors (run ownercat check): shop\n" in text


@pytest.mark.parametrize(
    ("names", "services"), [(("web",), ["shop"]), (("old", "db"), ["old", "db"]), (("shop",), ["shop"])]
)
def test_names_narrow_what_is_shown(run: Runner, names: tuple[str, ...], services: list[str]) -> None:
    found = values(run("score", *names, "--format", "json", files=FILES).out)
    assert [service["name"] for service in found["services"]] == services


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("shp",), "no team or service in use has the name shp\nhelp: did you mean shop?"),
        (("--as-of", "soon"), "--as-of soon is not a valid date"),
        (("--base", "HEAD"), "--rev, --base and --staged need a git repository"),
    ],
)
def test_refused(run: Runner, arguments: tuple[str, ...], said: str) -> None:
    done = run("score", *arguments, files=FILES)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


# --- the trend -------------------------------------------------------------------------------------------------------


@pytest.fixture
def history(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Before: shop without an SLA; now: with one, and without rollback criteria; ops has one service more."""
    repository.write(FILES)
    repository.git("add", "-A")
    repository.commit("before")
    new = FILES["catalog/db.yaml"].replace("name: db", "name: cache")
    repository.write({**SLA, "catalog/cache.yaml": new})
    monkeypatch.chdir(repository.root)
    return repository


def test_a_file_that_cannot_be_read_is_3_on_both_sides(history: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    history.write({"catalog/x.yaml": "a: [\n"})
    assert main(["score"]) == 3
    assert capsys.readouterr().err == "ownercat: cannot read catalog/x.yaml: the answer may be incomplete\n"
    history.git("add", "-A")
    history.commit("broken")
    (history.root / "catalog/x.yaml").unlink()
    assert main(["score", "--base", "HEAD"]) == 3
    assert capsys.readouterr().err == "ownercat: cannot read catalog/x.yaml of HEAD: the answer may be incomplete\n"
    assert main(["score"]) == 0


def test_what_changed_since(history: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--base", "HEAD", "-v"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["4 services of 2 teams: 5 of 6 requirements met, 83 %", "↑23 points since HEAD"]
    by_name = {line.split()[0]: line.split("%")[1].strip() for line in lines[2:] if "%" in line}
    assert by_name == {"(no": "", "old": "=", "ops": "=", "cache": "", "db": "=", "web": "↑33", "shop": "↑33"}


def test_the_trend_in_json(history: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    main(["score", "--base", "HEAD", "--format", "json"])
    found = values(capsys.readouterr().out)
    assert (found["base"], found["change"]) == ("HEAD", {"met": 3, "required": 5, "points": 23})
    changes = {service["name"]: service["change"] for service in found["services"]}
    assert changes["cache"] is None
    assert changes["shop"] == {"met": 2, "required": 3, "points": 33}


def test_what_got_worse(history: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    history.git("add", "-A")
    history.commit("with")
    (history.root / "catalog/sla.yaml").unlink()
    main(["score", "--base", "HEAD"])
    assert capsys.readouterr().out.splitlines()[1] == "↓16 points since HEAD"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("shop", ["↑33 points since HEAD", "web ↑33", "shop ↑33"]),
        ("db", ["no change since HEAD", "ops =", "db ="]),
        ("ops", ["no change since HEAD", "ops =", "cache", "db ="]),
        ("cache", ["", "ops", "cache"]),
    ],
)
def test_what_is_named_is_compared_with_itself(
    history: Repository, capsys: pytest.CaptureFixture[str], name: str, said: list[str]
) -> None:
    assert main(["score", name, "--base", "HEAD", "-v"]) == 0
    lines = capsys.readouterr().out.splitlines()
    parts = [(line.split()[0], line.partition("%")[2].strip()) for line in lines[2:] if "%" in line]
    assert [lines[1], *(" ".join(filter(None, part)) for part in parts)] == said


def test_what_is_named_is_compared_under_its_old_name(history: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    main(["rename", "service", "shop", "store", "--force"])
    capsys.readouterr()
    for name in ("store", "shop"):
        assert main(["score", name, "--base", "HEAD"]) == 0
        assert capsys.readouterr().out.splitlines()[1] == "↑33 points since HEAD"


def test_a_policy_that_asks_for_something_else_is_said(history: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    path = history.root / "catalog/policy.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("sla, ", ""), encoding="utf-8")
    main(["score", "--base", "HEAD"])
    assert capsys.readouterr().err == (
        "ownercat: the tier requirements in the policy changed since HEAD: each catalog is scored with its own policy\n"
    )


# --- how it looks ----------------------------------------------------------------------------------------------------


def rows(files: dict[str, str]) -> ScoreReport:
    return build_report(compute_scores(loaded(files, ("backstage",)), TODAY), TODAY, "", None)


def no_places(places: Collection[Place]) -> Mapping[Place, str]:
    assert not places
    return {}


def hostile(name: str) -> dict[str, str]:
    """A foreign catalog whose texts want to be more than text."""
    head = "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
    spec = f"metadata: {{name: shop}}\nspec: {{type: service, lifecycle: production, owner: {json.dumps(name)}}}\n"
    return {"x/catalog-info.yaml": head + spec, **FILES}


EVIL = [
    "@team/all",
    "a|b",
    "`x` <img src=x>",
    "[x](javascript:alert)",
    "##[error]x",
    "\u202e\x1b[31m",
    "https://x.example",
]


@pytest.mark.parametrize("name", EVIL)
def test_markdown_stays_text(name: str) -> None:
    text = page_markdown.render(build_summary(rows(hostile(name))))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [token for block in tokens for token in block.children or ()]
    assert {token.type for token in inline} <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    assert "@" not in "".join(token.content for token in inline if token.type == "text")
    assert [token.type for token in tokens].count("table_open") == 2
    widths = [line.count(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert set(widths) == {4, 5}


def test_markdown(run: Runner) -> None:
    lines = run("score", "--format", "markdown", files=FILES).out.splitlines()
    assert lines[0] == "**3 of 5 requirements met, 60 %**"
    assert lines[4] == "| `web` | 1 | 2 of 3 (67 %) | ██████░░░░ | sla of `shop` |"
    assert lines[-2].startswith(
        "| `shop` | 1 | `web` | 2 of 3 (67 %) | sla | add an SLA with `service: shop`, approved by the "
    )


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("signs", [True, False])
def test_no_line_is_wider_than_the_terminal(width: int, signs: bool) -> None:
    files = dict(FILES)
    for number in range(3):
        name = f"{'very-' * 11}long-{number}"
        files[f"catalog/{number}.yaml"] = FILES["catalog/shop.yaml"].replace("shop", name)
    text = lay([build_sheet(rows(files), True)], Display(width, color=False, signs=signs), no_places)
    assert [line for line in text.splitlines() if columns(line) > width] == []


def test_colour_changes_nothing_but_colour() -> None:
    plain, colored = (lay([build_sheet(rows(FILES), True)], Display(80, color), no_places) for color in (False, True))
    assert "\x1b[1;32m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_a_terminal_that_knows_ascii_only_gets_ascii(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    run("score", files=FILES)
    text = out.buffer.getvalue().decode("ascii")  # type: ignore[attr-defined]
    assert "#############......." in text and "\\u" not in text


def test_an_empty_catalog_of_services(run: Runner) -> None:
    assert run("score", files={"catalog/a.yaml": f"{HEAD}kind: Team\nname: web\n"}).out == (
        "0 services of 0 teams: no requirement can be checked\n"
    )


def test_where_nothing_can_be_judged_no_share_is_claimed(run: Runner) -> None:
    files = {"x/catalog-info.yaml": COMPONENT, "y/catalog-info.yaml": COMPONENT.replace("shop", "store")}
    assert run("score", "--dialect", "backstage", files=files).out == (
        "2 services of 0 teams: 0 of 2 requirements met (2 assumed)\n\n(no team)    ░░░░░░░░░░░░░░░░░░░░  not checked\n"
        "    2 services with requirements that are not proved (-v shows them)\n"
    )
    found = values(run("score", "--dialect", "backstage", "--format", "json").out)
    assert (found["percent"], found["services"][0]["percent"], found["teams"][0]["percent"]) == (None, None, None)
    assert (
        "**0 of 2 requirements met (2 assumed)**" in run("score", "--dialect", "backstage", "--format", "markdown").out
    )


def test_what_cannot_be_judged_is_told_from_what_has_everything(run: Runner) -> None:
    lost = FILES["catalog/old.yaml"].replace("name: old", "name: lost").replace("nobody", "ghost")
    out = run("score", files=FILES | {"catalog/lost.yaml": lost, "catalog/x.yaml": "name: ghost\na: [\n"}).out
    assert "    largest gain: owner of old (tier 4)\n    1 service with requirements that are not proved (-v" in out


COMPONENT = (
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: shop}\n"
    "spec: {type: service, lifecycle: production, owner: group:x}\n"
)
