"""Score services and teams: what their tiers require, what is met, and what would help most. Pure.

A requirement is missing if its rule reports it, so that ``score`` and ``check`` never disagree. It is met if the
catalog has the required value. Otherwise it is open and does not count: the format cannot state it, it does not apply
(nobody is paged for a library), or a file with errors may contain it.
"""

from ownercat.linter.scores.demands import DEMANDS
from ownercat.linter.scores.judging import build_past, collect_requirements, compute_scores
from ownercat.linter.scores.values import Card, Item, Past, Scores, Tally, TeamScore, count_items

__all__ = [
    "DEMANDS",
    "Card",
    "Item",
    "Past",
    "Scores",
    "Tally",
    "TeamScore",
    "build_past",
    "collect_requirements",
    "compute_scores",
    "count_items",
]
