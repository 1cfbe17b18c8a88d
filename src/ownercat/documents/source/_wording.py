"""What is said about a file's text: the sentence, the cure, and the value that identifies the complaint."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class YamlError(NamedTuple):
    """A message, its help, and the offending value (part of the fingerprint)."""

    message: str
    help: str
    value: str = ""


_SPLIT = "split the file, or leave generated data out of the catalog"

_TEXTS: dict[str, tuple[str, str]] = {
    "too-large": ("the file is larger than {0}, so it was not read", _SPLIT),
    "depth": ("the document is nested more than {0} levels deep, so reading stopped here", "flatten the structure"),
    "nodes": ("the file holds more than {0} values once its aliases are expanded, so reading stopped here", _SPLIT),
    "aliases": ("the file uses more than {0} aliases, so reading stopped here", "write the repeated values out"),
    "scalar": ("this text is longer than {0}, so reading stopped here", "move long text into a file and link to it"),
    "documents": ("the file holds more than {0} documents, so reading stopped here", _SPLIT),
    "recursive": (
        "the alias *{0} stands inside the value it names, so the value would contain itself",
        "write the value out, or move the anchor &{0}",
    ),
    "unknown-anchor": (
        "the alias *{0} refers to an anchor that is not defined before it",
        "define &{0} above, or quote the value if it is text",
    ),
    "lfs": ("the file is a Git LFS pointer, not its content", "run git lfs pull, or keep catalog files out of LFS"),
    "conflict": ("the file holds a merge conflict that is not resolved", "choose one side and delete the marker lines"),
    "encoding": ("the file is not UTF-8: byte {0} at offset {1} does not fit", "save the file as UTF-8"),
    "binary": ("the file holds a NUL byte, so it is binary and not YAML", "save the file as UTF-8 text"),
    "empty-file": ("the file holds no document", "delete the file, or fill it in"),
    "empty-document": ("the document is empty", "delete the extra ---, or fill the document in"),
    "tag": ("the tag {0} is not allowed: a catalog holds plain data", "remove the tag; quote the value if it is text"),
    "merge": (
        "the merge key << is not allowed: readers disagree about what it means",
        "write the keys out; an alias for a whole value is fine",
    ),
    "template-key": ("{{ … }} is a placeholder of a template, which nobody has filled in", "fill it in, or quote it"),
    "key": ("a key must be text, and this one is {0}", "quote the key"),
    "duplicate": (
        "the key {0} is given twice in one mapping; it was first given on line {1}",
        "keep one of the two",
    ),
    "second-document": (
        "the key {0} is given a second time in one document; it was first given on line {1}",
        "put --- above this line if another document begins here; if not, keep one of the two",
    ),
    "ambiguous": ("{0} is text here, but a YAML 1.1 reader takes it for {1}", 'quote it: "{0}"'),
    "swallowed": ('{0} has no value: in YAML " #" starts a comment, so {1} is lost', 'quote the value: "{1}"'),
    "hidden": ("the text holds an invisible character, {0}", "delete the character"),
}  # fmt: skip


def complaint(kind: str, *values: str) -> YamlError:
    """The wording for a kind of fault; ``values`` must be safe to print."""
    message, help = _TEXTS[kind]
    if not values:
        return YamlError(message, help, kind)
    return YamlError(message.format(*values), help.format(*values), " ".join(values[:1]) if values else kind)


def hidden_character(char: str) -> str:
    """A character that nobody sees, by code point and name."""
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}{f' ({name})' if name else ''}"
