"""Collect what happens to a service's pages: routes, levels, and policies with which a policy continues.

A team's default escalation counts as the service's own.
"""

from collections.abc import Iterator

from ownercat.changes.normal import (
    Facts,
    NormalizedValue,
    build_duration,
    build_number,
    build_set,
    build_text,
    drop_missing,
)
from ownercat.changes.views import ComparedCatalog
from ownercat.model import Attempts, Escalation, EscalationLevel, Failsafe, Ref, Repeat, Rotation, Service, Team
from ownercat.oncall import paths

_MOST = 20  # policies that are followed; a cycle ends before that


def collect_page_values(view: ComparedCatalog, service: Service) -> Facts:
    """Return the values of a service's pages for each severity and symptom, by ``<severity>.<field>``."""
    values: Facts = {}
    orders: dict[str, list[str]] = {}
    for way in paths.list_ways(view.catalog, view.policy, service):
        symptom = way.route.symptom
        label = f"{way.severity} {symptom}" if symptom else way.severity
        if symptom in orders.setdefault(way.severity, []):
            continue  # a repeated pattern is never reached
        orders[way.severity].append(symptom)
        if way.policy is None:
            values |= _build_undefined_value(label, way.route.policy)
        else:
            values |= {f"{label}.{name}": fact for name, fact in collect_escalation_values(view, way.policy).items()}
    for severity, patterns in orders.items():
        if sum(map(bool, patterns)) > 1:  # if two patterns match, the first one applies
            values[f"{severity}.order"] = NormalizedValue([*patterns], ", ".join(patterns), service.where("escalation"))
    return values


def _build_undefined_value(label: str, ref: Ref | None) -> Facts:
    return {} if ref is None else {f"{label}.policy": NormalizedValue(ref.name, f"{ref.name} (undefined)", ref.place)}


def collect_escalation_values(view: ComparedCatalog, escalation: Escalation) -> Facts:
    """Return the values of an escalation policy and of all policies with which it continues.

    Computed once per policy.
    """
    values = view.climbs.get(escalation.key)
    if values is None:
        values = view.climbs[escalation.key] = dict(_list_escalation_values(view, escalation))
    return values


def _list_escalation_values(view: ComparedCatalog, escalation: Escalation) -> Iterator[tuple[str, NormalizedValue]]:
    current: Escalation | None = escalation
    seen: set[str] = set()
    while current is not None and current.key not in seen and len(seen) < _MOST:
        prefix = f"handoff{len(seen)}." if seen else ""
        seen.add(current.key)
        for name, fact in _collect_own_values(view, current).items():
            yield f"{prefix}{name}", fact
        current = paths.find_next_escalation(view.catalog, current)


def _collect_own_values(view: ComparedCatalog, escalation: Escalation) -> Facts:
    """Return the values of one policy, without the policies with which it continues."""
    where = escalation.where
    values = {
        "hold": build_duration(escalation.hold, where("hold")) if escalation.hold and escalation.hold.seconds else None,
        "ackTimeout": build_duration(escalation.ack_timeout, where("ackTimeout")),
        "onEmpty": build_text(escalation.on_empty, where("onEmpty")),
        "end": _build_end_value(view, escalation),
        **_collect_repeat(escalation.repeat),
        **_collect_failsafe(view, escalation.failsafe),
    }
    for index, tier in enumerate(escalation.tiers):
        values |= _collect_level_values(view, f"tier{index + 1}", tier)
    return drop_missing(values)


def _build_end_value(view: ComparedCatalog, escalation: Escalation) -> NormalizedValue | None:
    """Return how a policy ends; the next policy is compared by its levels, or by its name if it is undefined."""
    place = escalation.where("end")
    if not isinstance(escalation.end, Ref):
        return build_text(escalation.end or "", place)
    if paths.find_next_escalation(view.catalog, escalation) is None:
        return build_text(f"handoff to {escalation.end.name} (not in the catalog)", place)
    return build_text("handoff", place)


def _collect_level_values(view: ComparedCatalog, name: str, tier: EscalationLevel) -> dict[str, NormalizedValue | None]:
    at = tier.place.at
    targets = list(paths.list_targets(view.catalog, tier))
    teams = [team for target in targets if (team := _find_paged_team(view, target)) is not None]
    refs = [target.ref for target in targets]
    return {
        f"{name}.team": build_set(teams, at("notify")),
        f"{name}.notify": view.build_references(refs, at("notify"), ordered=tier.assign != "all"),
        f"{name}.assign": build_text(tier.assign, at("assign")) if len(targets) > 1 else None,
        f"{name}.purpose": build_text(tier.purpose, at("purpose")),
        f"{name}.wait": build_duration(tier.wait, at("wait")),
        f"{name}.via": build_set(tier.via, at("via")),
        f"{name}.urgency": build_text(tier.urgency, at("urgency")),
        f"{name}.inform": build_set(tier.inform, at("inform")),
        **_collect_attempts(name, tier.attempts, tier),
    }


def _find_paged_team(view: ComparedCatalog, target: paths.PageTarget) -> str | None:
    """Return the team of a target; ``None`` for a person, who is a target without a team."""
    if isinstance(target.entity, Team):
        return view.key(target.entity)
    if isinstance(target.entity, Rotation) and target.entity.team is not None:
        return view.resolve_name(target.entity.team)
    return None


def _collect_attempts(name: str, attempts: Attempts | None, tier: EscalationLevel) -> dict[str, NormalizedValue | None]:
    if attempts is None:
        return {}
    at = tier.place.at
    return {
        f"{name}.attempts": build_number(attempts.times, at("attempts", "times")),
        f"{name}.attempts.every": build_duration(attempts.every, at("attempts", "every")),
    }


def _collect_repeat(repeat: Repeat | None) -> dict[str, NormalizedValue | None]:
    if repeat is None:
        return {}
    at = repeat.place.at
    return {
        "repeat.times": build_number(repeat.times, at("times")),
        "repeat.every": build_duration(repeat.every, at("every")),
        "repeat.to": build_text(repeat.to, at("to")),
    }


def _collect_failsafe(view: ComparedCatalog, failsafe: Failsafe | None) -> dict[str, NormalizedValue | None]:
    if failsafe is None:
        return {}
    at = failsafe.place.at
    return {
        "failsafe.via": build_set(failsafe.via, at("via")),
        "failsafe.to": view.build_references([failsafe.to] if failsafe.to else [], at("to")),
        "failsafe.after": build_duration(failsafe.after, at("after")),
    }
