"""What is said about a file's text: the sentence, the cure, and the value that identifies the complaint."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Complaint(NamedTuple):
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
        "define &{0} above, or write the value out",
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
    "key": ("a key must be text, and this one is {0}", "quote the key"),
    "duplicate": (
        "the key {0} is given twice in one mapping; it was first given on line {1}",
        "keep one of the two; if two documents ran together, put --- between them",
    ),
    "ambiguous": ("{0} is text here, but a YAML 1.1 reader takes it for {1}", 'quote it: "{0}"'),
    "swallowed": ('{0} has no value: in YAML " #" starts a comment, so {1} is lost', 'quote the value: "{1}"'),
    "hidden": ("the text holds an invisible character, {0}", "delete the character"),
}  # fmt: skip


def complaint(kind: str, *values: str) -> Complaint:
    """The wording for a kind of fault; ``values`` must be safe to print."""
    if kind == "yaml":
        return _yaml(*values)
    message, help = _TEXTS[kind]
    return Complaint(message.format(*values), help.format(*values), " ".join(values[:1]) if values else kind)


# libyaml's problem (a part of it) → what it means to the person who wrote the file.
_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a second `: ` on this line, or a line indented under a value that is already complete",
        "quote the value if it holds a colon, or correct the indentation",
    ),
    (
        "did not find expected key",
        "the line does not fit the mapping it is in",
        "check its indentation, and that every key above is followed by a colon",
    ),
    (
        "could not find expected ':'",
        "a key has no colon after it",
        "write `key: value`, with a space after the colon",
    ),
    (
        "did not find expected '-' indicator",
        "the line does not fit the list it is in",
        "start it with `- `, or correct its indentation",
    ),
    ("did not find expected ',' or ']'", "a list in [ ] is not closed", "add the missing comma or ]"),
    ("did not find expected ',' or '}'", "a mapping in { } is not closed", "add the missing comma or }"),
    ("unexpected end of stream", "a quoted text is not closed", "add the closing quote"),
    ("unexpected document indicator", "a quoted text is not closed before ---", "add the closing quote"),
    ("unknown escape character", "the escape in this quoted text is not known", "use single quotes, or write \\\\"),
    ("invalid leading UTF-8 octet", "the file is not UTF-8", "save the file as UTF-8"),
    ("control characters are not allowed", "the file holds a control character", "delete the character"),
    ("special characters are not allowed", "the file holds a control character", "delete the character"),
    ("block sequence entries are not allowed", "a list cannot start here", "put `- ` on a line of its own"),
    ("block mapping keys are not allowed", "a key cannot start here", "put the key on a line of its own"),
    ("did not find expected <document start>", "text stands after the document's end", "add --- before it"),
    ("found duplicate anchor", "the anchor is defined twice", "rename one of the two"),
    ("did not find the expected node content", "a value is missing here", "add the value, or quote it"),
    ("incompatible YAML document", "the %YAML line names a version that is not 1.1 or 1.2", "delete the %YAML line"),
)


def _yaml(problem: str, char: str) -> Complaint:
    if char == "\t":
        return Complaint("the YAML cannot be read: a tab cannot indent a line", "replace the tab with spaces", "tab")
    if "cannot start any token" in problem:
        return Complaint(
            f"the YAML cannot be read: an unquoted value cannot start with {char if char.isprintable() else 'this character'}",
            "quote the value",
            char,
        )
    for part, meaning, help in _PROBLEMS:
        if part in problem:
            return Complaint(f"the YAML cannot be read: {meaning}", help, part)
    return Complaint("the YAML cannot be read from here on", "check the quotes and the indentation around this place", "other")


def hidden_character(char: str) -> str:
    """A character that nobody sees, by code point and name."""
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}{f' ({name})' if name else ''}"
