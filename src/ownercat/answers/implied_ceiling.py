"""The ceiling of a service as one value, for answers that show it beside other facts."""

from typing import NamedTuple

from ownercat.diagnostics import Basis, Place


class ImpliedCeiling(NamedTuple):
    """What the hard dependencies of a service allow it to promise; the arithmetic is in ``text``.

    ``value``: the product as text, or "" if unknown; ``product``: in percent. ``unknown``: the services without an
    availability objective. ``because``: why the basis is not proved. ``place``: the first hard dependency.
    """

    value: str
    text: str
    product: float | None
    unknown: tuple[str, ...]
    basis: Basis
    because: str
    place: Place
