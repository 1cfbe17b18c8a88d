"""How CI systems find commands in a log, written after the source of GitHub's runner; and what a terminal must not get."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

COMMANDS = {"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-path", "add-matcher", "echo"}
COMMANDS |= {"remove-matcher", "set-output", "set-env", "save-state", "stop-commands", "internal-set-repo-path"}
_SGR = re.compile(r"\x1b\[[0-9;]*m")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def second_form(line: str) -> str | None:
    """``::name properties::data`` at the start of a line, spaces aside (the runner's TryParseV2)."""
    text = line.lstrip()
    end = text.find("::", 2)
    if not text.startswith("::") or end < 0:
        return None
    name = text[2:end].split(" ", 1)[0]
    return name if name.lower() in COMMANDS else None


def first_form(line: str) -> str | None:
    """``##[name properties]data`` anywhere in a line (the runner's TryParse)."""
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name = line[start + 3 : end].split(" ", 1)[0]
    return name if name.lower() in COMMANDS else None


def commands(output: str) -> Iterator[str]:
    """The lines that a CI system would obey, and those that come so near that an older one may."""
    for line in output.split("\n"):
        text = line.lower()
        if (
            first_form(line)
            or second_form(line)
            or any(sign in text for sign in ("##[", "##vso[", "##teamcity[", "section_start:", "section_end:"))
        ):
            yield line


def hidden(output: str, colored: bool = False) -> set[str]:
    """The characters that a terminal acts on or a reader cannot see; ``colored`` allows our own colours."""
    text = _SGR.sub("", output) if colored else output
    return {char for char in text if char != "\n" and unicodedata.category(char) in _HIDDEN}


class Command(NamedTuple):
    """A command as the runner takes it: what it does, its properties, its text."""

    name: str
    properties: dict[str, str]
    data: str


def read_command(line: str) -> Command | None:
    """What the runner makes of a line of the second form; ``None`` where it is no command that it knows."""
    name = second_form(line)
    if name is None:
        return None
    head, _, data = line.lstrip()[2:].partition("::")
    pairs = (pair.split("=", 1) for pair in head.partition(" ")[2].strip().split(",") if pair)
    found = {pair[0].lower(): _decoded(pair[1], ":,") for pair in pairs if len(pair) == 2 and all(pair)}
    return Command(name, found, _decoded(data))


def _decoded(text: str, more: str = "") -> str:
    """Escapes back to characters, the percent sign last, as the runner does it."""
    for char in f"\r\n{more}%":
        text = text.replace(f"%{ord(char):02X}", char)
    return text
