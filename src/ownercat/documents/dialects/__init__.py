"""Catalog formats: one module each with ``DIALECT``, ``claims(path, data)`` and ``read(documents, paths)``.

A dialect reads a foreign (or the native) format into ``model`` values with positions kept. ``read`` sees all of the
dialect's documents at once, because relations may be stated from either end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ownercat import plugins
from ownercat.diagnostics import Fault
from ownercat.documents.source import Document
from ownercat.model import Entity


class Dialect(NamedTuple):
    """A format's identity. ``marker``: bytes that every file of the format holds (a cheap first look).

    ``alone``: a document means the same whatever the others say, so ``read`` may be given them file by file.
    """

    name: str
    title: str
    marker: bytes
    alone: bool = False


class DialectModule(NamedTuple):
    """A dialect module's public functions.

    ``claims(path, data)``: whether this file is the dialect's (path from the repository's root, raw bytes; cheap).
    ``read(documents, paths)``: entities and faults of those documents; ``paths`` are all files of the tree.
    ``templated(data)``: whether a file that is no YAML is a template of one (``None`` where the format has none).
    """

    dialect: Dialect
    claims: Callable[[str, bytes], bool]
    read: Callable[[Sequence[Document], frozenset[str]], Iterable[Entity | Fault]]
    templated: Callable[[bytes], bool] | None = None


def names() -> list[str]:
    """The dialects that can be turned on with ``--dialect`` (the native one is always on)."""
    return [name for name in plugins.names(__name__) if name != "native"]


def load(name: str) -> DialectModule:
    """Import one dialect by name."""
    module = plugins.load(f"{__name__}.{name}")
    return DialectModule(module.DIALECT, module.claims, module.read, getattr(module, "templated", None))
