"""The shop, on a branch of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import Repository
from tests.signoff.evidence.histories import Shop


@pytest.fixture
def shop(opened: Repository, tmp_path: Path) -> Shop:
    """The shop, with the branch ``change`` checked out."""
    found = Shop(opened.copy(tmp_path / "repository", tmp_path / "home"), tmp_path / "keys")
    found.git("checkout", "-q", "-b", "change")
    return found
