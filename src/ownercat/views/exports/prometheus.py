"""Prometheus: recording rules with the owner, the tier and the runbook as labels, to join with alerts and metrics."""

from collections.abc import Mapping
from typing import Any

from ownercat.model import Catalog, Service
from ownercat.views.exports import (
    Exported,
    ExportFormat,
    Items,
    UnreadableExport,
    describe_loss,
    list_kind_losses,
    read_documents,
)
from ownercat.views.exports._alerts import list_alerts
from ownercat.views.exports._yaml import render_documents

_SERVICE, _ALERT = "ownercat_service_info", "ownercat_alert_info"


def _build(catalog: Catalog, files: Mapping[str, bytes]) -> Exported:
    """Return the labels of each service and of each alert. ``files`` are not used."""
    items: dict[str, dict[str, str]] = {}
    unowned = []
    for service in catalog.of(Service):
        team = catalog.team(service.owner)
        unowned += [] if team else [service.name]
        labels = {"service": service.name, "team": team.key if team else ""}
        labels |= {"tier": str(service.tier)} if service.can_say("tier") else {}
        labels |= {"lifecycle": service.lifecycle} if service.can_say("lifecycle") else {}
        items[_format_id(_SERVICE, labels)] = _drop_empty(labels)
    shared: list[str] = []
    for each in list_alerts(catalog):
        labels = {"alertname": each.name, "service": each.service.name, "team": each.team.key if each.team else ""}
        labels |= {"severity": each.symptom.severity, "symptom": each.symptom.id, "runbook": each.runbook}
        id = _format_id(_ALERT, labels)
        shared += [each.name] if id in items else []
        items.setdefault(id, _drop_empty(labels))
    losses = (
        *describe_loss("left out, because no document defines the team that owns the service: the label team", unowned),
        *describe_loss("only the first symptom counts, because several have the same alert", shared),
        *list_kind_losses(catalog, ("Service", "Team", "Runbook")),
    )
    return Exported(items, losses)


def _format_id(record: str, labels: Mapping[str, Any]) -> str:
    """Return what identifies a series; an alert has one, so that a join by its name finds one."""
    return f"{record} {labels.get('alertname' if record == _ALERT else 'service')}"


def _drop_empty(labels: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in labels.items() if value}


def _arrange(items: Items) -> list[Any]:
    rules = [{"record": id.partition(" ")[0], "expr": "vector(1)", "labels": labels} for id, labels in items.items()]
    return [{"groups": [{"name": "ownercat", "rules": rules}] if rules else []}]


def _identify(documents: list[Any]) -> Items:
    """Return the labels of our records; other rules of the file are your own."""
    found: dict[str, Any] = {}
    for document in documents:
        groups = document.get("groups") if isinstance(document, Mapping) else None
        if not isinstance(groups, list):
            raise UnreadableExport("it is not a rule file of Prometheus: it has no list `groups`")
        for group in groups:
            rules = group.get("rules") if isinstance(group, Mapping) else None
            for rule in rules if isinstance(rules, list) else ():
                if isinstance(rule, Mapping) and rule.get("record") in (_SERVICE, _ALERT):
                    labels = rule.get("labels")
                    labels = labels if isinstance(labels, Mapping) else {}
                    found[_format_id(rule["record"], labels)] = dict(labels)
    return found


EXPORT = ExportFormat(
    "prometheus",
    "labels of services and alerts for Prometheus",
    _build,
    _arrange,
    render_documents,
    read_documents,
    _identify,
)
