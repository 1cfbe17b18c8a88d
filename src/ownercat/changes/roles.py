"""Who does what for a service, and who may authorise what. Most roles fall to the owner unless somebody is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, change, fields
from ownercat.model import Service

# The roles that are the owner's until they are given to somebody; the others are nobody's.
OWNERS = ("code", "infrastructure", "monitoring", "detect", "validate", "contain", "remediate", "scribe")


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """One change for each role and each authority that went to somebody else."""
    for before, after in pairs:
        if isinstance(before, Service) and isinstance(after, Service):
            name = both.new.key(after)
            for field in fields("free", _roles(both.old, before), _roles(both.new, after)):
                if not _follows_the_owner(both, before, after, field.before, field.after):
                    yield change("role-changed", after, name, [field], field.name)
            for field in fields("free", _authorities(both.old, before), _authorities(both.new, after)):
                yield change("authority-changed", after, name, [field], field.name)


def _roles(view: ComparedCatalog, service: Service) -> Facts:
    owner = service.owner
    found: Facts = {}
    if owner is not None:
        found = {role: NormalizedValue(view.holder(owner), view.means(owner), owner.place) for role in OWNERS}
    return found | {
        role: NormalizedValue(view.holder(ref), view.means(ref), ref.place) for role, ref in service.roles.items()
    }


def _follows_the_owner(both: ComparedCatalogs, old: Service, new: Service, before: object, after: object) -> bool:
    """The owner had the role and has it: that it is another one is said once, by owner-changed."""
    return before == _owner(both.old, old) and after == _owner(both.new, new)


def _owner(view: ComparedCatalog, service: Service) -> str | None:
    return view.holder(service.owner) if service.owner else None


def _authorities(view: ComparedCatalog, service: Service) -> Facts:
    found = {
        authority: view.holders(refs, service.where("authorise", authority))
        for authority, refs in service.authorise.items()
    }
    return {authority: fact for authority, fact in found.items() if fact is not None}
