"""What the rules about code share: who claims which tracked file, and what CODEOWNERS says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from ownercat.model import Service, Team
from ownercat.repository.codeowners import Claim, Claims, CodeownersEntry, Index, TooManySteps, handle
from ownercat.rules import Context
from ownercat.text import shown


class Survey(NamedTuple):
    """Every claim of this repository's services, and the most specific ones on each tracked file.

    ``complete`` is False when the patterns hold more wildcards than can be judged; then ``winners`` is empty.
    """

    claims: Claims | None
    winners: Mapping[str, list[Claim]]
    complete: bool = True


def survey(context: Context) -> Survey:
    """Look at every tracked file once; call it through ``context.once``."""
    try:
        claims = Claims(context.catalog.of(Service))
        tracked = (context.tracked or ()) if claims.claims else ()
        return Survey(claims, {path: found for path in tracked if (found := claims.of(path))})
    except TooManySteps:
        return Survey(None, {}, complete=False)


def deciding(context: Context) -> Index | None:
    """CODEOWNERS, ready to be asked; ``None`` when there is none. Call it through ``context.once``."""
    try:
        return Index(context.codeowners) if context.codeowners is not None else None
    except TooManySteps:
        return None


def folders(path: str) -> Iterator[str]:
    """The folders that hold a path, from the root (``""``) down, each with a slash at its end."""
    yield ""
    end = path.find("/")
    while end >= 0:
        yield path[: end + 1]
        end = path.find("/", end + 1)


def nearest(context: Context) -> Mapping[str, Claim]:
    """For each folder with a claimed file, a claim on such a file; call it through ``context.once``.

    Not for the root: what has nothing but that in common is no neighbour.
    """
    found: dict[str, Claim] = {}
    for path, claims in context.once(survey).winners.items():
        for folder in islice(folders(path), 1, None):
            found.setdefault(folder, claims[0])
    return found


def neighbour(context: Context, path: str) -> str:
    """The service whose code lies nearest to a path, in words: ``service checkout (team shop)``; ``""`` without one."""
    near = context.once(nearest)
    claim = next((near[folder] for folder in reversed(list(folders(path))) if folder in near), None)
    if claim is None:
        return ""
    owner = claim.service.owner
    team = f" (team {shown(owner.name)})" if owner else ""
    return f"{shown(claim.service.label)}{team}, with {shown(claim.written)}"


def is_judged(service: Service) -> bool:
    """Whether a rule may speak about what a service claims: it was read whole, and it is in use."""
    return service.sound and service.lifecycle != "retired"


class AccountResolver:
    """The accounts of teams and of their members, on the forge that CODEOWNERS belongs to. Lives for one rule."""

    def __init__(self, context: Context) -> None:
        self.catalog = context.catalog
        self.style = context.codeowners.style if context.codeowners is not None else "github"
        self.known: dict[str, frozenset[str]] = {}

    def handle(self, team: Team) -> str:
        """The team's own account, ``""`` without one."""
        return handle(team, self.style)

    def hold(self, team: Team, entries: Iterable[CodeownersEntry]) -> bool:
        """Whether one of the owners is the team or somebody in it."""
        accounts = self.known.get(team.key)
        if accounts is None:
            accounts = self.known[team.key] = frozenset(self._accounts(team))
        return any(owner.casefold() in accounts for entry in entries for owner in entry.owners)

    def _accounts(self, team: Team) -> Iterable[str]:
        yield self.handle(team).casefold()
        for member in team.members:
            person = self.catalog.person(member)
            if person is not None:
                yield person.email.casefold()
                yield f"@{person.logins.get(self.style, '').removeprefix('@')}".casefold()

    def team(self, owners: Iterable[str]) -> Team | None:
        """The team that one of these owners is the account of."""
        wanted = {owner.casefold() for owner in owners}
        return next((t for t in self.catalog.of(Team) if self.handle(t).casefold() in wanted - {""}), None)
