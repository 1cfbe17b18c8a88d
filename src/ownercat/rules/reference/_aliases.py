"""References that only an alias makes work."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.model import Entity, Ref
from ownercat.rules import Context
from ownercat.rules._references import fitting


def uses(context: Context) -> Iterator[tuple[Entity, Ref, Entity]]:
    """Who refers, how, and to what, wherever an old name is used."""
    catalog = context.catalog
    if not catalog.aliases:
        return
    old = {name for _, name in catalog.aliases}
    for entity in catalog.entities.values():
        for ref in entity.refs:
            if ref.name in old and not any(catalog.get(kind, ref.name) for kind in fitting(ref)):
                found = catalog.find(ref)
                if found is not None and found.kind in ref.kinds:
                    yield entity, ref, found
