"""Who may speak for a team: its members as the base has them. A change cannot choose its own judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from ownercat.changes.values import Change
from ownercat.model import Person, Ref, Team
from ownercat.signoff.scene import Scene
from ownercat.signoff.values import Identity, Party

LEAD, MEMBER = "lead", "member"
_FORGES: tuple[Literal["github", "gitlab"], ...] = ("github", "gitlab")


def of(here: Scene, party: Party, change: Change, on: date | None) -> tuple[Person, ...]:
    """The humans who may agree for a party at a date (``None``: dated facts are ignored), in the team's order."""
    return tuple(person for person in members(here, party, change) if not absence(person, on))


def members(here: Scene, party: Party, change: Change) -> tuple[Person, ...]:
    """Everybody on the party's roll, whether they are still here or not.

    For a team that ends that is its lead, where it has one. Whoever is added to a team is not asked whether they may.
    """
    team = here.base.catalog.get("Team", party.team)
    new = here.new_team(party.team) if team is None else None
    found = team if isinstance(team, Team) else new
    if found is None:
        return ()
    lead = [found.lead] if found.lead is not None else []
    refs: Iterable[Ref] = found.members
    if party.role == LEAD:
        refs = lead or found.members
    elif party.role == MEMBER:
        refs = [*found.members, *lead]
    people = {person.key: person for ref in refs if (person := _person(here, ref, new is not None)) is not None}
    if party.role == MEMBER:
        people = {key: person for key, person in people.items() if not {key, person.name} & _added(change)}
    return tuple(people.values())


def _added(change: Change) -> set[str]:
    """Who gets a say by the change itself."""
    if change.kind == "member-added":
        return {change.other}
    return {str(field.after) for field in change.fields} if change.kind == "lead-changed" else set()


def _person(here: Scene, ref: Ref, new: bool) -> Person | None:
    """A member as the base knows them; of a new team those the base does not know are as the head says."""
    known = here.base.catalog.person(ref)
    return here.catalog("after").person(ref) if known is None and new else known


def absence(person: Person, on: date | None) -> str:
    """Why a member does not count, in words; ``""`` if they do."""
    if person.bot:
        return "is a bot, and bots never count"
    if not person.active:
        return "is not active any more"
    return "" if person.is_active(on) else f"left on {person.leaves_on}"


class Roll(NamedTuple):
    """Who is who: people by each of their identities. Two people with one identity are nobody."""

    known: Mapping[Identity, tuple[Person, ...]]

    def people(self, identity: Identity) -> tuple[Person, ...]:
        """Everybody who has this identity."""
        return self.known.get(_folded(identity), ())


def roll(here: Scene) -> Roll:
    """The people of the base; those who are new on the head stand behind them and can take no identity from them."""
    base = here.base.catalog
    found: dict[Identity, dict[str, Person]] = {}
    new = [person for person in here.catalog("after").of(Person) if base.get("Person", person.key) is None]
    _enter(found, [(identity, person) for person in base.of(Person) for identity in identities(person)])
    _enter(found, [(_by_name(alias.name), person) for person in base.of(Person) for alias in person.aliases])
    _enter(found, [(identity, person) for person in new for identity in identities(person)])
    return Roll({identity: tuple(people.values()) for identity, people in found.items()})


def _enter(found: dict[Identity, dict[str, Person]], entries: Iterable[tuple[Identity, Person]]) -> None:
    """Add those whose identity is not taken yet by somebody who came first."""
    taken = frozenset(found)
    for identity, person in entries:
        if identity not in taken:
            found.setdefault(identity, {})[person.key] = person


def identities(person: Person) -> Iterator[Identity]:
    """What a person is called by the catalog, by mail and by forges."""
    yield _by_name(person.key)
    yield _by_name(person.name)
    if person.email:
        yield _folded(Identity("email", person.email))
    for forge in _FORGES:
        if login := person.logins.get(forge, ""):
            yield _folded(Identity(forge, login.removeprefix("@")))


def _by_name(name: str) -> Identity:
    return Identity("person", name)


def _folded(identity: Identity) -> Identity:
    """Mail addresses and logins are the same in any case. Only plain letters are: a look-alike is somebody else."""
    kind, value = identity
    return Identity(kind, value.lower()) if kind != "person" and value.isascii() else identity
