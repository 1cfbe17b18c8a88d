"""The approving teams of each kind of change: the table of docs/sign-off.md, applied to all three sides."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ownercat.changes.values import Change
from ownercat.model import Person, Service
from ownercat.signoff import duties, membership, promises, reaching
from ownercat.signoff.owners import (
    HARD,
    list_dependents,
    list_entity_versions,
    list_hard_providers,
    list_owners,
    list_person_teams,
    list_responsible_teams,
    list_value_teams,
)
from ownercat.signoff.promises import AffectedTeam
from ownercat.signoff.scene import SideName, ThreeWayComparison
from ownercat.signoff.values import RequestedApprover
from ownercat.text import listed, shown

_UNPAGED = frozenset({"external", "library"})  # types of services that page nobody
_OWN_RISK = frozenset({"degrade", "tolerates"})
NEW_TEAM = "team-added"  # needs approval only if the team approves in the same change
BOOTSTRAP = "catalog-added"
# changes that loosen the controls of later changes: the governance team must approve
CONTROLS = frozenset(f"{what}-loosened" for what in ("policy", "roster", "signers", "baseline", "configuration"))


class ApprovalRule(NamedTuple):
    """One row of the table. ``high``: high impact. ``waivable``: an emergency can waive the approval.

    ``own``: a team need not approve what only its members propose.
    """

    asks: Callable[[ThreeWayComparison, Change], Iterator[RequestedApprover]]
    high: bool = False
    waivable: bool = True
    own: bool = False


def list_requested_approvers(scene: ThreeWayComparison, change: Change) -> tuple[RequestedApprover, ...]:
    """Return each team that must approve a change once, in its first role; nothing if no team must approve."""
    row = TABLE.get(change.kind)
    found: dict[str | None, RequestedApprover] = {}
    for requested in row.asks(scene, change) if row is not None else ():
        found.setdefault(requested.team, requested)
    return tuple(found.values())


def _ask_owner(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    if not change.service:
        return
    number = scene.line(change.service, change.gone)
    for team in list_owners(scene, number) if number is not None else [None]:
        yield RequestedApprover(team, "owner", f"team owns {shown(change.service)}")


def _ask_responsible_team(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    for team in list_responsible_teams(scene, change.entity):
        yield RequestedApprover(
            team, "owner", f"team is responsible for {change.entity.kind.lower()} {shown(change.entity.name)}"
        )


def _ask_old_and_new_owner(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    number = scene.line(change.service, change.gone)
    if number is None:
        yield RequestedApprover(None, "new owner", "the new owner is unknown")
        return
    line = scene.lines[number]
    side: SideName = "base" if line.base is not None else "before"
    old = line.get_version(side)
    if old is not None and (team := scene.team(side, old.owner)) is not None:
        yield RequestedApprover(team, "former owner", f"team is the former owner of {shown(change.service)}")
    if line.after is not None:
        yield RequestedApprover(
            scene.team("after", line.after.owner), "new owner", f"team is the new owner of {shown(change.service)}"
        )


def _ask_owner_and(
    role: str, found: Callable[[ThreeWayComparison, Change], Iterable[AffectedTeam]]
) -> Callable[..., Iterator[RequestedApprover]]:
    def asks(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
        yield from _ask_owner(scene, change)
        yield from (RequestedApprover(affected.team, role, affected.why) for affected in found(scene, change))

    return asks


def _ask_parties_of_sla(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    yield from _ask_owner(scene, change)
    yield from (
        RequestedApprover(affected.team, "consumer", affected.why)
        for affected in promises.list_consumers(scene, change)
    )
    yield from (
        RequestedApprover(affected.team, "approver", affected.why)
        for affected in promises.list_approvers(scene, change)
    )


def _list_hard_consumers(scene: ThreeWayComparison, change: Change) -> Iterable[AffectedTeam]:
    return promises.list_dependent_owners(scene, change, HARD)


def _list_hard_providers(scene: ThreeWayComparison, change: Change) -> Iterator[AffectedTeam]:
    number = scene.line(change.service, change.gone)
    for provider in list_hard_providers(scene, number) if number is not None else ():
        name = shown(scene.lines[provider].name)
        for team in list_owners(scene, provider):
            yield AffectedTeam(team, f"team owns {name}, a hard dependency of {shown(change.service)}")


def _list_insufficient_providers(scene: ThreeWayComparison, change: Change) -> Iterator[AffectedTeam]:
    number = scene.line(change.service, change.gone)
    for provider in list_hard_providers(scene, number) if number is not None else ():
        lacking = promises.find_unreached_target(scene, change, provider)
        for team in list_owners(scene, provider) if lacking else ():
            yield AffectedTeam(team, f"team owns {shown(scene.lines[provider].name)}, which does not promise {lacking}")


def _ask_owner_of_known_service(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask for a new SLA as for a tighter one; a new service brings its own SLAs."""
    number = scene.line(change.service, change.gone)
    if number is not None and any(scene.lines[number].get_version(side) for side in ("before", "base")):
        yield from _ask_owner_and("provider", _list_insufficient_providers)(scene, change)


