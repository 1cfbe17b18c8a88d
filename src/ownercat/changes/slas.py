"""Compare SLAs: their consumers and their terms. A draft or a retired SLA has no terms."""

from collections.abc import Iterable, Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import (
    Facts,
    NormalizedValue,
    build_duration,
    build_hours,
    build_number,
    build_set,
    build_text,
    collect_leaves,
    drop_missing,
)
from ownercat.changes.values import Change, Direction, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import SLA, Objective, SlaTarget
from ownercat.promises.latency import parse_amount

_EXTRA = ("errorBudget", "releaseCalendar", "milestones")
_KINDS = {"looser": "sla-loosened", "tighter": "sla-tightened", "other": "sla-changed"}


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of SLAs; an SLA that now names another consumer is a removed and a new SLA."""
    gone: list[SLA] = []
    new: list[SLA] = []
    for before, after in pairs:
        old = before if isinstance(before, SLA) else None
        current = after if isinstance(after, SLA) else None
        if old and current and get_parties(both.old, old) == get_parties(both.new, current):
            yield from _compare_sla(both, old, current)
            continue
        gone += [old] if old else []
        new += [current] if current else []
    yield from _compare_unmatched(both, gone, new)


def _compare_unmatched(both: ComparedCatalogs, gone: Sequence[SLA], new: Sequence[SLA]) -> Iterator[Change]:
    """Compare SLAs with the same parties under different names, if each side has exactly one; else each is removed or
    new.
    """
    left, came = _group_by_parties(both.old, gone), _group_by_parties(both.new, new)
    for to in left.keys() | came.keys():
        old_slas, new_slas = left.get(to, []), came.get(to, [])
        if len(old_slas) == len(new_slas) == 1:
            yield from _compare_sla(both, old_slas[0], new_slas[0])
            continue
        for old in old_slas:
            yield from _compare_sla(both, old, None)
        for current in new_slas:
            yield from _compare_sla(both, None, current)


def _group_by_parties(view: ComparedCatalog, slas: Iterable[SLA]) -> dict[tuple[str, str], list[SLA]]:
    groups: dict[tuple[str, str], list[SLA]] = {}
    for sla in slas:
        groups.setdefault(get_parties(view, sla), []).append(sla)
    return groups


def get_parties(view: ComparedCatalog, sla: SLA) -> tuple[str, str]:
    """Return the provider and the consumer of an SLA, as names."""
    to = sla.consumer or sla.journey
    customers = "customers" if sla.external else ""
    return view.resolve_name(sla.service) if sla.service else "", view.get_qualified_name(to) if to else customers


def _compare_sla(both: ComparedCatalogs, old: SLA | None, now: SLA | None) -> Iterator[Change]:
    before = collect_terms(both.old, old) if old else {}
    after = collect_terms(both.new, now) if now else {}
    sla = now or old
    if sla is None or before.keys() == after.keys() == set():
        return
    service = get_parties(both.new if now else both.old, sla)[0]
    moved = list(_set_directions(list_field_changes("sla", before, after), before, after))
    moved = [field for field in moved if field.name not in _list_moved_terms(both, old, now, before, after)]
    if not before:
        kinds = {"sla-added": moved}
    elif not after:  # the whole SLA was removed, so the direction of its parts does not matter
        kinds = {"sla-loosened": moved}
    else:
        kinds = {kind: [field for field in moved if field.direction == way] for way, kind in _KINDS.items()}
    for kind, field_changes in kinds.items():
        if field_changes:
            yield build_change(
                kind, sla, service, field_changes, sla.name, gone=now is None, whole=not (before and after)
            )


def _set_directions(moved: Sequence[FieldChange], before: Facts, after: Facts) -> Iterator[FieldChange]:
    """Make every part of an added objective or severity tighter, and of a removed one looser."""
    was, now = {_get_group(name) for name in before}, {_get_group(name) for name in after}
    for field in moved:
        group = _get_group(field.name)
        whole: Direction | None = "tighter" if group not in was else "looser" if group not in now else None
        yield field._replace(direction=whole) if whole and "." in field.name else field


def _get_group(name: str) -> str:
    """Return the objective or severity of a term; a term without one is its own group."""
    return name.rpartition(".")[0] or name


def _list_moved_terms(
    both: ComparedCatalogs, old: SLA | None, now: SLA | None, before: Facts, after: Facts
) -> frozenset[str]:
    """Return the terms that only moved: another SLA between the same parties has them."""
    lost = {name for name in before if name not in after}
    gained = {name for name in after if name not in before}
    kept = _list_shared_terms(both.new, both.old, old, before, lost) if old and lost else set()
    had = _list_shared_terms(both.old, both.new, now, after, gained) if now and gained else set()
    return frozenset(kept | had)


def _list_shared_terms(
    there: ComparedCatalog, here: ComparedCatalog, sla: SLA, facts: Facts, names: set[str]
) -> set[str]:
    """Return which terms of an SLA another SLA between the same parties has on the other side, in the same hours.

    All parts of an objective or severity must be in the same SLA. Otherwise two weak SLAs would count as one strong
    SLA.
    """
    shared: set[str] = set()
    if not there.promises:
        there.promises.update(_group_by_parties(there, there.catalog.of(SLA)))
    for other in there.promises.get(get_parties(here, sla), ()):
        if there.key(other) == here.key(sla):
            continue
        stated = {name: fact.value for name, fact in collect_terms(there, other).items()}
        if stated.get("hours") != facts["hours"].value:
            continue
        whole = {_get_group(name) for name, fact in facts.items() if stated.get(name) != fact.value}
        shared |= {name for name in names if _get_group(name) not in whole}
    return shared


def collect_terms(view: ComparedCatalog, sla: SLA) -> Facts:
    """Return all terms of a published SLA by field; severities have the names of the policy."""
    if sla.status != "published":
        return {}
    values: dict[str, NormalizedValue | None] = {
        "status": build_text(sla.status, sla.where("status")),
        "hours": build_hours(sla.hours, sla.where("hours")),
        "outcome": build_text(sla.outcome, sla.where("outcome")),
        "impact": build_text(sla.impact, sla.where("impact")),
        "approvers": build_set([view.resolve_name(ref) for ref in sla.approvers], sla.where("approvers")),
        "approvedOn": build_text(str(sla.approved_on or ""), sla.where("approvedOn")),
        "revisitOn": build_text(str(sla.revisit_on or ""), sla.where("revisitOn")),
        "reviewEvery": build_duration(sla.review_every, sla.where("reviewEvery")),
        "dashboards": build_set(sla.dashboards, sla.where("dashboards")),
    }
    for target in sla.targets:
        for name, fact in _collect_target_values(view.policy.severity_id(target.severity), target).items():
            values[name] = _choose_stricter(values.get(name), fact)
    for name, objective in name_objectives(sla.objectives):
        values |= collect_objective_values(name, objective)
    for key in _EXTRA:
        values |= collect_leaves(sla.extra.get(key), sla.where(key), key)
    return drop_missing(values)


def _choose_stricter(first: NormalizedValue | None, second: NormalizedValue | None) -> NormalizedValue | None:
    """Return the stricter target, if two names resolve to one severity."""
    if first is None or second is None:
        return first or second
    return min(first, second, key=lambda fact: fact.value if isinstance(fact.value, int | float) else 0)


def _collect_target_values(severity: str, target: SlaTarget) -> dict[str, NormalizedValue | None]:
    at = target.place.at
    return {
        f"{severity}.ack": build_duration(target.ack, at("ack")),
        f"{severity}.respond": build_duration(target.respond, at("respond")),
        f"{severity}.updateEvery": build_duration(target.update_every, at("updateEvery")),
        f"{severity}.restore": build_duration(target.restore, at("restore")),
        f"{severity}.resolve": build_duration(target.resolve, at("resolve")),
        f"{severity}.impact": build_number(target.impact, at("impact")),
    }


def name_objectives(objectives: Sequence[Objective]) -> Iterator[tuple[str, Objective]]:
    """Yield each objective with the name for comparisons; a second one of the same name is ``name-2``."""
    seen: dict[str, int] = {}
    for objective in objectives:
        name = objective.name or objective.sli or "objective"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}", objective


def collect_objective_values(name: str, objective: Objective) -> dict[str, NormalizedValue | None]:
    """Return the values of an objective."""
    at = objective.place.at
    kind = objective.sli
    return {
        f"{name}.type": build_text(kind, at("sli", "type")),
        f"{name}.target": build_number(objective.target, at("target"), "%"),
        f"{name}.window": build_duration(objective.window, at("window")),
        f"{name}.calendar": build_text("calendar" if objective.calendar else "rolling", at("calendar")),
        f"{name}.basis": build_text(objective.basis, at("basis")),
        f"{name}.threshold": _build_threshold(objective),
        f"{name}.percentile": build_number(objective.percentile, at("sli", "percentile")),
        f"{name}.ref": build_text(objective.ref, at("ref")),
        f"{name}.description": build_text(objective.description, at("sli", "description")),
        f"{name}.good": build_text(objective.good, at("sli", "good")),
        f"{name}.total": build_text(objective.total, at("sli", "total")),
    }


def _build_threshold(objective: Objective) -> NormalizedValue | None:
    """Return the threshold with its kind of indicator, which decides whether a higher value is better."""
    written = objective.threshold
    place = objective.place.at("sli", "threshold")
    if not written:
        return None
    return NormalizedValue([objective.sli, parse_amount(written)], written, place)
