"""What changed in meaning about one service, commit by commit: from the few files of each state that can matter."""

from ownercat.changes.history.telling import build_log
from ownercat.changes.history.values import HistorySnapshot, Log, LogEntry

__all__ = ["HistorySnapshot", "Log", "LogEntry", "build_log"]
