"""The references to an entity, and the edit of each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.documents import source, text_edits
from ownercat.documents.loader import LoadedCatalog
from ownercat.documents.source import Node
from ownercat.documents.text_edits import Edit
from ownercat.edits.renames.values import RenameRequest, RenameTarget
from ownercat.errors import UsageError
from ownercat.model import RECORDS, Catalog, Entity, Ref
from ownercat.text import shown

# a scalar on one line: anchor and tag, quote, the text before the name (`team:`, `default/`), the name
_SCALAR = re.compile(r"(?:[&!]\S*[ \t]+)*(?P<quote>[\"']?)(?P<front>(?:[A-Za-z0-9_.-]+[:/])*)(?P<name>.*)(?P=quote)")


class Site(NamedTuple):
    """A location of the old name; ``front``: the kind prefix that the new name needs to be unambiguous."""

    place: Place
    foreign: bool = False
    front: str = ""


def list_entities(catalog: Catalog) -> Iterator[Entity]:
    """Yield every entity, including those with a duplicate name."""
    yield from catalog.entities.values()
    yield from (twice.second for twice in catalog.twice)


def list_sites(catalog: Catalog, subject: RenameTarget, request: RenameRequest) -> list[Site]:
    """Return the name itself and every reference that uses it, each location once; records are never edited."""
    entity = subject.entity
    found = {} if subject.already else {entity.named: Site(entity.named)}
    for holder in list_entities(catalog):
        for ref in () if isinstance(holder, RECORDS) else holder.refs:
            if ref.name == request.old and catalog.find(ref) is entity:
                foreign = holder.dialect != "native"
                found[ref.place] = Site(ref.place, foreign, "" if foreign else _choose_prefix(catalog, ref, request))
    return list(found.values())


def _choose_prefix(catalog: Catalog, ref: Ref, request: RenameRequest) -> str:
    """Return the prefix of a reference if the new name alone has a target of a different kind; ``""`` if not."""
    if ref.kind:
        return ""
    before = ref.kinds[: ref.kinds.index(request.kind)]
    return request.prefix if any(catalog.get(kind, request.new) for kind in before) else ""


def refuse_orphaned(loaded: LoadedCatalog, subject: RenameTarget, request: RenameRequest) -> None:
    """Refuse to remove an old name that records contain, because records are never edited."""
    if subject.already or request.until is not None:
        return  # records only refer to kinds with aliases
    catalog = loaded.catalog
    refs = [ref for holder in list_entities(catalog) if isinstance(holder, RECORDS) for ref in holder.refs]
    kept = [ref.place for ref in refs if ref.name == request.old and catalog.find(ref) is subject.entity]
    if kept:
        message = f"{format_location(loaded, kept[0])} says {shown(request.old)}, and ownercat never edits records"
        raise UsageError(message, "omit --no-alias, and keep the alias as long as the record exists")


def refuse_captured(loaded: LoadedCatalog, request: RenameRequest) -> None:
    """Refuse a new name that references without a kind already use for a different entity."""
    catalog = loaded.catalog
    for holder in list_entities(catalog):
        for ref in holder.refs:
            if ref.name != request.new or ref.kind or request.kind not in ref.kinds:
                continue
            known = catalog.find(ref)
            if known is None or (known.kind, known.key) == (request.kind, request.old):
                continue
            named = catalog.get(known.kind, request.new) is known
            if not named or ref.kinds.index(request.kind) < ref.kinds.index(known.kind):
                message = f"{format_location(loaded, ref.place)} says {request.new} and means {shown(known.label)}"
                help = f"write {known.kind.lower()}:{shown(known.name)} there first, or choose another name"
                raise UsageError(f"{message}; it would mean the {request.kind.lower()}", help)


def format_location(loaded: LoadedCatalog, place: Place) -> str:
    """Return a location as file and line."""
    span = source.locate(loaded.sources.get(place.path, b""), [place])[place]
    return f"{shown(place.path)}:{span.start.line}"


def build_edits(
    loaded: LoadedCatalog, path: str, sites: list[Site], request: RenameRequest
) -> tuple[list[Edit], list[Site]]:
    """Return the edits of one file, and the sites that cannot be edited."""
    data = loaded.sources[path]
    text, nodes = source.text_of(path, data), source.nodes(data, [site.place for site in sites])
    edits, left = [], []
    for site in sites:
        node = nodes.get(site.place)
        if node is not None and node.style == "alias":
            continue  # it changes with its anchor, which the proof verifies
        edit = _build_edit(path, text, node, site, request) if node else None
        if edit is None:
            left.append(site)
        else:
            edits.append(edit)
    return edits, left


def _build_edit(path: str, text: str, node: Node, site: Site, request: RenameRequest) -> Edit | None:
    written = text[node.start : node.end].rstrip()
    found = _SCALAR.fullmatch(written) if node.style == "scalar" else None
    if found is None or not _matches(found["name"], request.old, site.foreign):
        return None
    bare = not found["quote"] and not found["front"] and not site.front
    new = text_edits.render_scalar(request.new) if bare else site.front + request.new
    return Edit(path, node.start + found.start("name"), node.start + found.end("name"), new)


def _matches(name: str, old: str, foreign: bool) -> bool:
    return name == old or (foreign and name.lower() == old)


def rename_value(value: str, site: Site, request: RenameRequest) -> str:
    """Return the new value of a site."""
    return value[: len(value) - len(request.old)] + site.front + request.new
