"""What every test runs in: no ambient settings, a home of its own, no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.repositories import Repository, environment

# One profile for the whole suite, without a deadline: a busy machine is no failure. HYPOTHESIS_PROFILE=thorough looks longer.
_CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("usual", max_examples=40, deadline=None, suppress_health_check=_CHECKS)
settings.register_profile("thorough", max_examples=1_000, deadline=None, suppress_health_check=_CHECKS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

_AMBIENT = ("GIT_", "GITHUB_", "GITLAB_", "OWNERCAT_", "CLICOLOR", "CI_")
_AMBIENT_NAMES = ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Take away what the machine or a CI system sets, so that results do not depend on where tests run."""
    for name in list(os.environ):
        if name.startswith(_AMBIENT) or name in _AMBIENT_NAMES:
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing in this process may open a connection."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a test tried to open a network connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty git repository."""
    root = tmp_path / "repository"
    root.mkdir()
    home = tmp_path / "home"
    home.mkdir()
    found = Repository(root, environment(home))
    found.git("init", "-q", "-b", "main")
    return found
