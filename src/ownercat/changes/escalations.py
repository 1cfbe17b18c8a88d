"""How a service's pages climb, worked out: routes, tiers, hand-overs; a team's default counts as the service's own."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.changes.normal import Facts, NormalizedValue, number, seconds, stated, text, words
from ownercat.changes.views import ComparedCatalog
from ownercat.model import Attempts, Escalation, EscalationLevel, Failsafe, Ref, Repeat, Rotation, Service, Team
from ownercat.oncall import paths

_MOST = 20  # hand-overs that are followed; a circle ends before


def facts(view: ComparedCatalog, service: Service) -> Facts:
    """What a page of each severity (and symptom) meets, by ``<severity>.<field>``."""
    found: Facts = {}
    orders: dict[str, list[str]] = {}
    for way in paths.ways(view.catalog, view.policy, service):
        symptom = way.route.symptom
        label = f"{way.severity} {symptom}" if symptom else way.severity
        if symptom in orders.setdefault(way.severity, []):
            continue  # the same pattern again: never reached
        orders[way.severity].append(symptom)
        if way.policy is None:
            found |= _unknown(label, way.route.policy)
        else:
            found |= {f"{label}.{name}": fact for name, fact in climb(view, way.policy).items()}
    for severity, patterns in orders.items():
        if len(patterns) > 2:  # of two patterns that both fit, the first wins
            found[f"{severity}.order"] = NormalizedValue([*patterns], ", ".join(patterns), service.where("escalation"))
    return found


def _unknown(label: str, ref: Ref | None) -> Facts:
    return {} if ref is None else {f"{label}.policy": NormalizedValue(ref.name, f"{ref.name} (undefined)", ref.place)}


def climb(view: ComparedCatalog, escalation: Escalation) -> Facts:
    """Everything that happens to a page, through all hand-overs; worked out once for each policy."""
    known = view.climbs.get(escalation.key)
    if known is None:
        known = view.climbs[escalation.key] = dict(_climb(view, escalation))
    return known


def _climb(view: ComparedCatalog, escalation: Escalation) -> Iterator[tuple[str, NormalizedValue]]:
    current: Escalation | None = escalation
    seen: set[str] = set()
    while current is not None and current.key not in seen and len(seen) < _MOST:
        prefix = f"handoff{len(seen)}." if seen else ""
        seen.add(current.key)
        for name, fact in _own(view, current).items():
            yield f"{prefix}{name}", fact
        current = paths.handoff(view.catalog, current)


def _own(view: ComparedCatalog, escalation: Escalation) -> Facts:
    """What one policy says by itself."""
    where = escalation.where
    found = {
        "hold": seconds(escalation.hold, where("hold")) if escalation.hold and escalation.hold.seconds else None,
        "ackTimeout": seconds(escalation.ack_timeout, where("ackTimeout")),
        "onEmpty": text(escalation.on_empty, where("onEmpty")),
        "end": _end(view, escalation),
        **_repeat(escalation.repeat),
        **_failsafe(view, escalation.failsafe),
    }
    for index, tier in enumerate(escalation.tiers):
        found |= _tier(view, f"tier{index + 1}", tier)
    return stated(found)


def _end(view: ComparedCatalog, escalation: Escalation) -> NormalizedValue | None:
    """Which policy takes over is told by its tiers; one that nobody defines, by its name."""
    place = escalation.where("end")
    if not isinstance(escalation.end, Ref):
        return text(escalation.end or "", place)
    if paths.handoff(view.catalog, escalation) is None:
        return text(f"handoff to {escalation.end.name} (not in the catalog)", place)
    return text("handoff", place)


def _tier(view: ComparedCatalog, name: str, tier: EscalationLevel) -> dict[str, NormalizedValue | None]:
    at = tier.place.at
    targets = list(paths.targets(view.catalog, tier))
    teams = [team for target in targets if (team := _find_paged_team(view, target)) is not None]
    refs = [target.ref for target in targets]
    return {
        f"{name}.team": words(teams, at("notify")),
        f"{name}.notify": view.holders(refs, at("notify"), ordered=tier.assign != "all"),
        f"{name}.assign": text(tier.assign, at("assign")) if len(targets) > 1 else None,
        f"{name}.purpose": text(tier.purpose, at("purpose")),
        f"{name}.wait": seconds(tier.wait, at("wait")),
        f"{name}.via": words(tier.via, at("via")),
        f"{name}.urgency": text(tier.urgency, at("urgency")),
        f"{name}.inform": words(tier.inform, at("inform")),
        **_attempts(name, tier.attempts, tier),
    }


def _find_paged_team(view: ComparedCatalog, target: paths.PageTarget) -> str | None:
    """The team that is on the path with a target; a person on it is there alone."""
    if isinstance(target.entity, Team):
        return view.key(target.entity)
    if isinstance(target.entity, Rotation) and target.entity.team is not None:
        return view.means(target.entity.team)
    return None


def _attempts(name: str, attempts: Attempts | None, tier: EscalationLevel) -> dict[str, NormalizedValue | None]:
    if attempts is None:
        return {}
    at = tier.place.at
    return {
        f"{name}.attempts": number(attempts.times, at("attempts", "times")),
        f"{name}.attempts.every": seconds(attempts.every, at("attempts", "every")),
    }


def _repeat(repeat: Repeat | None) -> dict[str, NormalizedValue | None]:
    if repeat is None:
        return {}
    at = repeat.place.at
    return {
        "repeat.times": number(repeat.times, at("times")),
        "repeat.every": seconds(repeat.every, at("every")),
        "repeat.to": text(repeat.to, at("to")),
    }


def _failsafe(view: ComparedCatalog, failsafe: Failsafe | None) -> dict[str, NormalizedValue | None]:
    if failsafe is None:
        return {}
    at = failsafe.place.at
    return {
        "failsafe.via": words(failsafe.via, at("via")),
        "failsafe.to": view.holders([failsafe.to] if failsafe.to else [], at("to")),
        "failsafe.after": seconds(failsafe.after, at("after")),
    }
