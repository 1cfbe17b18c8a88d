"""Keys that still work and have a successor: ``x-deprecated`` in a schema, old key → what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ownercat.diagnostics import Fault, Finding, Pointer
from ownercat.documents.schema import gate, naming
from ownercat.documents.schema.bundle import Schema, bundled, has_deprecated
from ownercat.documents.source import Document
from ownercat.text import shown


def deprecated(kind: str, document: Document) -> list[Fault]:
    """One fault per deprecated key that is used."""
    return list(_below(bundled(kind), document.data, (), document)) if has_deprecated(kind) else []


def _below(schema: Schema, data: Any, at: Pointer, document: Document) -> Iterator[Fault]:
    for branch in [*schema.get("oneOf", ()), *schema.get("anyOf", ())]:
        if gate.part(branch)(data):
            yield from _below(branch, data, at, document)
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _below(schema.get("items", {}), item, (*at, index), document)
    if not isinstance(data, dict):
        return
    for key, successor in schema.get("x-deprecated", {}).items():
        if key in data:
            yield fault((*at, key), str(successor), document)
    extra = schema.get("additionalProperties")
    for key, value in data.items():
        known = schema.get("properties", {}).get(key, extra)
        if isinstance(known, dict):
            yield from _below(known, value, (*at, key), document)


def fault(at: Pointer, successor: str, document: Document) -> Fault:
    """The key at ``at`` is deprecated."""
    data = document.data
    message = f"the key `{shown(at[-1], 60)}` in {naming.where(at[:-1], data)} is deprecated"
    return Fault("SCH009", Finding(document.place.key(*at), message, successor, (), naming.subject(data)))
