"""Write plain data as YAML in block style. Each text that YAML could read as another value is in quotes."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./@+-]*(?: [A-Za-z0-9_./@+-]+)*")
_UNQUOTABLE = re.compile(r"['\\\n]")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n"})


def render_documents(documents: list[Any]) -> str:
    """Return the text of several documents."""
    return "---\n".join(map(render_yaml, documents))


def render_yaml(value: Any) -> str:
    """Return the text of a document, whose texts are spelled as in a file."""
    return "".join(f"{line}\n" for line in _list_lines(value))


def quote_text(text: str) -> str:
    """Return a text as a scalar on one line."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if '"' in text and not _UNQUOTABLE.search(text):
        return f"'{text}'"
    return f'"{text.translate(_ESCAPES)}"'


def _list_lines(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _list_entry(f"{quote_text(str(key))}:", item)
    elif isinstance(value, list) and value:
        for item in value:
            first, *rest = _list_lines(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield _format_scalar(value)


def _list_entry(head: str, item: Any) -> Iterator[str]:
    if isinstance(item, Mapping | list) and item:
        yield head
        yield from (f"  {line}" for line in _list_lines(item))
    else:
        yield f"{head} {_format_scalar(item)}"


def _format_scalar(value: Any) -> str:
    if isinstance(value, str):
        return quote_text(value)
    if isinstance(value, Mapping | list):
        return "{}" if isinstance(value, Mapping) else "[]"
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
