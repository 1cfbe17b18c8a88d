"""Scores as every format shows them: names, counts, what is next and what changed, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.linter.scores import Card, Item, Past, Scores, Tally, TeamScore, count_items
from ownercat.text import shown


class ScoreDelta(NamedTuple):
    """What there was before, and how many percentage points have been won since."""

    met: int
    required: int
    points: int


class Requirement(NamedTuple):
    """One requirement of a service's tier."""

    requirement: str
    state: str
    rule: str
    message: str
    help: str
    place: Place


class ServiceRow(NamedTuple):
    """One service."""

    kind: str
    name: str
    tier: int | None
    team: str
    met: int
    required: int
    percent: int | None
    change: ScoreDelta | None
    requirements: tuple[Requirement, ...]
    place: Place

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """What is missing; the first is next."""
        return tuple(r for r in self.requirements if r.state == "missing")


class Next(NamedTuple):
    """What would help a team most."""

    service: str
    tier: int | None
    requirement: str
    help: str
    place: Place


class TeamRow(NamedTuple):
    """One team; without a name: what nobody owns."""

    name: str
    met: int
    required: int
    percent: int | None
    gain: int
    change: ScoreDelta | None
    next: Next | None
    services: tuple[str, ...]
    place: Place | None


class ScoreReport(NamedTuple):
    """Everything."""

    as_of: date
    base: str
    met: int
    required: int
    percent: int | None
    change: ScoreDelta | None
    teams: tuple[TeamRow, ...]
    services: tuple[ServiceRow, ...]
    left_out: tuple[str, ...]
    not_judged: tuple[str, ...]


def sheet(found: Scores, as_of: date, base: str, past: Past | None) -> ScoreReport:
    """The rows of some scores; with ``past``, what changed since."""
    total = count_items(found.cards)
    return ScoreReport(
        as_of,
        base,
        *total,
        _percent(total),
        _change(total, past.total if past else None),
        tuple(_team(score, past) for score in found.teams),
        tuple(_service(card, past) for card in found.cards),
        tuple(shown(service.name) for service in found.left_out),
        found.not_judged,
    )


def _percent(tally: Tally) -> int | None:
    """Rounded, but 100 only where nothing is missing; ``None`` where nothing can be judged."""
    if not tally.required:
        return None
    return 100 if tally.met == tally.required else min(99, round(100 * tally.met / tally.required))


def _change(now: Tally, then: Tally | None) -> ScoreDelta | None:
    after, before = _percent(now), _percent(then) if then else None
    return ScoreDelta(*then, after - before) if then and after is not None and before is not None else None


def _team(score: TeamScore, past: Past | None) -> TeamRow:
    team, tally = score.team, score.tally
    change = _change(tally, past.of(team)) if past else None
    names = tuple(sorted(shown(card.service.name) for card in score.cards))
    place = team.named if team else None
    name = shown(team.name) if team else ""
    return TeamRow(name, *tally, _percent(tally), score.gain, change, _next(score), names, place)


def _next(score: TeamScore) -> Next | None:
    """The first missing item of the most critical services: what weighs most, and what others build on."""
    items = [(-card.weight, number, card, item) for card in score.cards for number, item in enumerate(card.missing)]
    if not items:
        return None
    _, _, card, item = min(items, key=lambda found: (found[0], found[1], found[2].service.key))
    return Next(shown(card.service.name), card.tier, item.requirement, item.help, item.place)


def _service(card: Card, past: Past | None) -> ServiceRow:
    service, tally = card.service, card.tally
    change = _change(tally, past.of(service)) if past else None
    team = shown(card.team.name) if card.team else ""
    items = tuple(_items(card.items))
    row = (service.kind, shown(service.name), card.tier, team, *tally, _percent(tally), change, items, service.named)
    return ServiceRow(*row)


def _items(items: tuple[Item, ...]) -> Iterator[Requirement]:
    for item in items:
        yield Requirement(item.requirement, item.state, item.rule, item.message, item.help, item.place)
