"""What dangling references were probably meant for: a slip of the pen is one finding, and misses nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from ownercat.model import Ref
from ownercat.rules import Context
from ownercat.rules._references import suggestions


def misspelt(context: Context, kind: str, refs: Iterable[Ref | None]) -> frozenset[str]:
    """The names of a kind that are near to a reference that means nothing."""
    meant = suggestions(context)
    dangling = {ref.name for ref in refs if ref is not None and context.catalog.find(ref) is None}
    return frozenset(meant((kind,), name) for name in dangling)
