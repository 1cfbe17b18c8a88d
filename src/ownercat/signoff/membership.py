"""The approving teams of changes of teams, people and controls: who gets a say, and who decides about that."""

from collections.abc import Iterator

from ownercat.changes.values import Change, FieldChange
from ownercat.model import Person, Team
from ownercat.signoff import electors
from ownercat.signoff.owners import list_entity_versions, list_person_teams, list_value_teams
from ownercat.signoff.scene import ThreeWayComparison
from ownercat.signoff.values import Party, RequestedApprover
from ownercat.text import shown

GOVERNANCE = "governance"


def ask_joined_team(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the team that gets a new member or lead."""
    verb = "gets a new lead" if change.kind == "lead-changed" else f"gets the new member {shown(change.other)}"
    yield RequestedApprover(find_changed_team(scene, change), "member", f"team {verb}")


def ask_teams_of_person(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the teams of a person who gets a new identity, returns or is added: the person can approve for them.

    If two people have one identity, neither can approve with it, so the teams of the other one are asked too.
    """
    if change.kind in ("identity-changed", "person-added") or any(_is_return(field) for field in change.fields):
        people = [entity for _, entity in list_entity_versions(scene, change.entity) if isinstance(entity, Person)]
        if any(person.key in _collect_roster(scene) for person in people):
            yield from ask_governance(scene, change)
        name = shown(change.entity.name)
        own = {team for person in people for team in list_person_teams(scene, person)}
        others = {
            team: person for person in _list_namesakes(scene, people) for team in list_person_teams(scene, person)
        }
        for team in sorted({*own, *others}):
            reason = "can approve for the team" if team in own else f"takes an identity of {shown(others[team].name)}"
            yield from _replace_empty_team(scene, change, RequestedApprover(team, "member", f"{name} {reason}"))


def _list_namesakes(scene: ThreeWayComparison, people: list[Person]) -> list[Person]:
    """Return the other people of the base branch who have an account or an address of these people."""
    keys, taken = {person.key for person in people}, {each for person in people for each in _collect_identities(person)}
    return [
        person
        for person in scene.base.catalog.of(Person)
        if person.key not in keys and not taken.isdisjoint(_collect_identities(person))
    ]


def _collect_identities(person: Person) -> set[str]:
    return {each.lower() for each in electors.list_identities(person) if not each.endswith(":")}


def _replace_empty_team(
    scene: ThreeWayComparison, change: Change, ask: RequestedApprover
) -> Iterator[RequestedApprover]:
    """Ask the governance team to approve a new person if the team has no eligible member."""
    alone = ask.team is not None and not electors.list_eligible_people(scene, Party(ask.team, ask.role), change, None)
    found = list(ask_governance(scene, change)) if alone and change.kind == "person-added" else []
    yield from found or [ask]


def _collect_roster(scene: ThreeWayComparison) -> set[str]:
    """Return the keys of the people who may declare an emergency; an undefined name stays as it is."""
    people = ((scene.base.catalog.person(ref), ref) for ref in scene.base.policy.break_glass.roster)
    return {ref.name if person is None else person.key for person, ref in people}


def _is_return(field: FieldChange) -> bool:
    """Return whether a person becomes active or stays active longer."""
    if field.name == "active":
        return field.after is True
    gone, new = field.before, field.after
    return field.name == "leavesOn" and gone is not None and (new is None or str(new) > str(gone))


def ask_removed_team(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the lead of a removed team, and the team that takes over."""
    if find_changed_team(scene, change) == _find_governance_team(scene):
        yield from ask_governance(scene, change)
    yield RequestedApprover(find_changed_team(scene, change), "lead", "team is removed")
    for team in list_value_teams(scene, change.other or None):
        yield RequestedApprover(team, "new owner", f"team takes over from {shown(change.entity.name)}")


def find_changed_team(scene: ThreeWayComparison, change: Change) -> str | None:
    """Return the key of the team that a change is about."""
    for side, entity in list_entity_versions(scene, change.entity):
        if isinstance(entity, Team):
            return scene.team_key(side, entity)
    return None


def ask_governance(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the governance team, if there is one."""
    if scene.base.policy.governance_team is not None:
        yield RequestedApprover(_find_governance_team(scene), GOVERNANCE, "team is the governance team")


def _find_governance_team(scene: ThreeWayComparison) -> str | None:
    return scene.team("base", scene.base.policy.governance_team)
