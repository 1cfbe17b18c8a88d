"""SLA targets of the pages that an escalation gets, and the times that other rules already report."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.model import SLA, Duration, Escalation, EscalationLevel, Service, SlaTarget
from ownercat.oncall import paths
from ownercat.oncall.contacts import find_known_person, track_wake_delays
from ownercat.oncall.crew import track_crew
from ownercat.oncall.intervals import Intervals, intersect, list_times, normalize, subtract, unite
from ownercat.oncall.windows import list_open_times
from ownercat.rules import Context
from ownercat.rules._paged import promised, rotations
from ownercat.rules._rotations import days, is_judged
from ownercat.rules.escalation._tiers import find_empty_levels
from ownercat.rules.rotation import _gaps
from ownercat.rules.rotation._uncovered import uncovered
from ownercat.rules.sla._terms import is_disordered


class AckTarget(NamedTuple):
    """The SLA target for the pages of one severity of a service."""

    service: Service
    severity: str
    sla: SLA
    target: SlaTarget


class EscalationUnderSla(NamedTuple):
    """An escalation that rules can check, the policies that it continues with, and the SLA targets of its pages."""

    escalation: Escalation
    chain: tuple[Escalation, ...]
    promises: tuple[AckTarget, ...]

    @property
    def respond(self) -> tuple[EscalationLevel, ...]:
        """The levels whose people must respond."""
        return tuple(tier for each in self.chain for tier in each.tiers if tier.purpose == "respond")


def judgeable(context: Context) -> tuple[EscalationUnderSla, ...]:
    """Return the escalations whose pages have SLA targets, without those that another rule reports as a whole."""
    return context.once(_list_checked_escalations)


def _list_checked_escalations(context: Context) -> tuple[EscalationUnderSla, ...]:
    empty = {each.escalation.subject for each in find_empty_levels(context)}
    checked = []
    for escalation, promises in _map_promises_by_escalation(context).values():
        chain = paths.list_chain(context.catalog, escalation)
        if any(not each.sound or each.subject in empty for each in chain):
            continue
        if _continues_with_undefined(context, chain[-1]):
            continue
        promised = EscalationUnderSla(escalation, chain, tuple(promises))
        used = (rotation for tier in promised.respond for rotation in rotations(context, tier))
        if all(is_judged(context, each) for each in used):
            checked.append(promised)
    return tuple(checked)


def _map_promises_by_escalation(context: Context) -> Mapping[str, tuple[Escalation, list[AckTarget]]]:
    by_key: dict[str, tuple[Escalation, list[AckTarget]]] = {}
    for service in context.sound(Service) if context.policy_is_whole else ():
        targets = _map_targets_by_severity(context, service)
        if not targets:
            continue
        for way in paths.list_ways(context.catalog, context.policy, service):
            # a route with only a symptom does not determine the severity of its pages
            if way.policy is not None and (way.route.severities or not way.route.symptom):
                promises = by_key.setdefault(way.policy.key, (way.policy, []))[1]
                promises.extend(AckTarget(service, way.severity, *each) for each in targets.get(way.severity, ()))
    return by_key


def _map_targets_by_severity(context: Context, service: Service) -> Mapping[str, list[tuple[SLA, SlaTarget]]]:
    by_severity: dict[str, list[tuple[SLA, SlaTarget]]] = {}
    for sla in promised(context).get(service.key, ()):
        for target in sla.targets:
            if not is_disordered(context, target):
                by_severity.setdefault(context.policy.severity_id(target.severity), []).append((sla, target))
    return by_severity


def _continues_with_undefined(context: Context, last: Escalation) -> bool:
    """Return whether an escalation continues with an undefined policy (REF001)."""
    return last.end not in (None, "stop") and paths.find_next_escalation(context.catalog, last) is None


def acks(
    context: Context, promised: EscalationUnderSla, severities: frozenset[str]
) -> Iterator[tuple[AckTarget, Duration]]:
    """Yield the ``ack`` targets of the severities, strictest first; equal ones once."""
    rank = {level.id: number for number, level in enumerate(context.policy.severities)}
    targets = [(each, each.target.ack) for each in promised.promises if each.target.ack and each.severity in severities]
    seen = set()
    for promise, ack in sorted(targets, key=lambda pair: (pair[1].seconds, rank[pair[0].severity])):
        if (ack.seconds, promise.sla.hours) not in seen:
            seen.add((ack.seconds, promise.sla.hours))
            yield promise, ack


def restore(context: Context, promised: EscalationUnderSla) -> tuple[AckTarget, Duration] | None:
    """Return the shortest ``restore`` target of a major severity."""
    targets = [
        (each, each.target.restore)
        for each in promised.promises
        if each.target.restore and each.severity in context.policy.major
    ]
    return min(targets, key=lambda pair: pair[1].seconds, default=None)


def wanted(context: Context, promised: EscalationUnderSla, promise: AckTarget, ack: int) -> Intervals:
    """Return the start times of pages to check.

    The whole time to acknowledge is within the hours of the SLA, and no other rule reports a part of it: a person who
    is missing at an instant is missing for all pages that started up to ``ack`` seconds before.
    """
    start, end = days(context).start, days(context).end
    hours = list_open_times((promise.sla.hours,), start, end)
    excluded = unite(subtract(((start, end),), hours), told(context, promised))
    return subtract(hours, normalize((at - ack, until) for at, until in excluded))


def told(context: Context, promised: EscalationUnderSla) -> Intervals:
    """Return the times for which another rule reports a level without people, or with people who cannot be woken."""
    cache = context.once(_new_cache)
    key = promised.escalation.key
    if key not in cache:
        asleep = [_find_times_asleep(context, tier) for tier in promised.respond] if key in major(context) else []
        cache[key] = unite(unmanned(context, promised), *asleep)
    return cache[key]


def unmanned(context: Context, promised: EscalationUnderSla) -> Intervals:
    """Return the times for which another rule reports a level without people."""
    open_hours = context.once(uncovered).get(promised.escalation.key)
    gaps = (_gaps.told(context, each) for tier in promised.respond for each in rotations(context, tier))
    return unite(*gaps, open_hours.times if open_hours else ())


def _new_cache(_: Context) -> dict[str, Intervals]:
    return {}


def major(context: Context) -> Mapping[str, paths.EscalationUse]:
    """Return the escalations that get pages of a major severity, by key, each with its first use."""
    return context.once(_map_major_uses)


def _map_major_uses(context: Context) -> Mapping[str, paths.EscalationUse]:
    return paths.collect_major_uses(context.catalog, context.policy)


def _find_times_asleep(context: Context, tier: EscalationLevel) -> Intervals:
    """Return the times when a level reaches people and wakes none; ESC009 and ESC014 report them, except for bots."""
    deaf = list_times(track_wake_delays(days(context), context.policy, tier), lambda wake: wake == float("inf"))
    people = list_times(
        track_crew(days(context), tier),
        lambda members: any(not person.bot for each in members if (person := find_known_person(days(context), each))),
    )
    return intersect(deaf, people)
