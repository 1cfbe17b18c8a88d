"""The teams that a change affects and that do not have to approve it."""

from collections.abc import Iterator

from ownercat.changes.values import Change
from ownercat.signoff import promises
from ownercat.signoff.owners import list_owners
from ownercat.signoff.parties import list_requested_approvers
from ownercat.signoff.promises import AffectedTeam
from ownercat.signoff.scene import ThreeWayComparison
from ownercat.text import shown


def list_informed_teams(scene: ThreeWayComparison, change: Change) -> tuple[AffectedTeam, ...]:
    """Return each team that a change affects and that does not need to approve it."""
    known = {requested.team for requested in list_requested_approvers(scene, change)}
    found: dict[str | None, AffectedTeam] = {}
    for affected in _list_affected_teams(scene, change):
        if affected.team is not None and affected.team not in known:
            found.setdefault(affected.team, affected)
    return tuple(found.values())


def _list_affected_teams(scene: ThreeWayComparison, change: Change) -> Iterator[AffectedTeam]:
    if change.kind in ("sla-loosened", "tier-lowered"):
        yield from promises.list_dependent_owners(scene, change)
    elif change.kind in ("dependency-removed", "dependency-softened"):
        provider = scene.line(change.other)
        for team in list_owners(scene, provider) if provider is not None else ():
            yield AffectedTeam(team, f"team owns {shown(change.other)}, on which {shown(change.service)} depends less")
