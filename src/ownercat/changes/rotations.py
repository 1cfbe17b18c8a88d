"""Compare rotations: members, order, turns and hours. Also compare which escalation policies exist."""

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import (
    Facts,
    NormalizedValue,
    build_duration,
    build_text,
    collect_leaves,
    drop_missing,
    normalize_windows,
)
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.diagnostics import Place
from ownercat.model import Escalation, Hours, Layer, Rotation
from ownercat.oncall.hours import format_hours
from ownercat.text import listed

NOBODY = "none"  # a turn that is deliberately nobody's
ORDER = "order"  # the field of a change of overrides


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of rotations; overrides have their own kind of change."""
    for before, after in pairs:
        old = before if isinstance(before, Rotation) else None
        new = after if isinstance(after, Rotation) else None
        entity = new or old
        if entity is None:
            continue
        moved = list_field_changes("free", _collect_turn_values(both.old, old), _collect_turn_values(both.new, new))
        if moved:
            kind = "rotation-changed" if old else "rotation-added"
            yield build_change(
                kind, entity, "", moved, _get_team_key(both, new, old), gone=new is None, whole=not (old and new)
            )
        swaps = _list_override_changes(_collect_overrides(both.old, old), _collect_overrides(both.new, new))
        if swaps and old and new:
            yield build_change("override-changed", entity, "", swaps, _get_team_key(both, new, old))


def compare_escalations(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the escalation policies that were added, removed or given to another team.

    Their other values are compared for each service.
    """
    for before, after in pairs:
        if isinstance(before, Escalation) and isinstance(after, Escalation):
            teams = [
                drop_missing({"policy.team": view.build_reference(each.team)})
                for view, each in ((both.old, before), (both.new, after))
            ]
            moved = list_field_changes("free", *teams)
            if moved:
                yield build_change("escalation-changed", after, "", moved)
        if before is None and isinstance(after, Escalation):
            yield build_change("escalation-added", after, "")
        if after is None and isinstance(before, Escalation):
            yield build_change("escalation-removed", before, "", gone=True)


def _get_team_key(both: ComparedCatalogs, new: Rotation | None, old: Rotation | None) -> str:
    if new and new.team:
        return both.new.resolve_name(new.team)
    return both.old.resolve_name(old.team) if old and old.team else ""


def _collect_turn_values(view: ComparedCatalog, rotation: Rotation | None) -> Facts:
    if rotation is None:
        return {}
    where = rotation.where
    required = rotation.required
    values: dict[str, NormalizedValue | None] = {
        "team": view.build_reference(rotation.team),
        "role": build_text(rotation.role, where("role")),
        "required": build_text("sla", where("required"))
        if required == "sla"
        else _build_windows_value([required], where("required")),
        "gapsOk": _build_windows_value(rotation.gaps_ok, where("gapsOk")),
    }
    for index, layer in enumerate(rotation.layers):
        values |= _collect_layer_values(view, f"layer{index + 1}", layer)
    found = drop_missing(values) | collect_leaves(rotation.external or {}, where("external"), "external")
    return found | collect_leaves(rotation.handles, where("handles"), "handles")


def _collect_layer_values(view: ComparedCatalog, name: str, layer: Layer) -> dict[str, NormalizedValue | None]:
    at = layer.place.at
    members = [view.resolve_name(ref) if ref else NOBODY for ref in layer.members]
    turn = layer.turn
    handoff = f"{turn.day} {turn.at}" if turn else ""
    return {
        f"{name}.members": NormalizedValue([*members], listed(members), at("members")) if members else None,
        f"{name}.turn": build_duration(turn.every, at("turn", "every")) if turn else None,
        f"{name}.handoff": build_text(handoff, at("turn", "handoff")),
        f"{name}.windows": _build_windows_value(layer.windows, at("windows")),
        f"{name}.timeZone": build_text(layer.time_zone, at("timeZone")),
        f"{name}.advance": build_text(layer.advance, at("advance")),
        f"{name}.from": build_text(layer.start, at("from")),
        f"{name}.until": build_text(layer.until, at("until")),
    }


def _build_windows_value(windows: Sequence[Hours], place: Place) -> NormalizedValue | None:
    return NormalizedValue(normalize_windows(windows), listed(map(format_hours, windows)), place) if windows else None


def _collect_overrides(view: ComparedCatalog, rotation: Rotation | None) -> Facts:
    """Return the overrides in the order in which they apply: of two equal ones, the later one."""
    values: Facts = {}
    for override in rotation.overrides if rotation else ():
        who = view.resolve_name(override.add) if override.add else NOBODY
        who += f" for {view.resolve_name(override.remove)}" if override.remove else ""
        words_for_people = f"{who}, {override.start} to {override.end} {override.time_zone}"
        values.pop(words_for_people, None)
        values[words_for_people] = NormalizedValue(words_for_people, words_for_people, override.place)
    return values


def _list_override_changes(before: Facts, after: Facts) -> list[FieldChange]:
    """Return the overrides that differ; a later one wins, so the order of the others counts too."""
    orders = [
        {ORDER: NormalizedValue([*names], listed(names), own[names[0]].place)}
        for own, other in ((before, after), (after, before))
        if (names := [name for name in own if name in other])
    ]
    return [*list_field_changes("free", before, after), *(list_field_changes("free", *orders) if orders else ())]
