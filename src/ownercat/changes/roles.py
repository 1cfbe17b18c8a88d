"""Compare the roles and authorities of services. Most roles belong to the owner unless the service assigns them."""

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Ref, Service

# The owner has these roles unless the service assigns them. The other roles have no default.
OWNERS = ("code", "infrastructure", "monitoring", "detect", "validate", "contain", "remediate", "scribe")


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield one change for each role and each authority that other people or teams have now."""
    for before, after in pairs:
        if isinstance(before, Service) and isinstance(after, Service):
            name = both.new.key(after)
            for field in _list_role_changes(both, before, after):
                yield build_change("role-changed", after, name, [field], field.name)
            for field in list_field_changes(
                "free", _collect_authorities(both.old, before), _collect_authorities(both.new, after)
            ):
                yield build_change("authority-changed", after, name, [field], field.name)


def _list_role_changes(both: ComparedCatalogs, old: Service, new: Service) -> Iterator[FieldChange]:
    """Yield the roles that another team or person has now, with the owner in the place of a role that is not stated.

    A comparison of stated values leaves the owner out: the owner never had the role in a document.
    """
    stated = _collect_stated_roles(both.old, old), _collect_stated_roles(both.new, new)
    effective = _add_owner(both.old, old, stated[0]), _add_owner(both.new, new, stated[1])
    for field in list_field_changes("free", *effective):
        if not _follows_owner(both, old, new, field.before, field.after):
            role = field.name
            sides = [{role: facts[role]} if role in facts else {} for facts in stated]
            yield from list_field_changes("free", *sides) if both.new.stated else [field]


def _collect_stated_roles(view: ComparedCatalog, service: Service) -> Facts:
    return {role: _build_holder(view, ref) for role, ref in service.roles.items()}


def _add_owner(view: ComparedCatalog, service: Service, stated: Facts) -> Facts:
    owner = view.get_owner(service)
    return stated if owner is None else {role: _build_holder(view, owner) for role in OWNERS} | stated


def _build_holder(view: ComparedCatalog, ref: Ref) -> NormalizedValue:
    return NormalizedValue(view.get_qualified_name(ref), view.resolve_name(ref), ref.place)


def _follows_owner(both: ComparedCatalogs, old: Service, new: Service, before: object, after: object) -> bool:
    """Return whether the owner had the role and has it now; ``owner-changed`` already reports that."""
    return before == _get_owner_name(both.old, old) and after == _get_owner_name(both.new, new)


def _get_owner_name(view: ComparedCatalog, service: Service) -> str | None:
    owner = view.get_owner(service)
    return view.get_qualified_name(owner) if owner else None


def _collect_authorities(view: ComparedCatalog, service: Service) -> Facts:
    values = {
        authority: view.build_references(refs, service.where("authorise", authority))
        for authority, refs in service.authorise.items()
    }
    return {authority: fact for authority, fact in values.items() if fact is not None}
