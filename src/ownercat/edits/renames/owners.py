"""CODEOWNERS after a rename: its managed block is generated again from the renamed catalog."""

from __future__ import annotations

from typing import NamedTuple

from ownercat.documents.loader import LoadedCatalog
from ownercat.repository import codeowners
from ownercat.repository.codeowners import BadBlock
from ownercat.text import shown


class Rewritten(NamedTuple):
    """The new content of the file (``None``: unchanged), and why its block was not generated (``""``: it was)."""

    path: str = ""
    data: bytes | None = None
    note: str = ""


def regenerate_codeowners(loaded: LoadedCatalog, after: LoadedCatalog) -> Rewritten:
    """Return the repository's CODEOWNERS with the block of the renamed catalog; a file without a block is unchanged."""
    found = loaded.codeowners
    data = loaded.around.get(found.path, b"") if found else b""
    if found is None or not data:
        return Rewritten()
    text = codeowners.decode(data)
    try:
        if codeowners.find_block(text) is None:
            return Rewritten()
        wanted = codeowners.build_wanted(after.catalog, after.policy, loaded.tracked or (), found.style, found.path)
        if wanted.problems:
            return _build_unchanged(found.path, wanted.problems[0].message)
        new = codeowners.place_block(text, wanted).encode("utf-8", "surrogateescape")
    except BadBlock as error:
        return _build_unchanged(found.path, str(error))
    return Rewritten(found.path, new if new != data else None)


def _build_unchanged(path: str, why: str) -> Rewritten:
    return Rewritten(path, None, f"{shown(path)} is left as it is: {why}")
