"""``who`` must answer at night: in a broken repository, without git, with a full disk, without a home."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.repositories import Repository

FILES = {
    "catalog/policy.yaml": "apiVersion: ownercat/v1\nkind: Policy\nname: company\n",
    "catalog/people.yaml": "apiVersion: ownercat/v1\nkind: Person\nname: ana\ncontacts: [push]\n",
    "catalog/teams.yaml": (
        'apiVersion: ownercat/v1\nkind: Team\nname: web\nmembers: [ana]\ncontacts: {chat: "#web"}\nescalation: web-pages\n'
    ),
    "catalog/rotation.yaml": (
        "apiVersion: ownercat/v1\nkind: Rotation\nname: web-primary\nteam: web\nlayers:\n"
        "  - {id: all, timeZone: UTC, members: [ana], turn: {every: 1w}, from: 2026-01-05}\n"
    ),
    "catalog/escalation.yaml": (
        "apiVersion: ownercat/v1\nkind: Escalation\nname: web-pages\nteam: web\n"
        "tiers: [{name: first, notify: [rotation:web-primary], wait: 5m}]\n"
    ),
    "catalog/shop.yaml": (
        "apiVersion: ownercat/v1\nkind: Service\nname: shop\ndescription: Sells.\ntier: 3\nowner: web\n"
    ),
    "catalog/other.yaml": (
        "apiVersion: ownercat/v1\nkind: Service\nname: other\ndescription: Helps.\ntier: 4\nowner: web\n"
    ),
}
OTHER, SHOP, TEAM, POLICY = (f"catalog/{name}.yaml" for name in ("other", "shop", "teams", "policy"))


class Broken(NamedTuple):
    """What is broken: in the repository, the environment or the process; and what is expected.

    ``warns``: a part of standard error, ``""`` = nothing may be there. ``code``: 0 = the answer is complete.
    """

    prepare: Callable[[Repository], object] = lambda _: None
    env: Mapping[str, str | None] = {}
    process: Mapping[str, Any] = {}
    warns: str = ""
    code: int = 0


def write(path: str, data: str | bytes) -> Callable[[Repository], object]:
    return lambda repository: repository.write({path: data})


def remove(path: str) -> Callable[[Repository], object]:
    def prepare(repository: Repository) -> None:
        target = repository.root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    return prepare


def link(path: str, target: str) -> Callable[[Repository], object]:
    def prepare(repository: Repository) -> None:
        (repository.root / path).unlink(missing_ok=True)
        (repository.root / path).symlink_to(target)

    return prepare


def cut(path: str) -> Callable[[Repository], object]:
    return lambda repository: repository.write({path: FILES[path][:40]})


def pipe(repository: Repository) -> None:
    (repository.root / OTHER).unlink()
    os.mkfifo(repository.root / OTHER)


def program(text: str) -> Callable[[Repository], object]:
    """Put another program in the place of git."""

    def prepare(repository: Repository) -> None:
        folder = repository.root.parent / "programs"
        folder.mkdir()
        (folder / "git").write_text(f"#!/bin/sh\n{text}\n")
        (folder / "git").chmod(0o755)
        repository.env["PATH"] = f"{folder}:{repository.env['PATH']}"

    return prepare


def damage_cache(repository: Repository) -> None:
    repository.write({".git/cache/ownercat/cache.sqlite3": "no database"})
    repository.env["XDG_CACHE_HOME"] = str(repository.root / ".git" / "cache")


def make_file(variable: str) -> Callable[[Repository], object]:
    def prepare(repository: Repository) -> None:
        (repository.root.parent / "a-file").write_text("")
        repository.env[variable] = str(repository.root.parent / "a-file")

    return prepare


def limit(kind: int, most: int) -> Mapping[str, Any]:
    return {"preexec_fn": lambda: resource.setrlimit(kind, (most, most))}


LAST = "using the last committed version of"
ENVIRONMENTS: dict[str, Broken] = {
    "a neighbor is not YAML": Broken(write(OTHER, "a: [\n")),
    "a neighbor has a wrong key": Broken(write(OTHER, f"{FILES[OTHER]}onwer: web\n")),
    "a neighbor is empty": Broken(write(OTHER, "")),
    "a neighbor is binary": Broken(write(OTHER, bytes(range(256)) * 40)),
    "a neighbor is in UTF-16": Broken(write(OTHER, FILES[OTHER].encode("utf-16"))),
    "a neighbor is nested too deep": Broken(write(OTHER, "[" * 5_000)),
    "a neighbor is too large": Broken(write(OTHER, "a: " + "x" * 2_000_000)),
    "a neighbor is a link": Broken(link(OTHER, "/etc/passwd")),
    "a neighbor is a link to nothing": Broken(link(OTHER, "nowhere")),
    "a neighbor is a pipe": Broken(pipe),
    "a neighbor is a folder": Broken(write("catalog/x.yaml/y", "")),
    "a neighbor has a merge conflict": Broken(write(OTHER, f"<<<<<<< HEAD\n{FILES[OTHER]}=======\n>>>>>>> x\n")),
    "the policy is not YAML": Broken(write(POLICY, "kind: Policy\nname: [\n"), warns=LAST),
    "the policy has a wrong value": Broken(
        write(POLICY, FILES[POLICY] + "severities: 4\n"), warns="catalog/policy.yaml has errors: run ownercat check"
    ),
    "the policy is empty": Broken(write(POLICY, ""), warns=LAST),
    "the policy is another document": Broken(write(POLICY, FILES[OTHER].replace("other", "third"))),
    "the policy is gone": Broken(remove(POLICY), warns=LAST),
    "the file of the service is not YAML": Broken(write(SHOP, "name: shop\n[\n"), warns=LAST),
    "the file of the service is empty": Broken(write(SHOP, ""), warns=LAST),
    "the file of the service is cut": Broken(cut(SHOP), warns=LAST),
    "the file of the service is gone": Broken(remove(SHOP), warns=LAST),
    "the file of the team is not YAML": Broken(write(TEAM, "name: web\n[\n"), warns=LAST),
    "the file of the team is gone": Broken(remove(TEAM), warns=LAST),
    "the configuration is not TOML": Broken(write("ownercat.toml", "= ["), warns="ignoring the configuration"),
    "the configuration has a wrong key": Broken(write("ownercat.toml", "x = 1\n"), warns="ignoring the configuration"),
    "the configuration is a link": Broken(link("ownercat.toml", "/etc/passwd"), warns="ignoring the configuration"),
    "git is not installed": Broken(env={"PATH": "/nowhere"}),
    "git fails": Broken(program("exit 128")),
    "git crashes": Broken(program("kill -SEGV $$")),
    "git says nothing": Broken(program("exit 0"), warns="no catalog found", code=2),
    "git answers without sense": Broken(program("printf 'x\\000y'"), warns="no catalog found", code=2),
    "git does not start": Broken(program("exec /nowhere/git")),
    "the repository is gone": Broken(remove(".git")),
    "the repository is a file to nowhere": Broken(
        lambda repository: (remove(".git")(repository), write(".git", "gitdir: /nowhere\n")(repository))
    ),
    "there is no home": Broken(env={"HOME": None, "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None}),
    "the home does not exist": Broken(env={"HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere/.cache"}),
    "the cache folder is a file": Broken(make_file("XDG_CACHE_HOME")),
    "the cache is damaged": Broken(damage_cache),
    "there is no folder for temporary files": Broken(env={"TMPDIR": "/nowhere"}),
    "no terminal is known": Broken(env={"TERM": None}),
    "the width is not a number": Broken(env={"COLUMNS": "wide"}),
    "the width is zero": Broken(env={"COLUMNS": "0"}),
    "the locale is unknown": Broken(env={"LC_ALL": "xx_XX.nothing", "LANG": "xx"}),
    "the encoding is ASCII": Broken(env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}),
    "the time zone is unknown": Broken(env={"TZ": "Nowhere/City"}),
    "git variables lead elsewhere": Broken(env={"GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/", "GIT_INDEX_FILE": "/x"}),
    "the environment is huge": Broken(env={"LARGE": "x" * 100_000}),
    "standard input is closed": Broken(process={"stdin": None, "preexec_fn": lambda: os.close(0)}),
    "standard error is closed": Broken(process={"preexec_fn": lambda: os.close(2)}),
    "no file may be written": Broken(process=limit(resource.RLIMIT_FSIZE, 0)),
    "few files may be open": Broken(process=limit(resource.RLIMIT_NOFILE, 16)),
    "little memory": Broken(process=limit(resource.RLIMIT_AS, 400 * 1024 * 1024)),
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, empty: Repository) -> Repository:
    folder = tmp_path_factory.mktemp("who")
    found = empty.copy(folder / "repository", folder / "home")
    found.write(FILES)
    found.git("add", "-A")
    assert found.commit("the catalog").returncode == 0
    return found


@pytest.mark.parametrize("broken", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_who_answers(company: Repository, tmp_path: Path, broken: Broken) -> None:
    repository = company.copy(tmp_path / "repository", tmp_path / "home")
    broken.prepare(repository)
    env = {key: value for key, value in {**repository.env, **broken.env}.items() if value is not None}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "ownercat", "who", "shop"], cwd=repository.root, env=env, capture_output=True,
        timeout=60, check=False, **broken.process,
    )  # fmt: skip
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    assert "internal error" not in err
    assert (done.returncode, broken.warns in err, not err or bool(broken.warns)) == (broken.code, True, True), err
    if not broken.code:
        assert "owner" in out
        assert "web" in out
        assert "ana" in out


def test_there_are_forty() -> None:
    assert len(ENVIRONMENTS) >= 40


def test_a_result_that_nobody_can_read_is_not_complete(company: Repository) -> None:
    command = [sys.executable, "-P", "-m", "ownercat", "who", "shop"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, cwd=company.root, env=company.env, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (3, b"ownercat: cannot write the result: No space left on device\n")


def test_a_folder_that_was_removed_is_named(company: Repository, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"rmdir {gone}; exec {sys.executable} -P -m ownercat who shop"
    done = subprocess.run(["sh", "-c", script], cwd=gone, env=company.env, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"ownercat: the current folder does not exist any more\n")
