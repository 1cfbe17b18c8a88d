"""What was before, and what it is now: things are matched by name and alias, never by file.

A name that exists on both sides is the same thing. A name that is gone lives on in the thing that carries it as an
alias, if that thing is new: then it was renamed. If that thing was there already, two became one (a merge), which is
no renaming: whoever relied on the old one gets something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.model import Catalog, Entity, Service

Key = tuple[str, str]


class Pair(NamedTuple):
    """One thing on both sides; ``None`` where it is not there."""

    before: Entity | None
    after: Entity | None

    @property
    def moved(self) -> bool:
        """Whether anything about it differs, its place included."""
        return self.before is not self.after and self.before != self.after


class Matched(NamedTuple):
    """Every thing of two catalogs, and the keys that mean something else now.

    ``renamed``: (kind, key) before → key after. ``merged``: likewise, into a thing that was there already.
    """

    pairs: tuple[Pair, ...]
    renamed: Mapping[Key, str]
    merged: Mapping[Key, str]


def matched(before: Catalog, after: Catalog) -> Matched:
    """Pair the entities of two catalogs."""
    renamed, merged = dict(_renamed(before, after)), {}
    taken = {(kind, key) for (kind, _), key in renamed.items()}
    pairs = []
    for (kind, key), entity in before.entities.items():
        there = after.entities.get((kind, renamed.get((kind, key), key)))
        pairs.append(Pair(entity, there))
        if there is None and (heir := after.aliases.get((kind, key))) is not None:
            merged[kind, key] = heir.key
    new = [e for at, e in after.entities.items() if at not in before.entities and at not in taken]
    return Matched((*pairs, *(Pair(None, entity) for entity in new)), renamed, merged)


def _renamed(before: Catalog, after: Catalog) -> Iterator[tuple[Key, str]]:
    """Those that are gone and live on in a new thing: by its aliases, or by their own (a renaming taken back)."""
    taken: set[Key] = set()
    for at, entity in before.entities.items():
        if at in after.entities:
            continue
        heir = after.aliases.get(at)
        names = [heir.key] if heir is not None else [alias.name for alias in entity.aliases]
        for name in names:
            found = (at[0], name)
            if found in after.entities and found not in before.entities and found not in taken:
                taken.add(found)
                yield at, name
                break


def services(before: Catalog, after: Catalog) -> Mapping[str, str]:
    """The services that exist on both sides: key before → key after."""
    return {
        pair.before.key: pair.after.key
        for pair in matched(before, after).pairs
        if isinstance(pair.before, Service) and isinstance(pair.after, Service)
    }
