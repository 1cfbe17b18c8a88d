"""What a history tells: entries, each a commit and what it changed in meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ownercat.changes.values import Change
from ownercat.model import Catalog
from ownercat.repository.git.mainline import Arrival


class HistorySnapshot(NamedTuple):
    """One state as far as it was read: what messages call it, its commit (``""`` for the work tree and the index).

    ``files``: the bytes behind the catalog, by path.
    """

    name: str
    commit: str
    catalog: Catalog
    files: Mapping[str, bytes]


class LogEntry(NamedTuple):
    """A commit that changed something about the service; ``service`` is what it was called after it."""

    arrival: Arrival
    service: str
    changes: tuple[Change, ...]
    before: HistorySnapshot
    after: HistorySnapshot


class Log(NamedTuple):
    """The history of a service, the newest first. ``names``: all that it was ever called, the newest first.

    ``notes``: what must not be relied on. ``cut``: why older changes are not known here (and the cure), if so.
    """

    service: str
    names: tuple[str, ...]
    entries: tuple[LogEntry, ...]
    notes: tuple[str, ...] = ()
    cut: tuple[str, str] | None = None
