"""The action for GitHub: its own script on a real repository, and what a stranger's change could do to it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repositories import Repository
from tests.rules.parts import PEOPLE, service, team
from tests.safety.runner import read_command

ACTION: Mapping[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
COMPANY = {
    "catalog/people.yaml": PEOPLE,
    "catalog/teams/storefront.yaml": team("storefront"),
    "catalog/services/old.yaml": service("old", owner="nobody"),
}


class Runner:
    """A runner at work on a pull request: ``files`` are what the change makes of the branch ``main``."""

    def __init__(self, repository: Repository, temp: Path) -> None:
        self.repository = repository
        self.temp = temp
        program = temp / "ownercat" / "bin" / "ownercat"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m ownercat "$@"\n')
        program.chmod(0o755)

    def check(self, **env: str) -> subprocess.CompletedProcess[str]:
        """Run the step as the runner does: bash with -e and pipefail, values as variables."""
        given = {
            **self.repository.env, "RUNNER_TEMP": str(self.temp), "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "BASE": "", "FAIL_ON": "error", "QUEUE": "", "COLUMNS": "80", **env,
        }  # fmt: skip
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["Check"]["run"]],
            cwd=self.repository.root, env=given, capture_output=True, text=True, check=False,
        )  # fmt: skip

    @property
    def summary(self) -> str:
        """What stands in the job's summary."""
        return (self.temp / "summary.md").read_text("utf-8")


@pytest.fixture
def runner(repository: Repository, tmp_path: Path) -> Runner:
    """A clone with ``origin/main`` and a change on top of it."""
    repository.write(COMPANY)
    repository.git("add", "-A")
    repository.commit("the catalog")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return Runner(repository, tmp_path / "temp")


def annotations(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    """What the runner makes of the output: the kind of each command, and its file."""
    found = filter(None, map(read_command, done.stdout.splitlines()))
    return [(command.name, command.properties.get("file", "")) for command in found]


def test_a_pull_request_is_annotated_with_what_it_causes(runner: Runner) -> None:
    runner.repository.write({"catalog/services/new.yaml": service("new", owner="no-team")})
    done = runner.check(GITHUB_BASE_REF="main")
    assert (done.returncode, done.stderr) == (1, "")
    assert annotations(done) == [
        ("notice", ""), ("error", "catalog/services/new.yaml"), ("group", ""), ("endgroup", ""),
    ]  # fmt: skip
    assert "error[orphaned-service]: service new has an undefined owner: team no-team" in done.stdout
    assert "    error[orphaned-service]: service new has an undefined owner: team no-team" in runner.summary
    assert "service old" not in done.stdout + runner.summary


def test_a_clean_change_passes(runner: Runner) -> None:
    assert runner.check(GITHUB_BASE_REF="main").returncode == 0
    assert "    no findings in 3 files (1 service)\n" in runner.summary


@pytest.mark.parametrize(
    ("env", "code"),
    [
        ({}, 1),
        ({"BASE": "origin/main", "GITHUB_BASE_REF": "nowhere"}, 0),
        ({"QUEUE": "origin/main"}, 0),
        ({"GITHUB_BASE_REF": "nowhere"}, 2),
        ({"FAIL_ON": "never"}, 0),
        ({"FAIL_ON": "sometimes"}, 2),
    ],
    ids=["a push judges all", "a base that is named", "a merge queue", "a base that is not there", "never", "a wrong word"],
)  # fmt: skip
def test_what_is_compared(runner: Runner, env: dict[str, str], code: int) -> None:
    assert runner.check(**env).returncode == code


@pytest.mark.parametrize("name", ["$(touch ran)", "`touch ran`", "a;touch ran", '"; touch ran; "', "--output=ran"])
def test_a_branchs_name_is_no_command(runner: Runner, name: str) -> None:
    for env in ({"GITHUB_BASE_REF": name}, {"BASE": name}, {"FAIL_ON": name}):
        assert runner.check(**env).returncode == 2
    assert not (runner.repository.root / "ran").exists()


def test_what_a_file_says_is_no_command_and_no_markdown(runner: Runner) -> None:
    evil = '"::error::x\\n::set-env name=PATH::x ```\\n# title <b>"'
    runner.repository.write(
        {"catalog/services/new.yaml": service("new", owner=evil), "catalog/::error::.yaml": "a: {\n"}
    )
    done = runner.check(GITHUB_BASE_REF="main")
    assert done.returncode == 1
    assert {kind for kind, _ in annotations(done)} == {"notice", "error", "group", "endgroup"}
    assert [line for line in runner.summary.splitlines()[2:] if line.strip() and not line.startswith("    ")] == []


def test_nothing_of_the_change_is_run(runner: Runner) -> None:
    canary = f"open({str(runner.temp / 'ran')!r}, 'w')\n"
    names = ("ownercat", "sitecustomize", "usercustomize", "venv", "pip", "yaml", "click", "catalog/ownercat")
    runner.repository.write({f"{name}.py": canary for name in names})
    runner.repository.write({"ownercat/__init__.py": canary, "ownercat/__main__.py": canary})
    assert runner.check(GITHUB_BASE_REF="main").returncode == 0
    assert not (runner.temp / "ran").exists()


def test_scripts_hold_no_expression_and_python_is_isolated() -> None:
    for step in STEPS.values():
        assert "${{" not in step["run"]
        assert re.findall(r"python3?\b(?! -I )[^\n]*", step["run"]) == []
    assert STEPS["Set ownercat up"]["working-directory"] == "${{ runner.temp }}"
    assert set(ACTION["inputs"]) == {"base", "fail-on"}
