"""A world to be hostile in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import Repository, environment
from tests.safety.world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> World:
    """A small catalog in a plain folder, which is the current one."""
    found = World(tmp_path, capsys)
    monkeypatch.chdir(found.root)
    return found


@pytest.fixture
def repository(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The world as a git repository."""
    (tmp_path / "home").mkdir()
    found = Repository(world.root, environment(tmp_path / "home"))
    found.git("init", "-q", "-b", "main")
    return found
