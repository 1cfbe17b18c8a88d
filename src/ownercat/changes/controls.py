"""Files that judge a change and are no documents: who may sign, what is known and tolerated, where the catalog is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ownercat.changes.normal import Facts, NormalizedValue, leaves
from ownercat.changes.values import Change, Side
from ownercat.changes.views import fields
from ownercat.diagnostics import EntityId, Place
from ownercat.model.config import KEYS
from ownercat.text import clean

_NAMES = {"revoked": "signers"}  # keys that are revoked are a part of who may sign
_WAYS = {"looser": "loosened", "tighter": "tightened", "other": "changed"}


def compare(before: Side, after: Side) -> Iterator[Change]:
    """The changes of control files, at most one for each file and direction."""
    paths = sorted(before.controls.keys() | after.controls.keys())
    topics = _topics(before, after) if paths else {}
    for path in paths:
        old, new = before.controls.get(path), after.controls.get(path)
        if old == new:
            continue
        topic = topics.get(path) or ("baseline" if "baseline" in path.rpartition("/")[2] else "configuration")
        moved = fields(topic, _facts(topic, path, old), _facts(topic, path, new))
        for way, word in _WAYS.items():
            these = tuple(field for field in moved if field.direction == way)
            if these:
                kind = f"{_NAMES.get(topic, topic)}-{word}"
                yield Change(kind, EntityId("File", path), "", these, Place(path), path, gone=new is None)


def _topics(before: Side, after: Side) -> Mapping[str, str]:
    """The files whose purpose the policy says; one that it does not name may decide anything, as settings do."""
    signers = [str(side.policy.data.get("signoff", {}).get("signers", "")).strip("/") for side in (before, after)]
    return dict.fromkeys(signers, "signers") | {f"{path}.revoked": "revoked" for path in signers}


def _facts(topic: str, path: str, data: bytes | None) -> Facts:
    if data is None:
        return {}
    table = _table(path, data) if topic == "configuration" else None
    return _collect_line_values(path, data) if table is None else leaves(table, Place(path))


def _table(path: str, data: bytes) -> Mapping[str, Any] | None:
    """Settings, from JSON or TOML; ``None`` where they are neither, and then each line counts."""
    import tomllib  # noqa: PLC0415  # few changes touch a configuration file

    for read in (json.loads, tomllib.loads):
        try:
            table = read(data.decode("utf-8"))
        except (ValueError, RecursionError):
            continue
        if isinstance(table, dict):
            return _ours(table) if path.rpartition("/")[2] == "pyproject.toml" else table
    return None


def _ours(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is meant for us in a file that others share; settings that were taken out of it stand as they are."""
    tool = table.get("tool")
    if not isinstance(tool, Mapping):
        return table if not table.keys() - KEYS.keys() else {}
    ours = tool.get("ownercat")
    return ours if isinstance(ours, Mapping) else {}


def _collect_line_values(path: str, data: bytes) -> Facts:
    """Each line that says something, by itself: their order and the space in them do not matter."""
    found: Facts = {}
    for line in data.decode("utf-8", "backslashreplace").splitlines():
        plain = clean(" ".join(line.split()))
        if plain and not plain.startswith("#"):
            found[plain] = NormalizedValue(plain, plain, Place(path))
    return found
