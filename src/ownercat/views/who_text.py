"""How ``who`` lies on the terminal: sheets, or three lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ownercat.answers.values import Subject
from ownercat.diagnostics import Place
from ownercat.text import clean, inert
from ownercat.views import who_rows
from ownercat.views.layout import Display, Locate, lay, with_place
from ownercat.views.rows import Row


def render(subjects: Iterable[Subject], view: Display, locate: Locate) -> str:
    """The answers as text, one below the other."""
    return lay([who_rows.sheet(subject, everything=view.verbose) for subject in subjects], view, locate)


def brief(subjects: Iterable[Subject], locate: Locate) -> str:
    """Three lines per answer, whatever the width: fit to be pasted into a chat."""
    lines = []
    for subject in subjects:
        rows = who_rows.brief(subject)
        places = locate({line.place for row in rows for line in row.lines if line.place and line.needs_place})
        label = (clean(subject.name), *(row.label for row in rows[1:]))
        lines += [f"{inert(label[i])}: {_on_one_line(row, places)}" for i, row in enumerate(rows)]
    return "\n".join(lines) + "\n"


def _on_one_line(row: Row, places: Mapping[Place, str]) -> str:
    return " · ".join(" ".join(with_place(line, places).split()) for line in row.lines)
