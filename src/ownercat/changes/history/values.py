"""The values of a history: entries, each a commit and its changes of meaning."""

from collections.abc import Mapping
from typing import NamedTuple

from ownercat.changes.values import Change
from ownercat.model import Catalog
from ownercat.repository.git.mainline import Arrival


class HistorySnapshot(NamedTuple):
    """A partly loaded snapshot: its name in messages and its commit (``""`` for the working tree and the index).

    ``files``: the bytes of the catalog's files, by path.
    """

    name: str
    commit: str
    catalog: Catalog
    files: Mapping[str, bytes]


class LogEntry(NamedTuple):
    """A commit that changed the service; ``service`` is the name of the service after the commit."""

    arrival: Arrival
    service: str
    changes: tuple[Change, ...]
    before: HistorySnapshot
    after: HistorySnapshot


class Log(NamedTuple):
    """The history of a service, newest first. ``names``: all names of the service, newest first.

    ``notes``: which parts are uncertain. ``cut``: why older changes are unknown, and the fix; ``None`` if the history
    is complete.
    """

    service: str
    names: tuple[str, ...]
    entries: tuple[LogEntry, ...]
    notes: tuple[str, ...] = ()
    cut: tuple[str, str] | None = None
