"""Where the public catalogs lie, if they are on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).parents[3] / "shared" / "data"


def folder(name: str) -> Path:
    """A folder of real data; the test is skipped, with the reason, where it is absent."""
    found = Path(os.environ.get("OWNERCAT_REAL_DATA") or _DEFAULT) / name
    if not found.exists():
        pytest.skip(f"no real data: {name} is not below OWNERCAT_REAL_DATA or ../shared/data")
    return found
