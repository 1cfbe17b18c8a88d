"""Bytes → plain data, under limits, with positions on demand. The only importer of yaml.

libyaml's *events* are read one by one: its composer recurses and can crash the process on deep nesting, and PyYAML's
constructor reads ``22:30`` as 1350.
"""

from __future__ import annotations

from ownercat.documents.source._compose import Composer, Document, Reading
from ownercat.documents.source._locate import Node, locate, nodes
from ownercat.documents.source._quick import quick
from ownercat.documents.source._rewrite import text_of, with_text
from ownercat.documents.source._text import Stop, decode, lines, quoted, yaml_part

__all__ = [
    "Document", "Node", "Reading", "lines", "locate", "nodes", "quoted", "read", "text_of", "with_text", "yaml_part",
]  # fmt: skip


def read(path: str, data: bytes) -> Reading:
    """Read every document of a file. Never raises: what cannot be read is a fault."""
    try:
        text = decode(path, data)
    except Stop as stop:
        return Reading((), (stop.fault,), whole=False, complete=stop.fault.code != "SYN005")
    found = quick(text.text)
    if found is not None:
        return Reading(tuple(Document(path, i, d) for i, d in enumerate(found)), (), whole=True, complete=True)
    return Composer(path, text).run()
