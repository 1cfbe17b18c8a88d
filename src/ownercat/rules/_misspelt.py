"""Names that undefined references are probably misspellings of, so that a typing error is a single finding."""

from collections.abc import Iterable

from ownercat.model import Ref
from ownercat.rules import Context
from ownercat.rules._references import suggestions


def misspelt(context: Context, kind: str, refs: Iterable[Ref | None]) -> frozenset[str]:
    """Return the names of a kind that are near an undefined reference."""
    suggest = suggestions(context)
    undefined = {ref.name for ref in refs if ref is not None and context.catalog.find(ref) is None}
    return frozenset(near for name in undefined for near in suggest((kind,), name))
