"""Score services and teams: what their tiers require, what is met, and what would help most. Pure.

A requirement is missing if its rule reports it, so that ``score`` and ``check`` never disagree. It is met if the
catalog has the required value. It is assumed if that value depends on a schedule in another system, and unknown if a
file with errors may contain the value: both count as required and not as met. Otherwise it is open and does not count:
the format cannot state it, or it does not apply (nobody is paged for a library).
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
