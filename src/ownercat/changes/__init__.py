"""Two catalogs → what changed in meaning. Pure; text, order, layout and spelling change nothing."""

from __future__ import annotations

from ownercat.changes.comparison import compare
from ownercat.changes.values import Change, Direction, FieldChange, Json, Side

__all__ = ["Change", "Direction", "FieldChange", "Json", "Side", "compare"]
