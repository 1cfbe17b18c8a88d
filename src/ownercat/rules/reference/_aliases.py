"""References that resolve only through an alias."""

from collections.abc import Iterator

from ownercat.model import Entity, Ref
from ownercat.rules import Context
from ownercat.rules._references import fitting


def uses(context: Context) -> Iterator[tuple[Entity, Ref, Entity]]:
    """Yield each entity that uses an alias, with the reference and the entity that it resolves to."""
    catalog = context.catalog
    if not catalog.aliases:
        return
    aliases = {name for _, name in catalog.aliases}
    for entity in catalog.entities.values():
        for ref in entity.refs:
            if ref.name in aliases and not any(catalog.get(kind, ref.name) for kind in fitting(ref)):
                target = catalog.find(ref)
                if target is not None and target.kind in ref.kinds:
                    yield entity, ref, target
