"""The README says what happens: its output blocks are real, its catalog passes, its commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ownercat import plugins
from tests.catalogs import check, said
from tests.pages import files
from tests.test_sample import SAMPLE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown(command: str) -> str:
    """The output block that follows a command in the README."""
    return README.split(f"```text\n$ {command}\n", 1)[1].split("\n```", 1)[0]


def run(cwd: Path, command: str) -> str:
    """What a command prints at 80 columns."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", *command.split()], cwd=cwd, capture_output=True, text=True, check=False,
        env={"COLUMNS": "80", "PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONUTF8": "1"},
    )  # fmt: skip
    return done.stdout.rstrip("\n")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The sample with the two mistakes of the README."""
    for path, text in SAMPLE.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            text.replace("\nowner: storefront\n", "\nowner: storefornt\n") if path.endswith("checkout/ownership.yaml")
            else text.replace('"#team-storefront"', "#team-storefront"),
            encoding="utf-8",
        )  # fmt: skip
    return tmp_path


def test_the_output_of_check_is_real(broken: Path) -> None:
    assert run(broken, "ownercat check") == shown("ownercat check")


@pytest.mark.parametrize(
    "command",
    [
        "ownercat who checkout --at 2026-11-22T03:12+01:00",
        "ownercat escalate checkout --severity sev1 --at 2027-03-28T02:30+01:00",
    ],
)
def test_the_output_at_night_is_real(command: str) -> None:
    assert run(ROOT, command) == shown(command)


def test_the_output_of_oncall_is_real() -> None:
    (command,) = re.findall(r"^\$ (ownercat oncall .*)$", README, re.MULTILINE)
    assert run(ROOT, command) == shown(command)


def test_the_smallest_catalog_passes() -> None:
    (block,) = re.findall(r"^```yaml title=.*?^```$", README, re.MULTILINE | re.DOTALL)
    assert said(check(files(block))) == []


def test_every_command_is_in_the_table() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)
    assert sorted(listed) == plugins.list_names("ownercat.commands")


def test_every_file_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "sed -n '/^```sh test$/,/^```$/p' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
