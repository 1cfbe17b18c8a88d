"""The examples of a rule's page as catalogs."""

from __future__ import annotations

import re

from ownercat.trees import Content

SECTIONS = ("What", "Why", "Example that fails", "Example that passes", "Options")
_BLOCK = re.compile(r"^```\w* title=(\S+)(?: as=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sections(page: str) -> dict[str, str]:
    """The page's sections by title; the first sentence stands under ``""``."""
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    return {"": parts[0].strip(), **{t.strip(): b.strip() for t, b in zip(parts[1::2], parts[2::2], strict=True)}}


BEFORE = "before/"  # what a path of an example begins with that shows where a change began


def before(section: str) -> dict[str, str | bytes | Content]:
    """The files of an example where its change began; none where nothing is compared."""
    return {path.removeprefix(BEFORE): given for path, given in _files(section).items() if path.startswith(BEFORE)}


def files(section: str) -> dict[str, str | bytes | Content]:
    """The files of an example; ``as=latin-1`` encodes one, ``as=symlink`` makes it a link."""
    return {path: given for path, given in _files(section).items() if not path.startswith(BEFORE)}


def _files(section: str) -> dict[str, str | bytes | Content]:
    found: dict[str, str | bytes | Content] = {}
    for path, form, text in _BLOCK.findall(section + "\n"):
        if form == "symlink":
            found[path] = Content(path, b"", "symlink")
        else:
            found[path] = text.encode(form) if form else text
    return found
