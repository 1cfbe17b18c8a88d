"""What changed in meaning about one service, commit by commit: from the few files of each state that can matter."""

from __future__ import annotations

from ownercat.changes.history.telling import log
from ownercat.changes.history.values import Entry, Log, Moment

__all__ = ["Entry", "Log", "Moment", "log"]
