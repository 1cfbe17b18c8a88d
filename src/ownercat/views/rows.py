"""Facts in words, as every text view shows them: rows with a label, each line with the place it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ownercat.diagnostics import Place
from ownercat.text import shown
from ownercat.views.terminal import columns

if TYPE_CHECKING:  # only to say what is given; answers load much that `log` does without
    from ownercat.answers.values import Mention, SourcedText

LONG = 400  # descriptions and links; everything else is a name
_SHOWN_BY_NAME = frozenset({"Service", "Runbook", "SLA", "Escalation"})


class Line(NamedTuple):
    """One fact in words, and where it stands. ``needs_place``: without its place it is no use."""

    text: str
    place: Place | None = None
    needs_place: bool = False


class Row(NamedTuple):
    """A label and its facts; without any, an empty line. ``flows``: several facts may share a line."""

    label: str
    lines: tuple[Line, ...]
    flows: bool = False


class Sheet(NamedTuple):
    """An answer in words: the head line, what it is about, and the rows; ``label``: the columns that labels get."""

    head: tuple[str, ...]
    place: Place
    about: tuple[Line, ...]
    rows: tuple[Row, ...]
    label: int = 12


def name(text: str) -> str:
    """A name or a short value, safe and not too long."""
    return shown(flat(text), 80)


def flat(text: str) -> str:
    """A text of several lines on one."""
    return " ".join(text[: 2 * LONG].split()) if "\n" in text else text


def aligned(rows: Sequence[Sequence[str]], room: int) -> list[str]:
    """Rows of cells under each other; only their first cells where all of them would need more room."""
    sizes = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    fits = sum(sizes) + 2 * (len(sizes) - 1) <= room
    sizes = [size if fits or not number else 0 for number, size in enumerate(sizes)]
    return [
        "  ".join(f"{cell}{' ' * (size - columns(cell))}" for cell, size in zip(row, sizes, strict=True)).rstrip()
        for row in rows
    ]


def mention(who: Mention) -> str:
    """How a reader calls it: people, teams and rotations by title, services and documents by name."""
    called = who.name if who.kind in _SHOWN_BY_NAME else who.title or who.name
    return f"{name(called)} ({name(who.note)})" if who.note else name(called)


def stated(fact: SourcedText) -> Line:
    """A fact that needs no other words."""
    return Line(shown(flat(fact.value), LONG), fact.place)
