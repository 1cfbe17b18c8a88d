"""Rotations: who takes turns, in which order, how long, when. And escalation policies that came or went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, leaves, seconds, stated, text, week
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, change, fields
from ownercat.diagnostics import Place
from ownercat.model import Escalation, Hours, Layer, Rotation
from ownercat.oncall.hours import told
from ownercat.text import listed

NOBODY = "none"  # a turn that is deliberately nobody's


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """The changes of some rotations; a swap of a few days is told apart from a change of the order."""
    for before, after in pairs:
        old = before if isinstance(before, Rotation) else None
        new = after if isinstance(after, Rotation) else None
        entity = new or old
        if entity is None:
            continue
        moved = fields("free", _collect_turn_values(both.old, old), _collect_turn_values(both.new, new))
        if moved:
            kind = "rotation-changed" if old else "rotation-added"
            yield change(
                kind, entity, "", moved, _get_team_key(both, new, old), gone=new is None, whole=not (old and new)
            )
        swaps = fields("free", _overrides(both.old, old), _overrides(both.new, new)) if old and new else []
        if swaps:
            yield change("override-changed", entity, "", swaps, _get_team_key(both, new, old))


def escalations(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Policies that came and went; what is in them is told for each service that they serve."""
    for before, after in pairs:
        if before is None and isinstance(after, Escalation):
            yield change("escalation-added", after, "")
        if after is None and isinstance(before, Escalation):
            yield change("escalation-removed", before, "", gone=True)


def _get_team_key(both: ComparedCatalogs, new: Rotation | None, old: Rotation | None) -> str:
    if new and new.team:
        return both.new.means(new.team)
    return both.old.means(old.team) if old and old.team else ""


def _collect_turn_values(view: ComparedCatalog, rotation: Rotation | None) -> Facts:
    if rotation is None:
        return {}
    where = rotation.where
    required = rotation.required
    found: dict[str, NormalizedValue | None] = {
        "team": view.one(rotation.team),
        "role": text(rotation.role, where("role")),
        "required": text("sla", where("required")) if required == "sla" else _hours([required], where("required")),
        "gapsOk": _hours(rotation.gaps_ok, where("gapsOk")),
    }
    for index, layer in enumerate(rotation.layers):
        found |= _layer(view, f"layer{index + 1}", layer)
    return stated(found) | leaves(rotation.external or {}, where("external"), "external")


def _layer(view: ComparedCatalog, name: str, layer: Layer) -> dict[str, NormalizedValue | None]:
    at = layer.place.at
    members = [view.means(ref) if ref else NOBODY for ref in layer.members]
    turn = layer.turn
    handoff = f"{turn.day} {turn.at}" if turn else ""
    return {
        f"{name}.members": NormalizedValue([*members], listed(members), at("members")) if members else None,
        f"{name}.turn": seconds(turn.every, at("turn", "every")) if turn else None,
        f"{name}.handoff": text(handoff, at("turn", "handoff")),
        f"{name}.windows": _hours(layer.windows, at("windows")),
        f"{name}.timeZone": text(layer.time_zone, at("timeZone")),
        f"{name}.advance": text(layer.advance, at("advance")),
        f"{name}.from": text(layer.start, at("from")),
        f"{name}.until": text(layer.until, at("until")),
    }


def _hours(windows: Sequence[Hours], place: Place) -> NormalizedValue | None:
    return NormalizedValue(week(windows), listed(map(told, windows)), place) if windows else None


def _overrides(view: ComparedCatalog, rotation: Rotation | None) -> Facts:
    found: Facts = {}
    for override in rotation.overrides if rotation else ():
        who = " for ".join(view.means(ref) for ref in (override.add, override.remove) if ref)
        said = f"{who or NOBODY}, {override.start} to {override.end} {override.time_zone}"
        found[said] = NormalizedValue(said, said, override.place)
    return found
