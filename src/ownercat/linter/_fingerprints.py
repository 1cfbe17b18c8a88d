"""What a finding is, whatever its lines are: the identity that survives moved files, reordered keys and other edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ownercat.diagnostics import Finding, Key, Pointer, Rule, Severity

Documents = Mapping[tuple[str, int], Any]
Identity = tuple[str, ...]

_ITEM_NAMES = ("id", "name", "service", "alert", "interface", "symptom", "type")


class RuleFinding(NamedTuple):
    """A finding with the rule that made it and the severity it has here.

    ``identity``: given where the finding was moved to another place after it was made.
    """

    rule: Rule
    severity: Severity
    finding: Finding
    identity: Identity = ()


def identity(item: RuleFinding, documents: Documents) -> Identity:
    """Code, entity, key path by names, value: the same for one mistake wherever its file lies."""
    if item.identity:
        return item.identity
    finding = item.finding
    place = finding.place
    data = documents.get((place.path, place.document))
    subject = finding.subject or _subject(data)
    # a place without an entity is told apart by its path
    where = (*subject,) if subject else ("", place.path)
    return (item.rule.code, *where, *_names(place.pointer, data), place.on, finding.value)


def fingerprint(found: Identity, number: int = 1) -> str:
    """An identity as users keep it; ``number`` tells equal ones apart."""
    print_ = _hash("\x1f".join(found))
    return print_ if number == 1 else _hash(f"{print_}:{number}")


def _subject(data: Any) -> tuple[str, str] | None:
    if isinstance(data, dict):
        kind, name = data.get("kind"), data.get("name")
        if isinstance(kind, str) and isinstance(name, str):
            return kind, name
    return None


def _names(pointer: Pointer, data: Any) -> Iterator[str]:
    """The key path with item names in place of indices."""
    for key in pointer:
        data = _below(data, key)
        yield str(key) if isinstance(key, str) else _item(data, key)


def _below(data: Any, key: Key) -> Any:
    if isinstance(data, dict):
        return data.get(key)
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        return data[key]
    return None


def _item(data: Any, index: Key) -> str:
    if isinstance(data, str):
        return data
    if isinstance(data, dict):
        for name in _ITEM_NAMES:
            if isinstance(data.get(name), str):
                return str(data[name])
    return str(index)


def _hash(text: str) -> str:
    import hashlib  # noqa: PLC0415  # a clean run needs none, and hashlib loads OpenSSL

    digest: str = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:32]
