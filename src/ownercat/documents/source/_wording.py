"""The messages about the text of a file: message, fix, and the value that becomes part of the fingerprint."""

import unicodedata
from typing import NamedTuple


class YamlError(NamedTuple):
    """A message, its fix, and the wrong value, which is part of the fingerprint."""

    message: str
    help: str
    value: str = ""


_SPLIT = "split the file, or move generated data out of the catalog"

_TEXTS: dict[str, tuple[str, str]] = {
    "too-large": ("the file is larger than {0}: ownercat did not read it", _SPLIT),
    "depth": ("the document has more than {0} levels of nesting: ownercat stopped reading here", "reduce the nesting"),
    "nodes": ("the file has more than {0} values with its aliases expanded: ownercat stopped reading here", _SPLIT),
    "aliases": ("the file has more than {0} aliases: ownercat stopped reading here", "replace aliases with values"),
    "scalar": (
        "the text is longer than {0}: ownercat uses only its beginning",
        "move the text to another file and link to that file",
    ),
    "documents": ("the file has more than {0} documents: ownercat stopped reading here", _SPLIT),
    "recursive": (
        "the value contains itself: the alias *{0} is inside the value of its anchor &{0}",
        "replace the alias *{0} with a value, or move the anchor &{0}",
    ),
    "unknown-anchor": (
        "the alias *{0} has no anchor before it: &{0}",
        "add the anchor &{0} above this line, or quote the value if it is text",
    ),
    "lfs": (
        "the file is a Git LFS pointer and does not have the content",
        "run `git lfs pull`, or remove the file from Git LFS",
    ),
    "conflict": ("the file has an unresolved merge conflict", "keep one side and delete the marker lines"),
    "encoding": ("the file is not valid UTF-8: byte {0} at offset {1}", "save the file as UTF-8"),
    "binary": ("the file is binary, not YAML: it contains a NUL byte", "save the file as UTF-8 text"),
    "empty-file": ("the file has no document", "delete the file, or add a document"),
    "empty-document": ("the document is empty", "delete the extra `---`, or add the content of the document"),
    "tag": (
        "the YAML tag {0} is not allowed: a catalog contains only plain data",
        "remove the tag; quote the value if it is text",
    ),
    "merge": (
        "the merge key `<<` is not allowed: tools disagree about its meaning",
        "replace the `<<` line with a copy of the keys; an alias as a whole value is allowed: `key: *name`",
    ),
    "template-key": (
        "the template expression {{ … }} has no value yet",
        "write the value, or quote the expression",
    ),
    "key": ("a key is not text: {0}", "quote the key"),
    "duplicate": ("the key `{0}` occurs twice in one mapping: first on line {1}", "remove one of the two `{0}` keys"),
    "second-document": (
        "the key `{0}` occurs twice in one document: first on line {1}",
        "add `---` above this line if a new document starts here; otherwise remove one of the two `{0}` keys",
    ),
    "ambiguous": ("`{0}` is text for ownercat but {1} in YAML 1.1", 'quote it: `"{0}"`'),
    "ambiguous-number": (
        "`{0}` is a number for ownercat but text in YAML 1.1",
        'write all digits of the number, or quote the value if it is text: `"{0}"`',
    ),
    "swallowed": ("`{0}` has no value: YAML reads `{1}` as a comment", 'quote the value: `"{1}"`'),
    "swallowed-item": ("{0} has no value: YAML reads `{1}` as a comment", 'quote the value: `"{1}"`'),
    "hidden": ("the text contains an invisible character: {0}", "delete the character"),
    "key-space": (
        "the key contains a character that looks like a space: {0}",
        "replace the character with a space, or delete the character",
    ),
    "command-space": (
        "the command contains a character that looks like a space: {0}",
        "replace the character with a space",
    ),
    "command-quotes": (
        "the command contains a typographic quote, which a shell does not read as a quote: {0}",
        "write straight quotes: ' or \"",
    ),
    "quotes": (
        "the typographic quotes around a value are part of the value: {0}",
        'write straight quotes: `"{1}"`',
    ),
}  # fmt: skip


def complaint(kind: str, *values: str) -> YamlError:
    """Return message and fix for a kind of fault; ``values`` must be safe to print."""
    message, help = _TEXTS[kind]
    if not values:
        return YamlError(message, help, kind)
    return YamlError(message.format(*values), help.format(*values), " ".join(values[:1]) if values else kind)


def hidden_character(char: str) -> str:
    """Return the code point and the name of an invisible character."""
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}{f' ({name})' if name else ''}"
