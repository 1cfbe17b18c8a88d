"""Shared by the rules about code: the claims on each tracked file, and its owners in CODEOWNERS."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from ownercat.model import Service, Team
from ownercat.repository.codeowners import Claim, Claims, CodeownersEntry, Index, TooManySteps, get_handle
from ownercat.rules import Context
from ownercat.text import shown


class Survey(NamedTuple):
    """All claims of the services of this repository, and the most specific claims on each tracked file.

    ``complete`` is False if the patterns have too many wildcards to check; then ``winners`` is empty.
    """

    claims: Claims | None
    winners: Mapping[str, list[Claim]]
    complete: bool = True


def survey(context: Context) -> Survey:
    """Find the claims on every tracked file. Call it through ``context.once``: it is slow."""
    try:
        claims = Claims(context.catalog.of(Service))
        tracked = (context.tracked or ()) if claims.claims else ()
        return Survey(claims, {path: winners for path in tracked if (winners := claims.find(path))})
    except TooManySteps:
        return Survey(None, {}, complete=False)


def deciding(context: Context) -> Index | None:
    """Return the index of CODEOWNERS, or ``None`` without one. Call it through ``context.once``: it is slow."""
    try:
        return Index(context.codeowners) if context.codeowners is not None else None
    except TooManySteps:
        return None


def folders(path: str) -> Iterator[str]:
    """Yield the folders that contain a path, from the root (``""``) down. Folders end with a slash."""
    yield ""
    end = path.find("/")
    while end >= 0:
        yield path[: end + 1]
        end = path.find("/", end + 1)


def nearest(context: Context) -> Mapping[str, Claim]:
    """Return one claim for each folder that contains a claimed file. Call it through ``context.once``: it is slow.

    The root is not included: files that share only the root are not near each other.
    """
    claim_by_folder: dict[str, Claim] = {}
    for path, claims in context.once(survey).winners.items():
        for folder in islice(folders(path), 1, None):
            claim_by_folder.setdefault(folder, claims[0])
    return claim_by_folder


def neighbour(context: Context, path: str) -> str:
    """Return the service with the nearest code as text, else ``""``.

    Example: ``service checkout (team storefront, path src/checkout/)``.
    """
    by_folder = context.once(nearest)
    claim = next((by_folder[folder] for folder in reversed(list(folders(path))) if folder in by_folder), None)
    if claim is None:
        return ""
    owner = claim.service.owner
    team = f"team {shown(owner.name)}, " if owner else ""
    return f"{shown(claim.service.label)} ({team}path {shown(claim.written)})"


def is_judged(service: Service) -> bool:
    """Return whether rules check the claims of a service: the service is valid and not retired."""
    return service.sound and service.lifecycle != "retired"


class AccountResolver:
    """The accounts of teams and of their members on the code host of CODEOWNERS."""

    def __init__(self, context: Context) -> None:
        self.catalog = context.catalog
        self.style = context.codeowners.style if context.codeowners is not None else "github"
        self.known: dict[str, frozenset[str]] = {}

    def handle(self, team: Team) -> str:
        """Return the account of the team, else ``""``."""
        return get_handle(team, self.style)

    def hold(self, team: Team, entries: Iterable[CodeownersEntry]) -> bool:
        """Return whether one of the owners is the team or a member of it."""
        accounts = self.known.get(team.key)
        if accounts is None:
            accounts = self.known[team.key] = frozenset(self._list_accounts(team))
        return any(owner.casefold() in accounts for entry in entries for owner in entry.owners)

    def _list_accounts(self, team: Team) -> Iterable[str]:
        yield self.handle(team).casefold()
        for member in team.members:
            person = self.catalog.person(member)
            if person is not None:
                yield person.email.casefold()
                yield f"@{person.logins.get(self.style, '').removeprefix('@')}".casefold()

    def team(self, owners: Iterable[str]) -> Team | None:
        """Return the first team whose account is one of these owners."""
        accounts = {owner.casefold() for owner in owners}
        return next((t for t in self.catalog.of(Team) if self.handle(t).casefold() in accounts - {""}), None)
