"""Compare the symptoms of a service: their severity, and the alerts by which the service is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.normal import Facts, NormalizedValue, build_set, build_text, drop_missing
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Policy, Service, Symptom


def compare(both: ComparedCatalogs, old: Service, new: Service, name: str) -> Iterator[Change]:
    """Yield what a service loses as one change, and everything else as another one."""
    fields = [
        field._replace(direction="looser") if _is_looser(both, old, new, field) else field
        for field in list_field_changes("symptom", _collect_values(both.old, old), _collect_values(both.new, new))
    ]
    loosened = [field for field in fields if field.direction == "looser"]
    others = [field for field in fields if field.direction != "looser"]
    if loosened:
        yield build_change("symptom-loosened", new, name, loosened)
    if others:
        yield build_change("symptoms-changed", new, name, others)


def _collect_values(view: ComparedCatalog, service: Service) -> Facts:
    values: dict[str, NormalizedValue | None] = {}
    for symptom in service.symptoms:
        at = symptom.place.at
        values[f"{symptom.id}.severity"] = build_text(view.policy.severity_id(symptom.severity), at("severity"))
        values[f"{symptom.id}.alerts"] = build_set(symptom.alerts, at("alerts"))
        values[symptom.id] = build_text(symptom.title or symptom.id, at("title"))
    return drop_missing(values)


def _is_looser(both: ComparedCatalogs, old: Service, new: Service, field: FieldChange) -> bool:
    identifier, _, part = field.name.rpartition(".")
    if part == "alerts" and isinstance(field.before, list):
        ranks = _rank_alerts(both.new.policy, new.symptoms)
        worst = _rank_alerts(both.old.policy, old.symptoms)
        return any(ranks.get(str(alert), -1) < worst[str(alert)] for alert in field.before)
    if part == "severity" and identifier:
        return _get_rank(both.new.policy, field.after) < _get_rank(both.old.policy, field.before)
    return field.after is None and not any(symptom.id == field.name for symptom in new.symptoms)


def _rank_alerts(policy: Policy, symptoms: Sequence[Symptom]) -> dict[str, int]:
    """Return the rank of the worst severity of each alert."""
    found: dict[str, int] = {}
    for symptom in symptoms:
        rank = _get_rank(policy, policy.severity_id(symptom.severity))
        for alert in symptom.alerts:
            found[alert] = max(rank, found.get(alert, rank))
    return found


def _get_rank(policy: Policy, severity: object) -> int:
    """Return how severe a severity is: the worst one has the highest rank; an unknown one has 0."""
    known = [level.id for level in policy.severities]
    return len(known) - known.index(severity) if severity in known else 0
