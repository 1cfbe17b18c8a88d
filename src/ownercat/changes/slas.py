"""Promises: whom they are made to, and which of their terms moved. A draft or a retired SLA promises nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, hours, leaves, number, seconds, stated, text, words
from ownercat.changes.values import Change, Direction, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, change, fields
from ownercat.model import SLA, Objective, SlaTarget

_EXTRA = ("errorBudget", "releaseCalendar", "milestones")
_KINDS = {"looser": "sla-loosened", "tighter": "sla-tightened", "other": "sla-changed"}


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """The changes of some SLAs. A name that goes on for another party is another promise: the old one is gone."""
    gone: list[SLA] = []
    new: list[SLA] = []
    for before, after in pairs:
        old = before if isinstance(before, SLA) else None
        now = after if isinstance(after, SLA) else None
        if old and now and parties(both.old, old) == parties(both.new, now):
            yield from _compared(both, old, now)
            continue
        gone += [old] if old else []
        new += [now] if now else []
    yield from _renamed(both, gone, new)


def _renamed(both: ComparedCatalogs, gone: Sequence[SLA], new: Sequence[SLA]) -> Iterator[Change]:
    """A promise that goes on under another name is the same one, where only one can be meant."""
    left, came = _by_parties(both.old, gone), _by_parties(both.new, new)
    for to in left.keys() | came.keys():
        these, those = left.get(to, []), came.get(to, [])
        if len(these) == len(those) == 1:
            yield from _compared(both, these[0], those[0])
            continue
        for old in these:
            yield from _compared(both, old, None)
        for now in those:
            yield from _compared(both, None, now)


def _by_parties(view: ComparedCatalog, slas: Iterable[SLA]) -> dict[tuple[str, str], list[SLA]]:
    found: dict[tuple[str, str], list[SLA]] = {}
    for sla in slas:
        found.setdefault(parties(view, sla), []).append(sla)
    return found


def parties(view: ComparedCatalog, sla: SLA) -> tuple[str, str]:
    """Who promises, and to whom."""
    to = sla.consumer or sla.journey
    customers = "customers" if sla.external else ""
    return view.means(sla.service) if sla.service else "", view.holder(to) if to else customers


def _compared(both: ComparedCatalogs, old: SLA | None, now: SLA | None) -> Iterator[Change]:
    before = terms(both.old, old) if old else {}
    after = terms(both.new, now) if now else {}
    sla = now or old
    if sla is None or before.keys() == after.keys() == set():
        return
    service = parties(both.new if now else both.old, sla)[0]
    moved = list(_settled(fields("sla", before, after), before, after))
    moved = [field for field in moved if field.name not in _elsewhere(both, old, now, before, after)]
    if not before:
        kinds = {"sla-added": moved}
    elif not after:  # the promise is gone as a whole, whatever its parts were
        kinds = {"sla-loosened": moved}
    else:
        kinds = {kind: [field for field in moved if field.direction == way] for way, kind in _KINDS.items()}
    for kind, these in kinds.items():
        if these:
            yield change(kind, sla, service, these, sla.name, gone=now is None, whole=not (before and after))


def _settled(moved: Sequence[FieldChange], before: Facts, after: Facts) -> Iterator[FieldChange]:
    """Of an objective or a severity that is new or gone as a whole, every part is tighter or looser with it."""
    was, now = {_group(name) for name in before}, {_group(name) for name in after}
    for field in moved:
        group = _group(field.name)
        whole: Direction | None = "tighter" if group not in was else "looser" if group not in now else None
        yield field._replace(direction=whole) if whole and "." in field.name else field


def _group(name: str) -> str:
    """The objective or the severity that a term belongs to; a term that stands alone is its own."""
    return name.rpartition(".")[0] or name


def _elsewhere(both: ComparedCatalogs, old: SLA | None, now: SLA | None, before: Facts, after: Facts) -> frozenset[str]:
    """The terms that only went from one document to another: the same is promised to the same party in another SLA."""
    lost = {name for name in before if name not in after}
    found = {name for name in after if name not in before}
    kept = _carried(both.new, both.old, old, before, lost) if old and lost else set()
    had = _carried(both.old, both.new, now, after, found) if now and found else set()
    return frozenset(kept | had)


def _carried(there: ComparedCatalog, here: ComparedCatalog, sla: SLA, facts: Facts, names: set[str]) -> set[str]:
    """Of some terms of an SLA, those that another SLA for the same party states on the other side, in the same hours.

    The parts of an objective or of a severity must all stand in the same one, or two weak ones would make a strong one.
    """
    found: set[str] = set()
    if not there.promises:
        there.promises.update(_by_parties(there, there.catalog.of(SLA)))
    for other in there.promises.get(parties(here, sla), ()):
        if there.key(other) == here.key(sla):
            continue
        stated = {name: fact.value for name, fact in terms(there, other).items()}
        if stated.get("hours") != facts["hours"].value:
            continue
        whole = {_group(name) for name, fact in facts.items() if stated.get(name) != fact.value}
        found |= {name for name in names if _group(name) not in whole}
    return found


def terms(view: ComparedCatalog, sla: SLA) -> Facts:
    """Everything that a published SLA says, by field; severities by the policy's names for them."""
    if sla.status != "published":
        return {}
    found: dict[str, NormalizedValue | None] = {
        "status": text(sla.status, sla.where("status")),
        "hours": hours(sla.hours, sla.where("hours")),
        "outcome": text(sla.outcome, sla.where("outcome")),
        "impact": text(sla.impact, sla.where("impact")),
        "approvers": words([view.means(ref) for ref in sla.approvers], sla.where("approvers")),
        "approvedOn": text(str(sla.approved_on or ""), sla.where("approvedOn")),
        "revisitOn": text(str(sla.revisit_on or ""), sla.where("revisitOn")),
        "reviewEvery": seconds(sla.review_every, sla.where("reviewEvery")),
        "dashboards": words(sla.dashboards, sla.where("dashboards")),
    }
    for target in sla.targets:
        for name, fact in _target(view.policy.severity_id(target.severity), target).items():
            found[name] = _stricter(found.get(name), fact)
    for name, objective in named(sla.objectives):
        found |= objective_terms(name, objective)
    for key in _EXTRA:
        found |= leaves(sla.extra.get(key), sla.where(key), key)
    return stated(found)


