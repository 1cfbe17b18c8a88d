"""The verification of a rename: each edited file has the intended data, and each reference has the same target."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ownercat.diagnostics import Place, Pointer
from ownercat.documents import text_edits
from ownercat.documents.loader import LoadedCatalog, Scope, assemble
from ownercat.edits.renames.references import list_entities
from ownercat.edits.renames.values import RenameRequest
from ownercat.errors import UsageError
from ownercat.model import Catalog, Entity
from ownercat.repository.trees import Content
from ownercat.text import shown

Intended = Mapping[tuple[str, int], Mapping[Pointer, Any]]  # by file and document: the values that change

_Node = tuple[str, str]


def refuse_unproven(loaded: LoadedCatalog, after: Mapping[str, bytes], intended: Intended) -> None:
    """Refuse the rename if an edited file does not have exactly the intended data."""
    for path, data in after.items():
        wanted = {
            document: text_edits.replace_values(loaded.documents[file, document], values)
            for (file, document), values in intended.items()
            if file == path
        }
        if not text_edits.reads_as_intended(path, loaded.sources[path], data, wanted):
            message = f"{shown(path)} cannot be edited without changing more than the name"
            raise UsageError(message, "write its anchors and aliases out, then rename again")


def load_edited(loaded: LoadedCatalog, scope: Scope, after: Mapping[str, bytes]) -> LoadedCatalog:
    """Return the catalog with the edited files."""
    contents = [Content(path, after.get(path, data)) for path, data in loaded.sources.items() if data]
    return assemble(contents, scope, tuple(loaded.sources))


def refuse_changed(before: Catalog, after: Catalog, request: RenameRequest, left: Collection[Place]) -> None:
    """Refuse the rename if the target of a reference changes; an undefined reference may get a target."""
    was, now = list(_list_meanings(before)), list(_list_meanings(after))
    if len(was) != len(now):
        raise _build_refusal(request, "a document")
    for (label, place, one), (_, _, other) in zip(was, now, strict=True):
        if one is not None and place not in left and _get_renamed_node(one, request) != other:
            raise _build_refusal(request, label)


def _build_refusal(request: RenameRequest, what: str) -> UsageError:
    message = f"{shown(what)} would not mean the same with the name {request.new}"
    return UsageError(message, "choose another name")


def _get_renamed_node(node: _Node, request: RenameRequest) -> _Node:
    return (request.kind, request.new) if node == (request.kind, request.old) else node


def _list_meanings(catalog: Catalog) -> Iterator[tuple[str, Place | None, _Node | None]]:
    """Yield every entity and every reference in order, each with its target."""
    for entity in list_entities(catalog):
        yield entity.label, None, _get_node(entity)
        for ref in entity.refs:
            found = catalog.find(ref)
            yield f"the {ref.what} of {entity.label}", ref.place, _get_node(found) if found else None


def _get_node(entity: Entity) -> _Node:
    return (entity.kind, entity.key)
