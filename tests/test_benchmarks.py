"""The benchmark runs and prints what it promises, on a catalog that is what it claims; how fast, no test says."""

from __future__ import annotations

import json
import random
import re
import runpy
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ownercat.diagnostics import Severity
from tests.catalogs import check

ROOT = Path(__file__).parents[1]


def run(*arguments: str) -> str:
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--services", "8", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_prints_every_ratio_and_writes_every_run(tmp_path: Path) -> None:
    said = run("--repeat", "2", "--json", str(tmp_path / "runs.json"))
    for row in ("check-jsonschema / check", "yamllint / check", "check / floor", "who / import click", "peak memory"):
        assert row in said
    runs = json.loads((tmp_path / "runs.json").read_text(encoding="utf-8"))["runs"]
    assert [run["code"] for run in runs["ownercat check"]] == [0, 0]
    assert all(run["cpu"] > 0 and run["peak"] > 1 for these in runs.values() for run in these)


def test_a_peer_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = tmp_path / "runs.json"
    said = run("--repeat", "1", "--json", str(runs))
    found = json.loads(runs.read_text(encoding="utf-8"))["runs"]
    for name in ("check-jsonschema", "yamllint -d relaxed", "spectral, 4 rules", "eventcatalog-linter"):
        assert (f"{name} is left out: it is not installed" in said) is (name not in found), name
    assert found.get("eventcatalog-linter", [{"code": 0}])[0]["code"] == 0  # it accepts the files written for it
    git = shutil.which("git")
    assert git
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").symlink_to(git)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    said = run("--repeat", "1")
    assert "eventcatalog-linter is left out: it is not installed (npm install -g @eventcatalog/linter)" in said
    assert re.search(r"Spectral / check +left out: the other tool is not installed", said)


def test_it_shows_where_the_time_goes() -> None:
    # which functions are the slowest depends on the machine
    said = run("--profile")
    assert "Ordered by: internal time" in said
    assert re.search(r"[0-9.]+ +\S+\.py:\d+\(\w+\)", said)


@pytest.mark.parametrize("rate", [0.0, 0.05], ids=["clean", "troubled"])
@pytest.mark.parametrize("shape", ["declared", "traced"])
def test_a_generated_catalog_has_the_trouble_that_was_asked_for_and_no_other(shape: str, rate: float) -> None:
    made = runpy.run_path(str(ROOT / "benchmarks" / "generate.py"))
    built = made["build"](80, shape, 3, dict.fromkeys(made["TROUBLE"], rate))
    found = [d.name for d in check(built.files).diagnostics if d.severity > Severity.INFO]
    assert Counter(found) == built.expected
    assert bool(found) == bool(rate)


@pytest.fixture
def oncall(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return runpy.run_path(str(ROOT / "benchmarks" / "oncall.py"))


@pytest.mark.parametrize(("part", "rotations"), [("weekly", 42), ("sun", 6)])
def test_who_is_on_call_is_clean_and_held_against_the_load(oncall: dict[str, Any], part: str, rotations: int) -> None:
    found = oncall[part](40, 1)
    assert (found["rotations"], found["findings"]) == (rotations, {})
    assert found["load"] > 0
    assert found["promised"] == 1.0


@pytest.mark.parametrize(
    ("mistake", "code"),
    [
        ("a zone that does not exist", "SCH007"),
        ("a rotation of nobody", "ROT111"),
        ("turns of nothing", "SCH007"),
        ("overrides upside down", "ROT002"),
        ("ten thousand overrides", "ROT004"),
        ("three policies in a circle", "ESC005"),
        ("two hundred policies in a circle", "ESC005"),
        ("two hundred windows a day", "ROT101"),
    ],
)
def test_every_bad_catalog_is_told_what_is_wrong(oncall: dict[str, Any], mistake: str, code: str) -> None:
    files = oncall["_company"](1) | oncall["_mistakes"](random.Random(1).random)[mistake]
    assert code in oncall["_checked"](files)["findings"]


def test_the_log_of_a_long_file_is_held_against_git(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    main = runpy.run_path(str(ROOT / "benchmarks" / "long_file.py"))["main"]
    assert main(["--lines", "600", "--commits", "30", "--touching", "9", "--rounds", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["entries"] > 1
    assert found["ratio"] == pytest.approx(found["ownercat log"] / found["git log -p"], rel=0.05)
    assert found["at most"] == 5


def test_many_incidents_are_held_against_the_floor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    main = runpy.run_path(str(ROOT / "benchmarks" / "incidents.py"))["main"]
    assert main(["--services", "6", "--incidents", "20", "--rounds", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["incidents"] == 20
    assert found["metrics / floor"] == pytest.approx(found["ownercat metrics"] / found["floor"], rel=0.05)
    assert found["at most"] == 4


def test_the_gate_is_held_against_a_check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    main = runpy.run_path(str(ROOT / "benchmarks" / "signoff.py"))["main"]
    assert main(["--services", "12", "--files", "4", "--reviews", "2", "--rounds", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["agreements"] > 0
    assert found["ratio"] == pytest.approx(found["signoff check"] / found["check"], rel=0.05)
    assert found["at most"] == 1.5
