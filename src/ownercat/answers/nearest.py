"""The values of a query without matches."""

from typing import NamedTuple

from ownercat.diagnostics import Place


class Near(NamedTuple):
    """An entity with a similar name."""

    kind: str
    name: str
    title: str
    place: Place


class NotFound(NamedTuple):
    """A query without matches; ``nearest``: similar names, best first."""

    query: str
    nearest: tuple[Near, ...] = ()
