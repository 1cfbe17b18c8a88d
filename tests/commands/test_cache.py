"""Stored results: always those of ``--no-cache``, whatever happens to the files, the options and the cache itself."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ownercat.commands import _check_run as command
from ownercat.repository import cache
from ownercat.sessions import verdicts
from tests.commands.conftest import Run, Runner
from tests.repositories import Repository

COMPANY = {
    "catalog/teams.yaml": (
        "apiVersion: ownercat/v1\nkind: Team\nname: web\nmembers: [ana]\n"
        'contacts: {chat: "#web"}\nhandles: {github: "@acme/web"}\n'
    ),
    "catalog/people.yaml": "apiVersion: ownercat/v1\nkind: Person\nname: ana\nleavesOn: 2026-12-31\n",
    "catalog/shop.yaml": (
        "apiVersion: ownercat/v1\nkind: Service\nname: shop\ndescription: Sells.\ntier: 4\nowner: web\n"
        "code: {paths: [src/]}\n"
    ),
}
EDITS = int(os.environ.get("CACHE_EDITS", "60"))
TEAM = "catalog/teams.yaml"
CHECK = [sys.executable, "-P", "-m", "ownercat", "check", "--staged", "--timeless"]
FILES = {**COMPANY, "CODEOWNERS": "/src/ @acme/web\n", "src/a.py": "1\n"}


@pytest.fixture
def lints(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Count the runs of the rules, and store also what was edited a moment ago."""
    runs: list[int] = []
    real = command.lint
    monkeypatch.setattr(command, "lint", lambda *given: runs.append(1) or real(*given))
    monkeypatch.setattr(verdicts, "_RACY", 0.0)
    yield runs


def file() -> Path:
    folder = cache.find_folder()
    assert folder is not None
    return folder / "cache.sqlite3"


def test_an_unchanged_catalog_is_not_judged_again(run: Runner, lints: list[int]) -> None:
    first = run("check", files=FILES)
    assert (run("check"), len(lints)) == (first, 1)
    assert (run("check", "--no-cache"), len(lints)) == (first, 2)
    assert (run("check", "--format", "json").code, len(lints)) == (first.code, 3)


def test_a_changed_file_an_option_and_a_day_are_judged_again(run: Runner, lints: list[int]) -> None:
    run("check", "--as-of", "2026-10-01", files=FILES)
    run("check", "--as-of", "2026-10-02")
    run("check", "--as-of", "2026-10-02", "--ignore", "lone-owner")
    run("check", "--as-of", "2026-10-02", files={TEAM: FILES[TEAM] + "\n"})
    run("check", "--as-of", "2026-10-02", files={"ownercat.toml": 'color = "never"\n'})
    assert len(lints) == 5


