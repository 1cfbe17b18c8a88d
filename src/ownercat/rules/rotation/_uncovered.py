"""Find the times at which an escalation policy reaches nobody to respond during the hours of an SLA."""

from collections.abc import Mapping
from typing import NamedTuple

from ownercat.model import SLA, Escalation, EscalationLevel, Service
from ownercat.oncall import paths
from ownercat.oncall.crew import list_reached_times
from ownercat.oncall.intervals import Intervals, subtract, unite
from ownercat.oncall.windows import list_open_times
from ownercat.rules import Context
from ownercat.rules._paged import promised, rotations, tiers_of
from ownercat.rules._rotations import days, scheduled
from ownercat.rules.rotation._gaps import told


class Uncovered(NamedTuple):
    """The promised times at which an escalation policy reaches nobody, and the first service and SLA that need it."""

    escalation: Escalation
    service: Service
    sla: SLA
    times: Intervals


def uncovered(context: Context) -> Mapping[str, Uncovered]:
    """Return the escalation policies that reach nobody at a promised time, by key, without times of ROT101."""
    result: dict[str, Uncovered] = {}
    for escalation, needs in context.once(_collect_promises).values():
        tiers = tuple(tiers_of(context, escalation, "respond"))
        times = _compute_times(context, tiers, needs) if tiers else ()
        for service, sla in needs:
            promised_times = list_open_times((sla.hours,), days(context).start, days(context).end)
            missing = subtract(promised_times, subtract(promised_times, times)) if times else ()
            if missing:
                result[escalation.key] = Uncovered(escalation, service, sla, times)
                break
    return result


def _collect_promises(context: Context) -> Mapping[str, tuple[Escalation, list[tuple[Service, SLA]]]]:
    """Return the escalation policies that pages of promised severities reach at any hour, with services and SLAs."""
    result: dict[str, tuple[Escalation, list[tuple[Service, SLA]]]] = {}
    always = {level.id for level in context.policy.severities if level.page == "24x7"}
    for service in context.catalog.of(Service):
        for sla in promised(context).get(service.key, ()):
            severities = always & {context.policy.severity_id(target.severity) for target in sla.targets}
            for way in paths.list_ways(context.catalog, context.policy, service):
                if way.severity in severities and way.policy is not None and way.policy.sound:
                    needs = result.setdefault(way.policy.key, (way.policy, []))[1]
                    if (service, sla) not in needs[-1:]:
                        needs.append((service, sla))
    return result


def _compute_times(context: Context, tiers: tuple[EscalationLevel, ...], needs: list[tuple[Service, SLA]]) -> Intervals:
    hours = tuple(dict.fromkeys(sla.hours for _, sla in needs))
    start, end = days(context).start, days(context).end
    missing = subtract(list_open_times(hours, start, end), list_reached_times(days(context), tiers))
    if not missing:
        return ()
    used = {rotation.key: rotation for tier in tiers for rotation in rotations(context, tier)}
    if not used.keys() <= {rotation.key for rotation in scheduled(context)}:
        return ()
    return subtract(missing, unite(*(told(context, rotation) for rotation in used.values())))
