"""Bytes → plain data, under limits, with positions on demand. The only importer of yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ownercat.diagnostics import Fault, Place, Span


class Document(NamedTuple):
    """One YAML document of a file, as plain data (dict, list, str, int, float, bool, None)."""

    path: str
    index: int
    data: Any

    @property
    def place(self) -> Place:
        """The document as a whole."""
        return Place(self.path, self.index)


class Reading(NamedTuple):
    """What a file holds: its documents and the faults of its text.

    ``whole`` is False when a document is missing because of a fault; ``complete`` is False when a limit was hit.
    """

    documents: tuple[Document, ...]
    faults: tuple[Fault, ...]
    whole: bool
    complete: bool


def read(path: str, data: bytes) -> Reading:
    """Read every document of a file."""
    raise NotImplementedError


def locate(data: bytes, wanted: Iterable[Place]) -> Mapping[Place, Span]:
    """The spans of places in one file; a pointer that is not there gives its nearest ancestor."""
    raise NotImplementedError
