"""Compute the scores of a catalog."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from ownercat import rules
from ownercat.diagnostics import EntityId, Finding
from ownercat.documents.loader import LoadedCatalog
from ownercat.errors import IncompleteError
from ownercat.linter import run_single_rules
from ownercat.linter.scores.demands import DEMANDS, Facts, collect_facts, list_required
from ownercat.linter.scores.values import Card, Item, Past, Scores, TeamScore, count_items
from ownercat.model import Entity, Policy, Service
from ownercat.oncall.basis import explain_assumed
from ownercat.oncall.paths import is_paged
from ownercat.text import shown


def compute_scores(loaded: LoadedCatalog, as_of: date) -> Scores:
    """Return the score of every service in use, at a date."""
    if not loaded.policy.sound or "Policy" in loaded.catalog.uncertain:
        raise IncompleteError(
            "the policy cannot be read completely, so the requirements of the tiers are unknown", "see ownercat check"
        )
    services = [service for service in loaded.catalog.of(Service) if service.lifecycle != "retired"]
    whole = [service for service in services if service.sound and service.at.path not in loaded.broken]
    known, absent = collect_facts(loaded), _collect_absent(loaded, services, as_of)
    cards = [_build_card(known, service, absent.get(_get_node(service), {})) for service in whole]
    kept = set(map(_get_node, whole))
    left_out = tuple(service for service in services if _get_node(service) not in kept)
    return Scores(_group_by_team(cards), left_out, tuple(_list_unchecked(loaded.policy)))


@cache
def map_rules() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the rules that report the absence of each requirement."""
    codes: dict[str, tuple[str, ...]] = {}
    for code, registered in rules.registry().items():
        if registered.rule.requirement:
            codes[registered.rule.requirement] = (*codes.get(registered.rule.requirement, ()), code)
    return codes


def build_past(current: Scores, policy: Policy) -> Past:
    """Return scores as a base for a comparison."""
    tallies = {_get_node(card.service): card.tally for card in current.cards}
    tallies |= {_get_node(score.team): score.tally for score in current.teams if score.team is not None}
    return Past(tallies, count_items(current.cards), collect_requirements(policy))


def collect_requirements(policy: Policy) -> Mapping[int, frozenset[str]]:
    """Return the requirements of each tier."""
    return {number: tier.requires for number, tier in policy.tiers.items()}


_Absent = dict[tuple[str, str], dict[str, Finding]]  # by service and rule: the first finding


def _collect_absent(loaded: LoadedCatalog, services: list[Service], as_of: date) -> _Absent:
    """Return the findings about missing requirements; a finding about a team counts for each of its services."""
    by_subject: dict[EntityId, list[Service]] = {}
    for service in services:
        team = loaded.catalog.team(service.owner)
        for entity in (service, team):
            if entity is not None:
                by_subject.setdefault(entity.subject, []).append(service)
    absent: _Absent = {}
    codes = [code for codes in map_rules().values() for code in codes]
    for code, findings in run_single_rules(loaded, codes, as_of).items():
        for finding in findings:
            for service in _list_services(finding, by_subject) if not (finding.note or finding.cause) else ():
                absent.setdefault(_get_node(service), {}).setdefault(code, finding)
    return absent


def _list_services(finding: Finding, by_subject: Mapping[EntityId, list[Service]]) -> list[Service]:
    """Return the services of a finding; of several with one name, those in its file."""
    if finding.missing is not None:
        named = [found for subject, found in by_subject.items() if subject.name in finding.speaks_for]
        return [each for found in named for each in found if each.owner and each.owner.name == finding.missing.name]
    candidates = by_subject.get(finding.subject, []) if finding.subject else []
    if finding.subject is None or finding.subject.kind == "Team" or len(candidates) < 2:
        return candidates
    return [service for service in candidates if service.at.path == finding.place.path] or candidates


def _get_node(entity: Entity) -> tuple[str, str]:
    return (entity.kind, entity.key)


def _build_card(known: Facts, service: Service, absent: Mapping[str, Finding]) -> Card:
    items = tuple(_build_item(known, service, word, absent) for word in list_required(known.policy, service))
    team = known.catalog.team(service.owner)
    return Card(service, team, service.tier if service.can_say("tier") else None, items)


def _build_item(known: Facts, service: Service, word: str, absent: Mapping[str, Finding]) -> Item:
    demand = DEMANDS[word]
    for code in map_rules().get(word, ()):
        if code in absent:
            finding, name = absent[code], rules.registry()[code].rule.name
            return Item(word, "missing", finding.place, name, finding.message, finding.help)
    place = demand.evidence(known, service)
    if place is not None:
        reasons = explain_assumed(demand.trust(known, service))
        return Item(word, "assumed" if reasons else "met", place, message=reasons)
    hidden = demand.hidden(known, service)
    if hidden is not None and service.can_say(demand.topic):
        return Item(word, "unknown", service.named, message=f"{shown(hidden.path)} cannot be read completely")
    if word == "owner" and service.owner and service.dialect != "native" and not known.catalog.team(service.owner):
        message = f"team {shown(service.owner.name)} is not defined here"
        return Item(word, "assumed", service.owner.place, message=message)
    if demand.unsaid and is_paged(service) and service.can_say(demand.topic):
        help = demand.help.replace("SERVICE", shown(service.name))
        return Item(word, "missing", service.named, "", f"{shown(service.label)} {demand.unsaid}", help)
    return Item(word, "open", service.named)


def _group_by_team(cards: list[Card]) -> tuple[TeamScore, ...]:
    groups: dict[str, list[Card]] = {}
    for card in sorted(cards, key=lambda card: (-card.weight * len(card.missing), card.service.key)):
        groups.setdefault(card.team.key if card.team else "", []).append(card)
    team_scores = [TeamScore(group[0].team, tuple(group)) for group in groups.values()]
    return tuple(sorted(team_scores, key=lambda score: (-score.gain, score.team.key if score.team else "")))


def _list_unchecked(policy: Policy) -> Iterator[str]:
    """Yield requirements of tiers that this version has no rule for."""
    required_words = {word for tier in policy.tiers.values() for word in tier.requires}
    for word, demand in DEMANDS.items():
        if word in required_words and not demand.unsaid and word not in map_rules():
            yield word
