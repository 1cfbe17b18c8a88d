"""Match the entities of two catalogs by name and alias, never by file.

A name that exists on both sides is the same entity. A removed name continues as the entity that has it as an alias. If
that entity is new, it was renamed. If it existed already, the two were merged: a merge is not a renaming, because the
consumers of the old entity now get another one.

`diff` and `log` also see a name that changed in place (``_in_place``). The gate does not: a service that goes and a
service that comes need approvals, however alike they are.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.changes._in_place import find_renamed_in_place
from ownercat.model import Catalog, Entity

Key = tuple[str, str]


class Pair(NamedTuple):
    """One entity on both sides; ``None`` = the entity does not exist on that side."""

    before: Entity | None
    after: Entity | None

    @property
    def is_changed(self) -> bool:
        """Return whether the two differ in any way, location included."""
        return self.before is not self.after and self.before != self.after


class Matched(NamedTuple):
    """The pairs of two catalogs, and the keys that have another meaning now.

    ``renamed``: (kind, key) before → key after. ``merged``: the same, into an entity that existed already.
    """

    pairs: tuple[Pair, ...]
    renamed: Mapping[Key, str]
    merged: Mapping[Key, str]


def match_entities(before: Catalog, after: Catalog, in_place: bool = False) -> Matched:
    """Pair the entities of two catalogs; ``in_place``: also by their position in a document."""
    renamed, merged = dict(_list_renamed(before, after)), {}
    if in_place:
        gone = [entity for at, entity in before.entities.items() if at not in after.entities and at not in renamed]
        heirs = {(kind, key) for (kind, _), key in renamed.items()}
        new = [entity for at, entity in after.entities.items() if at not in before.entities and at not in heirs]
        renamed |= find_renamed_in_place(before, after, gone, new) if gone and new else {}
    taken = {(kind, key) for (kind, _), key in renamed.items()}
    pairs = []
    for (kind, key), entity in before.entities.items():
        counterpart = after.entities.get((kind, renamed.get((kind, key), key)))
        pairs.append(Pair(entity, counterpart))
        if counterpart is None and (heir := after.aliases.get((kind, key))) is not None:
            merged[kind, key] = heir.key
    new = [e for at, e in after.entities.items() if at not in before.entities and at not in taken]
    return Matched((*pairs, *(Pair(None, entity) for entity in new)), renamed, merged)


def _list_renamed(before: Catalog, after: Catalog) -> Iterator[tuple[Key, str]]:
    """Yield the removed entities that continue as a new entity, by its aliases or by their own aliases."""
    taken: set[Key] = set()
    for at, entity in before.entities.items():
        if at in after.entities:
            continue
        heir = after.aliases.get(at)
        names = [heir.key] if heir is not None else [alias.name for alias in entity.aliases]
        for name in names:
            candidate = (at[0], name)
            if candidate in after.entities and candidate not in before.entities and candidate not in taken:
                taken.add(candidate)
                yield at, name
                break
