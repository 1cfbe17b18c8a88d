"""A repository's own configuration, and what is committed in it, runs nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from ownercat.views.comment import LONGEST, MARKER
from tests.repositories import Repository
from tests.rules.parts import service, several
from tests.safety.hostile import CONTENTS, STRINGS, write
from tests.safety.world import EVERY, GOOD, World

RUNS = (
    EVERY[0],
    EVERY[4],
    ("check", "--staged"),
    ("check", "--rev", "HEAD"),
    ("who", "good", "--rev", "HEAD"),
    ("check", "--base", "HEAD"),
    ("diff",),
    ("diff", "HEAD..:"),
    ("log", "good"),
    ("comment", "--base", "HEAD"),
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


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1", "ISO-2022-JP", "no such encoding"])
def test_the_encoding_of_the_configuration_changes_no_answer(
    world: World, repository: Repository, encoding: str
) -> None:
    repository.git("add", "-A")
    repository.commit("Before")
    repository.git("checkout", "-q", "-b", "work")
    (world.catalog / "good.yaml").write_text(GOOD["good.yaml"].replace("ghost", "storefront"))
    repository.commit("Zo\u00eb \u6f22\u5b57 gives it to Storefront", "-a", "--author", "Zo\u00eb <ana@shop.example>")
    runs = (("signoff", "check", "--base", "main"), ("log", "good"), ("diff", "main"), ("check", "--base", "main"))
    expected = [world.run(*arguments) for arguments in runs]
    assert "Zo\u00eb" in expected[1].out
    assert [done.code for done in expected] == [0, 0, 0, 0]
    repository.git("config", "i18n.logOutputEncoding", encoding)
    repository.git("config", "i18n.commitEncoding", encoding)
    assert [world.run(*arguments) for arguments in runs] == expected


def titled(number: int, text: str) -> str:
    return service(f"s{number}", f"title: {json.dumps(text)}", owner=json.dumps(text))


@pytest.mark.usefixtures("parsed_once")
@pytest.mark.parametrize("hostile", [CONTENTS, STRINGS], ids=["contents", "strings"])
def test_hostile_files_in_a_comment(world: World, repository: Repository, hostile: Mapping[str, str | bytes]) -> None:
    repository.git("add", "-A")
    repository.commit("Before")
    for number, given in enumerate(hostile.values()):
        data = given if isinstance(given, bytes) else titled(number, given).encode("utf-8", "surrogatepass")
        if len(data) < 50_000:
            write(world.catalog, b"%03d.yaml" % number, data)
    done = world.run("comment", "--base", "HEAD")
    assert done.out.startswith(f"{MARKER}\n### ownercat: ")
    assert done.out.count(MARKER) == 1
    assert len(done.out) <= LONGEST


@pytest.mark.usefixtures("parsed_once")
@pytest.mark.parametrize("format", ["text", "json", "markdown"])
def test_hostile_files_that_come_and_go(world: World, repository: Repository, format: str) -> None:
    """The same invariants for what is only read from the history; every hostile file also says that it is `good`."""
    repository.git("add", "-A")
    repository.commit("Before")
    for number, data in enumerate(CONTENTS.values()):
        if len(data) < 50_000:
            write(world.catalog, b"%03d.yaml" % number, data)
    for number, text in enumerate(STRINGS.values()):
        documents = (
            service("good", f"title: {json.dumps(text)}"),
            f"kind: SLA\nname: {json.dumps(text)}\nservice: good\n",
        )
        write(world.catalog, b"s%03d.yaml" % number, several(*documents).encode("utf-8", "surrogatepass"))
    repository.git("add", "-A")
    repository.commit("::error::Hostile \x1b[31m")
    for path in world.catalog.glob("*[0-9]*.yaml"):
        path.unlink()
    repository.git("add", "-A")
    repository.commit("After")
    for arguments in (
        ("diff", "HEAD~2..HEAD~1"),
        ("diff", "HEAD~1"),
        ("diff", "HEAD~1..HEAD"),
        ("log", "good"),
        ("log", "victim"),
    ):
        assert world.run(*arguments, "--format", format).code in {0, 1, 3}
