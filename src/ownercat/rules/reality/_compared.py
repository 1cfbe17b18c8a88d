"""Shared by the rules about other systems: the comparisons with the usable snapshots."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ownercat.diagnostics import Finding, Position, Related, Span
from ownercat.rules import Context
from ownercat.rules._rotations import days

if TYPE_CHECKING:
    from ownercat.reality.comparing import OncallComparison
    from ownercat.reality.facts import ComparedFact
    from ownercat.reality.workloads import WorkloadComparison

START = Span(Position(1, 1), Position(1, 1))  # of a snapshot file: only people who debug a job read its lines


def comparison(context: Context) -> "OncallComparison | None":
    """Return the compared on-call facts; ``None`` without a snapshot. Call it through ``context.once``."""
    if context.observations is None or not context.observations.usable:
        return None
    from ownercat.reality.comparing import compare_oncall  # noqa: PLC0415  # most repositories have no snapshot

    return compare_oncall(days(context), context.observations)


def workloads(context: Context) -> "WorkloadComparison | None":
    """Return the compared workloads; ``None`` without a snapshot. Call it through ``context.once``."""
    if context.observations is None or not context.observations.usable:
        return None
    from ownercat.reality.workloads import compare_workloads  # noqa: PLC0415  # most repositories have no snapshot

    return compare_workloads(context.catalog, context.observations)


def list_facts(context: Context) -> "tuple[ComparedFact, ...]":
    """Return all compared facts. Call it through ``context.once``."""
    compared, running = context.once(comparison), context.once(workloads)
    if compared is None or running is None or context.observations is None:
        return ()
    from ownercat.reality.observed import compare_calls  # noqa: PLC0415  # most repositories have no snapshot
    from ownercat.reality.people import compare_people  # noqa: PLC0415  # most repositories have no snapshot

    catalog, seen = context.catalog, context.observations
    return (*compared.facts, *running.facts, *compare_calls(catalog, seen), *compare_people(catalog, seen))


def contradictions(context: Context, code: str) -> Iterator[Finding]:
    """Yield a finding for each fact of a rule that another system contradicts, or does not show."""
    for fact in context.once(list_facts):
        if fact.code == code and fact.difference:
            related = (Related(fact.entity.named, fact.entity.label),) if fact.place != fact.entity.named else ()
            yield Finding(fact.place, fact.difference, fact.help, related, fact.entity.subject, value=fact.source)
