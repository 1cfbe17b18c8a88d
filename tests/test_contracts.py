"""The import contracts hold something: a planted import of each kind breaks the contract that forbids it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLANTED = {
    "data flows one way": ("model/policy.py", "from ownercat import linter"),
    "no cycles": ("text.py", "from ownercat import suggest"),
    "yaml only in documents.source": ("changes/history/walk.py", "import yaml"),
    "jsonschema only in documents.schema": ("documents/loader.py", "import jsonschema"),
    "networkx only in graph": ("answers/finder.py", "import networkx"),
    "processes only in repository.git": ("sessions/edits.py", "import subprocess"),
    "sqlite only in repository.cache": ("sessions/walks.py", "import sqlite3"),
    "rich only in the view of rule pages": ("views/layout.py", "import rich"),
    "click only in cli and commands": ("sessions/workspace.py", "import click"),
    "rules, reporters, dialects and engines are pure": ("oncall/clock.py", "from ownercat.repository import trees"),
}


def broken_contracts(project: Path) -> set[str]:
    """The contracts that do not hold in a copy of the project."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=project, capture_output=True, text=True, check=False
    )
    return set(re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The contracts that are broken once every forbidden import is planted, each inside a function."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "src" / "ownercat", project / "ownercat", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", project)
    for path, statement in PLANTED.values():
        with (project / "ownercat" / path).open("a", encoding="utf-8") as file:
            file.write(f"\n\ndef planted() -> None:\n    {statement}\n")
    with (project / "ownercat" / "suggest.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef planted() -> None:\n    from ownercat import text\n")
    return broken_contracts(project)


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_breaks_the_contract(planted: set[str], contract: str) -> None:
    assert contract in planted
