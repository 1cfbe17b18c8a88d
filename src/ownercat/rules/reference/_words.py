"""Names that are no entities: each use of a word of the policy, of a symptom, and of an escalation's tier."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import SLA, Entity, Escalation, Person, Runbook, Service
from ownercat.rules import Context

_PATTERN = "*?["  # what makes a route's symptom a pattern


class Word(NamedTuple):
    """A word as used: by whom, where, what it names (``severity``), what it may be, and whose list that is.

    ``home`` is empty where the list is the entity's own.
    """

    entity: Entity
    place: Place
    text: str
    noun: str
    known: Collection[str]
    home: str = "the policy"


def words(context: Context) -> Iterator[Word]:
    """Every use of a severity, channel, authority, symptom or escalation tier by its name."""
    yield from _symptoms(context)
    yield from _repeats(context)
    policy = context.policy
    if not policy.sound:
        return
    severities = dict.fromkeys([*(level.id for level in policy.severities), *policy.severity_aliases])
    authorities = dict.fromkeys(policy.authorities)
    for noun, known, uses in (
        ("severity", severities, _severities(context)),
        ("channel", policy.channels, _channels(context)),
        ("authority", authorities, _authorities(context)),
    ):
        yield from (Word(entity, place, text, noun, known) for entity, place, text in uses if text and known)


_Use = tuple[Entity, Place, str]


def _severities(context: Context) -> Iterator[_Use]:
    for service in context.catalog.of(Service):
        for route in service.routes:
            yield from _items(service, route.place.at("severity"), route.severities)
        yield from ((service, symptom.place.at("severity"), symptom.severity) for symptom in service.symptoms)
    for sla in context.catalog.of(SLA):
        yield from ((sla, target.place._replace(on="key"), target.severity) for target in sla.targets)
    for runbook in context.catalog.of(Runbook):
        yield from ((runbook, cover.place.at("severity"), cover.severity) for cover in runbook.covers)


def _channels(context: Context) -> Iterator[_Use]:
    for escalation in context.catalog.of(Escalation):
        for tier in escalation.tiers:
            yield from _items(escalation, tier.place.at("via"), tier.via)
        if escalation.failsafe:
            yield from _items(escalation, escalation.failsafe.place.at("via"), escalation.failsafe.via)
    for person in context.catalog.of(Person):
        yield from _items(person, person.at.at("contacts"), person.contacts)
        for urgency, rules in (("high", person.notify_high), ("low", person.notify_low)):
            for number, rule in enumerate(rules):
                yield person, person.at.at("notify", urgency, number, "via"), rule.via
    for service in context.catalog.of(Service):
        comms = service.extra.get("comms")
        channel = comms.get("channel") if isinstance(comms, dict) else None
        if isinstance(channel, str):
            yield service, service.at.at("comms", "channel"), channel.removeprefix("channel:")


def _authorities(context: Context) -> Iterator[_Use]:
    for service in context.catalog.of(Service):
        yield from ((service, service.at.key("authorise", key), key) for key in service.authorise)
    for person in context.catalog.of(Person):
        yield from _items(person, person.at.at("may"), person.may)
    for runbook in context.catalog.of(Runbook):
        yield from ((runbook, step.place.at("needs"), step.needs) for step in runbook.steps)


def _items(entity: Entity, place: Place, texts: Iterable[str]) -> Iterator[_Use]:
    return ((entity, place.at(number), text) for number, text in enumerate(texts))


def _symptoms(context: Context) -> Iterator[Word]:
    known = {
        service.key: dict.fromkeys(symptom.id for symptom in service.symptoms)
        for service in context.sound(Service, about="symptoms")
    }
    for runbook in context.catalog.of(Runbook):
        service = context.catalog.service(runbook.service)
        if service is not None and service.key in known:
            for cover in runbook.covers:
                if cover.symptom:
                    place = cover.place.at("symptom")
                    yield Word(runbook, place, cover.symptom, "symptom", known[service.key], service.label)
    for service in context.catalog.of(Service):
        for route in service.routes if service.key in known else ():
            if route.symptom and not any(mark in route.symptom for mark in _PATTERN):
                yield Word(service, route.place.at("symptom"), route.symptom, "symptom", known[service.key], "")


def _repeats(context: Context) -> Iterator[Word]:
    for escalation in context.sound(Escalation):
        if escalation.repeat and escalation.repeat.to:
            known = dict.fromkeys(tier.name for tier in escalation.tiers if tier.name)
            yield Word(escalation, escalation.repeat.place.at("to"), escalation.repeat.to, "tier", known, "")
