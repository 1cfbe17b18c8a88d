"""What a service offers to others: an interface that is gone or promises less is a promise that is broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, stated, text
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalogs, change, fields
from ownercat.model import Interface, Service


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """One change for each interface that came, went or is another one now."""
    for before, after in pairs:
        if isinstance(before, Service) and isinstance(after, Service):
            old, new = ({item.name: item for item in side.provides} for side in (before, after))
            for name in sorted(old.keys() | new.keys()):
                moved = fields("interface", _facts(old.get(name)), _facts(new.get(name)))
                kind = "removed" if name not in new else "changed" if name in old else "added"
                if moved:
                    yield change(f"interface-{kind}", after, both.new.key(after), moved, name, gone=name not in new)


def _facts(item: Interface | None) -> Facts:
    if item is None:
        return {}
    at = item.place.at
    return stated(
        {
            "interface": text(item.name, at("interface")),
            "type": text(item.type, at("type")),
            "compatibility": text(item.compatibility, at("compatibility")),
        }
    )