def _ask_consumer_and_provider(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask both sides of a dependency that is hard after the change."""
    provider = scene.line(change.other, change.gone)
    if provider is None or not _is_hard(scene, change, provider) or _has_one_team(scene, change):
        return
    yield from (RequestedApprover(ask.team, "consumer", ask.why) for ask in _ask_owner(scene, change))
    for team in list_owners(scene, provider):
        yield RequestedApprover(
            team, "provider", f"team owns {shown(change.other)}, on which {shown(change.service)} will depend"
        )


def _is_hard(scene: ThreeWayComparison, change: Change, provider: int) -> bool:
    stated = next((field.after for field in change.fields if field.name == "mode" and field.after), None)
    if stated is not None:
        return stated == HARD
    number = scene.line(change.service, change.gone)
    edges = scene.out.get(number, ()) if number is not None else ()
    return any(e.provider == provider and e.side == "after" and e.dependency.mode == HARD for e in edges)


def _has_one_team(scene: ThreeWayComparison, change: Change) -> bool:
    """Return whether one team owns both sides of a dependency: it has no agreement with itself."""
    owners = [reaching.list_owners_by_name(scene, name) for name in (change.service, change.other)]
    return owners[0] == owners[1] and len(owners[0]) == 1


def _ask_consumer(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    if _has_one_team(scene, change):
        return
    yield from (RequestedApprover(ask.team, "consumer", ask.why) for ask in _ask_owner(scene, change))


def _ask_consumer_if_need_changes(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the consumer unless only the fallback or the tolerated time changes."""
    if any(field.name not in _OWN_RISK for field in change.fields):
        yield from _ask_consumer(scene, change)


def _ask_if_unpaged(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the owner and the dependents if the type changes from or to one without paging.

    A change between other types concerns only the owner.
    """
    if any(not _UNPAGED.isdisjoint((field.before, field.after)) for field in change.fields):
        yield from _ask_owner(scene, change)
        yield from (
            RequestedApprover(affected.team, "consumer", affected.why)
            for affected in promises.list_dependent_owners(scene, change)
        )


def _ask_paged_teams(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    yield from _ask_owner(scene, change)
    for team, is_added in duties.list_paged_teams(scene, change):
        verb = "added to" if is_added else "removed from"
        whose = f"of {shown(change.service)}" if change.service else shown(change.entity.name)
        yield RequestedApprover(team, "on-call team", f"team is {verb} the escalation {whose}")


def _ask_holders(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    yield from _ask_owner(scene, change)
    for field in change.fields:
        before, after = list_value_teams(scene, field.before), list_value_teams(scene, field.after)
        for team in sorted({*before} ^ {*after}):
            verb = "gains" if team in after else "loses"
            yield RequestedApprover(team, "on-call team", f"team {verb} {shown(field.name)}")


def _ask_silenced_team(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the team of the entity; the governance team for an entity without one, such as a policy."""
    found = [ask for ask in _ask_responsible_team(scene, change) if ask.team is not None]
    yield from found or membership.ask_governance(scene, change)


def _ask_rotation_team(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    yield from _ask_owner(scene, change)
    for team in list_responsible_teams(scene, change.entity):
        yield RequestedApprover(
            team, "on-call team", f"team owns {change.entity.kind.lower()} {shown(change.entity.name)}"
        )
    for affected in duties.list_borrowed_teams(scene, change):
        yield RequestedApprover(affected.team, "on-call team", affected.why)


def _ask_known_teams(
    asks: Callable[[ThreeWayComparison, Change], Iterator[RequestedApprover]], *fields: str
) -> Callable[..., Iterator[RequestedApprover]]:
    """Ask the existing teams, and only if one of the fields has lost a value; no fields: always.

    A team that the same change adds has nothing to lose.
    """

    def asks_known(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
        lost = {field.name.partition(".")[0] for field in change.fields if field.before is not None}
        if not fields or not lost.isdisjoint(fields):
            yield from (ask for ask in asks(scene, change) if ask.team is not None and scene.new_team(ask.team) is None)

    return asks_known


def _ask_owners_of_code(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the owner if the service loses code, and the owners of the services that lose code to it."""
    yield from _ask_known_teams(_ask_owner, "paths", "repository")(scene, change)
    for affected in duties.list_code_owners(scene, change):
        yield RequestedApprover(affected.team, "owner", affected.why)


def _ask_for_new_service(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the owner of a new service, and the other teams to which it gives work."""
    yield from _ask_owner(scene, change)
    for affected in duties.list_new_duties(scene, change):
        yield RequestedApprover(affected.team, "on-call team", affected.why)
    for affected in duties.list_code_owners(scene, change):
        yield RequestedApprover(affected.team, "owner", affected.why)


def _ask_changed_team(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the team; a new default escalation of services is a change of those services."""
    team = membership.find_changed_team(scene, change)
    uses = any(
        not service.routes and scene.team(side, service.owner) == team
        for side in ("before", "after")
        for service in scene.catalog(side).of(Service)
    )
    if not uses or any(not field.name.startswith("escalation") for field in change.fields):
        yield RequestedApprover(team, "owner", "team loses what others find it by")


def _ask_relying_teams(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    for affected in reaching.list_reaching_teams(scene, change):
        yield RequestedApprover(affected.team, "on-call team", affected.why)


def _ask_owners_of_authority(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the owners of the services for which a person can authorize; without one, the person's own teams.

    In a team of the person, another member must approve.
    """
    people = [entity for _, entity in list_entity_versions(scene, change.entity) if isinstance(entity, Person)]
    own = sorted({team for person in people for team in list_person_teams(scene, person)})
    owners = list(reaching.list_authority_owners(scene, change))
    for affected in owners:
        yield RequestedApprover(affected.team, "member" if affected.team in own else "owner", affected.why)
    for team in own if not owners else ():
        yield RequestedApprover(team, "member", f"{shown(change.entity.name)} is a member of the team")


def _ask_old_and_new_holder(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the owner, and for an alias that moves the owner of the other service."""
    holder = next((field for field in change.fields if field.name == f"alias.{change.other}"), None)
    other = str(holder.before) if holder is not None and holder.before and holder.after else change.service
    yield from _ask_both_sides(scene, change, [change.service, other], f"alias {shown(change.other)}")


def _ask_owners_of_symptom(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the owner, and for an alert that moves or that two services have the owner of the other service."""
    moved = reaching.find_moved_alerts(scene, change)
    names, what = [change.service, *moved.services], f"alert {listed(map(shown, moved.alerts))}"
    yield from _ask_both_sides(scene, change, names, what, moved.is_all)


def _ask_both_sides(
    scene: ThreeWayComparison, change: Change, names: Iterable[str], what: str, is_free: bool = True
) -> Iterator[RequestedApprover]:
    """Ask the owners of the services between which something moves; ``is_free``: nobody if one team owns both."""
    owners = {name: reaching.list_owners_by_name(scene, name) for name in names}
    if is_free and len(owners) > 1 and len({tuple(teams) for teams in owners.values()}) == 1:
        return
    for name, teams in owners.items():
        side = "" if name == change.service else f", the other side of {what}"
        yield from (RequestedApprover(team, "owner", f"team owns {shown(name)}{side}") for team in teams)


def _ask_interface_consumers(scene: ThreeWayComparison, change: Change) -> Iterator[RequestedApprover]:
    """Ask the owner and the consumers of an interface that a dependency uses; an unused one concerns only the owner."""
    number = scene.line(change.service, change.gone)
    using = (
        [e for e in list_dependents(scene, number) if e.dependency.interface == change.other]
        if number is not None
        else []
    )
    if using:
        yield from _ask_owner(scene, change)
    for edge in using:
        for team in list_owners(scene, edge.consumer):
            yield RequestedApprover(
                team,
                "consumer",
                f"team owns {shown(scene.lines[edge.consumer].name)}, which uses interface {shown(change.other)}",
            )


_RULES = ApprovalRule(membership.ask_governance, high=True, waivable=False)

TABLE: Mapping[str, ApprovalRule] = MappingProxyType(
    {
        "owner-changed": ApprovalRule(_ask_old_and_new_owner, high=True, waivable=False),
        "owner-added": ApprovalRule(_ask_old_and_new_owner, high=True, waivable=False),
        "owner-removed": ApprovalRule(_ask_owner, high=True, waivable=False),
        "service-retired": ApprovalRule(_ask_owner_and("consumer", promises.list_dependent_owners), high=True),
        "sla-loosened": ApprovalRule(_ask_parties_of_sla, high=True),
        "sla-added": ApprovalRule(_ask_owner_of_known_service),
        "sla-tightened": ApprovalRule(_ask_owner_and("provider", _list_insufficient_providers)),
        "dependency-added": ApprovalRule(_ask_consumer_and_provider),
        "dependency-hardened": ApprovalRule(_ask_consumer_and_provider),
        "dependency-removed": ApprovalRule(_ask_consumer),
        "dependency-softened": ApprovalRule(_ask_consumer_if_need_changes),
        "type-changed": ApprovalRule(_ask_if_unpaged),
        "tier-raised": ApprovalRule(_ask_owner_and("provider", _list_hard_providers), high=True),
        "tier-lowered": ApprovalRule(_ask_owner_and("consumer", _list_hard_consumers), high=True),
        "escalation-changed": ApprovalRule(_ask_paged_teams, high=True),
        "role-changed": ApprovalRule(_ask_holders),
        "authority-changed": ApprovalRule(_ask_holders),
        "interface-removed": ApprovalRule(_ask_interface_consumers),
        "interface-changed": ApprovalRule(_ask_interface_consumers),
        "runbook-removed": ApprovalRule(_ask_owner),
        "runbook-loosened": ApprovalRule(_ask_owner),
        "symptom-loosened": ApprovalRule(_ask_owners_of_symptom),
        "comms-loosened": ApprovalRule(_ask_owner),
        "expectation-loosened": ApprovalRule(_ask_owner),
        "alias-changed": ApprovalRule(_ask_old_and_new_holder),
        "rotation-changed": ApprovalRule(_ask_rotation_team),
        "override-changed": ApprovalRule(_ask_rotation_team),
        "reachability-loosened": ApprovalRule(_ask_relying_teams),
        "may-changed": ApprovalRule(_ask_owners_of_authority, waivable=False),
        "member-added": ApprovalRule(membership.ask_joined_team, high=True, waivable=False),
        "lead-changed": ApprovalRule(membership.ask_joined_team, high=True, waivable=False),
        "identity-changed": ApprovalRule(membership.ask_teams_of_person, high=True, waivable=False),
        "person-returned": ApprovalRule(membership.ask_teams_of_person, high=True, waivable=False),
        "person-leaves": ApprovalRule(membership.ask_teams_of_person, high=True, waivable=False),
        "person-added": ApprovalRule(membership.ask_teams_of_person, high=True, waivable=False),
        "team-dissolved": ApprovalRule(membership.ask_removed_team, high=True, waivable=False),
        "team-merged": ApprovalRule(membership.ask_removed_team, high=True, waivable=False),
        "suppression-added": ApprovalRule(_ask_silenced_team),
        duties.NEW_SERVICE: ApprovalRule(_ask_known_teams(_ask_for_new_service), own=True),
        "service-revived": ApprovalRule(_ask_owner, own=True),
        "rotation-added": ApprovalRule(_ask_known_teams(_ask_rotation_team), own=True),
        "team-changed": ApprovalRule(
            _ask_known_teams(_ask_changed_team, "escalation", "handles", "contacts"), own=True
        ),
        "dependency-changed": ApprovalRule(_ask_known_teams(_ask_consumer, "interface"), own=True),
        "paths-changed": ApprovalRule(_ask_owners_of_code, own=True),
        "contacts-changed": ApprovalRule(_ask_known_teams(_ask_owner, "contacts"), own=True),
        "journey-changed": ApprovalRule(_ask_known_teams(_ask_responsible_team, "owner", "steps"), own=True),
        "journey-loosened": ApprovalRule(_ask_known_teams(_ask_responsible_team), own=True),
        "journey-removed": ApprovalRule(_ask_known_teams(_ask_responsible_team), own=True),
        **dict.fromkeys(sorted(CONTROLS), _RULES),
        NEW_TEAM: _RULES,
        BOOTSTRAP: _RULES,
    }
)
