"""Compare two catalogs by meaning: text, order, layout and spelling do not matter."""

from ownercat.changes.comparison import compare
from ownercat.changes.values import Change, Direction, FieldChange, Json, Side

__all__ = ["Change", "Direction", "FieldChange", "Json", "Side", "compare"]
