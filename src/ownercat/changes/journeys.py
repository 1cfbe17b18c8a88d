"""Compare customer journeys: their steps, and the objectives that all their teams share."""

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, build_text, drop_missing
from ownercat.changes.slas import collect_objective_values, name_objectives
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Journey

_KINDS = {"looser": "journey-loosened", "tighter": "journey-tightened", "other": "journey-changed"}


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of journeys."""
    for before, after in pairs:
        old = before if isinstance(before, Journey) else None
        new = after if isinstance(after, Journey) else None
        entity = new or old
        if entity is None:
            continue
        moved = list_field_changes("journey", _collect_values(both.old, old), _collect_values(both.new, new))
        if old is None or new is None:
            kind = "journey-added" if new else "journey-removed"
            yield build_change(kind, entity, "", moved, gone=new is None, whole=True)
            continue
        for way, kind in _KINDS.items():
            field_changes = [field for field in moved if field.direction == way]
            if field_changes:
                yield build_change(kind, entity, "", field_changes)


def _collect_values(view: ComparedCatalog, journey: Journey | None) -> Facts:
    if journey is None:
        return {}
    values: dict[str, NormalizedValue | None] = {
        "owner": view.build_reference(journey.owner),
        "outcome": build_text(journey.outcome, journey.where("outcome")),
        "impact": build_text(journey.impact, journey.where("impact")),
    }
    steps = [f"{view.resolve_name(step.service)} {step.mode}" for step in journey.steps]
    if steps:
        values["steps"] = NormalizedValue([*steps], ", ".join(steps), journey.where("steps"))
    for name, objective in name_objectives(journey.objectives):
        values |= collect_objective_values(f"objective {name}", objective)
    return drop_missing(values)
