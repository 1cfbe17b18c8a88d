"""Compare the symptoms of a service: their severity, and the alerts by which the service is found."""

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, build_set, build_text, drop_missing
from ownercat.changes.services import RETIRED
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Policy, Service, Symptom


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield what an alert or a symptom loses as one change, and everything else as another one.

    An alert loses its only service if a second service takes it. A new service has no other changes.
    """
    found = [(pair.before if isinstance(pair.before, Service) else None, pair.after) for pair in pairs]
    services = [(old, new) for old, new in found if isinstance(new, Service)]
    taken = _collect_kept_alerts(both) if any(_list_gained(old, new) for old, new in services) else {}
    for old, new in services:
        name = both.new.key(new)
        shared = {alert for alert in _list_gained(old, new) if taken.get(alert, set()) - {name}}
        before = _collect_values(both.old, old) if old is not None else {}
        fields = [
            field._replace(direction="looser") if _is_looser(both, old, new, field, shared) else field
            for field in list_field_changes("symptom", before, _collect_values(both.new, new))
        ]
        loosened = [field for field in fields if field.direction == "looser"]
        others = [field for field in fields if field.direction != "looser"]
        if loosened:
            yield build_change("symptom-loosened", new, name, loosened)
        if others and old is not None:
            yield build_change("symptoms-changed", new, name, others)


def _list_alerts(service: Service | None) -> set[str]:
    return {alert for symptom in service.symptoms for alert in symptom.alerts} if service is not None else set()


def _list_gained(old: Service | None, new: Service) -> set[str]:
    return _list_alerts(new) - _list_alerts(old)


def _collect_kept_alerts(both: ComparedCatalogs) -> dict[str, set[str]]:
    """Return the services that have each alert before and after the change; retired services have none."""
    sides: list[set[tuple[str, str]]] = [
        {
            (alert, view.key(service))
            for service in view.catalog.of(Service)
            if service.lifecycle != RETIRED
            for alert in _list_alerts(service)
        }
        for view in (both.old, both.new)
    ]
    found: dict[str, set[str]] = {}
    for alert, name in sides[0] & sides[1]:
        found.setdefault(alert, set()).add(name)
    return found


def _collect_values(view: ComparedCatalog, service: Service) -> Facts:
    values: dict[str, NormalizedValue | None] = {}
    for symptom in service.symptoms:
        at = symptom.place.at
        values[f"{symptom.id}.severity"] = build_text(view.policy.severity_id(symptom.severity), at("severity"))
        values[f"{symptom.id}.alerts"] = build_set(symptom.alerts, at("alerts"))
        values[symptom.id] = build_text(symptom.title or symptom.id, at("title"))
    return drop_missing(values)


def _is_looser(both: ComparedCatalogs, old: Service | None, new: Service, field: FieldChange, shared: set[str]) -> bool:
    identifier, _, part = field.name.rpartition(".")
    if part == "alerts" and isinstance(field.after, list) and shared & {*map(str, field.after)}:
        return True
    if old is None:
        return False
    if part == "alerts" and isinstance(field.before, list):
        ranks = rank_alerts(both.new.policy, new.symptoms)
        worst = rank_alerts(both.old.policy, old.symptoms)
        return any(ranks.get(str(alert), -1) < worst[str(alert)] for alert in field.before)
    if part == "severity" and identifier:
        return _get_rank(both.new.policy, field.after) < _get_rank(both.old.policy, field.before)
    return field.after is None and not any(symptom.id == field.name for symptom in new.symptoms)


def rank_alerts(policy: Policy, symptoms: Sequence[Symptom]) -> dict[str, int]:
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
