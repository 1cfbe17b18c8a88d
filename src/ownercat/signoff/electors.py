"""The people eligible to approve for a team: its members on the base branch; no change selects its approvers."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ownercat.changes.values import Change
from ownercat.model import Entity, Person, Ref, Team, build_catalog
from ownercat.signoff.identities import People
from ownercat.signoff.scene import SIDES, ThreeWayComparison
from ownercat.signoff.values import Identity, Party
from ownercat.text import plural, shown

LEAD, MEMBER = "lead", "member"


def list_eligible_people(here: ThreeWayComparison, party: Party, change: Change, on: date | None) -> tuple[Person, ...]:
    """Return the people who may approve for a team on a date (``None``: ignore dates), in the order of the team."""
    return tuple(person for person in list_members(here, party, change) if not explain_absence(person, on))


def list_members(here: ThreeWayComparison, party: Party, change: Change) -> tuple[Person, ...]:
    """Return the members who count for a required approval, whether they are active or not.

    If the team is removed, only its lead counts, if it has one. A person whom the change adds to the team does not
    count.
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
    """Return a person as after the merge: from the head if the change edits the identities, else from the base."""
    before, after, base = (here.catalog(side).get("Person", name) for side in SIDES)
    found = (
        after if base is None or (after is not None and _list_identities(after) != _list_identities(before)) else base
    )
    return found if isinstance(found, Person) else None


def _list_identities(person: Entity | None) -> list[str]:
    return list_identities(person) if isinstance(person, Person) else []


def collect_added_approvers(change: Change) -> set[str]:
    """Return the names of the people who become eligible through the change itself."""
    if change.kind == "member-added":
        return {change.other}
    return {str(field.after) for field in change.fields} if change.kind == "lead-changed" else set()


def _find_member(here: ThreeWayComparison, ref: Ref, new: bool) -> Person | None:
    """Return a member as on the base branch; for a new team, people unknown to the base branch come from the head."""
    known = here.base.catalog.person(ref)
    return here.catalog("after").person(ref) if known is None and new else known


def explain_absence(person: Person, on: date | None) -> str:
    """Return as text why a member is not eligible; ``""`` if the member is."""
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
    """The people of the base branch, and the people who are new on the head."""

    base: People
    new: People

    def find_people(self, identity: Identity) -> tuple[Person, ...]:
        """Return every person with an identity; a new person cannot take one from a person of the base."""
        return self.base.find_all(identity) or self.new.find_all(identity)


def build_approver_directory(here: ThreeWayComparison) -> ApproverDirectory:
    """Return the people of both sides of a change."""
    base = here.base.catalog
    new = [person for person in here.catalog("after").of(Person) if base.get("Person", person.key) is None]
    return ApproverDirectory(People(base), People(build_catalog(new)))


def list_identities(person: Person) -> list[str]:
    """Return the external identities of a person, for the digest of a change that makes them eligible."""
    return sorted([f"email:{person.email}", *(f"{forge}:{login}" for forge, login in person.logins.items())])
