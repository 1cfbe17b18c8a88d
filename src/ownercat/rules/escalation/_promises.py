"""What is promised about the pages that an escalation gets, and about which hours of it other rules speak already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import SLA, Duration, Escalation, EscalationLevel, Service, SlaTarget
from ownercat.oncall import paths
from ownercat.oncall.contacts import known_person, waking
from ownercat.oncall.crew import crew
from ownercat.oncall.intervals import Intervals, difference, intersection, normal, union, where
from ownercat.oncall.windows import opened
from ownercat.rules import Context
from ownercat.rules._paged import promised, rotations
from ownercat.rules._rotations import days, is_judged
from ownercat.rules.escalation import empty_tier
from ownercat.rules.rotation import _gaps
from ownercat.rules.rotation._uncovered import uncovered
from ownercat.rules.sla import disordered_targets


class AckTarget(NamedTuple):
    """An answer that is promised for the pages of a severity of a service."""

    service: Service
    severity: str
    sla: SLA
    target: SlaTarget


class EscalationUnderSla(NamedTuple):
    """An escalation that can be judged, the escalations that take over from it, and what is promised of its pages."""

    escalation: Escalation
    chain: tuple[Escalation, ...]
    promises: tuple[AckTarget, ...]

    @property
    def respond(self) -> tuple[EscalationLevel, ...]:
        """The tiers whose people are to answer."""
        return tuple(tier for each in self.chain for tier in each.tiers if tier.purpose == "respond")


def judgeable(context: Context) -> tuple[EscalationUnderSla, ...]:
    """The escalations that pages of promised severities go to, where no other rule speaks about them as a whole."""
    return context.once(_judgeable)


def _judgeable(context: Context) -> tuple[EscalationUnderSla, ...]:
    empty = {finding.subject for finding in empty_tier.check(context)}
    found = []
    for escalation, promises in _by_escalation(context).values():
        chain = paths.chain(context.catalog, escalation)
        if any(not each.sound or each.subject in empty for each in chain) or _is_lost(context, chain[-1]):
            continue
        here = EscalationUnderSla(escalation, chain, tuple(promises))
        used = (rotation for tier in here.respond for rotation in rotations(context, tier))
        if all(is_judged(context, each) for each in used):
            found.append(here)
    return tuple(found)


def _by_escalation(context: Context) -> Mapping[str, tuple[Escalation, list[AckTarget]]]:
    found: dict[str, tuple[Escalation, list[AckTarget]]] = {}
    for service in context.sound(Service) if context.policy_is_whole else ():
        targets = _targets(context, service)
        if not targets:
            continue
        for way in paths.ways(context.catalog, context.policy, service):
            # a symptom alone says nothing about the severity of its pages
            if way.policy is not None and (way.route.severities or not way.route.symptom):
                promises = found.setdefault(way.policy.key, (way.policy, []))[1]
                promises.extend(AckTarget(service, way.severity, *each) for each in targets.get(way.severity, ()))
    return found


def _targets(context: Context, service: Service) -> Mapping[str, list[tuple[SLA, SlaTarget]]]:
    found: dict[str, list[tuple[SLA, SlaTarget]]] = {}
    for sla in promised(context).get(service.key, ()):
        for target in sla.targets:
            if _spot(target.place) not in context.once(_disordered):
                found.setdefault(context.policy.severity_id(target.severity), []).append((sla, target))
    return found


def _disordered(context: Context) -> frozenset[object]:
    """The targets of which SLA008 says that they contradict each other: none of them is a measure."""
    places = [
        (finding.place, *(each.place for each in finding.related)) for finding in disordered_targets.check(context)
    ]
    return frozenset(_spot(place, -1) for several in places for place in several)


def _spot(place: Place, last: int | None = None) -> tuple[object, ...]:
    return place.path, place.document, place.pointer[:last]


def _is_lost(context: Context, last: Escalation) -> bool:
    """Whether a page is handed over to an escalation that nobody defines (REF001)."""
    return last.end not in (None, "stop") and paths.handoff(context.catalog, last) is None


def acks(
    context: Context, promised: EscalationUnderSla, severities: frozenset[str]
) -> Iterator[tuple[AckTarget, Duration]]:
    """The answers that are promised for some severities, the strictest first; equal ones once."""
    rank = {level.id: number for number, level in enumerate(context.policy.severities)}
    found = [(each, each.target.ack) for each in promised.promises if each.target.ack and each.severity in severities]
    told = set()
    for promise, ack in sorted(found, key=lambda pair: (pair[1].seconds, rank[pair[0].severity])):
        if (ack.seconds, promise.sla.hours) not in told:
            told.add((ack.seconds, promise.sla.hours))
            yield promise, ack


def restore(context: Context, promised: EscalationUnderSla) -> tuple[AckTarget, Duration] | None:
    """The shortest time to restore that is promised for a major severity."""
    found = [
        (each, each.target.restore)
        for each in promised.promises
        if each.target.restore and each.severity in context.policy.major
    ]
    return min(found, key=lambda pair: pair[1].seconds, default=None)


def wanted(context: Context, promised: EscalationUnderSla, promise: AckTarget, ack: int) -> Intervals:
    """When pages are judged: the whole time to answer lies in the hours of the promise, and no other rule speaks of it.

    Whoever is missing or asleep now is missed by every page that started within the time to answer before.
    """
    start, end = days(context).start, days(context).end
    hours = opened((promise.sla.hours,), start, end)
    not_judged = union(difference(((start, end),), hours), told(context, promised))
    return difference(hours, normal((at - ack, until) for at, until in not_judged))


def told(context: Context, promised: EscalationUnderSla) -> Intervals:
    """The times in which another rule says that a tier is without anybody, or reaches somebody who cannot be woken."""
    known = context.once(_told)
    key = promised.escalation.key
    if key not in known:
        asleep = [_asleep(context, tier) for tier in promised.respond] if key in major(context) else []
        known[key] = union(unmanned(context, promised), *asleep)
    return known[key]


def unmanned(context: Context, promised: EscalationUnderSla) -> Intervals:
    """The times in which another rule says that a tier is without anybody."""
    open_hours = context.once(uncovered).get(promised.escalation.key)
    gaps = (_gaps.told(context, each) for tier in promised.respond for each in rotations(context, tier))
    return union(*gaps, open_hours.times if open_hours else ())


def _told(_: Context) -> dict[str, Intervals]:
    """Filled as it is asked for."""
    return {}


def major(context: Context) -> Mapping[str, paths.EscalationUse]:
    """The escalations that pages of a major severity climb, by key, each with its first reason."""
    return context.once(_major)


def _major(context: Context) -> Mapping[str, paths.EscalationUse]:
    return paths.serves_major(context.catalog, context.policy)


def _asleep(context: Context, tier: EscalationLevel) -> Intervals:
    """When a tier reaches people, and wakes none of them: ESC009 and ESC014 speak about those, but not about bots."""
    deaf = where(waking(days(context), context.policy, tier), lambda wake: wake == float("inf"))
    people = where(
        crew(days(context), tier),
        lambda members: any(not person.bot for each in members if (person := known_person(days(context), each))),
    )
    return intersection(deaf, people)
