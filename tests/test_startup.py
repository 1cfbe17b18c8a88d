"""What a command imports is part of its speed: the heavy libraries load only where they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CATALOG = Path(__file__).parents[1]
HEAVY = ("jsonschema", "networkx", "rich", "jsonschema_rs", "difflib", "tomllib")
RUN = """
import sys
from ownercat.cli import main
sys.stdout = open({devnull!r}, "w")
main({arguments!r})
sys.stderr.write(" ".join(m for m in {heavy!r} if m in sys.modules))
"""


def imported(tmp_path: Path, *arguments: str) -> set[str]:
    """The heavy modules that a run has loaded at its end."""
    script = RUN.format(devnull=str(tmp_path / "out"), arguments=list(arguments), heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", script], cwd=CATALOG, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_a_clean_check_loads_neither_jsonschema_nor_networkx_nor_rich(tmp_path: Path) -> None:
    loaded = imported(tmp_path, "check")
    assert not loaded & {"jsonschema", "networkx", "rich"}


@pytest.mark.parametrize("arguments", [("who", "checkout"), ("who", "ana"), ("who", "src/checkout/main.go")])
def test_who_loads_no_heavy_library(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert not imported(tmp_path, *arguments) & {"jsonschema", "networkx", "rich"}


@pytest.mark.parametrize("arguments", [("checkout",), ("checkout", "--worst"), ("checkout", "--channel-down", "push")])
def test_escalate_loads_no_heavy_library(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert not imported(tmp_path, "escalate", *arguments) & {"jsonschema", "networkx", "rich", "difflib"}


@pytest.mark.parametrize("arguments", [("oncall",), ("oncall", "storefront", "--load"), ("oncall", "--format", "ics")])
def test_oncall_loads_no_heavy_library(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert not imported(tmp_path, *arguments) & {"jsonschema", "networkx", "rich"}
