"""Sheets as text, as wide as the terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ownercat.commands import _output
from ownercat.commands._facts import lines
from ownercat.commands._rows import Sheet
from ownercat.commands._who_view import View, lay, wrapped
from ownercat.diagnostics import Place

_WIDTHS = (60, 200)


def laid(sheets: Sequence[Sheet], files: Mapping[str, bytes], color: bool, verbose: bool, head: str = "") -> str:
    """Sheets one below the other, ``head`` above them; ``files``: the bytes that places are looked up in, by path."""

    def located(places: Collection[Place]) -> Mapping[Place, str]:
        return {place: f"{path}:{line}" for place, (path, line) in lines(files, places).items()}

    low, high = _WIDTHS
    width = min(max(_output.screen(), low), high)
    above = "".join(f"{line}\n" for line in wrapped(head, width)) if head else ""
    body = lay(sheets, View(width, color, verbose), located)
    return f"{above}\n{body}" if above and body else above or body
