"""Compare incidents and drills: what is measured or counted. Nobody has to approve such a change."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, build_flag, build_set, build_text, drop_missing
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.diagnostics import Place
from ownercat.model import Action, Drill, Incident

_Values = dict[str, NormalizedValue | None]


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of incidents and drills, one for each of their services."""
    for before, after in pairs:
        old = before if isinstance(before, Incident | Drill) else None
        new = after if isinstance(after, Incident | Drill) else None
        was, now = _list_services(both.old, old), _list_services(both.new, new)
        values, new_values = _collect_values(both.old, old), _collect_values(both.new, new)
        for service in sorted({*was, *now}):
            if new is not None and service not in was:
                yield _build(new, "added", service, list_field_changes("free", {}, new_values))
            elif old is not None and service not in now:
                yield _build(old, "removed", service, list_field_changes("free", values, {}))
            elif new is not None and (moved := list_field_changes("free", values, new_values)):
                yield _build(new, "changed", service, moved)


def _build(entity: Incident | Drill, word: str, service: str, moved: list[FieldChange]) -> Change:
    kind = f"{entity.kind.lower()}-{word}"
    return build_change(kind, entity, service, moved, entity.name, gone=word == "removed", whole=word != "changed")


def _list_services(view: ComparedCatalog, entity: Incident | Drill | None) -> list[str]:
    """Return the services of an entity; a drill may be about no service (``""``)."""
    return [view.resolve_name(ref) for ref in entity.services] or [""] if entity else []


def _collect_values(view: ComparedCatalog, entity: Incident | Drill | None) -> Facts:
    if entity is None:
        return {}
    values = _collect_incident(view, entity) if isinstance(entity, Incident) else _collect_drill(view, entity)
    for number, action in enumerate(entity.actions):
        values |= _collect_action(view, f"action {action.id or number + 1}", action)
    return drop_missing(values)


def _collect_incident(view: ComparedCatalog, incident: Incident) -> _Values:
    at, post = incident.where, incident.postmortem
    paged = [f"{level.level} {_format_instant(level.instant)}" for level in incident.paged]
    values: _Values = {
        "severity": build_text(view.policy.severity_id(incident.severity), at("severity")),
        "symptom": build_text(incident.symptom, at("symptom")),
        **{key: build_text(_format_instant(value), at(key)) for key, value in incident.instants},
        **{f"roles.{key}": view.build_reference(ref) for key, ref in incident.roles.items()},
        "paged": build_set(paged, at("paged")),
        "nearMiss": build_flag(incident.near_miss, at("nearMiss")),
        "contributingFactors": build_set(incident.contributing_factors, at("contributingFactors")),
    }
    if post is not None:
        values["postmortem.status"] = build_text(post.status, post.place.at("status"))
        values["postmortem.owner"] = view.build_reference(post.owner)
        values["postmortem.heldOn"] = _build_date(post.held_on, post.place.at("heldOn"))
    return values


def _collect_drill(view: ComparedCatalog, drill: Drill) -> _Values:
    at = drill.where
    return {
        "heldOn": _build_date(drill.held_on, at("heldOn")),
        "type": build_text(drill.type, at("type")),
        "runbooks": build_set(map(view.resolve_name, drill.runbooks), at("runbooks")),
        "escalations": build_set(map(view.resolve_name, drill.escalations), at("escalations")),
        "channels": build_set(drill.channels, at("channels")),
        "people": build_set(map(view.resolve_name, drill.people), at("people")),
        "result": build_text(drill.result, at("result")),
    }


def _collect_action(view: ComparedCatalog, name: str, action: Action) -> _Values:
    at = action.place.at
    return {
        f"{name}.kind": build_text(action.kind, at("kind")),
        f"{name}.owner": view.build_reference(action.owner),
        f"{name}.due": _build_date(action.due, at("due")),
        f"{name}.priority": build_text(action.priority, at("priority")),
        f"{name}.status": build_text(action.status, at("status")),
        f"{name}.doneOn": _build_date(action.done_on, at("doneOn")),
    }


def _format_instant(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""


def _build_date(day: date | None, place: Place) -> NormalizedValue | None:
    return build_text(day.isoformat(), place) if day else None
