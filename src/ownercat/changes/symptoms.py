"""Compare the symptoms of a service: their severity, and the alerts by which the service is found."""

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, build_set, build_text, drop_missing
from ownercat.changes.services import RETIRED
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Policy, Service, Symptom

_FIRST = "first symptom of alert "  # with a space: no identifier begins like this


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield what an alert or a symptom loses as one change, and everything else as another one.

    An alert loses its only service if a second service takes it. A new service has no other changes.
    """
    found = [(pair.before if isinstance(pair.before, Service) else None, pair.after) for pair in pairs]
    services = [(old, new) for old, new in found if isinstance(new, Service)]
    taken = collect_kept_alerts(both) if any(_list_gained(old, new) for old, new in services) else {}
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


def list_alerts(service: Service | None) -> set[str]:
    """Return the alerts of a service without regard to case, as they are looked up."""
    symptoms = service.symptoms if service is not None else ()
    return {alert.casefold() for symptom in symptoms for alert in symptom.alerts}


def _list_gained(old: Service | None, new: Service) -> set[str]:
    return list_alerts(new) - list_alerts(old)


def collect_kept_alerts(both: ComparedCatalogs) -> dict[str, set[str]]:
    """Return the services that have each alert before and after the change; retired services have none."""
    sides: list[set[tuple[str, str]]] = [
        {
            (alert, view.key(service))
            for service in view.catalog.of(Service)
            if service.lifecycle != RETIRED
            for alert in list_alerts(service)
        }
        for view in (both.old, both.new)
    ]
    found: dict[str, set[str]] = {}
    for alert, name in sides[0] & sides[1]:
        found.setdefault(alert, set()).add(name)
    return found


def _collect_values(view: ComparedCatalog, service: Service) -> Facts:
    values: dict[str, NormalizedValue | None] = {
        symptom.id: build_text(symptom.title or symptom.id, symptom.place.at("title")) for symptom in service.symptoms
    }
    for symptom in service.symptoms:  # after the titles: an identifier may be another one with `.severity`
        at = symptom.place.at
        values[f"{symptom.id}.severity"] = build_text(view.policy.severity_id(symptom.severity), at("severity"))
        values[f"{symptom.id}.alerts"] = build_set(symptom.alerts, at("alerts"))
    return drop_missing(values if view.stated else values | _collect_first_symptoms(service))


def _collect_first_symptoms(service: Service) -> dict[str, NormalizedValue | None]:
    """Return which symptom answers to each alert that several symptoms have: the first one."""
    first = _map_first_symptoms(service.symptoms)
    return {
        f"{_FIRST}{alert}": build_text(answers.id, answers.place)
        for symptom in service.symptoms
        for alert in symptom.alerts
        if (answers := first[alert.casefold()]) is not symptom
    }


def _map_first_symptoms(symptoms: Sequence[Symptom]) -> dict[str, Symptom]:
    """Return the first symptom of each alert and identifier, as an alert is looked up."""
    found: dict[str, Symptom] = {}
    for symptom in symptoms:
        for word in (symptom.id, *symptom.alerts):
            found.setdefault(word.casefold(), symptom)
    return found


def _is_looser(both: ComparedCatalogs, old: Service | None, new: Service, field: FieldChange, shared: set[str]) -> bool:
    identifier, _, part = field.name.rpartition(".")
    if part == "alerts" and isinstance(field.after, list) and shared & {str(alert).casefold() for alert in field.after}:
        return True
    if old is None:
        return False
    had = field.before if part == "alerts" and isinstance(field.before, list) else []
    alerts = [field.name.removeprefix(_FIRST)] if field.name.startswith(_FIRST) else had
    if alerts:
        ranks, before = rank_alerts(both.new.policy, new.symptoms), rank_alerts(both.old.policy, old.symptoms)
        return any(ranks.get(word, -1) < before.get(word, -1) for word in (str(alert).casefold() for alert in alerts))
    if part == "severity" and identifier:
        return _get_rank(both.new.policy, field.after) < _get_rank(both.old.policy, field.before)
    return field.after is None and not any(symptom.id == field.name for symptom in new.symptoms)


def rank_alerts(policy: Policy, symptoms: Sequence[Symptom]) -> dict[str, int]:
    """Return the rank of the severity with which each alert pages, by its name without regard to case."""
    first = _map_first_symptoms(symptoms)
    return {
        word: _get_rank(policy, policy.severity_id(first[word].severity))
        for symptom in symptoms
        for word in map(str.casefold, symptom.alerts)
    }


def _get_rank(policy: Policy, severity: object) -> int:
    """Return how severe a severity is: the worst one has the highest rank; an unknown one has 0."""
    known = [level.id for level in policy.severities]
    return len(known) - known.index(severity) if severity in known else 0
