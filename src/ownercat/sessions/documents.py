"""New documents of the catalog as text."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from ownercat.text import format_json

LONGEST_NAME = 63
NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})  # YAML reads them as other values
_PLAIN = re.compile(r"(\d{4}-\d\d-\d\d-)?[a-z][a-z0-9-]*")


class NewDocument(NamedTuple):
    """A document to be written, and the path of its file."""

    kind: str
    name: str
    path: str
    text: str


def build_name(text: str, longest: int = 50) -> str:
    """Return a name of the catalog for a foreign text; ``""`` if no letter or digit is left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:longest].strip("-")


def quote_name(name: str) -> str:
    """Return a name as a YAML scalar; in quotes only if YAML could read another value."""
    return name if _PLAIN.fullmatch(name) and name not in _WORDS else format_json(name)


def format_names(names: Iterable[str]) -> str:
    """Return names as a YAML list on one line."""
    return f"[{', '.join(map(quote_name, names))}]"


def start_document(kind: str, name: str, why: str = "") -> str:
    """Return the first lines of a document; ``why``: a comment about its name."""
    return f"apiVersion: ownercat/v1\nkind: {kind}\nname: {quote_name(name)}{f'  # {why}' if why else ''}\n"
