"""Whatever a terminal shows fits it, and no word is cut."""

from __future__ import annotations

import click
import pytest

from ownercat import cli
from ownercat.commands import _output
from tests.commands.conftest import Runner

WIDE = 80
TEXT = "no service, team, person, path, alert or symptom has the name nosuch, nor has one of their aliases"


@pytest.mark.parametrize("group", ["", "signoff", "codeowners"])
def test_no_summary_of_a_command_is_cut_off(group: str) -> None:
    root = click.Context(cli.cli, info_name="ownercat")
    commands = cli.cli.get_command(root, group) if group else cli.cli
    assert isinstance(commands, click.Group)
    context = click.Context(commands, info_name=group, parent=root) if group else root
    names = commands.list_commands(context)
    room = WIDE - max(map(len, names)) - len("    ")
    for name in names:
        command = commands.get_command(context, name)
        assert command is not None
        assert not command.get_short_help_str(room).endswith("..."), name


def test_an_error_is_wrapped_in_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDE))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    _output.warn(TEXT)
    _output.hint(TEXT)
    lines = capsys.readouterr().err.splitlines()
    assert max(map(len, lines)) <= WIDE
    assert " ".join(" ".join(lines).split()) == f"ownercat: {TEXT} help: {TEXT}"


def test_an_error_is_one_line_for_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDE))
    _output.warn(TEXT)
    assert capsys.readouterr().err == f"ownercat: {TEXT}\n"


def test_an_unknown_command_says_once_where_the_commands_are(run: Runner) -> None:
    assert run("berth").err == "ownercat: there is no command berth\nhelp: see ownercat --help\n"
