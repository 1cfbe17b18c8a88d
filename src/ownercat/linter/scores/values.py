"""What a score is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Entity, Service, Team

State = Literal["met", "missing", "open"]
LOWEST = 4  # the tier whose missing items weigh least


class Item(NamedTuple):
    """One requirement of one service. ``place``: what meets it, or where it is missing; ``rule``: who says so."""

    requirement: str
    state: State
    place: Place
    rule: str = ""
    message: str = ""
    help: str = ""


class Tally(NamedTuple):
    """How many of the requirements that can be judged are met."""

    met: int
    required: int


class Card(NamedTuple):
    """One service. ``tier`` is ``None`` where its dialect knows none."""

    service: Service
    team: Team | None
    tier: int | None
    items: tuple[Item, ...]

    @property
    def tally(self) -> Tally:
        """Met of required."""
        return tallied([self])

    @property
    def missing(self) -> tuple[Item, ...]:
        """What is missing, in the order in which requirements build on each other."""
        return tuple(item for item in self.items if item.state == "missing")

    @property
    def weight(self) -> int:
        """What one missing item weighs: the more critical the service, the more."""
        return LOWEST + 1 - self.tier if self.tier else 1


class TeamScore(NamedTuple):
    """A team (``None``: nobody's) and its services, those first where most is missing."""

    team: Team | None
    cards: tuple[Card, ...]

    @property
    def tally(self) -> Tally:
        """Met of required, over all services."""
        return tallied(self.cards)

    @property
    def gain(self) -> int:
        """What it would help to add all that is missing."""
        return sum(card.weight * len(card.missing) for card in self.cards)


class Scores(NamedTuple):
    """Teams, those first that could gain most. ``left_out``: services that do not read whole. ``not_judged``:
    requirements that no rule of this version judges."""

    teams: tuple[TeamScore, ...]
    left_out: tuple[Service, ...] = ()
    not_judged: tuple[str, ...] = ()

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every service."""
        return tuple(card for team in self.teams for card in team.cards)


class Past(NamedTuple):
    """The scores of an earlier catalog, to compare with; ``bar``: what its tiers required."""

    tallies: Mapping[tuple[str, str], Tally]
    total: Tally
    bar: Mapping[int, frozenset[str]]

    def of(self, entity: Entity | None) -> Tally | None:
        """What a service or team had, under its name or one that it had before; ``None`` where it was not there."""
        if entity is None:
            return None
        names = (entity.key, *(alias.name for alias in entity.aliases))
        found = (self.tallies.get((entity.kind, name)) for name in names)
        return next((tally for tally in found if tally is not None), None)


def tallied(cards: Iterable[Card]) -> Tally:
    """Met of required, over some services."""
    states = [item.state for card in cards for item in card.items]
    return Tally(states.count("met"), len(states) - states.count("open"))
