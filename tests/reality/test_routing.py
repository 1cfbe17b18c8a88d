"""The receivers of an alert, compared with `amtool config routes test` on generated trees."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ownercat.diagnostics import Place
from ownercat.documents.dialects._prometheus_routes import read_route
from ownercat.model import LabelMatcher
from ownercat.reality.routing import compile_pattern, list_labels, list_receivers, matches

TREES = 200
VALUES = ("", "till", "web", "shop", "pay.ments", "a|b", "café", "till web", "tiill")
PATTERNS = (
    "till|web", "t.*", ".+", "", "(till|web).*", "sh[a-o]+p?", "[^s].*", "pay\\.ments", "pay.ments", "\\w+", "ti{2}ll",
    "t(?:i|o){1,2}l*?l", "caf.", "\\D*", "till|", "[a-z]{2,}", "a\\|b", "[\\w.]+", "x{0}", "[]a|-]+", "(a|b)",
)  # fmt: skip
LABELS = ("service", "team", "severity", "alertname")


def build_route(dice: random.Random, depth: int, numbers: list[int]) -> dict[str, Any]:
    """A route with conditions in all three forms, and children."""
    numbers[0] += 1
    route: dict[str, Any] = {"continue": dice.random() < 0.7} if dice.random() < 0.8 else {}
    if dice.random() < 0.8:
        route["receiver"] = f"r{numbers[0] % 12}"
    if dice.random() < 0.2:
        route["match"] = {dice.choice(LABELS): dice.choice(VALUES)}
    if dice.random() < 0.3:
        route["match_re"] = {dice.choice(LABELS): dice.choice(PATTERNS)}
    if dice.random() < 0.5:
        route["matchers"] = [build_matcher(dice) for _ in range(dice.randint(1, 2))]
    if depth:
        route["routes"] = [build_route(dice, depth - 1, numbers) for _ in range(dice.randint(0, 3))]
    return route


def build_matcher(dice: random.Random) -> str:
    sign = dice.choice(("=", "!=", "=~", "!~"))
    value = dice.choice(PATTERNS if "~" in sign else VALUES)
    quoted = json.dumps(value, ensure_ascii=False)
    plain = value if re.fullmatch(r"[\w.*+]+", value) and dice.random() < 0.5 else quoted
    text = f"{dice.choice(LABELS)}{dice.choice(('', ' '))}{sign}{plain}"
    return dice.choice(("%s", "{%s}", " %s ", '%s,team!="nobody"')) % text


@pytest.fixture(scope="module")
def amtool() -> str:
    found = shutil.which("amtool")
    if found is None:
        pytest.skip("amtool is not installed; CI installs it, so that the comparison always runs there")
    return found


@pytest.mark.parametrize("part", range(4))
def test_the_receivers_are_those_of_amtool(part: int, amtool: str, tmp_path: Path) -> None:
    many = inner = 0
    for number in range(part * TREES // 4, (part + 1) * TREES // 4):
        dice = random.Random(number)
        root = {"receiver": "root", "routes": [build_route(dice, 2, [0]) for _ in range(dice.randint(1, 4))]}
        receivers = [{"name": name} for name in ("root", *(f"r{n}" for n in range(12)))]
        file = tmp_path / f"{number}.yml"
        file.write_text(json.dumps({"route": root, "receivers": receivers}, ensure_ascii=False), encoding="utf-8")
        labels = {label: value for label in LABELS if (value := dice.choice(VALUES))}
        command = [amtool, "config", "routes", "test", f"--config.file={file}"]
        words = [f"{label}={json.dumps(value, ensure_ascii=False)}" for label, value in labels.items()]
        run = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
        assert run.returncode == 0, (number, run.stderr, root)
        theirs = set(run.stdout.strip().split(","))
        ours = list_receivers(read_route(root, Place("am.yml")), lambda name: labels.get(name, ""))  # noqa: B023
        assert ours == theirs, (number, labels, root)
        many += len(theirs) > 1
        inner += theirs != {"root"}
    assert (many > 5, inner > 25) == (True, True), (many, inner)


def test_an_unknown_label_may_match() -> None:
    routes = [{"receiver": "a", "matchers": ["team=a"]}, {"receiver": "b", "matchers": ["service=b"]}]
    tree = read_route({"receiver": "root", "routes": routes}, Place("am.yml"))
    known = {"service": "b"}
    assert list_receivers(tree, known.get) == {"a", "b"}
    assert list_receivers(tree, lambda name: known.get(name, "")) == {"b"}
    assert list_labels(tree) == {"team", "service"}


def test_an_unreadable_condition_may_match() -> None:
    routes = [{"receiver": "a", "matchers": ["?"]}, {"receiver": "b", "match_re": {"x": "(?i)b"}}, {"match": {"x": 1}}]
    tree = read_route({"receiver": "root", "routes": routes}, Place("am.yml"))
    assert list_receivers(tree, lambda name: "b") == {"a", "b", "root"}


@pytest.mark.parametrize(
    "pattern",
    [
        "(?i)a",
        "^a",
        "a$",
        "a\\b",
        "\\pL",
        "[[:alpha:]]",
        "a**",
        "a{51}",
        "(a",
        "a)",
        "[a",
        "\\",
        "a{1",
        "((a*)*)*",
        "x" * 501,
    ],
)
def test_what_is_not_read_is_unknown(pattern: str) -> None:
    assert compile_pattern(pattern) is None
    assert matches(LabelMatcher("x", "=~", pattern), "a") is None


def test_a_hostile_pattern_takes_few_steps() -> None:
    for pattern in ("(a*)*b", "(a|a)*b", ".*" * 200 + "b", "(a{0,50}){0,50}b", "(" * 240 + "a" + ")" * 240):
        matcher = LabelMatcher("x", "=~", pattern)
        assert matches(matcher, "a" * 250) in (False, None)
    assert matches(LabelMatcher("x", "=~", "a*"), "a" * 251) is None
