"""The action for GitHub: its own script on a real repository, and what a stranger's change could do to it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ownercat.views.comment import MARKER
from tests.published import published
from tests.repositories import Repository
from tests.rules.parts import PEOPLE, service, team
from tests.safety.runner import read_command
from tests.signoff.company import BASE, LOOSER

ROOT = Path(__file__).parents[1]
ACTION: Mapping[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="gh filters as jq does, and there is no jq here")
COMPANY = {
    "catalog/people.yaml": PEOPLE,
    "catalog/teams/storefront.yaml": team("storefront"),
    "catalog/services/old.yaml": service("old", owner="nobody"),
}


# There is no GitHub to ask here, so this stands in for its command line: it filters the comments with jq, as gh does,
# keeps what is sent, and can refuse to write, as a fork's token makes GitHub do.
GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$GH_FOLDER/calls"
case "$1 $2" in
  "pr view") exec cat "$GH_FOLDER/reviews.json" ;;
  "api --paginate") exec jq -r "$5" "$GH_FOLDER/comments.json" ;;
esac
[ ! -e "$GH_FOLDER/read-only" ] || { echo "HTTP 403: Resource not accessible by integration" >&2; exit 1; }
for argument; do case $argument in body=@*) cat "${argument#body=@}" > "$GH_FOLDER/body.md" ;; esac; done
"""


