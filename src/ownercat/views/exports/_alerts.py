"""The alerts of the catalog, each with its service, its symptom, the owner and the runbook."""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.model import Catalog, Runbook, Service, Symptom, Team
from ownercat.text import clean


class OwnedAlert(NamedTuple):
    """An alert of a symptom. ``team``: ``None`` if no document defines the owner. ``runbook``: its name, or ""."""

    name: str
    service: Service
    symptom: Symptom
    team: Team | None
    runbook: str


def list_alerts(catalog: Catalog) -> Iterator[OwnedAlert]:
    """Yield each alert of each symptom, in the order of the catalog."""
    runbooks: dict[tuple[str, str], str] = {}
    for runbook in catalog.of(Runbook):
        service = catalog.service(runbook.service)
        for cover in runbook.covers if service else ():
            for word in (cover.symptom, *cover.alerts):
                runbooks.setdefault((service.key if service else "", word), runbook.name)
    for service in catalog.of(Service):
        team = catalog.team(service.owner)
        for symptom in service.symptoms:
            for name in symptom.alerts:
                words = ((service.key, name), (service.key, symptom.id))
                found = next((runbooks[word] for word in words if word in runbooks), "")
                yield OwnedAlert(name, service, symptom, team, found)


def is_exact(text: str) -> bool:
    """Return whether the text of an export is the text itself: a control character is written as an escape."""
    return clean(text) == text
