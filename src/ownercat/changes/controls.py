"""Files that judge a change and are no documents: who may sign, what is known and tolerated, where the catalog is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ownercat import plugins
from ownercat.changes.normal import Fact, Facts, leaves
from ownercat.changes.values import Change, Side
from ownercat.changes.views import fields
from ownercat.config import FILES
from ownercat.diagnostics import Place, Subject
from ownercat.text import clean

_WAYS = {"looser": "loosened", "tighter": "tightened", "other": "changed"}


def compare(before: Side, after: Side) -> Iterator[Change]:
    """The changes of control files, at most one for each file and direction."""
    signers = {str(side.policy.data.get("signoff", {}).get("signers", "")) for side in (before, after)}
    for path in sorted(before.controls.keys() | after.controls.keys()):
        old, new = before.controls.get(path), after.controls.get(path)
        if old == new:
            continue
        what = _what(path, signers)
        moved = fields(what, _facts(what, path, old), _facts(what, path, new))
        for way, word in _WAYS.items():
            these = tuple(field for field in moved if field.direction == way)
            if these:
                subject = Subject("File", path)
                yield Change(f"{what}-{word}", subject, "", these, Place(path), path, gone=new is None)


def _what(path: str, signers: set[str]) -> str:
    """What a control file is for; one of unknown purpose may decide anything, as the configuration does."""
    if path in signers:
        return "signers"
    return "baseline" if "baseline" in path.rpartition("/")[2] else "configuration"


def _facts(what: str, path: str, data: bytes | None) -> Facts:
    if data is None:
        return {}
    if what == "configuration" and path.rpartition("/")[2] in FILES:
        table = _table(path, data)
        if table is not None:
            return leaves(table, Place(path))
    return _lines(path, data)


def _table(path: str, data: bytes) -> Mapping[str, Any] | None:
    """The settings of a TOML file; ``None`` where it is none, and then each line counts."""
    toml = plugins.load("tomllib")
    try:
        table: Mapping[str, Any] = toml.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if path.rpartition("/")[2] != "pyproject.toml":
        return table
    tool = table.get("tool")
    ours = tool.get("ownercat") if isinstance(tool, Mapping) else None
    return ours if isinstance(ours, Mapping) else {}


def _lines(path: str, data: bytes) -> Facts:
    """Each line that says something, by itself: their order and the space in them do not matter."""
    found: Facts = {}
    for line in data.decode("utf-8", "backslashreplace").splitlines():
        plain = clean(" ".join(line.split()))
        if plain and not plain.startswith("#"):
            found[plain] = Fact(plain, plain, Place(path))
    return found
