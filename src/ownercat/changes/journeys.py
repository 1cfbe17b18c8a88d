"""Customer journeys: their steps, and the objectives that all teams on the way share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, stated, text
from ownercat.changes.slas import named, objective_terms
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, change, fields
from ownercat.model import Journey

_KINDS = {"looser": "journey-loosened", "tighter": "journey-tightened", "other": "journey-changed"}


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """The changes of some journeys."""
    for before, after in pairs:
        old = before if isinstance(before, Journey) else None
        new = after if isinstance(after, Journey) else None
        entity = new or old
        if entity is None:
            continue
        moved = fields("journey", _facts(both.old, old), _facts(both.new, new))
        if old is None or new is None:
            kind = "journey-added" if new else "journey-removed"
            yield change(kind, entity, "", moved, gone=new is None, whole=True)
            continue
        for way, kind in _KINDS.items():
            these = [field for field in moved if field.direction == way]
            if these:
                yield change(kind, entity, "", these)


def _facts(view: ComparedCatalog, journey: Journey | None) -> Facts:
    if journey is None:
        return {}
    found: dict[str, NormalizedValue | None] = {
        "owner": view.one(journey.owner),
        "outcome": text(journey.outcome, journey.where("outcome")),
        "impact": text(journey.impact, journey.where("impact")),
    }
    steps = [f"{view.means(step.service)} {step.mode}" for step in journey.steps]
    if steps:
        found["steps"] = NormalizedValue([*steps], ", ".join(steps), journey.where("steps"))
    for name, objective in named(journey.objectives):
        found |= objective_terms(f"objective {name}", objective)
    return stated(found)
