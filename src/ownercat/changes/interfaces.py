"""Compare the interfaces of services."""

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, build_text, drop_missing
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Interface, Service


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield one change for each interface that was added, removed or changed."""
    for before, after in pairs:
        if isinstance(before, Service) and isinstance(after, Service):
            old, new = ({item.name: item for item in side.provides} for side in (before, after))
            for name in sorted(old.keys() | new.keys()):
                moved = list_field_changes("interface", _collect_values(old.get(name)), _collect_values(new.get(name)))
                kind = "removed" if name not in new else "changed" if name in old else "added"
                if moved:
                    yield build_change(
                        f"interface-{kind}", after, both.new.key(after), moved, name, gone=name not in new
                    )


def _collect_values(item: Interface | None) -> Facts:
    if item is None:
        return {}
    at = item.place.at
    return drop_missing(
        {
            "interface": build_text(item.name, at("interface")),
            "type": build_text(item.type, at("type")),
            "compatibility": build_text(item.compatibility, at("compatibility")),
        }
    )
