"""What changed in meaning about one service, commit by commit: from the few files of each state that can matter."""

from __future__ import annotations

from ownercat.history.telling import log
from ownercat.history.values import Entry, Log, Moment

__all__ = ["Entry", "Log", "Moment", "log"]