def test_a_file_that_was_edited_immediately_before_is_not_trusted(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    run("check", files=FILES)
    assert not file().exists()
    monkeypatch.setattr(verdicts, "_RACY", 0.0)
    run("check")
    assert file().exists()


@pytest.mark.parametrize("name", ["CI", "OWNERCAT_NO_CACHE"])
def test_ci_and_the_variable_turn_it_off(
    run: Runner, lints: list[int], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    run("check", files=FILES)
    monkeypatch.setenv(name, "1")
    run("check")
    assert len(lints) == 2


def test_clean_removes_it(run: Runner, lints: list[int]) -> None:
    run("check", files=FILES)
    assert run("cache", "clean") == Run(0, "", f"ownercat: {file()} is removed\n")
    assert run("cache", "clean") == Run(0, "", "ownercat: there is no cache\n")
    assert not file().exists()


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)


def _replace_value(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE entries SET value = x'00'")


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _replace_by_link(path: Path) -> None:
    path.rename(path.with_name("away"))
    path.symlink_to("away")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "text": lambda path: path.write_text("not a database at all" * 100),
    "one byte": _flip,
    "another value": _replace_value,
    "a folder": _replace_by_folder,
    "a link": _replace_by_link,
    "a table of another form": lambda path: sqlite3.connect(path).executescript(
        "DROP TABLE entries; CREATE TABLE entries (key TEXT, value TEXT, digest TEXT);"
        "INSERT INTO entries VALUES ('a', 'b', 'c')"
    ),
    "a folder that others may write": lambda path: path.parent.chmod(0o777),
    "a file that others may write": lambda path: path.chmod(0o666),
}


@pytest.mark.parametrize("value", ["", "[]", "null", "{}", '{"listings": 1}', "{", '{"files": 3, "listings": {}}'])
def test_a_row_of_another_form_is_no_result(
    run: Runner, lints: list[int], monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    first = run("check", files=FILES)
    monkeypatch.setattr(cache, "read_entry", lambda _: value)
    assert (run("check"), len(lints)) == (first, 2)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_cache_is_no_cache(run: Runner, lints: list[int], damage: Callable[[Path], object]) -> None:
    first = run("check", files=FILES)
    damage(file())
    assert run("check") == first
    assert run("check") == first
    assert len(lints) >= 1


def test_a_link_in_the_place_of_a_file_is_seen(run: Runner, lints: list[int], tmp_path: Path) -> None:
    run("check", files=FILES)
    path = next(iter(COMPANY))
    shutil.move(tmp_path / path, tmp_path / "away.yaml")
    (tmp_path / path).symlink_to(tmp_path / "away.yaml")
    found = run("check")
    assert (found, len(lints)) == (run("check", "--no-cache"), 2)
    assert "not-a-regular-file" in found.out


class Editor:
    """Random edits of a repository with a fixed seed."""

    def __init__(self, repository: Repository, seed: int) -> None:
        self.repository, self.dice = repository, random.Random(seed)

    def edit(self) -> None:
        self.dice.choice(
            [self.change, self.change, self.add, self.remove, self.move, self.configure, self.stage, self.commit,
             self.rewrite, self.damage, self.link]
        )()  # fmt: skip

    def pick(self) -> Path:
        root = self.repository.root
        found = sorted(path for path in root.rglob("*.y*ml") if ".git" not in path.parts and not path.is_symlink())
        return self.dice.choice(found) if found else root / "catalog/a.yaml"

    def change(self) -> None:
        path = self.pick()
        words = (path.read_text() if path.exists() else "kind: Team\n").split(" ")
        words[self.dice.randrange(len(words))] = self.dice.choice(["web\n", "ana\n", "x: [\n", "nobody\n", "4\n", ""])
        path.parent.mkdir(exist_ok=True)
        path.write_text(" ".join(words))

    def rewrite(self) -> None:
        """Write the same number of bytes, and set the old times."""
        path = self.pick()
        if path.exists() and path.stat().st_size:
            status, data = path.stat(), bytearray(path.read_bytes())
            data[self.dice.randrange(len(data))] = ord("z")
            path.write_bytes(data)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def add(self) -> None:
        name = f"new-{self.dice.randrange(5)}"
        text = f"apiVersion: ownercat/v1\nkind: Service\nname: {name}\ntier: 4\ndescription: New.\nowner: web\n"
        self.repository.write({f"catalog/{name}.yaml": text})

    def remove(self) -> None:
        self.pick().unlink(missing_ok=True)

    def move(self) -> None:
        path = self.pick()
        if path.exists():
            path.rename(path.with_name(f"moved-{self.dice.randrange(9)}.yaml"))

    def link(self) -> None:
        path = self.repository.root / f"catalog/link-{self.dice.randrange(3)}.yaml"
        if path.is_symlink():
            path.unlink()
        elif not path.exists():
            path.symlink_to(self.pick())

    def configure(self) -> None:
        text = self.dice.choice(['color = "never"\n', 'format = "concise"\n', "x = 1\n", ""])
        self.repository.write({"ownercat.toml": text})

    def stage(self) -> None:
        self.repository.git("add", "-A")

    def commit(self) -> None:
        self.stage()
        self.repository.commit("a change", "--allow-empty")

    def damage(self) -> None:
        if file().exists():
            data = bytearray(file().read_bytes())
            for _ in range(self.dice.randrange(1, 50)):
                data[self.dice.randrange(len(data))] = self.dice.randrange(256)
            file().write_bytes(data)


OPTIONS = (
    (), (), ("--staged", "--timeless"), ("--staged",), ("--base", "HEAD"), ("--base", "HEAD~1"),
    ("--staged", "--base", "HEAD"), ("--rev", "HEAD"), ("--format", "json"), ("--as-of", "2027-01-01"), ("-v",), ("-q",),
    ("--fail-on", "warning"), ("--statistics",), ("--select", "OWN"),
)  # fmt: skip


def test_the_result_is_that_without_the_cache(
    run: Runner, lints: list[int], repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``CACHE_EDITS=5000 pytest tests/commands/test_cache.py`` looks longer."""
    repository.write(FILES)
    repository.git("add", "-A")
    repository.commit("one")
    repository.commit("two", "--allow-empty")
    monkeypatch.chdir(repository.root)
    editor = Editor(repository, int(os.environ.get("CACHE_SEED", "1")))
    same = 0
    for step in range(EDITS):
        options = editor.dice.choice(OPTIONS)
        before = len(lints)
        found = [run("check", *options) for _ in range(2)]
        same += len(lints) - before < 2
        assert found == [run("check", *options, "--no-cache")] * 2, (step, options)
        if editor.dice.random() < 0.7:
            editor.edit()
    assert same > EDITS / 4


def test_sixteen_runs_at_once_and_runs_that_are_killed(repository: Repository) -> None:
    repository.write(FILES)
    repository.git("add", "-A")
    expected = subprocess.run(
        [*CHECK, "--no-cache"], cwd=repository.root, env=repository.env, capture_output=True, check=False
    )
    for _ in range(2):
        runs = [
            subprocess.Popen(CHECK, cwd=repository.root, env=repository.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(16)
        ]  # fmt: skip
        for each in runs[::4]:
            time.sleep(0.05)
            each.send_signal(signal.SIGKILL)
        ended = [(each.communicate(), each.returncode) for each in runs]
        whole = [((expected.stdout, expected.stderr), expected.returncode)]
        assert {each for each in ended if each[1] != -signal.SIGKILL} <= set(whole)


def test_a_full_disk_is_no_error(repository: Repository) -> None:
    repository.write(FILES)
    repository.git("add", "-A")
    expected = subprocess.run(
        [*CHECK, "--no-cache"], cwd=repository.root, env=repository.env, capture_output=True, check=False
    )
    done = subprocess.run(
        CHECK, cwd=repository.root, env=repository.env, capture_output=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (expected.returncode, expected.stdout, expected.stderr)


def test_the_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(80):
        cache.write_entry(f"key {number}", "x" * 1000)
    assert cache.read_entry("key 15") is None
    assert cache.read_entry("key 16") == cache.read_entry("key 79") == "x" * 1000
    cache.write_entry("large", "x" * (16 * 1024 * 1024 + 1))
    assert cache.read_entry("large") is None
