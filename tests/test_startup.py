"""What a command imports is part of its speed: the heavy libraries load only where they are used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from ownercat.cli import cli
from ownercat.commands._lazy import Commands

CATALOG = Path(__file__).parents[1]
HEAVY = (
    "jsonschema", "jsonschema_rs", "yaml", "networkx", "rich", "markdown_it", "sqlite3", "difflib", "asyncio", "pygal",
    "pygls", "multiprocessing", "concurrent.futures", "urllib.request", "ssl", "http",
)  # fmt: skip
RUN = """
import json, sys
from ownercat.cli import main
sys.stdout = open({devnull!r}, "w")
main({arguments!r})
loaded = [m for m in {heavy!r} if m in sys.modules]
own = sum(m.startswith("ownercat.") for m in sys.modules)
open({out!r}, "w").write(json.dumps([loaded, own]))
"""
READ = {"yaml", "jsonschema_rs"}  # what reading a catalog takes

# The heavy libraries that a run may load, and the most modules of ownercat. A larger number is a slower start for
# somebody: raise it only for a reason that the commit message gives.
BUDGETS: dict[str, tuple[set[str], int]] = {
    "--version": (set(), 6),
    "--help": (set(), 12),
    "help who": (READ, 100),
    "cache --help": ({"sqlite3"}, 14),
    "config": (set(), 28),
    "schema service": ({"yaml"}, 30),
    "rules": ({"yaml"}, 398),
    "explain OWN001": ({"yaml"}, 400),
    "who checkout": (READ, 112),
    "who ana": (READ, 112),
    "who src/checkout/main.go": (READ, 118),
    "escalate checkout": (READ, 126),
    "escalate checkout --worst": (READ, 128),
    "escalate checkout --channel-down push": (READ, 128),
    "oncall": (READ, 118),
    "oncall storefront --load": (READ, 120),
    "oncall --format ics": (READ, 120),
    "impact checkout": (READ, 132),
    "promises checkout": (READ, 122),
    "runbook checkout": (READ, 118),
    "graph checkout": (READ, 112),
    "policy": (READ, 80),
    "metrics": (READ, 126),
    "export backstage": (READ, 112),
    "test": (READ, 104),
    "codeowners check": (READ | {"difflib"}, 82),
    "check --no-cache": (READ | {"sqlite3", "difflib"}, 447),
    "score": (READ, 451),
}


def measure_imports(tmp_path: Path, *arguments: str, folder: Path = CATALOG) -> tuple[set[str], int]:
    """The heavy modules that a run has loaded at its end, and how many modules of ownercat."""
    out = tmp_path / "loaded.json"
    script = RUN.format(devnull=os.devnull, arguments=list(arguments), heavy=HEAVY, out=str(out))
    subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, check=True)
    loaded, own = json.loads(out.read_text(encoding="utf-8"))
    return set(loaded), own


@pytest.mark.parametrize("command", BUDGETS)
def test_a_command_loads_what_it_needs(tmp_path: Path, command: str) -> None:
    allowed, most = BUDGETS[command]
    loaded, own = measure_imports(tmp_path, *command.split())
    assert loaded <= allowed, command
    assert own <= most, command


def test_a_stored_result_loads_neither_rules_nor_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    hook = ("check", "--rev", "HEAD", "--timeless")
    measure_imports(tmp_path, *hook)
    loaded, own = measure_imports(tmp_path, *hook)
    assert (loaded, own <= 30) == ({"sqlite3"}, True)


def test_the_list_of_commands_is_that_of_their_help() -> None:
    """`ownercat --help` imports no command: it shows the docstrings of their files."""
    groups = [group for group in (cli, cli.get_command(click.Context(cli), "signoff")) if isinstance(group, Commands)]
    assert len(groups) == 2
    for group in groups:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            assert group.summarize(name) == command.get_short_help_str(200), name
