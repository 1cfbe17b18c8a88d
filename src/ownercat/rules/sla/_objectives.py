"""The objectives of SLAs in use and of journeys, and the objects of their refs."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from ownercat.model import SLA, Journey, Objective, ReferencedObjective
from ownercat.rules import Context
from ownercat.text import shown

_READS = ("objectives", "status")


class OwnedObjective(NamedTuple):
    """An objective, its SLA or journey, and a label for messages."""

    owner: SLA | Journey
    objective: Objective
    label: str


class ReferringObjective(NamedTuple):
    """An objective and the object of its `ref`."""

    owner: SLA | Journey
    objective: Objective
    label: str
    found: ReferencedObjective


def list_objectives(context: Context) -> tuple[OwnedObjective, ...]:
    """Return the objectives of all journeys and all SLAs that are not retired."""
    return context.once(_list_objectives)


def _list_objectives(context: Context) -> tuple[OwnedObjective, ...]:
    found: list[OwnedObjective] = []
    current = (sla for sla in context.sound(SLA, reads=_READS) if sla.status != "retired")
    owners: Iterator[SLA | Journey] = chain(current, context.sound(Journey, reads=_READS))
    for owner in owners:
        for number, objective in enumerate(owner.objectives):
            name = f"`{shown(objective.name)}`" if objective.name else number + 1
            found.append(OwnedObjective(owner, objective, f"objective {name} of {owner.label}"))
    return tuple(found)


def list_referenced(context: Context) -> Iterator[ReferringObjective]:
    """Yield the objectives whose `ref` was looked up."""
    for each in list_objectives(context):
        if each.objective.referenced is not None:
            yield ReferringObjective(*each, each.objective.referenced)
