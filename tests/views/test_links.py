"""Links on a terminal: a place in a file that exists is one, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ownercat.views.links import can_link, link_places

ENV = ("CI", "FORCE_HYPERLINK", "TERM", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION", "KONSOLE_VERSION")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ENV:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "uname", lambda: os.uname_result(("", "host", "", "", "")))
    (tmp_path / "top").mkdir()
    for path in ("top/a.yaml", "top/ä b.yaml", "top/100%.yaml", "outside.yaml"):
        (tmp_path / path).touch()
    return tmp_path / "top"


def linked(root: Path, name: str, text: str, line: str = "") -> str:
    address = f"file://host{root}/{name}{line}"
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"


@pytest.mark.parametrize(
    ("before", "place", "after"),
    [(" --> ", "a.yaml:3:8", "\n"), ("see ", "a.yaml:3", ", then"), ("`", "a.yaml:1", "`"), ("(", "a.yaml:1", ")."),
     ("\x1b[2m", "a.yaml:12", "\x1b[0m")],
)  # fmt: skip
def test_a_place_is_a_link(root: Path, before: str, place: str, after: str) -> None:
    assert link_places(before + place + after, root) == before + linked(root, "a.yaml", place) + after


@pytest.mark.parametrize(
    "text",
    ["a.yaml", "a.yaml:0", "b.yaml:3", "main:a.yaml:3", "../outside.yaml:1", "top/../a.yaml:1", "03:12", "::error::a.yaml:3",
     "https://x.example/a.yaml:3", "b.yaml:1\x1b]8;;x"],
)  # fmt: skip
def test_other_text_is_not(root: Path, text: str) -> None:
    assert link_places(text, root) == text
    assert link_places(f"{root}/a.yaml:1", root) == f"{root}/a.yaml:1"


def test_a_name_is_encoded(root: Path) -> None:
    assert link_places("100%.yaml:1", root) == linked(root, "100%25.yaml", "100%.yaml:1")


def test_the_line_is_in_the_address_where_the_terminal_opens_lines(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-kitty")
    assert link_places("a.yaml:3", root) == linked(root, "a.yaml", "a.yaml:3", "#3")


@pytest.mark.parametrize(
    ("env", "links"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": "5000"}, False),
        ({"VTE_VERSION": "7600", "TERM": "tmux-256color"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "VTE_VERSION": "7600"}, False),
        ({"FORCE_HYPERLINK": "1", "TERM": "dumb"}, False),
        ({"FORCE_HYPERLINK": "1", "CI": "true"}, False),
    ],
)
def test_the_terminal_decides(root: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], links: bool) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert can_link(is_terminal=True) is links
    assert can_link(is_terminal=False) is False
