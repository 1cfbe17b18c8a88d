"""From a catalog to its scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from ownercat import rules
from ownercat.diagnostics import EntityId, Finding
from ownercat.documents.loader import LoadedCatalog
from ownercat.errors import IncompleteError
from ownercat.linter import found_by
from ownercat.linter.scores.demands import DEMANDS, Facts, facts, required
from ownercat.linter.scores.values import Card, Item, Past, Scores, TeamScore, tallied
from ownercat.model import Entity, Policy, Service
from ownercat.oncall.paths import is_paged
from ownercat.text import shown


def scores(loaded: LoadedCatalog, as_of: date) -> Scores:
    """The score of every service in use, at a day."""
    if not loaded.policy.sound or "Policy" in loaded.catalog.uncertain:
        raise IncompleteError(
            "the policy cannot be read whole, so nobody knows what a tier requires", "see ownercat check"
        )
    services = [service for service in loaded.catalog.of(Service) if service.lifecycle != "retired"]
    whole = [service for service in services if service.sound and service.at.path not in loaded.broken]
    known, absent = facts(loaded), _absent(loaded, services, as_of)
    cards = [_card(known, service, absent.get(_node(service), {})) for service in whole]
    kept = set(map(_node, whole))
    left_out = tuple(service for service in services if _node(service) not in kept)
    return Scores(_by_team(cards), left_out, tuple(_not_judged(loaded.policy)))


@cache
def map_rules() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the rules that report the absence of each requirement."""
    found: dict[str, tuple[str, ...]] = {}
    for code, registered in rules.registry().items():
        if registered.rule.requirement:
            found[registered.rule.requirement] = (*found.get(registered.rule.requirement, ()), code)
    return found


def past(found: Scores, policy: Policy) -> Past:
    """Scores as something to compare with."""
    tallies = {_node(card.service): card.tally for card in found.cards}
    tallies |= {_node(score.team): score.tally for score in found.teams if score.team is not None}
    return Past(tallies, tallied(found.cards), bar(policy))


def bar(policy: Policy) -> Mapping[int, frozenset[str]]:
    """What each tier requires."""
    return {number: tier.requires for number, tier in policy.tiers.items()}


_Absent = dict[tuple[str, str], dict[str, Finding]]  # by service and rule: the first finding


def _absent(loaded: LoadedCatalog, services: list[Service], as_of: date) -> _Absent:
    """What rules find missing. A finding about a team, such as a dead one, is about each of its services."""
    by_subject: dict[EntityId, list[Service]] = {}
    for service in services:
        team = loaded.catalog.team(service.owner)
        for entity in (service, team):
            if entity is not None:
                by_subject.setdefault(entity.subject, []).append(service)
    found: _Absent = {}
    codes = [code for codes in map_rules().values() for code in codes]
    for code, findings in found_by(loaded, codes, as_of).items():
        for finding in findings:
            for service in _about(finding, by_subject) if not finding.note else ():
                found.setdefault(_node(service), {}).setdefault(code, finding)
    return found


def _about(finding: Finding, by_subject: Mapping[EntityId, list[Service]]) -> list[Service]:
    """The services that a finding is about; of several with one name, those of its file."""
    named = by_subject.get(finding.subject, []) if finding.subject else []
    if finding.subject is None or finding.subject.kind == "Team" or len(named) < 2:
        return named
    return [service for service in named if service.at.path == finding.place.path] or named


def _node(entity: Entity) -> tuple[str, str]:
    return (entity.kind, entity.key)


def _card(known: Facts, service: Service, absent: Mapping[str, Finding]) -> Card:
    items = tuple(_item(known, service, word, absent) for word in required(known.policy, service))
    team = known.catalog.team(service.owner)
    return Card(service, team, service.tier if service.can_say("tier") else None, items)


def _item(known: Facts, service: Service, word: str, absent: Mapping[str, Finding]) -> Item:
    demand = DEMANDS[word]
    for code in map_rules().get(word, ()):
        if code in absent:
            finding, name = absent[code], rules.registry()[code].rule.name
            return Item(word, "missing", finding.place, name, finding.message, finding.help)
    place = demand.evidence(known, service)
    if place is not None:
        return Item(word, "met", place)
    if demand.unsaid and is_paged(service) and service.can_say(demand.topic):
        return Item(word, "missing", service.named, "", f"{shown(service.label)} {demand.unsaid}", demand.help)
    return Item(word, "open", service.named)


def _by_team(cards: list[Card]) -> tuple[TeamScore, ...]:
    groups: dict[str, list[Card]] = {}
    for card in sorted(cards, key=lambda card: (-card.weight * len(card.missing), card.service.key)):
        groups.setdefault(card.team.key if card.team else "", []).append(card)
    found = [TeamScore(group[0].team, tuple(group)) for group in groups.values()]
    return tuple(sorted(found, key=lambda score: (-score.gain, score.team.key if score.team else "")))


def _not_judged(policy: Policy) -> Iterator[str]:
    """Requirements of a tier that this version knows no rule for."""
    asked = {word for tier in policy.tiers.values() for word in tier.requires}
    for word, demand in DEMANDS.items():
        if word in asked and not demand.unsaid and word not in map_rules():
            yield word
