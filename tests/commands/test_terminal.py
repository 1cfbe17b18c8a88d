"""What only a person at a terminal gets: links, a pager, progress and `check --watch`, each in a real pseudo-terminal."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.rules.parts import PEOPLE, service, team
from tests.terminal import Terminal

LINKING = {"TERM": "xterm-kitty"}
ERASE = "\r\x1b[K"
PROGRESS = re.compile(r"\r\x1b\[K(?:ownercat is working: \d+ s)?")  # a busy machine may need more than a second


TIME = re.compile(r"checked in \d+\.\d s\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "people.yaml", PEOPLE)
    write(tmp_path, "team.yaml", team("storefront"))
    write(tmp_path, "shop.yaml", service("shop", owner="storefornt"))
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / "catalog").mkdir(exist_ok=True)
    (folder / "catalog" / name).write_text(text, encoding="utf-8")


def link(folder: Path, name: str, place: str) -> str:
    line = place.split(":")[1]
    address = f"file://{os.uname().nodename}{folder}/catalog/{name}#{line}"
    return f"\x1b]8;;{address}\x1b\\catalog/{name}:{line}"


# links


@pytest.mark.parametrize("arguments", [("check",), ("check", "--format", "concise"), ("who", "shop")], ids=" ".join)
def test_a_place_is_a_link_on_a_terminal_that_opens_links(folder: Path, arguments: tuple[str, ...]) -> None:
    _, out = Terminal(folder, *arguments, **LINKING).end()
    assert link(folder, "shop.yaml", "shop.yaml:3" if arguments[0] == "who" else "shop.yaml:6") in out
    _, plain = Terminal(folder, *arguments, **LINKING, CI="true").end()
    assert "\x1b]8" not in plain
    assert "catalog/shop.yaml:" in plain


@pytest.mark.parametrize(
    "arguments",
    [("check", "--format", "json"), ("check", "--format", "github"), ("check", "--format", "markdown"),
     ("who", "shop", "--format", "json"), ("check", "--staged")],
    ids=" ".join,
)  # fmt: skip
def test_programs_and_other_versions_get_no_links(folder: Path, arguments: tuple[str, ...]) -> None:
    subprocess.run(["git", "-C", folder, "add", "-A"], check=True)
    assert "\x1b]8" not in Terminal(folder, *arguments, **LINKING).end()[1]


def test_a_pipe_gets_no_links(folder: Path) -> None:
    env = {**os.environ, **LINKING, "FORCE_HYPERLINK": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "ownercat", "check"], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert "\x1b" not in done.stdout


# the pager


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A program that says that it has the text, and reads it."""
    program = tmp_path / "pager"
    program.write_text("#!/bin/sh\necho PAGER; sed 5q\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize(
    "arguments", [("explain", "orphaned-service"), ("explain", "rotation"), ("rules",)], ids=" ".join
)
def test_a_long_page_goes_through_the_pager(folder: Path, pager: str, arguments: tuple[str, ...]) -> None:
    code, out = Terminal(folder, *arguments, TERM="xterm", PAGER=pager).end()
    shown = PROGRESS.sub("", out).splitlines()
    assert (code, shown[0], len(shown)) == (0, "PAGER", 6)


@pytest.mark.parametrize(
    ("rows", "env"),
    [(1000, {}), (24, {"NO_PAGER": "1"}), (24, {"TERM": "dumb"}), (24, {"PAGER": ""}), (24, {"PAGER": "cat"})],
    ids=["it fits", "NO_PAGER", "a dumb terminal", "an empty PAGER", "cat"],
)
def test_a_page_without_the_pager(folder: Path, pager: str, rows: int, env: dict[str, str]) -> None:
    given = {"TERM": "xterm", "PAGER": pager, **env}
    code, out = Terminal(folder, "explain", "orphaned-service", rows=rows, **given).end()
    assert code == 0
    assert "PAGER" not in out
    assert out.count("\n") > 24


def test_programs_get_no_pager(folder: Path, pager: str) -> None:
    out = Terminal(folder, "rules", "--format", "json", TERM="xterm", PAGER=pager).end()[1]
    assert PROGRESS.sub("", out).startswith('{"version": 1,')


@pytest.mark.parametrize("less", [name for name in ["less"] if shutil.which(name)])
def test_less_is_the_pager_and_keeps_colors(folder: Path, less: str) -> None:
    terminal = Terminal(folder, "explain", "orphaned-service", TERM="xterm")
    assert terminal.expect("orphaned-service (OWN001)").endswith("\x1b[1m")
    terminal.type("q")
    assert terminal.end()[0] == 0


# progress


