"""Running a command in this process, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ownercat.cli import main
from tests.repositories import Repository
from tests.signoff.gate import Company, Gate


class Run(NamedTuple):
    """What a run gave."""

    code: int
    out: str
    err: str


Runner = Callable[..., Run]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the command line in a temporary folder, after writing files there."""
    monkeypatch.chdir(tmp_path)

    def runner(*arguments: str, files: dict[str, str] | None = None) -> Run:
        for path, text in (files or {}).items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        code = main(arguments)
        return Run(code, *capsys.readouterr())

    return runner


@pytest.fixture(scope="session")
def company(empty: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The company, with nothing changed on the branch ``change``."""
    folder = tmp_path_factory.mktemp("company")
    found = Company(empty.copy(folder / "repository", folder / "home"), folder / "keys")
    found.begin()
    return found.repository


@pytest.fixture
def gate(
    company: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Gate:
    """A company with a change on its way, and the gate before it."""
    repository = company.copy(tmp_path / "repository", tmp_path / "home")
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("COLUMNS", "80")
    return Gate(repository, tmp_path / "keys", capsys)
