"""The group ``signoff``: its commands are files of their own, imported only when they run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from ownercat.cli import cli, main

COMMANDS = Path(__file__).parents[2] / "src" / "ownercat" / "commands"


def names() -> list[str]:
    return sorted(file.stem.removeprefix("_signoff_") for file in COMMANDS.glob("_signoff_[a-z]*.py"))


def command(name: str) -> click.Command | None:
    group = cli.get_command(click.Context(cli), "signoff")
    assert isinstance(group, click.Group)
    return group.get_command(click.Context(group), name)


def test_every_file_is_a_command_of_its_name() -> None:
    assert "plan" in names()
    for name in names():
        found = command(name)
        assert found is not None and found.name == name


def test_the_help_lists_them_with_what_they_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signoff", "--help"]) == 0
    lines = capsys.readouterr().out.partition("Commands:\n")[2].split("\n")
    assert [line.split()[0] for line in lines if line.strip()] == names()
    assert all(len(line.split()) > 3 for line in lines if line.strip())


def test_completion_knows_them() -> None:
    found = ShellComplete(cli, {}, "ownercat", "_OWNERCAT_COMPLETE").get_completions(["signoff"], "pl")
    assert [item.value for item in found] == ["plan"]


def test_a_misspelled_command_gets_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signoff", "plann"]) == 2
    assert "there is no command plann\nhelp: did you mean plan?" in capsys.readouterr().err


def test_a_shared_file_is_no_command() -> None:
    assert command("_view") is None and command("signoff") is None


def test_only_the_command_that_runs_is_imported() -> None:
    script = (
        "import sys\nfrom ownercat.cli import main\nmain(['signoff', 'plan', '--help'])\n"
        "print(*sorted(m for m in sys.modules if m.startswith('ownercat.commands._signoff_')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {module.removeprefix("ownercat.commands._signoff_") for module in done.stderr.split()}
    assert loaded & set(names()) == {"plan"}
