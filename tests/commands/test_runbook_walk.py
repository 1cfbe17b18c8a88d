"""``ownercat runbook --walk`` in a real pseudo-terminal: branches, interruption, resumption, and the record."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.commands.conftest import Runner
from tests.commands.test_runbook import FILES
from tests.terminal import Terminal

WALK = ("runbook", "pay", "--walk")
RESUME = ("runbook", "pay", "--resume")
STATE = "walk-pay-down.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_interrupted_resumed_and_recorded(folder: Path) -> None:
    first = Terminal(folder, *WALK)
    shown = first.expect("Can you pay? [yes/no] ")
    assert "step 1 of 3: back\n  rollback, at most 5m\n" in shown
    assert "  $ ./deploy rollback pay\n" in shown
    assert "  needs rollback: Ana Ruiz (first), Bo Chen\n" in shown
    assert "step 2 of 3: 2\n  flag, no timebox, automatic, at the same time as the previous step\n" in shown
    assert re.search(r"  timebox: until \d\d:\d\d UTC\n", shown)
    first.type("note the bank is slow: \x1b[2J\n")
    first.expect("[yes/no] ")
    first.type("perhaps\n")
    first.expect("write yes or no\n")
    first.expect("[yes/no] ")
    first.type("\x03")
    code, rest = first.end()
    assert code == 130
    assert "interrupted: the walk is kept in" in rest
    state = json.loads((folder / STATE).read_text("utf-8"))
    assert (state["stage"], [event["step"] for event in state["timeline"]]) == (0, ["back"])

    second = Terminal(folder, *RESUME, "--record", "incident.yaml")
    second.expect("Can you pay? [yes/no] ")
    second.type("y\n")
    assert "step 3 of 3: verify\n" in second.expect("done? [Enter] ")
    second.type("\n")
    code, rest = second.end()
    assert (code, rest) == (0, "\nwrote incident.yaml\n")
    record = yaml.safe_load((folder / "incident.yaml").read_text("utf-8"))
    assert (record["kind"], record["services"], record["severity"], record["symptom"]) == (
        "Incident", ["pay"], "sev1", "down",
    )  # fmt: skip
    assert [(event["step"], event["note"]) for event in record["timeline"]] == [
        ("back", "the bank is slow: \x1b[2J"),
        ("back", "Can you pay? yes"),
        ("verify", "done"),
    ]
    assert json.loads((folder / STATE).read_text("utf-8"))["stage"] is None
    assert sorted(path.name for path in folder.iterdir()) == ["catalog", "incident.yaml", STATE]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_ended_from_outside(folder: Path, number: int) -> None:
    terminal = Terminal(folder, *WALK)
    terminal.expect("Can you pay? [yes/no] ")
    terminal.process.send_signal(number)
    code, rest = terminal.end()
    assert (code, "interrupted: the walk is kept in" in rest) == (143, True)
    assert json.loads((folder / STATE).read_text("utf-8"))["stage"] == 0


def test_aborted_and_the_end_of_the_input(folder: Path) -> None:
    for ending in ("abort\n", "\x04"):
        terminal = Terminal(folder, *WALK, "--state", f"{len(ending)}.json")
        terminal.expect("[yes/no] ")
        terminal.type(ending)
        code, rest = terminal.end()
        assert (code, "aborted: the walk is kept in" in rest) == (1, True)


def walk(folder: Path, *arguments: str, answers: str = "") -> tuple[int, str, str]:
    env = {**os.environ, "COLUMNS": "80"}
    command = [sys.executable, "-m", "ownercat", *arguments]
    done = subprocess.run(command, cwd=folder, env=env, input=answers, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_no_leads_to_the_next_step_without_a_terminal(folder: Path) -> None:
    code, out, _ = walk(folder, *WALK, answers="no\n\n")
    assert code == 0
    record = yaml.safe_load(out[out.index("# Written by") :])
    assert [event["note"] for event in record["timeline"]] == ["Can you pay? no", "done"]


def test_another_version_or_another_runbook_is_refused(folder: Path) -> None:
    assert walk(folder, *WALK, answers="abort\n")[0] == 1
    before = (folder / STATE).read_bytes()
    book = folder / "catalog/down.yaml"
    book.write_text(book.read_text("utf-8").replace("Roll back.", "Roll back twice."), "utf-8")
    code, _, err = walk(folder, *RESUME)
    assert (code, err) == (
        2,
        f"ownercat: the walk in {STATE} began with another version of runbook pay-down: its steps have changed\n"
        "help: resume with --rev and the commit of that version, or begin again with --walk and another --state FILE\n",
    )
    book.write_text(book.read_text("utf-8").replace("name: pay-down", "name: pay-other"), "utf-8")
    code, _, err = walk(folder, *RESUME, "--state", STATE)
    assert (code, err.splitlines()[0]) == (
        2,
        f"ownercat: the walk in {STATE} is for runbook pay-down of service pay, not for runbook pay-other of service pay",
    )
    assert (folder / STATE).read_bytes() == before


def test_the_record_cannot_be_the_state_file(folder: Path) -> None:
    code, _, err = walk(folder, *WALK, "--record", STATE, answers="yes\n\n")
    assert (code, err) == (
        2,
        f"ownercat: {STATE} is the state file of the walk\nhelp: name another --record FILE\n",
    )
    assert not (folder / STATE).exists()


def test_an_unfinished_walk_is_not_overwritten(folder: Path) -> None:
    assert walk(folder, *WALK, answers="abort\n")[0] == 1
    code, _, err = walk(folder, *WALK)
    assert (code, err.splitlines()[1]) == (2, "help: continue it with --resume, or name another --state FILE")
    assert walk(folder, *RESUME, answers="yes\n\n")[0] == 0
    assert walk(folder, *WALK, answers="abort\n")[0] == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "[" * 100_000, '{"version": 1, "stage": 10}', "\0", "x" * 2_000_000], ids=lambda t: t[:12]
)
def test_a_hostile_state_is_refused(folder: Path, text: str) -> None:
    (folder / STATE).write_text(text, "utf-8")
    for arguments in (WALK, RESUME):
        code, _, err = walk(folder, *arguments)
        assert code == 2, err
        assert "not the state of a walk" in err
    assert (folder / STATE).read_text("utf-8") == text


def test_a_state_is_not_written_through_a_link(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", folder], check=True)
    (folder / "elsewhere").write_text("mine", "utf-8")
    (folder / STATE).symlink_to(folder / "elsewhere")
    code, _, err = walk(folder, *WALK)
    assert (code, "is a symbolic link" in err) == (2, True)
    assert (folder / "elsewhere").read_text("utf-8") == "mine"


def test_a_name_with_errors_names_no_other_folder(folder: Path) -> None:
    book = folder / "catalog/down.yaml"
    text = (
        book.read_text("utf-8").replace("name: pay-down", "name: ../../pay").replace("steps:\n", "steps:\n  - words\n")
    )
    book.write_text(text, "utf-8")
    code, out, err = walk(folder, *WALK, answers="abort\n")
    assert code == 1
    assert "step 1 of 3: back\n" in out
    assert err.splitlines()[0] == "ownercat: runbook ../../pay has errors: run `ownercat check`"
    assert sorted(path.name for path in folder.iterdir()) == ["catalog", "walk-------pay.json"]


def test_a_record_that_exists_is_refused_before_the_walk(folder: Path) -> None:
    (folder / "mine.yaml").write_text("mine", "utf-8")
    code, out, err = walk(folder, *WALK, "--record", "mine.yaml")
    assert (code, out, err) == (2, "", "ownercat: mine.yaml exists\nhelp: name another --record FILE\n")
    assert sorted(path.name for path in folder.iterdir()) == ["catalog", "mine.yaml"]


def test_sigterm_keeps_the_state(folder: Path) -> None:
    terminal = Terminal(folder, *WALK)
    terminal.expect("[yes/no] ")
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.end()[0] == 143
    assert json.loads((folder / STATE).read_text("utf-8"))["stage"] == 0


def test_options_that_contradict_a_walk(run: Runner) -> None:
    assert run(*WALK, "--format", "json", files=FILES).err == (
        "ownercat: a walk cannot be combined with --format json\nhelp: remove --format json\n"
    )
    assert run("runbook", "pay", "--state", "x").code == 2
