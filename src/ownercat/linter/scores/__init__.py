"""How far each service and team is: what its tier requires, what of that is met, and what would help most. Pure.

A requirement is missing where its rule says so, so that ``score`` and ``check`` never disagree; it is met where the
catalog shows the thing itself. Where neither is the case it is open and not counted: the dialect cannot say it, it
does not apply (nobody pages a library), or something that could not be read may hold it.
"""

from __future__ import annotations

from ownercat.linter.scores.demands import DEMANDS
from ownercat.linter.scores.judging import bar, past, scores
from ownercat.linter.scores.values import Card, Item, Past, Scores, Tally, TeamScore, tallied

__all__ = [
    "DEMANDS",
    "Card",
    "Item",
    "Past",
    "Scores",
    "Tally",
    "TeamScore",
    "bar",
    "past",
    "scores",
    "tallied",
]
