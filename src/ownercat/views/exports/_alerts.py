"""The alerts of the catalog, each with its service, its symptom, the owner and the runbook."""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.model import Catalog, Runbook, Service, Symptom, Team
from ownercat.text import clean
from ownercat.views.exports import describe_loss


class AlertRoutes(NamedTuple):
    """The teams that get an alert, by its label and value; and the services without a route, by reason."""

    teams: dict[tuple[str, str], list[Team]]
    unowned: list[str]
    inexact: list[str]

    def list_losses(self) -> Iterator[str]:
        """Yield what is left out."""
        reason = "left out, because no document defines the team that owns the service"
        yield from describe_loss(reason, self.unowned)
        yield from describe_loss("left out, because a name has a control character", self.inexact)


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


def collect_routes(catalog: Catalog) -> AlertRoutes:
    """Return the teams for each declared alert (label `alertname`), and for each service (label `service`)."""
    found = AlertRoutes({}, [], [])
    alerts = [("alertname", each.name, each.service, each.team) for each in list_alerts(catalog)]
    services = [("service", each.name, each, catalog.team(each.owner)) for each in catalog.of(Service)]
    for label, value, service, team in (*alerts, *services):
        if team is None:
            found.unowned.append(service.name)
        elif is_exact(value) and is_exact(team.key):
            teams = found.teams.setdefault((label, value), [])
            teams += [team] if team not in teams else []
        else:
            found.inexact.append(service.name)
    return found


def is_exact(text: str) -> bool:
    """Return whether the text of an export is the text itself: a control character is written as an escape."""
    return clean(text) == text