class Runner:
    """A runner at work on a pull request: ``files`` are what the change makes of the branch ``main``."""

    def __init__(self, repository: Repository, temp: Path) -> None:
        self.repository = repository
        self.temp = temp
        bin = temp / "ownercat" / "bin"
        bin.mkdir(parents=True)
        self.install(bin / "ownercat", f'#!/bin/sh\nexec "{sys.executable}" -P -m ownercat "$@"\n')
        self.install(bin / "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        self.install(temp / "gh" / "gh", GH)
        self.has([])

    def install(self, program: Path, text: str) -> None:
        program.parent.mkdir(exist_ok=True)
        program.write_text(text)
        program.chmod(0o755)

    def has(self, comments: list[dict[str, Any]]) -> None:
        """Say which comments the pull request has."""
        (self.temp / "gh" / "comments.json").write_text(json.dumps(comments))

    def run(self, step: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a step as the runner does: bash with -e and pipefail, values as variables."""
        given = {
            **self.repository.env, "RUNNER_TEMP": str(self.temp), "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "GITHUB_OUTPUT": str(self.temp / "output"), "GITHUB_ACTION_PATH": str(ROOT), "COLUMNS": "80",
            "GITHUB_REPOSITORY": "shop/catalog", "GH_FOLDER": str(self.temp / "gh"),
            "PATH": f"{self.temp / 'gh'}:{self.repository.env['PATH']}",
            **{name: value for name, value in STEPS[step].get("env", {}).items() if "${{" not in value},
            "BASE": "", "HEAD": "", **env,
        }  # fmt: skip
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[step]["run"]],
            cwd=self.repository.root, env=given, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def check(self, **env: str) -> subprocess.CompletedProcess[str]:
        return self.run("Check", **{"FAIL_ON": "error", "QUEUE": "", **env})

    def comment(self, **env: str) -> str:
        """Check a pull request and comment on it; what was asked of GitHub to write."""
        self.check(GITHUB_BASE_REF="main")
        done = self.run("Comment", **{"GITHUB_BASE_REF": "main", "PR": "7", "AUTHOR": "github-actions[bot]", **env})
        assert (done.returncode, done.stderr) == (0, "")
        calls = (self.temp / "gh" / "calls").read_text().splitlines()
        return "\n".join(call for call in calls if "body=@" in call).replace(str(self.temp), "")

    @property
    def outputs(self) -> dict[str, str]:
        """What the steps hand over."""
        lines = (self.temp / "output").read_text("utf-8").splitlines()
        return {name: value.replace(f"{self.temp}/", "") for name, _, value in (line.partition("=") for line in lines)}

    @property
    def body(self) -> str:
        """The comment that GitHub received."""
        return (self.temp / "gh" / "body.md").read_text("utf-8")

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
        if "run" in step:
            assert "${{" not in step["run"]
            assert re.findall(r"python3?\"? (?!-I )\S+", step["run"]) == []
        else:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])
    assert STEPS["Set ownercat up"]["working-directory"] == "${{ runner.temp }}"


def test_what_stands_in_the_file_is_what_an_action_has() -> None:
    assert [error.message for error in published("github-actions").iter_errors(ACTION)] == []
    assert set(ACTION) == {"name", "description", "author", "branding", "inputs", "outputs", "runs"}
    assert set(ACTION["inputs"]) == {
        "base", "head", "fail-on", "comment", "pull-request", "token", "comment-author", "cache",
    }  # fmt: skip
    assert all(set(given) == {"description", "default"} for given in ACTION["inputs"].values())
    assert ACTION["runs"]["using"] == "composite"
    ids = {step["id"] for step in STEPS.values() if "id" in step}
    for output in ACTION["outputs"].values():
        assert re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.\w+ \}\}", output["value"])[1] in ids
    assert STEPS["Comment"]["env"]["MARKER"] == MARKER
    for step in STEPS.values():
        assert ("run" in step) is ("shell" in step)


def test_the_documented_workflows_are_workflows_that_pin_what_they_use() -> None:
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    workflows = [text for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if ".github/workflows" in text]
    assert len(workflows) == 2
    for text in workflows:
        workflow = yaml.safe_load(text)
        workflow["on"] = workflow.pop(True)  # as YAML 1.1 reads it
        assert [error.message for error in published("github-workflows").iter_errors(workflow)] == []
        assert re.findall(r"uses: (?!<where ownercat lives>/ownercat@|\S+@[0-9a-f]{40} # v)\S+", text) == []
        (job,) = workflow["jobs"].values()
        assert not any("${{" in step.get("run", "") for step in job["steps"])
        (ours,) = (step for step in job["steps"] if "<where ownercat lives>" in step.get("uses", ""))
        assert set(ours.get("with", {})) <= set(ACTION["inputs"])


def test_the_numbers_and_the_reports_are_handed_over(runner: Runner) -> None:
    runner.repository.write({"catalog/services/new.yaml": service("new", owner="no-team")})
    runner.check(GITHUB_BASE_REF="main")
    assert runner.outputs == {
        "errors": "1", "warnings": "0", "approvals": "0", "text": "ownercat-reports/check.txt",
        "json": "ownercat-reports/check.json", "sarif": "ownercat-reports/check.sarif",
    }  # fmt: skip
    assert json.loads((runner.temp / "ownercat-reports/check.sarif").read_text())["version"] == "2.1.0"


def test_without_a_base_the_number_of_approvals_is_empty(runner: Runner) -> None:
    runner.check()
    assert (runner.outputs["errors"], runner.outputs["approvals"]) == ("1", "")


def test_the_cache_has_the_name_of_what_is_installed(runner: Runner) -> None:
    assert runner.run("Name the cache").returncode == 0
    assert re.fullmatch(r"ownercat-3\.\d+-[0-9a-f]{16}", runner.outputs["key"])


# the comment


@needs_jq
def test_the_first_comment_is_written(runner: Runner) -> None:
    runner.repository.write({"catalog/services/new.yaml": service("new", owner="no-team")})
    runner.has([{"id": 1, "user": {"login": "mallory"}, "body": f"{MARKER}\nmine"}])
    assert runner.comment() == "api --silent repos/shop/catalog/issues/7/comments -F body=@/ownercat-reports/comment.md"
    assert runner.body.splitlines()[:2] == [MARKER, "### ownercat: 1 change in meaning, 1 error"]
    assert runner.outputs["path"] == "ownercat-reports/comment.md"
    assert runner.body == (runner.temp / "ownercat-reports/comment.md").read_text("utf-8")


@needs_jq
def test_the_reviewers_are_handed_over(runner: Runner) -> None:
    runner.comment()
    assert runner.outputs["reviewers"] == ""
    runner.repository.write({f"catalog/{path}": text for path, text in BASE.items()})
    runner.repository.git("add", "-A")
    runner.repository.commit("a company")
    runner.repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    runner.repository.write({f"catalog/{path}": text for path, text in LOOSER.items()})
    runner.comment()
    assert runner.outputs["reviewers"] == "ana-gh,cy-gh,gus-gh,bo-gh,di-gh,hal-gh,ivy-gh"


@needs_jq
def test_the_comment_is_updated_also_when_there_is_nothing_left_to_report(runner: Runner) -> None:
    ours = {"user": {"login": "github-actions[bot]"}}
    runner.has([{"id": 1, "body": "a build", **ours}, *({"id": n, "body": f"{MARKER}\nold", **ours} for n in (2, 3))])
    assert runner.comment() == (
        "api --silent --method PATCH repos/shop/catalog/issues/comments/2 -F body=@/ownercat-reports/comment.md"
    )
    assert runner.body.splitlines()[:2] == [MARKER, "### ownercat: nothing to report"]


@needs_jq
def test_a_change_without_effect_gets_no_comment(runner: Runner) -> None:
    assert runner.comment() == ""
    assert "ownercat: nothing" not in runner.summary


@needs_jq
def test_a_token_that_may_not_write_comments_writes_the_summary(runner: Runner) -> None:
    (runner.temp / "gh" / "read-only").touch()
    runner.repository.write({"catalog/services/new.yaml": service("new", owner="no-team")})
    assert runner.comment() != ""
    assert runner.summary.count(f"{MARKER}\n### ownercat: 1 change in meaning, 1 error\n") == 1


def test_without_gh_the_comment_is_in_the_summary(runner: Runner) -> None:
    (runner.temp / "gh" / "gh").write_text("#!/bin/sh\nexit 127\n")
    runner.repository.write({"catalog/services/new.yaml": service("new", owner="no-team")})
    (runner.temp / "gh" / "calls").touch()
    assert runner.comment() == ""
    assert "### ownercat: 1 change in meaning, 1 error" in runner.summary


@needs_jq
def test_a_commit_that_is_not_checked_out_is_only_read(runner: Runner) -> None:
    """The job of a fork's pull request: the base is checked out, and the change is there as git objects."""
    change = runner.repository
    change.git("switch", "-q", "-c", "change")
    change.write({"catalog/services/new.yaml": service("new", owner="no-team"), "ownercat.py": "raise SystemExit(9)\n"})
    change.git("add", "-A")
    change.commit("change")
    change.git("switch", "-q", "-")
    done = runner.check(BASE="origin/main", HEAD="change")
    assert (done.returncode, runner.outputs["errors"]) == (1, "1")
    assert "issues/7/comments" in runner.comment(BASE="origin/main", HEAD="change")
    assert runner.body.splitlines()[1] == "### ownercat: 1 change in meaning, 1 error"


@pytest.mark.parametrize("number", ["7; touch ran", "../8", "$(touch ran)", "7\n8"])
def test_the_number_of_a_pull_request_is_a_number(runner: Runner, number: str) -> None:
    done = runner.run("Comment", PR=number, AUTHOR="")
    assert (done.returncode, done.stdout) == (2, "the input pull-request must be a number\n")
    assert not (runner.temp / "gh" / "calls").exists()
    assert not (runner.repository.root / "ran").exists()
