"""The entity to rename, and when a rename is refused."""

import re
from collections.abc import Iterator

from ownercat.documents.loader import LoadedCatalog
from ownercat.edits.renames.values import RenameRequest, RenameTarget
from ownercat.errors import IncompleteError, UsageError
from ownercat.model import Catalog, Entity, Person, Rotation, Service, Team
from ownercat.suggest import format_suggestion
from ownercat.text import listed, shown

# the pattern of common.schema.json
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.ASCII)
_LONGEST = 63
_FORM = "a name has lower-case letters, digits and inner hyphens, at most 63 of them"
WITH_ALIASES = frozenset({"Service", "Team", "Person"})  # the kinds whose documents may carry aliases
# a foreign format has several kinds for one class; a person does not distinguish them
_CLASSES: dict[str, type[Entity]] = {"Service": Service, "Team": Team, "Person": Person, "Rotation": Rotation}


def find_target(loaded: LoadedCatalog, request: RenameRequest) -> RenameTarget:
    """Return the entity to rename; refuse an unknown, ambiguous, taken or unreadable one."""
    if not is_name(request.new):
        raise UsageError(f"{shown(request.new)} is not a valid name", _FORM)
    if request.new == request.old:
        raise UsageError("the two names are the same", "give the current name, then the new name")
    _refuse_unread(loaded, request)
    found = _find_target(loaded.catalog, request)
    _refuse_contested(loaded.catalog, found.entity)
    if not found.already:
        _refuse_taken(loaded.catalog, request, found.entity)
        if request.until and request.kind in WITH_ALIASES and not is_name(request.old):
            raise UsageError(
                f"{shown(request.old)} is not a valid name, so it cannot stay as an alias", "use --no-alias"
            )
    return found


def is_name(text: str) -> bool:
    """Return whether a text is a valid name."""
    return len(text) <= _LONGEST and _NAME.fullmatch(text) is not None


def _find_target(catalog: Catalog, request: RenameRequest) -> RenameTarget:
    kind, old, new = request.kind, request.old, request.new
    found = catalog.get(kind, old)
    if found is not None and found.dialect == "native":
        return RenameTarget(found)
    behind = catalog.aliases.get((kind, old))
    if found is None and behind is not None:
        if behind.key != new:
            cure = f"ownercat rename {kind.lower()} {shown(behind.name)} {new}"
            raise UsageError(f"{shown(old)} is an alias of {shown(behind.label)}", cure)
        return RenameTarget(behind, already=True)
    foreign = found or next(
        (e for e in catalog.of(_CLASSES.get(kind, Entity)) if e.key == old and e.kind != kind), None
    )
    if foreign is not None and foreign.dialect != "native":
        message = f"{shown(foreign.label)} is defined by {foreign.dialect}, in {shown(foreign.at.path)}"
        raise UsageError(message, "rename the entity there; ownercat renames only entities in its native format")
    names = [name for known, name in catalog.entities if known == kind]
    raise UsageError(
        f"there is no {_format_kind(kind)} {shown(old)}", format_suggestion(old, names, "see ownercat who NAME")
    )


def _format_kind(kind: str) -> str:
    return kind if kind.isupper() else kind.lower()


def _refuse_contested(catalog: Catalog, entity: Entity) -> None:
    for first, second in catalog.twice:
        if (first.kind, first.key) == (entity.kind, entity.key):
            message = f"{shown(entity.label)} is defined twice: in {shown(first.at.path)} and {shown(second.at.path)}"
            raise UsageError(message, "remove one of the two documents first")


def _refuse_taken(catalog: Catalog, request: RenameRequest, entity: Entity) -> None:
    key = (request.kind, request.new)
    other = catalog.get(*key)
    if other is not None:
        raise UsageError(f"{shown(other.label)} already exists, in {shown(other.at.path)}", "choose another name")
    behind = catalog.aliases.get(key)
    if behind is not None and behind is not entity:
        raise UsageError(f"{request.new} is an alias of {shown(behind.label)}", "choose another name")
    if behind is not None and request.until is None:
        message = f"{request.new} is an alias of {shown(entity.label)} itself"
        raise UsageError(message, "remove this alias first, or omit --no-alias: then the two names change places")


def _refuse_unread(loaded: LoadedCatalog, request: RenameRequest) -> None:
    """Refuse a rename if a file that cannot be read may contain either name."""
    unread = sorted(path for path in loaded.broken if _may_mention(loaded.sources.get(path, b""), request))
    if unread:
        message = f"{listed(map(shown, unread))} cannot be read completely and may refer to {shown(request.old)}"
        raise IncompleteError(message, "correct the errors first: see ownercat check")
    if not loaded.complete:
        raise IncompleteError("a part of the catalog cannot be read", "correct the errors first: see ownercat check")


def _may_mention(data: bytes, request: RenameRequest) -> bool:
    return not data or any(word in data for word in _list_spellings(request))


def _list_spellings(request: RenameRequest) -> Iterator[bytes]:
    for name in (request.old, request.new):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield name.encode(encoding, "surrogatepass")
