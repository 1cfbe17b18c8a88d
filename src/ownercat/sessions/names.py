"""The names of the catalog that a shell offers while a person types."""

import re
from collections.abc import Collection

from ownercat.documents import glance
from ownercat.errors import OwnercatError
from ownercat.sessions.partial import PartialCatalog, open_for_answer
from ownercat.sessions.workspace import CatalogOptions

# A shell expands what it is offered: other characters could run a program, end a word or name a file.
_SAFE = re.compile(r"[A-Za-z0-9][\w.@-]*", re.ASCII)


def list_names(where: CatalogOptions, kinds: Collection[str], beginning: str) -> list[str]:
    """Return the names of entities of some kinds that begin so; none if the catalog cannot be read.

    Files of ownercat's own format are not parsed.
    """
    try:
        library = PartialCatalog(open_for_answer(where)[0])
        if library.scope.dialects:
            found = library.load(library.files)[0].entities
            entities = {(type(entity).__name__, entity.name) for entity in found.values()}
        else:
            entities = {pair for data in library.files.values() for pair in glance.list_entities(data)}
    except OwnercatError:  # a message would stand in the line that the person types
        return []
    names = {name for kind, name in entities if kind in kinds and name.startswith(beginning)}
    return sorted(filter(is_plain_name, names))


def is_plain_name(name: str) -> bool:
    """Return whether a name can be offered: letters, digits, dots, hyphens and underscores."""
    return _SAFE.fullmatch(name) is not None
