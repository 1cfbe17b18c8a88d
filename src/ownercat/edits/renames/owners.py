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


def regenerate_codeowners(loaded: LoadedCatalog, after: LoadedCatalog) -> Rewritten:
    """The repository's CODEOWNERS with its block for the renamed catalog; a file without a block is left alone."""
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
