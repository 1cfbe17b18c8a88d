"""Uses of names that are not entities: names from the policy, symptoms, and levels of escalation policies."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import SLA, Drill, Entity, Escalation, Expectation, Incident, Person, Policy, Runbook, Service
from ownercat.model.policy import INFORMATION
from ownercat.rules import Context, registry
from ownercat.rules.reference._ids import has_repeated_ids

POLICY = "the policy"
_PATTERN = "*?["  # with one of these, the symptom of a route is a pattern


class Word(NamedTuple):
    """The use of a name in a document.

    ``noun``: what it names, for example ``severity``. ``known``: the valid names. ``home``: what defines
    these names, or ``""`` if the entity does.
    """

    entity: Entity
    place: Place
    text: str
    noun: str
    known: Collection[str]
    home: str = POLICY


def words(context: Context) -> Iterator[Word]:
    """Yield each use of a symptom, level or rule, and each severity, channel or authority that the policy lacks."""
    yield from _list_symptoms(context)
    yield from _list_repeat_levels(context)
    yield from _list_information(context)
    policy = context.policy
    if not policy.sound:
        return
    # REF009 reports a repeated id of a severity, and the severity that lacks its own id is not known
    ids = {} if has_repeated_ids(policy) else dict.fromkeys(level.id for level in policy.severities)
    severities = {**ids, **dict.fromkeys(policy.severity_aliases)} if ids else {}
    authorities = dict.fromkeys(policy.authorities)
    for noun, known, uses in (
        ("severity", severities, _find_unknown_severities),
        ("channel", policy.channels, _find_unknown_channels),
        ("authority", authorities, _find_unknown_authorities),
    ):
        if known:
            yield from (Word(*use, noun, known) for use in uses(context, {*known, ""}))
    for alias, severity in policy.severity_aliases.items() if ids else ():
        yield Word(policy, policy.at.at("severityAliases", alias), severity, "severity", ids)
    yield from _list_rules(policy)


def _list_rules(policy: Policy) -> Iterator[Word]:
    """Yield the rules that the policy names. An unknown name would have no effect, without any error."""
    settings, at = policy.rules, policy.at.at("rules")
    known = [registered.rule for registered in registry().values()]
    exact = dict.fromkeys([*(rule.name for rule in known), *(rule.code for rule in known)])
    parts = {
        **exact,
        "ALL": None,
        **{rule.code[:length]: None for rule in known for length in range(1, len(rule.code))},
    }
    for key, names in (("select", settings.select), ("ignore", settings.ignore)):
        yield from (Word(policy, at.at(key, n), name, "rule", parts, "ownercat") for n, name in enumerate(names))
    for key, by_name in (("severity", settings.severity), ("options", settings.options)):
        yield from (
            Word(policy, at.key(key, name), name, "rule", exact, "ownercat") for name in by_name if name[:2] != "x-"
        )
    for each in settings.exceptions:
        yield Word(policy, each.place.at("rule"), each.rule, "rule", exact, "ownercat")
    for number, (_, names) in enumerate(settings.overrides):
        place = at.at("overrides", number, "ignore")
        yield from (Word(policy, place.at(n), name, "rule", exact, "ownercat") for n, name in enumerate(names))


# The use of an unknown name. Nearly all names are known, and a location costs time, so only these get one.
_Use = tuple[Entity, Place, str]


def _find_unknown_severities(context: Context, known: set[str]) -> Iterator[_Use]:
    for service in context.catalog.of(Service):
        for route in service.routes:
            yield from _find_unknown_items(service, route.place, "severity", route.severities, known)
        for symptom in service.symptoms:
            if symptom.severity not in known:
                yield service, symptom.place.at("severity"), symptom.severity
    for sla in context.catalog.of(SLA):
        for target in sla.targets:
            if target.severity not in known:
                yield sla, target.place._replace(on="key"), target.severity
    for runbook in context.catalog.of(Runbook):
        for cover in runbook.covers:
            if cover.severity not in known:
                yield runbook, cover.place.at("severity"), cover.severity
    for each in (*context.catalog.of(Expectation), *context.catalog.of(Incident)):
        if each.severity not in known:
            yield each, each.at.at("severity"), each.severity


def _find_unknown_channels(context: Context, known: set[str]) -> Iterator[_Use]:
    for escalation in context.catalog.of(Escalation):
        for tier in escalation.tiers:
            yield from _find_unknown_items(escalation, tier.place, "via", tier.via, known)
        if escalation.failsafe:
            yield from _find_unknown_items(escalation, escalation.failsafe.place, "via", escalation.failsafe.via, known)
    for person in context.catalog.of(Person):
        yield from _find_unknown_items(person, person.at, "contacts", person.contacts, known)
        for urgency, rules in (("high", person.notify_high), ("low", person.notify_low)):
            for number, rule in enumerate(rules):
                if rule.via not in known:
                    yield person, person.at.at("notify", urgency, number, "via"), rule.via
    for service in context.catalog.of(Service):
        comms = service.extra.get("comms")
        channel = comms.get("channel") if isinstance(comms, dict) else None
        if isinstance(channel, str) and channel.removeprefix("channel:") not in known:
            yield service, service.at.at("comms", "channel"), channel.removeprefix("channel:")
    for drill in context.catalog.of(Drill):
        yield from _find_unknown_items(drill, drill.at, "channels", drill.channels, known)


def _find_unknown_authorities(context: Context, known: set[str]) -> Iterator[_Use]:
    for service in context.catalog.of(Service):
        yield from ((service, service.at.key("authorise", key), key) for key in service.authorise if key not in known)
    for person in context.catalog.of(Person):
        yield from _find_unknown_items(person, person.at, "may", person.may, known)
    for runbook in context.catalog.of(Runbook):
        for step in runbook.steps:
            if step.needs not in known:
                yield runbook, step.place.at("needs"), step.needs


def _find_unknown_items(
    entity: Entity, place: Place, key: str, texts: Sequence[str], known: set[str]
) -> Iterator[_Use]:
    if not known.issuperset(texts):
        yield from ((entity, place.at(key, n), text) for n, text in enumerate(texts) if text not in known)


def _list_symptoms(context: Context) -> Iterator[Word]:
    known = {
        service.key: dict.fromkeys(symptom.id for symptom in service.symptoms)
        for service in context.sound(Service, about="symptoms")
        if not has_repeated_ids(service)
    }
    for runbook in context.catalog.of(Runbook):
        service = context.catalog.service(runbook.service)
        if service is not None and service.key in known:
            for cover in runbook.covers:
                if cover.symptom:
                    place = cover.place.at("symptom")
                    yield Word(runbook, place, cover.symptom, "symptom", known[service.key], service.label)
    for expectation in context.catalog.of(Expectation):
        service = context.catalog.service(expectation.service)
        if expectation.symptom and service is not None and service.key in known:
            place = expectation.at.at("symptom")
            yield Word(expectation, place, expectation.symptom, "symptom", known[service.key], service.label)
    for incident in context.catalog.of(Incident):
        services = [context.catalog.service(ref) for ref in incident.services]
        owners = [service for service in services if service is not None and service.key in known]
        if incident.symptom and owners and len(owners) == len(services):
            ids = {symptom: None for service in owners for symptom in known[service.key]}
            yield Word(incident, incident.at.at("symptom"), incident.symptom, "symptom", ids, owners[0].label)
    for service in context.catalog.of(Service):
        for route in service.routes if service.key in known else ():
            if route.symptom and not any(mark in route.symptom for mark in _PATTERN):
                yield Word(service, route.place.at("symptom"), route.symptom, "symptom", known[service.key], "")


def _list_information(context: Context) -> Iterator[Word]:
    """Yield the words of ``inform`` that no page can contain."""
    known = dict.fromkeys(INFORMATION)
    for escalation in context.catalog.of(Escalation):
        for tier in escalation.tiers:
            for use in _find_unknown_items(escalation, tier.place, "inform", tier.inform, set(INFORMATION)):
                yield Word(*use, "word of `inform`", known, "ownercat")


def _list_repeat_levels(context: Context) -> Iterator[Word]:
    for escalation in context.sound(Escalation):
        if escalation.repeat and escalation.repeat.to and not has_repeated_ids(escalation):
            known = dict.fromkeys(tier.name for tier in escalation.tiers if tier.name)
            yield Word(escalation, escalation.repeat.place.at("to"), escalation.repeat.to, "level", known, "")
