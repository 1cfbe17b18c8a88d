"""A repository's own configuration, and what is committed in it, runs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import Repository
from tests.safety.world import EVERY, World

RUNS = (
    EVERY[0],
    EVERY[4],
    ("check", "--staged"),
    ("check", "--rev", "HEAD"),
    ("who", "good", "--rev", "HEAD"),
    ("check", "--base", "HEAD"),
)


@pytest.fixture
def alarm(tmp_path: Path) -> Path:
    """A program that leaves a trace when it runs."""
    program = tmp_path / "alarm"
    program.write_text(f"#!/bin/sh\necho ran >> {tmp_path}/trace\ncat\nexit 0\n")
    program.chmod(0o755)
    return program


def arm(repository: Repository, alarm: Path) -> None:
    """Every way in which a repository's configuration names a program."""
    program = str(alarm)
    for key in (
        "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass", "core.gitProxy", "diff.external",
        "diff.x.textconv", "diff.x.command", "filter.x.clean", "filter.x.smudge", "filter.x.process", "merge.x.driver",
        "credential.helper", "gpg.program", "uploadpack.packObjectsHook", "remote.origin.uploadpack", "alias.ls-files",
        "alias.cat-file", "sequence.editor", "interactive.diffFilter", "trailer.x.command", "log.showSignature",
    ):  # fmt: skip
        repository.git("config", key, "true" if key == "log.showSignature" else program)
    repository.git("config", "core.hooksPath", str(alarm.parent / "hooks"))
    hooks = alarm.parent / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "pre-commit", "post-checkout", "fsmonitor-watchman", "query-watchman"):
        (hooks / hook).symlink_to(alarm)


@pytest.mark.parametrize("arguments", RUNS, ids=" ".join)
def test_no_program_of_the_configuration_runs(
    world: World, repository: Repository, alarm: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    repository.write({".gitattributes": "* filter=x diff=x merge=x\n"})
    repository.git("add", "-A")
    repository.commit("all")
    arm(repository, alarm)
    (world.catalog / "good.yaml").write_text("changed: after the commit\n" if "--rev" not in arguments else "x: {\n")
    world.run(*arguments)
    assert not (tmp_path / "trace").exists()


def test_a_bare_repository_among_the_files_is_not_used(
    world: World, repository: Repository, alarm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = world.catalog / "inner"
    for path, text in {
        "HEAD": "ref: refs/heads/main\n",
        "config": f"[core]\n\tbare = true\n\tfsmonitor = {alarm}\n\trepositoryformatversion = 0\n",
        "objects/.keep": "", "refs/.keep": "",
    }.items():  # fmt: skip
        (inner / path).parent.mkdir(parents=True, exist_ok=True)
        (inner / path).write_text(text)
    repository.git("add", "-A")
    repository.commit("a bare repository")
    monkeypatch.chdir(inner)
    assert world.run("check", "--format", "concise").code == 1
    assert world.run("who", "good").code == 0
    assert not (tmp_path / "trace").exists()


def test_the_environment_does_not_lead_elsewhere(
    world: World, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("add", "-A")
    repository.commit("all")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = Repository(elsewhere, repository.env)
    other.git("init", "-q")
    expected = world.run("check", "--format", "json")
    monkeypatch.setenv("GIT_DIR", str(elsewhere / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(elsewhere))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(elsewhere))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "/bin/false")
    assert world.run("check", "--format", "json") == expected
    assert world.run("check", "--format", "json", "--rev", "HEAD").code == 1
