"""The catalog formats: one module each with ``DIALECT``, ``claims(path, data)`` and ``read(documents, paths)``.

A dialect converts one format to ``model`` values and keeps all positions. ``read`` gets all documents of the format at
once, because either end may state a relation.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ownercat import plugins
from ownercat.diagnostics import Fault
from ownercat.documents.source import Document
from ownercat.model import Entity


class Dialect(NamedTuple):
    """The identity of a format. ``marker``: bytes in every file of the format (for a fast first check).

    ``alone``: the meaning of a document does not depend on other documents, so ``read`` may get them file by file.
    ``files``: the only names that its files have; empty = any. ``lists``: the lists at the top of a document whose
    items are entities; the meaning of an item does not depend on items of other names. ``placeholders``: whether a
    value such as `<name>` or `null` as a text is a fault (SCH010). ``names_services``: whether the format is a catalog,
    which `init` turns on.
    """

    name: str
    title: str
    marker: bytes
    alone: bool = False
    files: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    placeholders: bool = True
    names_services: bool = True


class DialectModule(NamedTuple):
    """The public functions of a dialect module.

    ``claims(path, data)``: whether a file has this format (path from the root of the repository, raw bytes; fast).
    ``read(documents, paths)``: entities and faults of the documents; ``paths`` are all files of the tree.
    ``templated(data)``: whether a file that is not YAML is a template (``None`` if the format has no templates).
    """

    dialect: Dialect
    claims: Callable[[str, bytes], bool]
    read: Callable[[Sequence[Document], frozenset[str]], Iterable[Entity | Fault]]
    templated: Callable[[bytes], bool] | None = None


def names() -> list[str]:
    """Return the formats for ``--dialect`` (the native format is always on)."""
    return [name for name in plugins.list_names(__name__) if name != "native"]


def load(name: str) -> DialectModule:
    """Import one dialect by name."""
    module = plugins.load_module(f"{__name__}.{name}")
    return DialectModule(module.DIALECT, module.claims, module.read, getattr(module, "templated", None))
