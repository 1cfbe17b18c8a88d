"""Read and replace the text of a file; encoding, byte-order mark and Markdown body stay the same."""

import codecs

from ownercat.documents.source._text import Stop, decode, yaml_part

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"", "utf-8"),
)


def text_of(path: str, data: bytes) -> str:
    """Return the text that node offsets refer to; ``""`` if the file cannot be decoded."""
    try:
        return decode(path, data).text
    except Stop:
        return ""


def with_text(path: str, data: bytes, text: str) -> bytes:
    """Return the file with its parsed text replaced; all other bytes stay the same."""
    mark, codec = next(known for known in _MARKS if data.startswith(known[0]))
    return mark + text.encode(codec) + data[len(yaml_part(path, data)) :]
