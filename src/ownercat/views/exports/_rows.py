"""All entities and all references of a catalog as flat records, for tables and streams."""

from collections.abc import Mapping
from typing import Any

from ownercat.documents.source import locate
from ownercat.model import Catalog, Entity, Journey, Person, Ref, Service
from ownercat.views.exports import Exported, UnreadableExport, describe_loss

MOVES = frozenset({"path", "line"})  # a document can move without a change of meaning
FIELDS = (
    "record", "kind", "name", "title", "owner", "tier", "lifecycle", "relation", "toKind", "toName", "mode", "status",
    "path", "line",
)  # fmt: skip


def build_rows(catalog: Catalog, files: Mapping[str, bytes]) -> Exported:
    """Return one record for each entity and each reference to an entity, by ID."""
    items: dict[str, Any] = {}
    undefined: list[str] = []
    for entity in catalog.entities.values():
        row = _build_entity(catalog, entity)
        items[format_id(row)] = row
        for ref in entity.refs:
            target = catalog.find(ref)
            if target is None:
                undefined.append(f"{ref.what} {ref.written} of {entity.label}")
                continue
            row = {"record": "reference", "kind": entity.kind, "name": entity.key, "relation": ref.what}
            row |= {"toKind": target.kind, "toName": target.key} | _build_details(entity, ref)
            items.setdefault(format_id(row), row | {"path": ref.place.path, "line": ref.place})
    _number_lines(items, files)
    people = (each.name for each in catalog.of(Person) if each.email or each.contacts)
    losses = (
        *describe_loss("left out, because no document defines the target of the reference", undefined),
        *describe_loss("left out, because it is personal: contacts of a person", people),
        "no place for targets, objectives, steps, schedules and texts of documents",
    )
    return Exported(items, losses)


def _build_entity(catalog: Catalog, entity: Entity) -> dict[str, Any]:
    owner = entity.owner if isinstance(entity, Service | Journey) else getattr(entity, "team", None)
    found = catalog.find(owner) if isinstance(owner, Ref) else None
    row: dict[str, Any] = {"record": "entity", "kind": entity.kind, "name": entity.key, "title": entity.title}
    row |= {"owner": found.key if found else ""}
    if isinstance(entity, Service):
        row |= {"tier": entity.tier if entity.can_say("tier") else ""}
        row |= {"lifecycle": entity.lifecycle if entity.can_say("lifecycle") else ""}
    row |= {"path": entity.at.path, "line": entity.named}
    return {key: value for key, value in row.items() if value != ""}


def _build_details(entity: Entity, ref: Ref) -> dict[str, str]:
    """Return the mode and the status of a dependency, and the mode of a step of a journey."""
    if isinstance(entity, Service):
        for each in entity.depends_on:
            if each.service is ref or each.service == ref:
                return ({"mode": each.mode} if entity.can_say("mode") else {}) | {"status": each.status}
    steps = entity.steps if isinstance(entity, Journey) else ()
    return next(({"mode": step.mode} for step in steps if step.service == ref), {})


def _number_lines(items: Mapping[str, dict[str, Any]], files: Mapping[str, bytes]) -> None:
    """Replace each place by its line."""
    by_path: dict[str, list[dict[str, Any]]] = {}
    for row in items.values():
        by_path.setdefault(row["path"], []).append(row)
    for path, rows in by_path.items():
        spans = locate(files.get(path, b""), [row["line"] for row in rows])
        for row in rows:
            row["line"] = spans[row["line"]].start.line


def format_id(row: Mapping[str, Any]) -> str:
    """Return what identifies a record: ``service checkout`` or ``service checkout dependency service cart``."""
    start = f"{row['kind'].lower()} {row['name']}"
    return start if row["record"] == "entity" else f"{start} {row['relation']} {row['toKind'].lower()} {row['toName']}"


def index_rows(rows: list[Any]) -> dict[str, Any]:
    """Return records by ID."""
    found = {}
    for number, row in enumerate(rows, 1):
        is_entity = isinstance(row, Mapping) and row.get("record") == "entity"
        keys = ("record", "kind", "name", *(() if is_entity else ("relation", "toKind", "toName")))
        if not isinstance(row, Mapping) or not all(isinstance(row.get(key), str) for key in keys):
            raise UnreadableExport(f"record {number} is not an entity or a reference")
        found[format_id(row)] = row
    return found
