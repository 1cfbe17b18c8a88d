"""How changes lie on the terminal: a first line that says it all, then sheets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ownercat.commands import _output
from ownercat.commands._rows import Sheet
from ownercat.commands._who_reading import lines
from ownercat.commands._who_view import View, lay, wrapped
from ownercat.diagnostics import Place

_WIDTHS = (60, 200)


def laid(head: str, sheets: Sequence[Sheet], files: Mapping[str, bytes], color: bool, verbose: bool) -> str:
    """A summary and its sheets as text, as wide as the terminal."""

    def located(places: Collection[Place]) -> Mapping[Place, str]:
        return {place: f"{path}:{line}" for place, (path, line) in lines(files, places).items()}

    low, high = _WIDTHS
    width = min(max(_output.screen(), low), high)
    summary = "\n".join(wrapped(head, width))
    body = lay(sheets, View(width, color, verbose), located)
    return f"{summary}\n\n{body}" if body else f"{summary}\n"
