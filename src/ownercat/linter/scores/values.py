"""The values of a score."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Entity, Service, Team

State = Literal["met", "missing", "assumed", "unknown", "open"]
LOWEST = 4  # the tier whose missing items weigh least


class Item(NamedTuple):
    """One requirement of one service.

    ``place``: what meets it, or where it is missing; ``rule``: the rule that reports it, or ``""``. ``message``: why it
    is missing, assumed or unknown.
    """

    requirement: str
    state: State
    place: Place
    rule: str = ""
    message: str = ""
    help: str = ""


class Tally(NamedTuple):
    """How many of the requirements are met, and how many of the others are assumed or unknown."""

    met: int
    required: int
    assumed: int = 0
    unknown: int = 0


class Card(NamedTuple):
    """The score of one service. ``tier`` is ``None`` if its format has no tiers."""

    service: Service
    team: Team | None
    tier: int | None
    items: tuple[Item, ...]

    @property
    def tally(self) -> Tally:
        """Return the number of requirements by state."""
        return count_items([self])

    @property
    def missing(self) -> tuple[Item, ...]:
        """Return the missing items, in the order in which requirements depend on each other."""
        return tuple(item for item in self.items if item.state == "missing")

    @property
    def weight(self) -> int:
        """Return the weight of one missing item, higher for more critical services."""
        return LOWEST + 1 - self.tier if self.tier else 1


class TeamScore(NamedTuple):
    """A team (``None``: no owner) and its services, those with the most missing items first."""

    team: Team | None
    cards: tuple[Card, ...]

    @property
    def tally(self) -> Tally:
        """Return the number of requirements of all services by state."""
        return count_items(self.cards)

    @property
    def gain(self) -> int:
        """Return the total weight of all missing items."""
        return sum(card.weight * len(card.missing) for card in self.cards)


class Scores(NamedTuple):
    """Teams, those with the largest possible gain first.

    ``left_out``: services with errors. ``not_judged``: requirements that no rule of this version checks.
    """

    teams: tuple[TeamScore, ...]
    left_out: tuple[Service, ...] = ()
    not_judged: tuple[str, ...] = ()

    @property
    def cards(self) -> tuple[Card, ...]:
        """Return the cards of all services."""
        return tuple(card for team in self.teams for card in team.cards)


class Past(NamedTuple):
    """The scores of an earlier catalog, for a comparison; ``bar``: the requirements of its tiers."""

    tallies: Mapping[tuple[str, str], Tally]
    total: Tally
    bar: Mapping[int, frozenset[str]]

    def of(self, entity: Entity | None) -> Tally | None:
        """Return the tally of a service or team under its current or a previous name; ``None`` if it did not exist."""
        if entity is None:
            return None
        names = (entity.key, *(alias.name for alias in entity.aliases))
        tallies = (self.tallies.get((entity.kind, name)) for name in names)
        return next((tally for tally in tallies if tally is not None), None)


def count_items(cards: Iterable[Card]) -> Tally:
    """Count the met and the other requirements of some services; open ones do not count."""
    states = [item.state for card in cards for item in card.items]
    required = len(states) - states.count("open")
    return Tally(states.count("met"), required, states.count("assumed"), states.count("unknown"))
