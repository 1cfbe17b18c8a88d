"""Read bytes as plain data within limits, with positions on demand. Only this package imports yaml.

The composer of libyaml is recursive and can crash the process on deep nesting, and the constructor of PyYAML reads
``22:30`` as 1350. For this reason, this package reads the *events* of libyaml one by one.
"""

import codecs
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ownercat.documents import codes
from ownercat.documents.source._comments import Comment, comments
from ownercat.documents.source._compose import Composer, Document, Reading
from ownercat.documents.source._locate import Node, locate, nodes
from ownercat.documents.source._quick import quick
from ownercat.documents.source._text import Stop, decode, lines, quoted, yaml_part

__all__ = [
    "Comment", "Document", "DocumentData", "Node", "Reading", "comments", "lines", "locate", "nodes", "quoted", "read",
    "text_of", "with_text", "yaml_part",
]  # fmt: skip


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"", "utf-8"),
)


def read(path: str, data: bytes) -> Reading:
    """Read every document of a file. Never raises: a part that cannot be read becomes a fault."""
    # the quick reader refuses whatever cannot be decoded
    is_simple = not path.endswith(".md") and data.isascii()
    values = quick(data.decode("ascii")) if is_simple else None
    if values is None:
        try:
            text = decode(path, data)
        except Stop as stop:
            return Reading((), (stop.fault,), whole=False, complete=stop.fault.code != codes.LIMIT_EXCEEDED)
        values = None if is_simple else quick(text.text)
        if values is None:
            return Composer(path, text).run()
    return Reading(tuple([Document(path, i, d) for i, d in enumerate(values)]), (), whole=True, complete=True)


class DocumentData(Mapping[tuple[str, int], Any]):
    """The data of documents by path and index, read again from their files when it is asked for.

    A whole catalog as data takes more memory than its entities, and only findings and edits need it.
    """

    def __init__(self, names: Iterable[tuple[str, int]], sources: Mapping[str, bytes]) -> None:
        self._names = dict.fromkeys(names)
        self._sources = sources
        self._known: dict[tuple[str, int], Any] = {}

    def __getitem__(self, name: tuple[str, int]) -> Any:
        """Return the data of one document."""
        if name not in self._known and name in self._names:
            for document in read(name[0], self._sources[name[0]]).documents:
                self._known[name[0], document.index] = document.data
        return self._known[name]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Return the names in the order of the files."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self._names)


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
