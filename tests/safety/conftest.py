"""A world to be hostile in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import Repository
from tests.safety.world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> World:
    """A small catalog in a plain folder, which is the current one."""
    found = World(tmp_path, capsys)
    monkeypatch.chdir(found.root)
    return found


@pytest.fixture
def repository(world: World, empty: Repository, tmp_path: Path) -> Repository:
    """The world as a git repository."""
    return empty.copy(world.root, tmp_path / "home")
