"""The page that every answer becomes: facts in rows and tables, each with its place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ownercat.diagnostics import Place
from ownercat.text import shown

if TYPE_CHECKING:  # only to say what is given; answers load much that `log` does without
    from ownercat.answers.values import Mention, SourcedText

LONG = 400  # descriptions and links; everything else is a name
_SHOWN_BY_NAME = frozenset({"Service", "Runbook", "SLA", "Escalation"})


class Line(NamedTuple):
    """One fact as text, and its place.

    ``needs_place``: the fact is useless without its place. ``sign``: a key of ``terminal.SIGNS``. ``style``: one of
    ``terminal.STYLES``; a ``command`` is never wrapped. ``flows``: it may share a line with neighbours that flow.
    """

    text: str
    place: Place | None = None
    needs_place: bool = False
    sign: str = ""
    style: str = ""
    flows: bool = False


class Row(NamedTuple):
    """A label and its facts; without any, an empty line. ``flows``: several facts may share a line."""

    label: str
    lines: tuple[Line, ...]
    flows: bool = False


class TableRow(NamedTuple):
    """Cells, and facts that stand below them. Without cells: an empty line. ``sign`` and ``style``: as of a line."""

    cells: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    sign: str = ""
    style: str = ""


class Table(NamedTuple):
    """Rows with aligned cells, and a title above them.

    ``flexible``: the column that wraps if the table is too wide. ``right``: the columns of numbers. ``styles``: of
    columns. ``narrower``: what takes the place of a table that is too wide.
    """

    rows: tuple[TableRow, ...]
    head: tuple[str, ...] = ()
    title: str = ""
    flexible: int = -1
    right: tuple[int, ...] = ()
    styles: Mapping[int, str] = MappingProxyType({})
    narrower: "Table | None" = None


class Sheet(NamedTuple):
    """An answer: the head line, what it is about, rows or tables, and notes at the end. ``label``: columns of labels.

    Without ``head`` it has no head line. A note without text is an empty line.
    """

    head: tuple[str, ...]
    place: Place | None = None
    about: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    label: int = 12
    tables: tuple[Table, ...] = ()
    notes: tuple[Line, ...] = ()


def name(text: str) -> str:
    """Return a name or a short value, safe to print and cut."""
    return shown(flat(text), 80)


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text[: 2 * LONG].split()) if "\n" in text else text


def mention(who: "Mention") -> str:
    """Return how people refer to an entity: the title of people, teams and rotations, else the name."""
    called = who.name if who.kind in _SHOWN_BY_NAME else who.title or who.name
    return f"{name(called)} ({name(who.note)})" if who.note else name(called)


def format_elsewhere(system: str) -> str:
    """``on call per PagerDuty (PX1), not known here``."""
    return f"on call per {name(system)}, not known here"


def stated(fact: "SourcedText") -> Line:
    """Return a line with the value of a fact."""
    return Line(shown(flat(fact.value), LONG), fact.place)
