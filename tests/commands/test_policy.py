"""``policy``: the policy in force, default or file and line for each value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.commands.conftest import Runner

SCHEMA = Path(__file__).parents[2] / "schemas" / "output" / "policy.schema.json"
POLICY = """\
apiVersion: ownercat/v1
kind: Policy
name: shop
requiredInfo: [severity, service]
tiers:
  1:
    escalationTiers: 4
channels:
  pager: {medium: push, provider: acme, wakes: true}
severities:
  - {id: high, title: High, major: true, page: 24x7}
  - {id: low, title: Low}
"""


def settings(text: str) -> dict[str, Any]:
    value = json.loads(text)
    Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(value)
    return {item["key"]: item for item in value["settings"]}


def test_without_a_policy_everything_is_a_default(run: Runner) -> None:
    done = run("policy")
    assert done.code == 0
    assert done.out.startswith("policy default · built in: the catalog has no Policy\nsign-off is off: ")
    assert "requiredInfo                 default  [severity, service, timeline, workarounds]\n" in done.out
    assert all(item["source"] is None for item in settings(run("policy", "--format", "json").out).values())


def test_what_the_catalog_decides_names_file_and_line(run: Runner) -> None:
    done = run("policy", files={"catalog/policy.yaml": POLICY})
    lines = done.out.splitlines()
    assert lines[0] == "policy shop · catalog/policy.yaml"
    rows = {line.split()[0]: line.split(maxsplit=2)[1:] for line in lines[3:] if not line.startswith(" ")}
    assert rows["requiredInfo"] == ["catalog/policy.yaml:4", "[severity, service]"]
    assert rows["tiers.1.escalationTiers"] == ["catalog/policy.yaml:7", "4"]
    assert rows["tiers.1.requires"] == ["default", "[owner, escalation, sla, runbook]"]
    assert rows["channels.pager.provider"] == ["catalog/policy.yaml:9", "acme"]
    assert rows["severities"] == ["catalog/policy.yaml:11", "{id: high, title: High, major: true, page: 24x7}"]
    assert [line.strip() for line in lines if line.startswith(" ")] == ["{id: low, title: Low}"]


@pytest.mark.parametrize("section", ["", "signoff: {}\n"])
def test_the_switch_of_sign_off(run: Runner, section: str) -> None:
    done = run("policy", files={"catalog/policy.yaml": POLICY + section})
    off = "sign-off is off: add `signoff: {}` to the policy to require approvals"
    assert done.out.splitlines()[1] == ("sign-off is on" if section else off)


def test_json(run: Runner) -> None:
    found = settings(run("policy", "--format", "json", files={"catalog/policy.yaml": POLICY}).out)
    assert found["tiers.1.escalationTiers"] == {
        "key": "tiers.1.escalationTiers",
        "value": 4,
        "source": {"path": "catalog/policy.yaml", "line": 7},
    }
    assert found["tiers.2.escalationTiers"]["source"] is None
    assert not {"apiVersion", "kind", "name"} & set(found)


def test_keys_with_dots_are_told_apart(run: Runner) -> None:
    text = POLICY + "severityAliases: {a.b: high}\n"
    found = settings(run("policy", "--format", "json", files={"catalog/policy.yaml": text}).out)
    assert found["severityAliases.a.b"]["source"] == {"path": "catalog/policy.yaml", "line": 13}


def test_a_policy_that_cannot_be_read_is_not_passed_over_in_silence(run: Runner) -> None:
    done = run("policy", files={"catalog/policy.yaml": POLICY + "requires: [\n"})
    assert done.code == 3
    assert done.out.startswith("policy default · built in: no Policy can be read\n")
    assert "the policy may be in one of them; see ownercat check" in done.err


def test_a_broken_neighbor_of_a_policy_does_not_matter(run: Runner) -> None:
    done = run("policy", files={"catalog/policy.yaml": POLICY, "catalog/zz.yaml": "a: [\n"})
    assert (done.code, done.err, done.out.splitlines()[0]) == (0, "", "policy shop · catalog/policy.yaml")


def test_parts_that_are_not_valid_are_left_out_and_said(run: Runner) -> None:
    done = run("policy", files={"catalog/policy.yaml": POLICY.replace("[severity, service]", "7")})
    assert "requiredInfo                 default" in done.out
    assert done.err == "ownercat: parts of catalog/policy.yaml are not valid and are left out; see ownercat check\n"


@pytest.mark.parametrize("value", ['"\\e[31m"', '"##[error]"', "1e999", "[[[{a: [b]}]]]", "{1: {2: 3}}", "~"])
def test_hostile_values_are_only_text(run: Runner, value: str) -> None:
    files = {"catalog/policy.yaml": POLICY + f"x-own: {value}\nvocabulary: {{type: {value}}}\n"}
    done = run("policy", files=files)
    assert done.code == 0
    assert "\x1b" not in done.out and "##[" not in done.out
    settings(run("policy", "--format", "json").out)