def _stricter(one: NormalizedValue | None, other: NormalizedValue | None) -> NormalizedValue | None:
    """Where two words name one severity, the stricter of their targets counts."""
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda fact: fact.value if isinstance(fact.value, int | float) else 0)


def _target(severity: str, target: SlaTarget) -> dict[str, NormalizedValue | None]:
    at = target.place.at
    return {
        f"{severity}.ack": seconds(target.ack, at("ack")),
        f"{severity}.respond": seconds(target.respond, at("respond")),
        f"{severity}.updateEvery": seconds(target.update_every, at("updateEvery")),
        f"{severity}.restore": seconds(target.restore, at("restore")),
        f"{severity}.resolve": seconds(target.resolve, at("resolve")),
        f"{severity}.impact": number(target.impact, at("impact")),
    }


def named(objectives: Sequence[Objective]) -> Iterator[tuple[str, Objective]]:
    """Each objective with the name that it is compared by; of one name, the second is ``name-2``."""
    seen: dict[str, int] = {}
    for objective in objectives:
        name = objective.name or objective.sli or "objective"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}", objective


def objective_terms(name: str, objective: Objective) -> dict[str, NormalizedValue | None]:
    """What an objective says."""
    at = objective.place.at
    kind = objective.sli
    return {
        f"{name}.type": text(kind, at("sli", "type")),
        f"{name}.target": number(objective.target, at("target"), "%"),
        f"{name}.window": seconds(objective.window, at("window")),
        f"{name}.calendar": text("calendar" if objective.calendar else "rolling", at("calendar")),
        f"{name}.basis": text(objective.basis, at("basis")),
        f"{name}.threshold": _threshold(objective),
        f"{name}.percentile": number(objective.percentile, at("sli", "percentile")),
        f"{name}.ref": text(objective.ref, at("ref")),
        f"{name}.description": text(objective.description, at("sli", "description")),
        f"{name}.good": text(objective.good, at("sli", "good")),
        f"{name}.total": text(objective.total, at("sli", "total")),
    }


def _threshold(objective: Objective) -> NormalizedValue | None:
    """With the kind of indicator, which says whether more of it is better."""
    written = objective.threshold
    place = objective.place.at("sli", "threshold")
    if not written:
        return None
    return NormalizedValue([objective.sli, amount(written)], written, place)


def amount(written: str) -> str | int | float:
    """A threshold as a number where it is one: a length of time in seconds, milliseconds too, or a plain number."""
    digits, unit = written.rstrip("abcdefghijklmnopqrstuvwxyz% "), written.lstrip("0123456789. ").strip()
    sizes = {"": 1, "%": 1, "ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
    try:
        value = float(digits)
    except ValueError:
        return " ".join(written.split())
    if unit not in sizes or not abs(value) < 1e15:
        return " ".join(written.split())
    value = value * sizes[unit]
    return int(value) if value.is_integer() else round(value, 9)
