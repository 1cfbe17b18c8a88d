"""Scores as values for all formats: counts, the next step and the change, each with its location."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from ownercat.answers.implied_ceiling import ImpliedCeiling
from ownercat.diagnostics import Basis, Place
from ownercat.linter.scores import Card, Item, Past, Scores, Tally, TeamScore, count_items
from ownercat.model import Service
from ownercat.text import shown

_BASES: Mapping[str, Basis] = MappingProxyType({"assumed": "assumed", "unknown": "unknown"})


class ScoreDelta(NamedTuple):
    """The counts before, and the change in percentage points."""

    met: int
    required: int
    points: int


class Requirement(NamedTuple):
    """One requirement of a service tier."""

    requirement: str
    state: str
    place: Place
    rule: str
    message: str
    help: str
    basis: Basis


class ServiceRow(NamedTuple):
    """The score of one service. ``ceiling``: ``None`` without hard dependencies."""

    kind: str
    name: str
    tier: int | None
    team: str
    met: int
    required: int
    assumed: int
    unknown: int
    percent: int | None
    change: ScoreDelta | None
    requirements: tuple[Requirement, ...]
    ceiling: ImpliedCeiling | None
    place: Place

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """The missing requirements; the first one is the next step."""
        return tuple(r for r in self.requirements if r.state == "missing")

    @property
    def unproved(self) -> tuple[Requirement, ...]:
        """The requirements that are assumed or unknown."""
        return tuple(r for r in self.requirements if r.state in ("assumed", "unknown"))


class Next(NamedTuple):
    """The step with the largest gain for a team."""

    service: str
    tier: int | None
    requirement: str
    help: str
    place: Place


class TeamRow(NamedTuple):
    """The score of one team; ``name`` ``""``: services without a team."""

    name: str
    met: int
    required: int
    assumed: int
    unknown: int
    percent: int | None
    gain: int
    change: ScoreDelta | None
    next: Next | None
    services: tuple[str, ...]
    place: Place | None


class ScoreReport(NamedTuple):
    """The scores of teams and services."""

    as_of: date
    base: str
    met: int
    required: int
    assumed: int
    unknown: int
    percent: int | None
    change: ScoreDelta | None
    teams: tuple[TeamRow, ...]
    services: tuple[ServiceRow, ...]
    left_out: tuple[str, ...]
    not_judged: tuple[str, ...]


def build_report(
    scores: Scores, as_of: date, base: str, past: Past | None, ceilings: Iterable[tuple[Service, ImpliedCeiling]] = ()
) -> ScoreReport:
    """Build the report; with ``past``, also the changes."""
    limits = {service.named: ceiling for service, ceiling in ceilings}
    total = count_items(scores.cards)
    return ScoreReport(
        as_of,
        base,
        *total,
        _compute_percent(total),
        _compute_change(total, past.total if past else None),
        tuple(_build_team(score, past) for score in scores.teams),
        tuple(_build_service(card, past, limits.get(card.service.named)) for card in scores.cards),
        tuple(shown(service.name) for service in scores.left_out),
        scores.not_judged,
    )


def _compute_percent(tally: Tally) -> int | None:
    """Return the rounded share, 100 only if all are met; ``None`` if all are assumed or unknown, or without any."""
    if tally.required == tally.assumed + tally.unknown:
        return None
    return 100 if tally.met == tally.required else min(99, round(100 * tally.met / tally.required))


def _compute_change(now: Tally, then: Tally | None) -> ScoreDelta | None:
    after, before = _compute_percent(now), _compute_percent(then) if then else None
    if then is None or after is None or before is None:
        return None
    return ScoreDelta(then.met, then.required, after - before)


def _build_team(score: TeamScore, past: Past | None) -> TeamRow:
    team, tally = score.team, score.tally
    change = _compute_change(tally, past.of(team)) if past else None
    names = tuple(sorted(shown(card.service.name) for card in score.cards))
    place = team.named if team else None
    name = shown(team.name) if team else ""
    return TeamRow(name, *tally, _compute_percent(tally), score.gain, change, _find_next(score), names, place)


def _find_next(score: TeamScore) -> Next | None:
    """Return the first missing item of the most critical service, or ``None``."""
    items = [(-card.weight, number, card, item) for card in score.cards for number, item in enumerate(card.missing)]
    if not items:
        return None
    _, _, card, item = min(items, key=lambda each: (each[0], each[1], each[2].service.key))
    return Next(shown(card.service.name), card.tier, item.requirement, item.help, item.place)


def _build_service(card: Card, past: Past | None, ceiling: ImpliedCeiling | None) -> ServiceRow:
    service, tally = card.service, card.tally
    change = _compute_change(tally, past.of(service)) if past else None
    team = shown(card.team.name) if card.team else ""
    items = tuple(_build_requirements(card.items))
    head = (service.kind, shown(service.name), card.tier, team)
    return ServiceRow(*head, *tally, _compute_percent(tally), change, items, ceiling, service.named)


def _build_requirements(items: tuple[Item, ...]) -> Iterator[Requirement]:
    for item in items:
        yield Requirement(*item, _BASES.get(item.state, "proved"))
