"""When a page of an escalation reaches nobody who is to act on it, in hours in which an answer is promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ownercat.model import SLA, Escalation, EscalationLevel, Service
from ownercat.oncall import paths
from ownercat.oncall.crew import reached
from ownercat.oncall.intervals import Intervals, difference, union
from ownercat.oncall.windows import opened
from ownercat.rules import Context
from ownercat.rules._paged import promised, rotations, tiers_of
from ownercat.rules._rotations import days, judged
from ownercat.rules.rotation._gaps import told


class Uncovered(NamedTuple):
    """The times in which nobody is reached, out of the promised ones, and the first service and SLA that need them."""

    escalation: Escalation
    service: Service
    sla: SLA
    times: Intervals


def uncovered(context: Context) -> Mapping[str, Uncovered]:
    """The escalations that reach nobody at some time of their SLAs' hours, by key; what ROT101 says is left out."""
    found: dict[str, Uncovered] = {}
    for escalation, needs in context.once(_needs).values():
        tiers = tuple(tiers_of(context, escalation, "respond"))
        times = _times(context, tiers, needs) if tiers else ()
        for service, sla in needs:
            wanted = opened((sla.hours,), days(context).start, days(context).end)
            missing = difference(wanted, difference(wanted, times)) if times else ()
            if missing:
                found[escalation.key] = Uncovered(escalation, service, sla, times)
                break
    return found


def _needs(context: Context) -> Mapping[str, tuple[Escalation, list[tuple[Service, SLA]]]]:
    """The escalations that pages of promised severities go to at any hour, with those promises."""
    found: dict[str, tuple[Escalation, list[tuple[Service, SLA]]]] = {}
    always = {level.id for level in context.policy.severities if level.page == "24x7"}
    for service in context.catalog.of(Service):
        for sla in promised(context).get(service.key, ()):
            severities = always & {context.policy.severity_id(target.severity) for target in sla.targets}
            for way in paths.ways(context.catalog, context.policy, service):
                if way.severity in severities and way.policy is not None and way.policy.sound:
                    needs = found.setdefault(way.policy.key, (way.policy, []))[1]
                    if (service, sla) not in needs[-1:]:
                        needs.append((service, sla))
    return found


def _times(context: Context, tiers: tuple[EscalationLevel, ...], needs: list[tuple[Service, SLA]]) -> Intervals:
    hours = tuple(dict.fromkeys(sla.hours for _, sla in needs))
    start, end = days(context).start, days(context).end
    missing = difference(opened(hours, start, end), reached(days(context), tiers))
    if not missing:
        return ()
    used = {rotation.key: rotation for tier in tiers for rotation in rotations(context, tier)}
    if not used.keys() <= {rotation.key for rotation in judged(context)}:
        return ()
    return difference(missing, union(*(told(context, rotation) for rotation in used.values())))
