"""Compare suppressions: comments in documents, and the rule exceptions of the policy."""

from collections.abc import Callable, Iterator

from ownercat.changes.values import Change, FieldChange, Side
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs
from ownercat.diagnostics import EntityId
from ownercat.model import SLA, Catalog, Entity, Runbook, Service, Suppression
from ownercat.text import shown

_NEVER = "9999-12-31"  # sorts after every last day
_Row = tuple[EntityId, str, str]  # the entity, the rule, and the key path (without numbers)


def compare(both: ComparedCatalogs, before: Side, after: Side) -> Iterator[Change]:
    """Yield each suppression that is new or lasts longer; one without a reason has no effect."""
    known: dict[_Row, list[str]] = {}
    was, now = (build_entity_finder(view.catalog) for view in (both.old, both.new))
    for each in _list_effective(before):
        known.setdefault(_build_row(both.old, each, was(each)), []).append(_get_end(each))
    for each in _list_effective(after):
        row = _build_row(both.new, each, now(each))
        ends, end = sorted(known.get(row, ()), reverse=True), _get_end(each)
        if ends and ends[0] >= end:
            ends.remove(min(old for old in ends if old >= end))
            known[row] = ends
        else:
            old = ends.pop(0) if ends else None
            known[row] = ends
            yield _build_change(both.new.catalog, now(each), each, row, old, end)


def _list_effective(side: Side) -> Iterator[Suppression]:
    stated = (*side.suppressions, *side.policy.rules.exceptions)
    return (each for each in stated if each.is_effective(None))


def _get_end(suppression: Suppression) -> str:
    return suppression.until.isoformat() if suppression.until else _NEVER


def _build_row(view: ComparedCatalog, suppression: Suppression, entity: Entity | None) -> _Row:
    if entity is None:
        kind, _, name = suppression.entity.partition(":")
        return EntityId(kind.title(), name) if kind else EntityId("File", suppression.place.path), suppression.rule, ""
    keys = ".".join(name for name in suppression.names if not name.isdigit())
    return EntityId(entity.kind, view.key(entity)), suppression.rule, keys


def build_entity_finder(catalog: Catalog) -> Callable[[Suppression], Entity | None]:
    """Return a function from a suppression to the entity whose document has the comment, or that an exception names."""
    by_name: dict[str, Entity] = {}
    by_document: dict[tuple[str, int], list[Entity]] = {}
    for entity in catalog.entities.values():
        by_name.setdefault(f"{entity.kind.lower()}:{entity.name}", entity)
        by_document.setdefault((entity.at.path, entity.at.document), []).append(entity)

    def find(suppression: Suppression) -> Entity | None:
        """Return the entity of a suppression."""
        target = suppression.target
        if target is None:
            return by_name.get(suppression.entity)
        entities = by_document.get((target.path, target.document), [])
        here = [each for each in entities if target.pointer[: len(each.at.pointer)] == each.at.pointer]
        return max(here, key=lambda each: len(each.at.pointer), default=None)

    return find


def _build_change(
    catalog: Catalog, entity: Entity | None, each: Suppression, row: _Row, old: str | None, end: str
) -> Change:
    subject, rule, keys = row
    service = _find_service(catalog, entity)
    what = f"{rule} ({keys})" if keys else rule
    if subject.kind != "Service":  # the approval names only the service
        what += f" of {subject.kind.lower()}:{subject.name}"
    until = None if end == _NEVER else end
    fields = [FieldChange("rule", what if old else None, what, shown(what) if old else "", shown(what), "looser")]
    if until or old:
        was = None if old in (None, _NEVER) else old
        fields.append(FieldChange("until", was, until, was or "", until or "", "looser", None, each.place))
    return Change("suppression-added", subject, service, tuple(fields), each.place, rule)


def _find_service(catalog: Catalog, entity: Entity | None) -> str:
    if isinstance(entity, SLA | Runbook):
        entity = catalog.service(entity.service)
    return entity.key if isinstance(entity, Service) else ""
