"""The consumers of an SLA, its approvers, and the providers that it depends on."""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.changes.slas import collect_terms
from ownercat.changes.values import Change, Json
from ownercat.changes.views import ComparedCatalog
from ownercat.model import SLA, Service, Team
from ownercat.signoff.owners import HARD, list_dependents, list_owners
from ownercat.signoff.scene import SIDES, SideName, ThreeWayComparison
from ownercat.text import shown

_CARRIED = (".restore", ".resolve")  # limited by the slowest hard dependency


class AffectedTeam(NamedTuple):
    """A team (``None``: the consumer has no owner) and the reason why an SLA affects it, as one clause."""

    team: str | None
    why: str


def list_sla_versions(scene: ThreeWayComparison, change: Change) -> Iterator[tuple[SideName, SLA]]:
    """Yield the SLA of a change on each side; if a side has no SLA of its name, yield all SLAs of the service there."""
    number = scene.line(change.service, change.gone)
    for side in SIDES:
        found = scene.catalog(side).get("SLA", change.other)
        if isinstance(found, SLA):
            yield side, found
        elif number is not None:
            yield from ((side, sla) for sla in list_service_slas(scene, side, number))


def list_service_slas(scene: ThreeWayComparison, side: SideName, number: int) -> list[SLA]:
    """Return the SLAs of a service on a side."""
    catalog, service = scene.catalog(side), scene.lines[number].get_version(side)
    return [sla for sla in catalog.of(SLA) if service is not None and catalog.service(sla.service) is service]


def list_consumers(scene: ThreeWayComparison, change: Change) -> list[AffectedTeam]:
    """Return the consumers of an SLA: the consumer it names, else the owners of all hard dependents.

    The owner of a journey is added to them. Every version counts, so that a change cannot choose its consumers.
    """
    found: dict[AffectedTeam, None] = {}
    for side, sla in list_sla_versions(scene, change):
        for affected in _list_consumers(scene, side, sla, change):
            found[affected] = None
    return list(found)


def _list_consumers(scene: ThreeWayComparison, side: SideName, sla: SLA, change: Change) -> Iterator[AffectedTeam]:
    if sla.consumer is not None:
        yield from _list_named_consumers(scene, side, sla)
        return
    journey = scene.catalog(side).find(sla.journey)
    if journey is not None:
        team = scene.team(side, getattr(journey, "owner", None))
        yield AffectedTeam(team, f"team owns journey {shown(journey.name)}, the subject of SLA {shown(sla.name)}")
    yield from list_dependent_owners(scene, change, HARD)


def _list_named_consumers(scene: ThreeWayComparison, side: SideName, sla: SLA) -> Iterator[AffectedTeam]:
    consumer = scene.catalog(side).find(sla.consumer)
    if isinstance(consumer, Team):
        yield AffectedTeam(scene.team(side, sla.consumer), f"team is the consumer in SLA {shown(sla.name)}")
    elif isinstance(consumer, Service):
        for team in list_owners(scene, scene.numbers[side, consumer.key]):
            yield AffectedTeam(team, f"team owns {shown(consumer.name)}, the consumer in SLA {shown(sla.name)}")


def list_dependent_owners(scene: ThreeWayComparison, change: Change, *modes: str) -> Iterator[AffectedTeam]:
    """Yield the owners of the dependents of a changed service, limited to some modes (none given = all)."""
    number = scene.line(change.service, change.gone)
    for edge in list_dependents(scene, number) if number is not None else ():
        mode = edge.dependency.mode
        if not modes or mode in modes:
            name = shown(scene.lines[edge.consumer].name)
            for team in list_owners(scene, edge.consumer):
                yield AffectedTeam(team, f"team owns {name}, which depends on {shown(change.service)} ({mode})")


def list_approvers(scene: ThreeWayComparison, change: Change) -> list[AffectedTeam]:
    """Return the teams that any version of the SLA lists as approvers."""
    found = (
        AffectedTeam(team, f"team is an approver of SLA {shown(sla.name)}")
        for side, sla in list_sla_versions(scene, change)
        for ref in sla.approvers
        if (team := scene.team(side, ref)) is not None
    )
    return list(dict.fromkeys(found))


def find_unreached_target(scene: ThreeWayComparison, change: Change, provider: int) -> str:
    """Return the first tightened value that the SLAs of a provider do not reach, as text; ``""`` if they reach all."""
    side: SideName = "after" if scene.lines[provider].after is not None else "base"
    view = ComparedCatalog(scene.catalog(side), scene.sides[side].policy)
    promised = [collect_terms(view, sla) for sla in list_service_slas(scene, side, provider)]
    for field in change.fields:
        values = [facts[field.name].value for facts in promised if field.name in facts]
        if not _is_sufficient(field.name, field.after, values):
            return f"{field.name} {shown(field.said_after)}"
    return ""


def _is_sufficient(name: str, wanted: Json, promised: list[Json]) -> bool:
    """Return whether the best promised value meets a wanted one; true for fields that do not depend on a provider."""
    numbers = [value for value in promised if isinstance(value, int | float) and not isinstance(value, bool)]
    if not isinstance(wanted, int | float) or isinstance(wanted, bool):
        return True
    if name.endswith(_CARRIED):
        return any(value <= wanted for value in numbers)
    if name.endswith(".target"):
        return any(value >= wanted for value in numbers)
    return True
