"""Compare the roles and authorities of services. Most roles belong to the owner unless the service assigns them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Service

# The owner has these roles unless the service assigns them. The other roles have no default.
OWNERS = ("code", "infrastructure", "monitoring", "detect", "validate", "contain", "remediate", "scribe")


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield one change for each role and each authority that other people or teams have now."""
    for before, after in pairs:
        if isinstance(before, Service) and isinstance(after, Service):
            name = both.new.key(after)
            for field in list_field_changes("free", _collect_roles(both.old, before), _collect_roles(both.new, after)):
                if not _follows_owner(both, before, after, field.before, field.after):
                    yield build_change("role-changed", after, name, [field], field.name)
            for field in list_field_changes(
                "free", _collect_authorities(both.old, before), _collect_authorities(both.new, after)
            ):
                yield build_change("authority-changed", after, name, [field], field.name)


def _collect_roles(view: ComparedCatalog, service: Service) -> Facts:
    owner = service.owner
    values: Facts = {}
    if owner is not None:
        values = {
            role: NormalizedValue(view.get_qualified_name(owner), view.resolve_name(owner), owner.place)
            for role in OWNERS
        }
    return values | {
        role: NormalizedValue(view.get_qualified_name(ref), view.resolve_name(ref), ref.place)
        for role, ref in service.roles.items()
    }


def _follows_owner(both: ComparedCatalogs, old: Service, new: Service, before: object, after: object) -> bool:
    """Return whether the owner had the role and has it now; ``owner-changed`` already reports that."""
    return before == _get_owner_name(both.old, old) and after == _get_owner_name(both.new, new)


def _get_owner_name(view: ComparedCatalog, service: Service) -> str | None:
    return view.get_qualified_name(service.owner) if service.owner else None


def _collect_authorities(view: ComparedCatalog, service: Service) -> Facts:
    values = {
        authority: view.build_references(refs, service.where("authorise", authority))
        for authority, refs in service.authorise.items()
    }
    return {authority: fact for authority, fact in values.items() if fact is not None}
