"""CODEOWNERS after a rename: its managed block is written anew from the catalog as it then is."""

from __future__ import annotations

from typing import NamedTuple

from ownercat.documents.loader import LoadedCatalog
from ownercat.repository import codeowners
from ownercat.repository.codeowners import BadBlock
from ownercat.text import shown


class Rewritten(NamedTuple):
    """The file's new content (``None``: it stays as it is), and why its block was not written, if so."""

    path: str = ""
    data: bytes | None = None
    note: str = ""


def regenerated(loaded: LoadedCatalog, after: LoadedCatalog) -> Rewritten:
    """The repository's CODEOWNERS with its block for the renamed catalog; a file without a block is left alone."""
    found = loaded.codeowners
    data = loaded.around.get(found.path, b"") if found else b""
    if found is None or not data:
        return Rewritten()
    text = codeowners.decoded(data)
    try:
        if codeowners.block_lines(text) is None:
            return Rewritten()
        wanted = codeowners.wanted(after.catalog, after.policy, loaded.tracked or (), found.style, found.path)
        if wanted.problems:
            return _left(found.path, wanted.problems[0].message)
        new = codeowners.placed(text, wanted).encode("utf-8", "surrogateescape")
    except BadBlock as error:
        return _left(found.path, str(error))
    return Rewritten(found.path, new if new != data else None)


def _left(path: str, why: str) -> Rewritten:
    return Rewritten(path, None, f"{shown(path)} is left as it is: {why}")
