"""Compare the control files: allowed signers, revoked keys, baseline and configuration.

They are not catalog documents.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ownercat.changes.normal import Facts, NormalizedValue, collect_leaves
from ownercat.changes.values import Change, Side
from ownercat.changes.views import list_field_changes
from ownercat.diagnostics import EntityId, Place
from ownercat.errors import UsageError
from ownercat.model.baseline import parse_baseline
from ownercat.model.config import FILES, KEYS
from ownercat.text import clean

_NAMES = {"revoked": "signers"}  # revoked keys also decide who may sign
_WAYS = {"looser": "loosened", "tighter": "tightened", "other": "changed"}


def compare(before: Side, after: Side) -> Iterator[Change]:
    """Yield the changes of control files, at most one for each file and direction."""
    paths = sorted(before.controls.keys() | after.controls.keys())
    topics = _map_topics(before, after) if paths else {}
    for path in paths:
        old, new = before.controls.get(path), after.controls.get(path)
        if old == new:
            continue
        topic = topics.get(path) or ("configuration" if path.rpartition("/")[2] in FILES else "baseline")
        moved = list_field_changes(topic, _collect_values(topic, path, old), _collect_values(topic, path, new))
        for way, word in _WAYS.items():
            field_changes = tuple(field for field in moved if field.direction == way)
            if field_changes:
                kind = f"{_NAMES.get(topic, topic)}-{word}"
                yield Change(kind, EntityId("File", path), "", field_changes, Place(path), path, gone=new is None)


def _map_topics(before: Side, after: Side) -> Mapping[str, str]:
    """Map the files that the policy names to their topic; any other file is a configuration, or else a baseline."""
    signers = [str(side.policy.data.get("signoff", {}).get("signers", "")).strip("/") for side in (before, after)]
    return dict.fromkeys(signers, "signers") | {f"{path}.revoked": "revoked" for path in signers}


def _collect_values(topic: str, path: str, data: bytes | None) -> Facts:
    if data is None:
        return {}
    if topic == "baseline":
        return _collect_entries(path, data)
    table = _parse_settings(path, data) if topic == "configuration" else None
    return _collect_line_values(path, data) if table is None else collect_leaves(table, Place(path))


def _parse_settings(path: str, data: bytes) -> Mapping[str, Any] | None:
    """Parse settings from JSON or TOML; return ``None`` if the file is neither, so that each line counts."""
    import tomllib  # noqa: PLC0415  # rarely needed: few changes touch a configuration file

    for read in (json.loads, tomllib.loads):
        try:
            table = read(data.decode("utf-8"))
        except (ValueError, RecursionError):
            continue
        if isinstance(table, dict):
            return _get_own_settings(table) if path.rpartition("/")[2] == "pyproject.toml" else table
    return None


def _get_own_settings(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the settings of ownercat in a shared ``pyproject.toml``.

    A file with only such settings is returned whole.
    """
    tool = table.get("tool")
    if not isinstance(tool, Mapping):
        return table if not table.keys() - KEYS.keys() else {}
    settings = tool.get("ownercat")
    return settings if isinstance(settings, Mapping) else {}


def _collect_entries(path: str, data: bytes) -> Facts:
    """Collect the entries of a baseline, whatever their messages say; each line counts if one is not an entry."""
    try:
        keys = parse_baseline(path, data).entries
    except UsageError:
        return _collect_line_values(path, data)
    texts = [f"{rule} {entity} ({fingerprint})" for fingerprint, rule, entity in keys]
    return {text: NormalizedValue(text, text, Place(path)) for text in texts}


def _collect_line_values(path: str, data: bytes) -> Facts:
    """Collect each line with content; the order of lines and white space do not matter."""
    values: Facts = {}
    for line in data.decode("utf-8", "backslashreplace").splitlines():
        plain = clean(" ".join(line.split()))
        if plain and not plain.startswith("#"):
            values[plain] = NormalizedValue(plain, plain, Place(path))
    return values
