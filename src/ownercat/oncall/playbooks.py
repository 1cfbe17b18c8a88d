"""The runbooks of each service and the symptoms that they cover. Pure functions."""

from collections.abc import Mapping

from ownercat.model import Catalog, Policy, Runbook, Symptom


def group_by_service(catalog: Catalog) -> Mapping[str, tuple[Runbook, ...]]:
    """Return the runbooks of each service by the key of the service, in catalog order."""
    runbooks: dict[str, list[Runbook]] = {}
    for runbook in catalog.of(Runbook):
        service = catalog.service(runbook.service)
        if service is not None:
            runbooks.setdefault(service.key, []).append(runbook)
    return {key: tuple(each) for key, each in runbooks.items()}


def covers(policy: Policy, runbook: Runbook, symptom: Symptom) -> bool:
    """Return whether a runbook covers a symptom.

    An entry of ``covers`` names the symptom or one of its alerts. An entry with neither names the symptom's severity.
    """
    severity = policy.severity_id(symptom.severity)
    return any(
        policy.severity_id(cover.severity) == severity
        if not cover.symptom and not cover.alerts
        else cover.symptom == symptom.id or any(alert in symptom.alerts for alert in cover.alerts)
        for cover in runbook.covers
    )
