"""Compare the dependencies of services. A planned dependency does not exist yet."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, build_duration, build_number, build_text, drop_missing
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Dependency, Service

_PLANNED = "planned"


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of the dependencies of services."""
    for before, after in pairs:
        if isinstance(after, Service):
            old = group_by_provider(both.old, before) if isinstance(before, Service) else {}
            new = group_by_provider(both.new, after)
            for provider in sorted(old.keys() | new.keys()):
                for old_entry, new_entry in _pair_entries(old.get(provider, []), new.get(provider, [])):
                    yield from _compare_entries(both, after, provider, old_entry, new_entry)


def group_by_provider(view: ComparedCatalog, service: Service) -> dict[str, list[Dependency]]:
    """Group the dependency entries of a service by provider; a provider can have several entries."""
    groups: dict[str, list[Dependency]] = {}
    for entry in service.depends_on:
        groups.setdefault(view.resolve_name(entry.service), []).append(entry)
    return groups


def _pair_entries(
    old: Sequence[Dependency], new: Sequence[Dependency]
) -> Iterator[tuple[Dependency | None, Dependency | None]]:
    """Pair the entries for one provider: first those with the same interface, then the rest in order."""
    left, right = list(old), list(new)
    for entry in old:
        same = next((other for other in right if other.interface == entry.interface), None)
        if same is not None:
            left.remove(entry)
            right.remove(same)
            yield entry, same
    yield from zip_longest(left, right)


def _compare_entries(
    both: ComparedCatalogs, service: Service, provider: str, old: Dependency | None, new: Dependency | None
) -> Iterator[Change]:
    if old == new:
        return
    before, after = _collect_values(both.old, old), _collect_values(both.new, new)
    if both.new.stated and not service.can_say("modes"):
        before, after = _drop_defaults(before), _drop_defaults(after)
    moved = list_field_changes("dependency", before, after)
    kind = _find_kind(_is_active(old), _is_active(new), old is None and new is not None, moved)
    if kind:
        yield build_change(kind, service, both.new.key(service), moved, provider, gone=new is None)


def _is_active(entry: Dependency | None) -> bool:
    return entry is not None and entry.status != _PLANNED


def _find_kind(ran: bool, runs: bool, planned: bool, moved: Sequence[FieldChange]) -> str:
    if ran != runs:
        return "dependency-added" if runs else "dependency-removed"
    if not runs:
        return "dependency-planned" if planned else ""
    ways = {field.direction for field in moved}
    if "tighter" in ways:
        return "dependency-hardened"
    if "looser" in ways:
        return "dependency-softened"
    return "dependency-changed" if moved else ""


def _drop_defaults(values: Facts) -> Facts:
    """Return the values without those that only a format with dependency modes states."""
    return {name: fact for name, fact in values.items() if name not in ("mode", "status")}


def _collect_values(view: ComparedCatalog, entry: Dependency | None) -> Facts:
    if entry is None:
        return {}
    at = entry.place.at
    return drop_missing(
        {
            "service": view.build_reference(entry.service),
            "mode": build_text(entry.mode, at("mode")),
            "interface": build_text(entry.interface, at("interface")),
            "degrade": build_text(entry.degrade, at("degrade")),
            "tolerates": build_duration(entry.tolerates, at("tolerates")),
            "group": build_text(entry.group, at("group")),
            "need": build_number(entry.need, at("need")) if entry.group else None,
            "status": build_text(entry.status, at("status")),
        }
    )
