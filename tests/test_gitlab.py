"""The component for GitLab CI: GitLab's own schema, and its script on a real repository with an API to talk to."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from ownercat.views.comment import MARKER
from tests.published import published
from tests.repositories import Repository
from tests.rules.parts import PEOPLE, service, team

ROOT = Path(__file__).parents[1]
TEMPLATE = (ROOT / "templates" / "check.yml").read_text("utf-8")
HEADER, CONTENT = yaml.safe_load_all(TEMPLATE)
JOB = CONTENT["ownercat"]
BOT, NOTES = 11, "/api/v4/projects/5/merge_requests/7/notes"


class Forge(ThreadingHTTPServer):
    """The part of GitLab's API that the script uses: two pages of notes, and what is written."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.notes: list[list[dict[str, Any]]] = [[], []]
        self.written: list[tuple[str, str, str]] = []
        self.token = "glpat-x"


class Handler(BaseHTTPRequestHandler):
    server: Forge

    def answer(self, value: object, page: str = "", code: int = 200) -> None:
        data = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("X-Next-Page", page)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        if self.headers["PRIVATE-TOKEN"] != self.server.token:
            self.answer({"message": "401 Unauthorized"}, code=401)
        elif self.path == "/api/v4/user":
            self.answer({"id": BOT})
        else:
            page = int(re.fullmatch(rf"{NOTES}\?per_page=100&page=(\d)", self.path)[1])
            self.answer(self.server.notes[page - 1], "2" if page == 1 else "")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        self.server.written.append((self.command, self.path, body))
        self.answer({"id": 1})

    def do_PUT(self) -> None:
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def forge() -> Iterator[Forge]:
    with Forge() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Job:
    """The job in a clone of the project; ``files`` are what the merge request makes of ``main``."""

    def __init__(self, repository: Repository, forge: Forge, folder: Path) -> None:
        self.repository, self.forge, self.tools = repository, forge, folder / "tools"
        (self.tools / "bin").mkdir(parents=True)
        for name, command in (("ownercat", "-P -m ownercat"), ("python", "")):
            program = self.tools / "bin" / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {command} "$@"\n')
            program.chmod(0o755)

    def run(self, **env: str) -> subprocess.CompletedProcess[str]:
        """Run the script without its first three lines, which install ownercat."""
        given = {
            **self.repository.env, "COLUMNS": "80", "CATALOG_FAIL_ON": "error", "tools": str(self.tools),
            "CI_PROJECT_ID": "5", "CI_MERGE_REQUEST_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CATALOG_NOTE_TOKEN": "glpat-x",
            "CI_API_V4_URL": f"http://127.0.0.1:{self.forge.server_port}/api/v4", "no_proxy": "*", **env,
        }  # fmt: skip
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", "\n".join(JOB["script"][3:])],
            cwd=self.repository.root, env=given, capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture
def job(repository: Repository, forge: Forge, tmp_path: Path) -> Job:
    repository.git("checkout", "-q", "-B", "main")
    repository.write({"catalog/people.yaml": PEOPLE, "catalog/teams/storefront.yaml": team("storefront")})
    repository.git("add", "-A")
    repository.commit("the catalog")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", str(repository.root), str(clone))
    return Job(Repository(clone, repository.env), forge, tmp_path)


NEW = {"catalog/services/new.yaml": service("new", owner="no-team")}


def test_it_is_what_the_schema_of_gitlab_asks_for() -> None:
    gitlab = published("gitlab-ci")
    assert [error.message for document in (HEADER, CONTENT) for error in gitlab.iter_errors(document)] == []
    assert list(gitlab.iter_errors({"ownercat": {"script": ["x"], "artefacts": {}}})) != []


def test_inputs_reach_the_script_as_variables() -> None:
    used = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", TEMPLATE))
    assert used == set(HEADER["spec"]["inputs"])
    assert "$[[" not in "\n".join(JOB["script"])
    assert {v for v in JOB["variables"].values() if "$[[" in v} == {"$[[ inputs.package ]]", "$[[ inputs.fail-on ]]"}
    assert re.findall(r"python3?\"? (?!-I )\S+", "\n".join(JOB["script"])) == []


