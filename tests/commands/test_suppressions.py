"""Suppressed findings in every output of ``check``, beside a baseline, and in a change."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.commands.conftest import Run, Runner
from tests.commands.test_check_base import SCHEMA
from tests.rules.parts import PEOPLE, doc, service, team

COMMENT = '# ownercat: ignore[orphaned-service] until=2099-01-31 reason="moves to payments in Q1"'
WEB = service("web", owner=f"nobody  {COMMENT}")
SHOP = {
    "catalog/people.yaml": PEOPLE,
    "catalog/team.yaml": team("storefront"),
    "catalog/shop.yaml": service("shop"),
    "catalog/web.yaml": WEB,
}
SAMPLE = Path(__file__).parents[2] / "catalog"


def test_text_counts_and_verbose_shows(run: Runner) -> None:
    assert run("check", "--format", "concise", files=SHOP) == Run(
        0, "no findings, 1 suppressed in 4 files (2 services)\n", ""
    )
    for form in ("text", "concise", "markdown"):
        out = " ".join(run("check", "-v", "--format", form).out.replace("`", "").split())
        assert "suppressed by comment: catalog/web.yaml:6 orphaned-service: moves to payments in Q1" in out, form


@pytest.mark.parametrize("form", ["gitlab", "rdjson"])
def test_formats_without_a_place_for_the_number(run: Runner, form: str) -> None:
    found = run("check", "--format", form, files=SHOP)
    assert (found.code, found.err) == (0, f"ownercat: 1 finding suppressed, which {form} cannot show\n")


def test_json(run: Runner) -> None:
    value = json.loads(run("check", "--format", "json", files=SHOP).out)
    Draft7Validator(SCHEMA).validate(value)
    (each,) = value["suppressed"]
    assert (value["summary"]["suppressed"], value["findings"]) == (1, [])
    assert (each["code"], each["by"], each["reason"], each["start"]["line"]) == (
        "OWN001", "comment", "moves to payments in Q1", 6,
    )  # fmt: skip


def test_sarif(run: Runner) -> None:
    (result,) = json.loads(run("check", "--format", "sarif", files=SHOP).out)["runs"][0]["results"]
    assert result["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "moves to payments in Q1"}
    ]


def test_junit(run: Runner) -> None:
    root = ET.fromstring(run("check", "--format", "junit", files=SHOP).out)
    (case,) = root.iter("testcase")
    skipped = case.find("skipped")
    assert skipped is not None and skipped.get("message") == "suppressed by comment: moves to payments in Q1"
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("1", "0", "1")


def test_github(run: Runner) -> None:
    assert "1 suppressed" in run("check", "--format", "github", files=SHOP).out


def test_a_baseline_has_no_suppressed_finding(run: Runner) -> None:
    run("baseline", "create", files=SHOP)
    assert "OWN001" not in Path("ownercat.baseline").read_text("utf-8")


def test_an_expired_comment_suppresses_nothing(run: Runner) -> None:
    found = run("check", "--format", "concise", "--as-of", "2099-02-01", files=SHOP)
    assert [line.split(" ")[2] for line in found.out.splitlines()[:2]] == ["OWN001", "GOV003"]
    assert run("check", "--format", "concise", "--as-of", "2099-01-31").code == 0
    assert run("check", "--format", "concise", "--timeless").code == 0


def test_a_reason_with_a_secret_or_a_command_is_harmless(run: Runner) -> None:
    secret = "https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx"
    text = WEB.replace("moves to payments in Q1", f"see {secret} ::error::")
    found = run("check", "--format", "json", files={**SHOP, "catalog/web.yaml": text})
    assert "abcdefghijkl" not in found.out
    assert not any(line.startswith("::error::") for line in run("check", "-v").out.splitlines())


def test_a_list_of_a_foreign_format_has_exceptions_in_the_policy(run: Runner) -> None:
    listed = (
        "services:\n  - name: web\n    friendly_name: Web\n    tier: sv\n    owner: storefrnt\n"
        "    label: Web\nteams:\n  - name: storefront\ntiers:\n  - name: sv\n"
    )
    files = {"services/service-catalog.yml": listed, "ownercat.toml": 'dialects = ["gitlab"]\n'}
    before = json.loads(run("check", "--format", "json", files=files).out)
    undefined = [each for each in before["findings"] if each["code"] == "OWN001"]
    assert [each["entity"]["name"] for each in undefined] == ["web"]
    item = "{rule: orphaned-service, entity: service:web, reason: moves in Q1}"
    rule = doc("Policy", "shop", f"rules: {{exceptions: [{item}]}}")
    after = json.loads(run("check", "--format", "json", files={"catalog/policy.yaml": rule}).out)
    assert "OWN001" not in [each["code"] for each in after["findings"]]
    assert [(each["code"], each["by"]) for each in after["suppressed"]] == [("OWN001", "policy")]


def test_one_edit_of_the_sample(run: Runner) -> None:
    files = {
        path.relative_to(SAMPLE.parent).as_posix(): path.read_text("utf-8")
        for path in SAMPLE.rglob("*") if path.is_file()
    }  # fmt: skip
    path = next(path for path, text in files.items() if "\nowner: payments\n" in text)
    silenced = files[path].replace("\nowner: payments\n", f"\nowner: nobody  {COMMENT}\n", 1)
    found = run("check", "--select", "OWN001", "--format", "concise", files={**files, path: silenced})
    assert (found.code, found.out.partition(" in ")[0]) == (0, "no findings, 1 suppressed")
    loud = run("check", "--select", "OWN001", "--format", "concise", files={path: silenced.replace(COMMENT, "")})
    assert (loud.code, loud.out.splitlines()[-1].partition(" in ")[0]) == (1, "1 error")
