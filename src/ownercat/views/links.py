"""Links on a terminal (OSC 8): a click on ``catalog/x.yaml:3`` opens the file."""

import os
import re
from pathlib import Path
from urllib.parse import quote

from ownercat.views.terminal import is_dumb

_WORD = re.compile(r"\x1b\[[0-9;]*m|[^\s\x1b`(]+")  # a color, which is skipped, or a word
_PLACE = re.compile(r"(?P<path>[^:]+):(?P<line>[1-9][0-9]*)(?::[0-9]+)?")
_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "zed", "mintty"})
_TERMINALS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour")
_OPENS_LINES = frozenset({"iTerm.app", "xterm-kitty"})  # others refuse a file whose address has a line
_VTE_WITH_LINKS = 5_100  # an earlier one crashes


def can_link(is_terminal: bool) -> bool:
    """Return whether the terminal opens links: never without one or in CI; else FORCE_HYPERLINK > its name."""
    env = os.environ
    if not is_terminal or is_dumb() or env.get("CI"):
        return False
    if env.get("FORCE_HYPERLINK"):
        return env["FORCE_HYPERLINK"] != "0"
    terminal = env.get("TERM", "")
    if terminal.startswith(("screen", "tmux")):  # what is around them decides, and they do not say what it is
        return False
    vte = env.get("VTE_VERSION", "")
    return (
        env.get("TERM_PROGRAM") in _PROGRAMS
        or terminal.startswith(_TERMINALS)
        or (vte.isdecimal() and int(vte[:9]) >= _VTE_WITH_LINKS)
        or bool(env.get("WT_SESSION") or env.get("KONSOLE_VERSION"))
    )


def link_places(text: str, root: Path) -> str:
    """Return text in which each place in an existing file below ``root`` is a link."""
    return _WORD.sub(lambda word: _link(word[0], root), text)


def _link(word: str, root: Path) -> str:
    found = _PLACE.match(word)
    path = found["path"] if found else ""
    if not found or path.startswith("/") or ".." in path.split("/") or not (root / path).is_file():
        return word
    host = os.uname().nodename if hasattr(os, "uname") else ""
    line = f"#{found['line']}" if {os.environ.get("TERM"), os.environ.get("TERM_PROGRAM")} & _OPENS_LINES else ""
    address = f"file://{quote(host)}{quote(os.fsencode((root / path).absolute().as_posix()))}{line}"
    return f"\x1b]8;;{address}\x1b\\{found[0]}\x1b]8;;\x1b\\{word[found.end() :]}"
