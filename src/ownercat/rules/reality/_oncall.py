"""Shared by the rules about on-call systems: the comparison with the usable snapshots."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ownercat.diagnostics import Finding, Position, Related, Span
from ownercat.rules import Context
from ownercat.rules._rotations import days

if TYPE_CHECKING:
    from ownercat.reality.comparing import OncallComparison

START = Span(Position(1, 1), Position(1, 1))  # of a snapshot file: only people who debug a job read its lines


def comparison(context: Context) -> "OncallComparison | None":
    """Return the compared on-call facts; ``None`` without a snapshot. Call it through ``context.once``."""
    if context.observations is None or not context.observations.usable:
        return None
    from ownercat.reality.comparing import compare_oncall  # noqa: PLC0415  # most repositories have no snapshot

    return compare_oncall(days(context), context.observations)


def contradictions(context: Context, code: str) -> Iterator[Finding]:
    """Yield a finding for each contradicted fact of a rule."""
    compared = context.once(comparison)
    for fact in compared.facts if compared else ():
        if fact.code == code and fact.result == "contradicted":
            related = (Related(fact.entity.named, fact.entity.label),)
            yield Finding(fact.place, fact.difference, fact.help, related, fact.entity.subject, value=fact.source)
