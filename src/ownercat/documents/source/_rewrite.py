"""The text of a file, and the same file with another text: encoding, byte order mark and Markdown body are kept."""

from __future__ import annotations

import codecs

from ownercat.documents.source._text import Stop, decode, yaml_part

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"", "utf-8"),
)


def text_of(path: str, data: bytes) -> str:
    """The text that offsets of nodes count in; empty for what is no text of ours."""
    try:
        return decode(path, data).text
    except Stop:
        return ""


def with_text(path: str, data: bytes, text: str) -> bytes:
    """The file with another text in the place of the one that is parsed; what the two share keeps its bytes."""
    mark, codec = next(known for known in _MARKS if data.startswith(known[0]))
    return mark + text.encode(codec) + data[len(yaml_part(path, data)) :]