def test_a_merge_request_gets_a_report_and_a_note(job: Job) -> None:
    job.repository.write(NEW)
    done = job.run()
    assert (done.returncode, done.stderr) == (1, "")
    assert "error[orphaned-service]: service new has an undefined owner: team no-team" in done.stdout
    issues = json.loads((job.repository.root / "gl-code-quality-report.json").read_text())
    assert (issues[0]["check_name"], issues[0]["location"]["path"]) == (
        "OWN001 orphaned-service", "catalog/services/new.yaml",
    )  # fmt: skip
    ((method, path, body),) = job.forge.written
    assert (method, path) == ("POST", NOTES)
    assert body.splitlines()[:2] == [MARKER, "### ownercat: 1 change in meaning, 1 error"]
    assert body == (job.repository.root / "ownercat-comment.md").read_text("utf-8")


def test_the_note_is_updated_and_those_of_others_are_not(job: Job) -> None:
    job.forge.notes = [
        [{"id": 1, "author": {"id": 99}, "body": f"{MARKER}\nfalse"}, {"id": 2, "author": {"id": BOT}, "body": "hello"}],
        [{"id": 3, "author": {"id": BOT}, "body": f"{MARKER}\nold"}],
    ]  # fmt: skip
    assert job.run().returncode == 0
    ((method, path, body),) = job.forge.written
    assert (method, path) == ("PUT", f"{NOTES}/3")
    assert "### ownercat: nothing to report" in body


@pytest.mark.parametrize(
    ("files", "env"), [({}, {}), (NEW, {"CATALOG_NOTE_TOKEN": ""})], ids=["nothing to report", "no token"]
)
def test_no_note_is_written(job: Job, files: dict[str, str], env: dict[str, str]) -> None:
    job.repository.write(files)
    job.run(**env)
    assert job.forge.written == []
    assert (job.repository.root / "ownercat-comment.md").is_file()


def test_a_token_that_is_not_valid_does_not_change_the_verdict(job: Job) -> None:
    done = job.run(CATALOG_NOTE_TOKEN="glpat-expired")
    assert (done.returncode, done.stderr) == (0, "")
    last = "the note could not be written: HTTP Error 401: Unauthorized: CATALOG_NOTE_TOKEN needs the scope api"
    assert done.stdout.splitlines()[-1] == last
    assert "glpat" not in done.stdout


def test_a_pipeline_of_a_branch_judges_the_whole_catalog(job: Job) -> None:
    job.repository.write(NEW)
    job.repository.git("add", "-A")
    job.repository.commit("old")
    assert job.run(CI_MERGE_REQUEST_TARGET_BRANCH_NAME="").returncode == 1
    assert not (job.repository.root / "ownercat-comment.md").exists()


def test_a_pipeline_of_a_fork_compares_with_the_target_project(job: Job, tmp_path: Path) -> None:
    (tmp_path / "target.git").symlink_to(job.repository.git("remote", "get-url", "origin").strip())
    job.repository.git("remote", "set-url", "origin", "/nowhere")
    job.repository.git("update-ref", "-d", "refs/remotes/origin/main")
    job.repository.write(NEW)
    done = job.run(CI_PROJECT_ID="6", CI_MERGE_REQUEST_PROJECT_URL=str(tmp_path / "target"))
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("name", ["$(touch ran)", "`touch ran`", '"; touch ran; "', "--upload-pack=touch ran"])
def test_a_branchs_name_is_no_command(job: Job, name: str) -> None:
    assert job.run(CI_MERGE_REQUEST_TARGET_BRANCH_NAME=name).returncode != 0
    assert job.run(CATALOG_FAIL_ON=name).returncode == 2
    assert not (job.repository.root / "ran").exists()


def test_a_link_that_the_change_has_put_there_is_not_followed(job: Job, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("unchanged")
    (job.repository.root / "ownercat-comment.md").symlink_to(canary)
    assert job.run().returncode == 0
    assert canary.read_text() == "unchanged"
    (job.repository.root / "gl-code-quality-report.json").unlink()
    (job.repository.root / "gl-code-quality-report.json").symlink_to(canary)
    assert job.run().returncode == 2
    assert canary.read_text() == "unchanged"
