"""Where the public catalogs lie, if they are on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# read when the module is imported: fixtures take OWNERCAT_* away from the tests themselves
_FOLDER = Path(os.environ.get("OWNERCAT_REAL_DATA") or Path(__file__).parents[3] / "shared" / "data")


def folder(name: str) -> Path:
    """A folder of real data; the test is skipped, with the reason, where it is absent."""
    found = _FOLDER / name
    if not found.exists():
        pytest.skip(f"no real data: {name} is not below OWNERCAT_REAL_DATA or ../shared/data")
    return found