@pytest.fixture
def slow_git(tmp_path: Path) -> tuple[str, Path]:
    """A git that waits at its first call until somebody opens the gate; the PATH with it, and the gate."""
    git, gate = shutil.which("git"), tmp_path / "gate"
    os.mkfifo(gate)
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    once = f'if mkdir "{tmp_path}/waited" 2>/dev/null; then read -r _ < "{gate}"; fi'
    program.write_text(f'#!/bin/sh\n{once}\nexec "{git}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}", gate


def test_work_of_more_than_a_second_is_shown_and_then_erased(folder: Path, slow_git: tuple[str, Path]) -> None:
    path, gate = slow_git
    terminal = Terminal(folder, "check", "--format", "concise", TERM="xterm", NO_COLOR="1", PATH=path)
    assert terminal.expect(": 1 s") == f"{ERASE}ownercat is working"
    assert terminal.expect(": 2 s") == f"{ERASE}ownercat is working"
    gate.write_text("open\n")
    code, out = terminal.end()
    assert code == 1
    assert out.rpartition(ERASE)[2].startswith("catalog/shop.yaml:6:8: error: OWN001 orphaned-service")


def test_no_progress_where_nobody_looks(folder: Path, slow_git: tuple[str, Path]) -> None:
    path, gate = slow_git
    env = {**os.environ, "TERM": "xterm", "PATH": path}
    command = [sys.executable, "-m", "ownercat", "check", "--format", "concise"]
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        gate.write_text("open\n")
        out, err = run.communicate()
    assert ("working" in out + err, err) == (False, "")


def test_only_a_person_learns_how_long_it_took(folder: Path) -> None:
    _, out = Terminal(folder, "check").end()
    assert TIME.search(out).end() == len(out)
    assert TIME.search(Terminal(folder, "check", "-q").end()[1]) is None
    done = subprocess.run(
        [sys.executable, "-m", "ownercat", "check"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert TIME.search(done.stdout + done.stderr) is None


# watching


def test_watch_checks_again_after_each_edit_until_ctrl_c(folder: Path) -> None:
    terminal = Terminal(folder, "check", "--watch", "--format", "concise")
    assert "has an undefined owner: team storefornt" in terminal.expect("watching the files; Ctrl-C ends\n")
    write(folder, "shop.yaml", service("shop", owner="storefront"))
    shown = terminal.expect("watching the files; Ctrl-C ends\n")
    assert TIME.sub("", shown) == "catalog/shop.yaml has changed\nno findings in 3 files (1 service)\n"
    write(folder, "cart.yaml", service("cart", owner="nobody-here"))
    assert "has an undefined owner: team nobody-here" in terminal.expect("watching the files; Ctrl-C ends\n")
    (folder / "catalog" / "cart.yaml").unlink()
    assert "no findings" in terminal.expect("watching the files; Ctrl-C ends\n")
    terminal.type("\x03")
    code, rest = terminal.end()
    assert (code, rest.replace("^C", "").strip()) == (130, "")


def test_an_error_does_not_end_the_watch(folder: Path) -> None:
    terminal = Terminal(folder, "check", "--watch", "--format", "concise")
    terminal.expect("watching the files; Ctrl-C ends\n")
    (folder / "ownercat.toml").write_text("catalogue = 'x'\n")
    shown = terminal.expect("watching the files; Ctrl-C ends\n")
    assert "ownercat.toml has changed\nownercat: " in shown
    assert "help: " in shown
    (folder / "ownercat.toml").unlink()
    assert "undefined owner" in terminal.expect("watching the files; Ctrl-C ends\n")
    terminal.type("\x03")
    assert terminal.end()[0] == 130


@pytest.mark.parametrize("option", [("--staged",), ("--rev", "HEAD")])
def test_only_the_working_tree_is_watched(folder: Path, option: tuple[str, ...]) -> None:
    assert Terminal(folder, "check", "--watch", *option).end() == (
        2, "ownercat: --watch checks the working tree\nhelp: remove --staged and --rev\n",
    )  # fmt: skip


def test_a_wrong_option_ends_the_watch(folder: Path) -> None:
    assert Terminal(folder, "check", "--watch", "--select", "no-such-rule").end()[0] == 2


def test_a_terminal_that_only_collects_output_gets_no_pager() -> None:
    ours, theirs = pty.openpty()
    command = (sys.executable, "-m", "ownercat", "rules")
    env = {**os.environ, "TERM": "xterm"} | {"PAGER": "less"}
    done = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True)
    os.close(theirs)
    seen = b""
    with suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 65536):
            seen += piece
    os.close(ours)
    assert (done.wait(), b"DEP001" in seen, b"SYN014" in seen) == (0, True, True)
