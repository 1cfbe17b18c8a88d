"""Each writing path with an error or a signal at each of its calls: every file is entirely old or entirely new.

The calls of the operating system are real; before call number N of them, the test raises the error that a full or broken
disk gives, or sends the signal.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ownercat import cli
from ownercat.repository import files
from tests.repositories import Repository
from tests.safety.test_environments import FILES

CALLS = (
    (os, "open"), (os, "fdopen"), (os, "fsync"), (os, "link"), (os, "replace"), (os, "rename"), (os, "mkdir"),
    (Path, "replace"), (Path, "chmod"), (Path, "mkdir"),
)  # fmt: skip
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
RUNS: dict[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "check --fix": (
        {"catalog/teams.yaml": FILES["catalog/teams.yaml"].replace('"#web"', "#web")}, ("check", "--fix"),
    ),
    "rename": ({}, ("rename", "team", "web", "site")),
    "new": ({}, ("new", "service", "fresh", "--team", "web", "--tier", "2", "--yes")),
    "new incident": ({}, ("new", "incident", "first", "--service", "shop", "--yes")),
    "baseline create": ({}, ("baseline", "create")),
    "baseline update": (
        {"ownercat.baseline": "# Known findings that ownercat check does not report. Written by `ownercat baseline`.\n"},
        ("baseline", "update"),
    ),
    "--output": ({"out.json": "old"}, ("check", "--format", "json", "--output", "out.json")),
    "two outputs": (
        {"out.json": "old"},
        ("check", "--format", "json", "--output", "out.json", "--format", "sarif", "--output", "out.sarif"),
    ),
    "codeowners generate": (
        {"catalog/teams.yaml": FILES["catalog/teams.yaml"] + 'handles: {github: "@acme/web"}\n',
         "catalog/shop.yaml": FILES["catalog/shop.yaml"] + "code: {paths: [src/]}\n", "src/a.py": "\n"},
        ("codeowners", "generate"),
    ),
    "export": ({"info.yaml": "\n"}, ("export", "backstage", "-q", "--output", "info.yaml")),
    "report": ({}, ("report", "--format", "markdown", "--output", "report.md")),
}  # fmt: skip
WHOLE = {"rename", "new"}  # several files that change together


class Outcome(NamedTuple):
    """What a run left: its exit code, standard error, the files, and the folders that have none."""

    code: int
    err: str
    files: Mapping[str, bytes]
    empty: list[str]


class Counting:
    """Counts the calls, and calls ``act`` before number ``at``."""

    def __init__(self, at: int, act: Callable[[], object]) -> None:
        self.at, self.act, self.count = at, act, 0

    def wrap(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            is_writing = name != "open" or bool(given[1] & (os.O_CREAT | os.O_WRONLY | os.O_RDWR))
            if is_writing:
                self.count += 1
                if self.count == self.at:
                    self.act()
            return real(*given, **more)

        return call


def _list_files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def _list_empty(root: Path) -> list[str]:
    folders = (path.relative_to(root) for path in root.rglob("*") if path.is_dir() and not any(path.iterdir()))
    return [str(path) for path in folders if ".git" not in path.parts]


@contextmanager
def _handled() -> Iterator[None]:
    known = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)}
    cli.handle_signals()
    try:
        yield
    finally:
        for each, handler in known.items():
            signal.signal(each, handler)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, empty: Repository) -> Repository:
    folder = tmp_path_factory.mktemp("faults")
    found = empty.copy(folder / "repository", folder / "home")
    found.write(FILES)
    found.git("add", "-A")
    assert found.commit("the catalog").returncode == 0
    return found


class Bench:
    """Runs one command again and again, each time in a fresh copy of the repository."""

    def __init__(
        self, company: Repository, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.company, self.folder, self.monkeypatch, self.capsys = company, folder, monkeypatch, capsys
        self.number = 0

    def run(self, name: str, at: int = 0, act: Callable[[], object] = lambda: None) -> tuple[Outcome, int]:
        """Run a command with a fault at one call; return the outcome and the number of calls."""
        given, arguments = RUNS[name]
        self.number += 1
        repository = self.company.copy(self.folder / f"r{self.number}", self.folder / "home")
        repository.write(given)
        self.monkeypatch.chdir(repository.root)
        files._remove_left_over.cache_clear()
        counting = Counting(at, act)
        with self.monkeypatch.context() as patched, _handled():
            for owner, call in CALLS:
                patched.setattr(owner, call, counting.wrap(getattr(owner, call), call))
            code = cli.main([*arguments])
        root = repository.root
        return Outcome(code, self.capsys.readouterr().err, _list_files(root), _list_empty(root)), counting.count


@pytest.fixture
def bench(
    company: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Bench:
    monkeypatch.setenv("OWNERCAT_NO_CACHE", "1")
    return Bench(company, tmp_path, monkeypatch, capsys)


def _fail(number: int) -> Callable[[], object]:
    def act() -> None:
        raise OSError(number, os.strerror(number))

    return act


def _verify(name: str, done: Outcome, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    assert [path for path in done.files if path.endswith(".ownercat")] == []
    assert done.empty == [], "a folder without a file was left"
    for path in {*old, *new, *done.files}:
        assert done.files.get(path) in (old.get(path), new.get(path)), path
    if name in WHOLE:
        assert done.files in (old, new)
    assert "Traceback" not in done.err
    assert "internal error" not in done.err


@pytest.mark.parametrize("name", RUNS)
def test_an_error_of_any_call(bench: Bench, name: str) -> None:
    whole, calls = bench.run(name)
    assert whole.code in (0, 1)
    old = {**{path: text.encode() for path, text in {**FILES, **RUNS[name][0]}.items()}}
    assert calls >= 4, "the command writes something"
    for at in range(1, calls + 1):
        for number in ERRORS:
            done, _ = bench.run(name, at, _fail(number))
            _verify(name, done, old, whole.files)
            if done != whole:  # a folder that exists is not made again: its error is none
                assert done.code == 3, (at, number, done.err)
                assert done.err.startswith("ownercat: ")


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda each: each.name)
def test_a_signal_at_any_call(bench: Bench, name: str, number: signal.Signals) -> None:
    whole, calls = bench.run(name)
    old = {**{path: text.encode() for path, text in {**FILES, **RUNS[name][0]}.items()}}
    for at in range(1, calls + 1):
        done, _ = bench.run(name, at, lambda: signal.raise_signal(number))
        _verify(name, done, old, whole.files)
        assert done.code in (130 if number == signal.SIGINT else 143, whole.code), (at, done)
