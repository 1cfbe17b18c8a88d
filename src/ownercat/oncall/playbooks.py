"""Which runbook is for what: the runbooks of each service, and what they cover. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ownercat.model import Catalog, Policy, Runbook, Symptom


def by_service(catalog: Catalog) -> Mapping[str, tuple[Runbook, ...]]:
    """The runbooks of each service, by the service's key, in the order read."""
    found: dict[str, list[Runbook]] = {}
    for runbook in catalog.of(Runbook):
        service = catalog.service(runbook.service)
        if service is not None:
            found.setdefault(service.key, []).append(runbook)
    return {key: tuple(runbooks) for key, runbooks in found.items()}


def covers(policy: Policy, runbook: Runbook, symptom: Symptom) -> bool:
    """Whether a runbook is for a symptom.

    It names the symptom, or one of the symptom's alerts, or, with neither, the symptom's severity.
    """
    severity = policy.severity_id(symptom.severity)
    return any(
        policy.severity_id(cover.severity) == severity
        if not cover.symptom and not cover.alerts
        else cover.symptom == symptom.id or any(alert in symptom.alerts for alert in cover.alerts)
        for cover in runbook.covers
    )


def covering(policy: Policy, runbooks: Iterable[Runbook], symptom: Symptom) -> tuple[Runbook, ...]:
    """The runbooks that are for a symptom."""
    return tuple(runbook for runbook in runbooks if covers(policy, runbook, symptom))
