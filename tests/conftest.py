"""What every test runs in: no ambient settings, a home of its own, no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ownercat.documents import loader
from ownercat.repository.trees import Content
from tests.repositories import Repository, environment
from tests.signoff.evidence.histories import Shop

# One profile for the whole suite, without a deadline: a busy machine is no failure. HYPOTHESIS_PROFILE=thorough looks longer.
_CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("usual", max_examples=40, deadline=None, suppress_health_check=_CHECKS)
settings.register_profile("thorough", max_examples=1_000, deadline=None, suppress_health_check=_CHECKS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

_AMBIENT = ("GIT_", "GITHUB_", "GITLAB_", "OWNERCAT_", "CLICOLOR", "CI_")
_HOMES = count()
_READ_FILE = loader._Assembly.read_file
_AMBIENT_NAMES = ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")


def pytest_make_parametrize_id(val: object) -> str | None:
    """A test about several short words is named by these words, not ``arguments3``."""
    if isinstance(val, Mapping):
        val = [f"{key}={value}" for key, value in val.items()]
    if not isinstance(val, list | tuple) or not all(isinstance(word, str | int) for word in val):
        return None
    words = " ".join(map(str, val)) or "nothing"
    return words if len(words) <= 60 and words.isprintable() else None


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Take away what the machine or a CI system sets, so that results do not depend on where tests run."""
    for name in list(os.environ):
        if name.startswith(_AMBIENT) or name in _AMBIENT_NAMES:
            monkeypatch.delenv(name)
    home = tmp_path_factory.getbasetemp() / f"home-{next(_HOMES)}"  # a test that needs the folder makes it
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


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The repository that the others are copied from: without sample hooks, and no housekeeping after each commit."""
    folder = tmp_path_factory.mktemp("empty")
    found = Repository(folder / "repository", environment(folder))
    found.root.mkdir()
    found.git("init", "-q", "-b", "main", "--template=")
    found.git("config", "maintenance.auto", "false")
    return found


@pytest.fixture
def repository(empty: Repository, tmp_path: Path) -> Repository:
    """An empty git repository."""
    return empty.copy(tmp_path / "repository", tmp_path / "home")


@pytest.fixture(scope="session")
def opened(empty: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The shop, with nothing but its people and their keys."""
    folder = tmp_path_factory.mktemp("shop")
    found = Shop(empty.copy(folder / "repository", folder / "home"), folder / "keys")
    found.open()
    return found.repository


@pytest.fixture
def parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse each version of a file once for all tests that use this: what a file says depends on nothing else.

    For many questions to one catalog. Not for tests that measure time, and not for tests of the parser.
    """
    monkeypatch.setattr(loader._Assembly, "read_file", lambda self, content: _parse_file(self.scope, content))


@cache
def _parse_file(scope: loader.Scope, content: Content) -> loader.FileEntities:
    return _READ_FILE(loader._Assembly(scope, ()), content)
