"""Whatever a file is called, and whatever it is, it is named and nothing more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.powers import drop_root_powers
from tests.repositories import Repository
from tests.rules.parts import service
from tests.safety.hostile import CANARY, NAMES, specials, write
from tests.safety.world import EVERY, GOOD, World, parsed

OURS = {f"catalog/{path}" for path in GOOD}
BROKEN = b"apiVersion: ownercat/v1\nkind: Service\nname: x\nownr: y\n"


def name(value: object) -> str:
    return ascii(value)[:40] if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize("file", NAMES, ids=name)
def test_one_name(world: World, file: bytes) -> None:
    write(world.catalog, file, BROKEN)
    report = parsed(world.run("check", "--format", "json").out)
    assert {f["code"] for f in report["findings"] if f["path"] not in OURS} == (
        {"SCH004"} if file.endswith(b".yaml") else set()
    )
    world.run("check", "-v", "--color", "never")
    world.run("check", "--format", "concise")
    world.run("who", "x")
    world.run("check", os.fsdecode(b"catalog/" + file))


def put_all(world: World) -> None:
    for number, file in enumerate(NAMES):
        write(world.catalog, file, service(f"s{number}", "x: 1", owner=f"o{number}").encode())


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_all_names(world: World, arguments: tuple[str, ...]) -> None:
    put_all(world)
    world.run(*arguments)


@pytest.mark.parametrize("rev", [None, ":", "HEAD"], ids=["work tree", "index", "commit"])
def test_all_names_in_git(world: World, repository: Repository, rev: str | None) -> None:
    put_all(world)
    for link, make in specials(world.secret).items():
        if "pipe" not in link:
            make(world.catalog / link)
    repository.git("add", "-A")
    repository.commit("hostile")
    tree = ("--rev", rev) if rev else ()
    for arguments in (EVERY[0], EVERY[2], EVERY[3], EVERY[4], EVERY[6]):
        world.run(*arguments, *tree)
    report = parsed(world.run("check", "--format", "json", *tree).out)
    found = {f["path"] for f in report["findings"] if f["code"] == "SYN011"}
    assert found == {f"catalog/{link}" for link in specials(world.secret) if "link" in link}
    yaml = sum(1 for file in NAMES if file.endswith(b".yaml"))
    assert sum(1 for f in report["findings"] if f["code"] == "SCH004") == yaml


@pytest.mark.parametrize("slug", specials(Path("x")))
def test_what_is_no_regular_file(world: World, slug: str) -> None:
    make = specials(world.secret)[slug]
    make(world.catalog / slug)
    report = parsed(world.run("check", "--format", "json").out)
    found = [(f["code"], f["path"]) for f in report["findings"] if f["path"] not in OURS]
    assert found == ([] if slug == "folder.yaml" else [("SYN011", f"catalog/{slug}")])
    assert report["summary"]["complete"]
    world.run("check", "-v", "--color", "never")
    world.run("who", "good")
    world.run("who", CANARY[:6])


@pytest.mark.parametrize("in_git", [False, True], ids=["a folder", "a repository"])
def test_a_catalog_that_is_a_link(world: World, in_git: bool, request: pytest.FixtureRequest) -> None:
    if in_git:
        request.getfixturevalue("repository")
    (world.root / "other").symlink_to(world.secret.parent)
    done = world.run("check", "--catalog", "other", "--format", "json")
    assert done.code in {1, 2}
    assert "deep" not in done.out + done.err
    world.run("who", "good", "--catalog", "other")


def test_a_file_that_may_not_be_read(world: World) -> None:
    (world.catalog / "locked.yaml").write_text(CANARY)
    (world.catalog / "locked.yaml").chmod(0)
    assert world.run("check", "-v", "--color", "never").code == 3
    assert world.run("who", "good").code == 0


def _check_alone(root: Path, env: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "ownercat", "check", "--no-cache", "--format", "concise"], cwd=root, env=env,
        capture_output=True, text=True, check=False, preexec_fn=drop_root_powers,
    )  # fmt: skip
    return done.returncode, "".join(line for line in done.stdout.splitlines(keepends=True) if "SYN011" in line)


@pytest.mark.parametrize("in_git", [True, False], ids=["git", "no git"])
def test_a_folder_that_cannot_be_opened_is_named(world: World, repository: Repository, in_git: bool) -> None:
    if not in_git:
        shutil.rmtree(world.root / ".git")
    closed = world.catalog / "v1.2"
    closed.mkdir()
    (closed / "more.yaml").write_text(service("more", owner="storefront"))
    assert _check_alone(world.root, repository.env) == (1, "")
    closed.chmod(0)
    expected = "catalog/v1.2/:1:1: error: SYN011 not-a-regular-file: ownercat cannot open the folder\n"
    assert _check_alone(world.root, repository.env) == (3, expected)
    closed.chmod(0o755)


@pytest.mark.parametrize("in_git", [True, False], ids=["git", "no git"])
def test_a_path_that_is_too_long_is_named(world: World, repository: Repository, in_git: bool) -> None:
    if not in_git:
        shutil.rmtree(world.root / ".git")
    at = os.open(world.catalog, os.O_RDONLY)
    for _ in range(24):  # a path has 4,096 bytes at most, for who does not go step by step
        os.mkdir("x" * 200, dir_fd=at)
        at, before = os.open("x" * 200, os.O_RDONLY, dir_fd=at), at
        os.close(before)
    os.close(os.open("more.yaml", os.O_CREAT | os.O_WRONLY, 0o644, dir_fd=at))
    os.close(at)
    code, said = _check_alone(world.root, repository.env)
    assert (code, said.count("\n"), said.count("ownercat cannot open the folder\n")) == (3, 1, 1)
    assert said.startswith(f"catalog/{'x' * 200}/")
