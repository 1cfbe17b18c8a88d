"""A fact of the catalog beside what another system says about it."""

from typing import Literal, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Entity, ExternalSnapshot

Result = Literal["confirmed", "contradicted", "unseen"]
VANISHED_LEAST = 3  # so many of the linked records must be absent before their absence is doubted
VANISHED_SHARE = 3  # and more than one of so many


class ComparedFact(NamedTuple):
    """A fact of the catalog and what another system says about it.

    ``code``: the rule that reports a contradiction. ``difference``: both values as text. ``place``: in the catalog.
    ``snapshot``: the evidence; ``None`` if the fact is unseen.
    """

    code: str
    source: str
    entity: Entity
    result: Result
    difference: str
    help: str
    place: Place
    snapshot: ExternalSnapshot | None
