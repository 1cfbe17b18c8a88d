"""Report deprecated keys: ``x-deprecated`` of a schema has the fix for each deprecated key."""

from collections.abc import Iterator
from typing import Any

from ownercat.diagnostics import Fault, Finding, Pointer
from ownercat.documents import codes
from ownercat.documents.schema import gate, naming
from ownercat.documents.schema.bundle import Schema, bundled, has_deprecated
from ownercat.documents.source import Document
from ownercat.text import shown


def deprecated(kind: str, document: Document) -> list[Fault]:
    """Return one fault per deprecated key in a document."""
    return list(_check_value(bundled(kind), document.data, (), document)) if has_deprecated(kind) else []


def _check_value(schema: Schema, data: Any, at: Pointer, document: Document) -> Iterator[Fault]:
    for branch in [*schema.get("oneOf", ()), *schema.get("anyOf", ())]:
        if gate.part(branch)(data):
            yield from _check_value(branch, data, at, document)
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _check_value(schema.get("items", {}), item, (*at, index), document)
    if not isinstance(data, dict):
        return
    for key, successor in schema.get("x-deprecated", {}).items():
        if key in data:
            yield fault((*at, key), str(successor), document)
    extra = schema.get("additionalProperties")
    for key, value in data.items():
        known = schema.get("properties", {}).get(key, extra)
        if isinstance(known, dict):
            yield from _check_value(known, value, (*at, key), document)


def fault(at: Pointer, successor: str, document: Document) -> Fault:
    """Build the fault for the deprecated key at ``at``."""
    data = document.data
    message = f"{naming.where(at[:-1], data)} has a deprecated key: `{shown(at[-1], 60)}`"
    return Fault(codes.DEPRECATED_FIELD, Finding(document.place.key(*at), message, successor, (), naming.subject(data)))
