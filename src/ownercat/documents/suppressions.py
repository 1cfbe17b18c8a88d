"""Suppressions: the comments of a file that silence one rule at one key, with a reason and an optional last day."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ownercat.diagnostics import name_path_items
from ownercat.documents import source
from ownercat.model import Suppression, parse_day

_ATTEMPT = re.compile(r"ownercat[ \t]*:?[ \t]*ignore\b", re.IGNORECASE)
_COMMENT = re.compile(r"ownercat:[ \t]*ignore\[[ \t]*(?P<rule>[\w-]+)[ \t]*\](?P<rest>(?:[ \t].*)?)")
_SEVERAL = re.compile(r"ownercat:[ \t]*ignore\[[^\]]*[\s,][^\]]*\]")
_PART = re.compile(r"""[ \t]+(until|reason)=(?:"([^"]*)"|([^\s"]+))(?=[ \t]|$)""")
FORM = '# ownercat: ignore[RULE] reason="..."'


def list_suppressions(path: str, data: bytes, documents: Iterable[source.Document]) -> tuple[Suppression, ...]:
    """Return the suppressions of a file, and the comments that look like one and have no effect."""
    if b"gnore" not in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return ()
    known = {document.index: document.data for document in documents}
    return tuple(_build(comment, known) for comment in source.comments(path, data, _ATTEMPT))


def _build(comment: source.Comment, documents: Mapping[int, Any]) -> Suppression:
    target = comment.place
    names = tuple(name_path_items(target.pointer, documents.get(target.document)))
    place = target._replace(span=comment.span)
    return _parse(comment.text, Suppression("", place, line=comment.line, target=target, names=names))


def _parse(text: str, empty: Suppression) -> Suppression:
    found = _COMMENT.fullmatch(text)
    if found is None:
        problem = "it names several rules" if _SEVERAL.match(text) else f"its form is not `{FORM}`"
        return empty._replace(problem=problem)
    parts = {each[1]: each[2] if each[2] is not None else each[3] for each in _PART.finditer(found["rest"])}
    rest = _PART.sub("", found["rest"]).strip()
    until = parse_day(parts.get("until"))
    problem = ""
    if rest:
        problem = f"its form is not `{FORM}`"
    elif "until" in parts and until is None:
        problem = "its `until` is not a date such as 2027-01-31"
    return empty._replace(rule=found["rule"], reason=parts.get("reason", "").strip(), until=until, problem=problem)
