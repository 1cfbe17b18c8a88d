"""Who may speak for a team: its members as the base has them. A change cannot choose its own judges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ownercat.changes.values import Change
from ownercat.model import Entity, Person, Ref, Team, build
from ownercat.signoff.identities import People
from ownercat.signoff.scene import SIDES, ThreeWayComparison
from ownercat.signoff.values import Identity, Party
from ownercat.text import plural, shown

LEAD, MEMBER = "lead", "member"


def list_eligible_people(here: ThreeWayComparison, party: Party, change: Change, on: date | None) -> tuple[Person, ...]:
    """The humans who may agree for a party at a date (``None``: dated facts are ignored), in the team's order."""
    return tuple(person for person in list_members(here, party, change) if not explain_absence(person, on))


def list_members(here: ThreeWayComparison, party: Party, change: Change) -> tuple[Person, ...]:
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
    people = {person.key: person for ref in refs if (person := _find_member(here, ref, new is not None)) is not None}
    if party.role == MEMBER:
        people = {
            key: person for key, person in people.items() if not {key, person.name} & collect_added_approvers(change)
        }
    return tuple(people.values())


def find_latest_person(here: ThreeWayComparison, name: str) -> Person | None:
    """A person as they will be: by the head where the change says so, else by the base, which may have moved on."""
    before, after, base = (here.catalog(side).get("Person", name) for side in SIDES)
    found = (
        after if base is None or (after is not None and _list_identities(after) != _list_identities(before)) else base
    )
    return found if isinstance(found, Person) else None


def _list_identities(person: Entity | None) -> list[str]:
    return list_identities(person) if isinstance(person, Person) else []


def collect_added_approvers(change: Change) -> set[str]:
    """Who gets a say by the change itself."""
    if change.kind == "member-added":
        return {change.other}
    return {str(field.after) for field in change.fields} if change.kind == "lead-changed" else set()


def _find_member(here: ThreeWayComparison, ref: Ref, new: bool) -> Person | None:
    """A member as the base knows them; of a new team those the base does not know are as the head says."""
    known = here.base.catalog.person(ref)
    return here.catalog("after").person(ref) if known is None and new else known


def explain_absence(person: Person, on: date | None) -> str:
    """Why a member does not count, in words; ``""`` if they do."""
    if person.bot:
        return "is a bot, and bots are not eligible"
    if not person.active:
        return "is no longer active"
    return "" if person.is_active(on) else f"left on {person.leaves_on}"


def format_shortage(team: str, quorum: int, eligible: int) -> str:
    """Return as text that a team has too few eligible people for a number of approvals."""
    people = plural(eligible, "eligible person", "eligible people") if eligible else "no eligible people"
    return f"team {shown(team)} cannot approve: {plural(quorum, 'approval')} required, {people}"


class ApproverDirectory(NamedTuple):
    """Who is who: the people of the base, and behind them those who are new on the head."""

    base: People
    new: People

    def find_people(self, identity: Identity) -> tuple[Person, ...]:
        """Everybody who has this identity; nobody new takes one from somebody of the base."""
        return self.base.find_all(identity) or self.new.find_all(identity)


def build_approver_directory(here: ThreeWayComparison) -> ApproverDirectory:
    """The roll of a scene."""
    base = here.base.catalog
    new = [person for person in here.catalog("after").of(Person) if base.get("Person", person.key) is None]
    return ApproverDirectory(People(base), People(build(new)))


def list_identities(person: Person) -> list[str]:
    """What a person is known by outside the catalog, for the digest of a team that brings them along."""
    return sorted([f"email:{person.email}", *(f"{forge}:{login}" for forge, login in person.logins.items())])
