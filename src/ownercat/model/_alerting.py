"""Alerts in the rule files of Prometheus, the routes of Alertmanager, and the owner of each alert."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from ownercat.diagnostics import Place
from ownercat.model._catalog import Catalog
from ownercat.model._people import Team
from ownercat.model._services import Service, Symptom
from ownercat.model._values import EMPTY, Entity

E = TypeVar("E", bound=Entity)
TEMPLATE = "{{"  # in a value that Prometheus, Helm or Jinja fills in


class AlertRule(NamedTuple):
    """An alert of a rule file. ``labels``: those of its group included; ``expr``: its expression, or "".

    ``runbook``: its `runbook_url`, or ""; ``runbook_path``: the file of this repository at the end of that URL, or "".
    """

    name: str
    labels: Mapping[str, str]
    expr: str
    runbook: str
    runbook_path: str
    place: Place

    def get_label(self, name: str) -> str | None:
        """Return a label; "" if the alert has none, ``None`` if the file does not show its value.

        A template is filled in later. A label that the expression names can come from the series.
        """
        value = self.labels.get(name, "")
        if TEMPLATE in value or (not value and name in self.expr):
            return None
        return value


class LabelMatcher(NamedTuple):
    """A condition of a route; ``operator``: ``=``, ``!=``, ``=~`` or ``!~``. An empty operator: it cannot be read."""

    label: str
    operator: str
    value: str


class AlertRoute(NamedTuple):
    """A route of Alertmanager. ``receiver``: its own, else that of its parent. ``continues``: go on after a match."""

    receiver: str
    matchers: tuple[LabelMatcher, ...]
    continues: bool
    routes: "tuple[AlertRoute, ...]"
    place: Place


class AlertReceiver(NamedTuple):
    """A receiver of Alertmanager; ``channels``: the chat channels and email addresses that it writes to."""

    name: str
    channels: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFile(Entity):
    """One document of a rule file or of a configuration of Alertmanager (``root`` is not ``None``)."""

    alerts: tuple[AlertRule, ...] = ()
    root: AlertRoute | None = None
    receivers: Mapping[str, AlertReceiver] = field(default_factory=lambda: EMPTY)


class AlertOwner(NamedTuple):
    """An alert with the service and the symptom that it belongs to, and the team of its team label.

    ``service_label`` and ``team_label``: as ``AlertRule.get_label``.
    """

    rule: AlertRule
    service_label: str | None
    team_label: str | None
    service: Service | None
    symptom: Symptom | None
    team: Team | None


def list_alert_owners(catalog: Catalog) -> Iterator[AlertOwner]:
    """Yield each alert of the rule files with its owner: by the labels `service` and `team`, else by a symptom."""
    files = tuple(catalog.of(AlertFile))
    if not files:
        return
    find_service, find_team = _index_names(catalog, Service), _index_names(catalog, Team)
    symptoms: dict[str, list[tuple[Service, Symptom]]] = {}
    for service in catalog.of(Service):
        for symptom in service.symptoms:
            for name in symptom.alerts:
                symptoms.setdefault(name, []).append((service, symptom))
    for file in files:
        for rule in file.alerts:
            named, team = rule.get_label("service"), rule.get_label("team")
            service = find_service(named) if named else None
            listed = [pair for pair in symptoms.get(rule.name, ()) if service in (None, pair[0])]
            symptom = listed[0][1] if listed else None
            if service is not None and symptom is None and rule.labels.get("symptom"):
                symptom = next((each for each in service.symptoms if each.id == rule.labels["symptom"]), None)
            if service is None and len({id(each) for each, _ in listed}) == 1:
                service = listed[0][0]
            yield AlertOwner(rule, named, team, service, symptom, find_team(team) if team else None)


def _index_names(catalog: Catalog, kind: type[E]) -> Callable[[str], E | None]:
    """Return a function from a name, a key or an alias to the only entity that has it."""
    names: dict[str, dict[int, E]] = {}
    for entity in catalog.of(kind):
        for name in (entity.name, entity.key, *(alias.name for alias in entity.aliases)):
            names.setdefault(name, {})[id(entity)] = entity

    def find(name: str) -> E | None:
        found = names.get(name, {})
        return next(iter(found.values())) if len(found) == 1 else None

    return find
