"""The plan of a rename: from the request to the new bytes of every file."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from ownercat.diagnostics import Place, Pointer
from ownercat.documents import text_edits
from ownercat.documents.dialects.native import VERSION
from ownercat.documents.loader import LoadedCatalog, assemble
from ownercat.documents.scope import Scope
from ownercat.documents.text_edits import Edit
from ownercat.edits.renames import alias
from ownercat.edits.renames.references import (
    Site,
    build_edits,
    format_location,
    list_entities,
    list_sites,
    refuse_captured,
    refuse_orphaned,
    rename_value,
)
from ownercat.edits.renames.subject import WITH_ALIASES, find_target
from ownercat.edits.renames.values import RenamePlan, RenameRequest, RenameTarget
from ownercat.errors import UsageError
from ownercat.model import Catalog, Entity
from ownercat.repository import codeowners
from ownercat.repository.codeowners import BadBlock
from ownercat.repository.trees import Content
from ownercat.text import shown


class _Draft:
    """The edits of one plan and the resulting values."""

    def __init__(self, loaded: LoadedCatalog) -> None:
        self.loaded = loaded
        self.edits: defaultdict[str, list[Edit]] = defaultdict(list)
        self.values: defaultdict[tuple[str, int], dict[Pointer, Any]] = defaultdict(dict)
        self.left: list[Site] = []

    def rewrite(self, found: list[Site], request: RenameRequest) -> None:
        """Add the edits of every site, file by file."""
        by_path: defaultdict[str, list[Site]] = defaultdict(list)
        for site in found:
            by_path[site.place.path].append(site)
        for path, here in by_path.items():
            edits, left = build_edits(self.loaded, path, here, request)
            self.edits[path] += edits
            self.left += left
            for site in here:
                if site not in left:
                    self.note(site, request)

    def note(self, site: Site, request: RenameRequest) -> None:
        """Record the new value of a site."""
        path, document, pointer = site.place[:3]
        value = self.loaded.documents[path, document]
        for key in pointer:
            value = value[key]
        self.values[path, document][pointer] = rename_value(value, site, request)

    def leave_alias(self, found: RenameTarget, request: RenameRequest) -> None:
        """Add the old name as an alias of the renamed document."""
        at = found.entity.at
        document = self.loaded.documents[at.path, at.document]
        change = alias.build_alias_edit(self.loaded.sources[at.path], document, found.entity, request)
        if change is None:
            place = format_location(self.loaded, found.entity.named)
            message = f"{place}: an alias cannot be added to this YAML form"
            raise UsageError(message, "use --no-alias, and add the alias by hand afterwards")
        self.edits[at.path] += change.edits
        self.values[at.path, at.document] |= change.values


def plan_rename(loaded: LoadedCatalog, scope: Scope, request: RenameRequest) -> RenamePlan:
    """Return the plan of a rename; refuse one that cannot be done completely."""
    found = find_target(loaded, request)
    refuse_captured(loaded, request)
    refuse_orphaned(loaded, found, request)
    draft = _Draft(loaded)
    named = list_sites(loaded.catalog, found, request)
    draft.rewrite(named, request)
    _refuse_left(loaded, draft.left)
    with_alias = request.until is not None and request.kind in WITH_ALIASES and not found.already
    if with_alias:
        draft.leave_alias(found, request)
    after = {
        path: text_edits.apply_edits(path, loaded.sources[path], edits) for path, edits in draft.edits.items() if edits
    }
    refuse_unproven(loaded, after, draft.values)
    left = tuple(site.place for site in draft.left)
    then = load_edited(loaded, scope, after)
    refuse_changed(loaded.catalog, then.catalog, request, left)
    done = (site.place.path for site in named if site.place not in {*left, found.entity.named})
    result = RenamePlan(found, {}, after, Counter(done), with_alias, left, tuple(_list_mentions(loaded, request)))
    return _add_codeowners(loaded, then, result)


def _add_codeowners(loaded: LoadedCatalog, then: LoadedCatalog, found: RenamePlan) -> RenamePlan:
    """Return the plan with CODEOWNERS and the previous contents of all files."""
    owners = regenerate_codeowners(loaded, then) if found.after else Rewritten()
    after = dict(found.after) if owners.data is None else {**found.after, owners.path: owners.data}
    sources = {**loaded.sources, **loaded.around}
    before = {path: sources[path] for path in after}
    written = owners.path if owners.data is not None else ""
    return found._replace(before=before, after=after, codeowners=written, note=owners.note)


def _refuse_left(loaded: LoadedCatalog, left: list[Site]) -> None:
    """Refuse a site in the native format that cannot be edited; sites in foreign formats are only listed."""
    for site in left:
        if not site.foreign:
            message = f"{format_location(loaded, site.place)}: ownercat cannot edit the name in this YAML form"
            raise UsageError(message, "write the name on one line, plain or in quotes, without escapes")


def _list_mentions(loaded: LoadedCatalog, request: RenameRequest) -> Iterator[Place]:
    """Yield the locations of the old name in native documents of a kind that this version does not read."""
    known = {entity.at[:2] for entity in list_entities(loaded.catalog)}
    words = {request.old, f"{request.prefix}{request.old}"}
    for (path, document), data in loaded.documents.items():
        if (path, document) not in known and isinstance(data, dict) and data.get("apiVersion") == VERSION:
            yield from _list_matching_values(Place(path, document), data, words)


def _list_matching_values(at: Place, data: Any, words: set[str]) -> Iterator[Place]:
    work: list[tuple[Pointer, Any]] = [((), data)]
    while work:
        pointer, value = work.pop()
        if isinstance(value, str) and value in words and pointer != ("name",):
            yield at.at(*pointer)
        elif isinstance(value, dict):
            work += [((*pointer, key), item) for key, item in reversed(value.items())]
        elif isinstance(value, list):
            work += [((*pointer, i), item) for i, item in reversed(list(enumerate(value)))]


class Rewritten(NamedTuple):
    """The new content of the file (``None``: unchanged), and why its block was not generated (``""``: it was)."""

    path: str = ""
    data: bytes | None = None
    note: str = ""


def regenerate_codeowners(loaded: LoadedCatalog, after: LoadedCatalog) -> Rewritten:
    """Return the repository's CODEOWNERS with the block of the renamed catalog; a file without a block is unchanged."""
    found = loaded.codeowners
    data = loaded.around.get(found.path, b"") if found else b""
    if found is None or not data:
        return Rewritten()
    text = codeowners.decode(data)
    try:
        if codeowners.find_block(text) is None:
            return Rewritten()
        wanted = codeowners.build_wanted(after.catalog, after.policy, loaded.tracked or (), found.style, found.path)
        if wanted.problems:
            return _build_unchanged(found.path, wanted.problems[0].message)
        new = codeowners.place_block(text, wanted).encode("utf-8", "surrogateescape")
    except BadBlock as error:
        return _build_unchanged(found.path, str(error))
    return Rewritten(found.path, new if new != data else None)


def _build_unchanged(path: str, why: str) -> Rewritten:
    return Rewritten(path, None, f"{shown(path)} stays unchanged: {why}")


# --- proof ---


Intended = Mapping[tuple[str, int], Mapping[Pointer, Any]]  # by file and document: the values that change

_Node = tuple[str, str]


def refuse_unproven(loaded: LoadedCatalog, after: Mapping[str, bytes], intended: Intended) -> None:
    """Refuse the rename if a file would not have exactly the intended data, also one without an edit."""
    for path in {path: "" for (path, _), values in intended.items() if values}:
        data = after.get(path, loaded.sources[path])
        wanted = {
            document: text_edits.replace_values(loaded.documents[file, document], values)
            for (file, document), values in intended.items()
            if file == path
        }
        if not text_edits.reads_as_intended(path, loaded.sources[path], data, wanted):
            message = f"{shown(path)} cannot be edited without changing more than the name"
            raise UsageError(message, "replace its anchors and aliases with values, then rename again")


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
    message = f"{shown(what)} would change its meaning with the name {request.new}"
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
