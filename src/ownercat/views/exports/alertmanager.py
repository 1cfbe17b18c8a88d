"""Alertmanager: a route from each alert, and from each label ``service``, to a receiver for the owner.

The form follows https://prometheus.io/docs/alerting/latest/configuration/: ``matchers`` since version 0.22.
"""

from collections.abc import Iterator, Mapping
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
from ownercat.views.exports._alerts import is_exact, list_alerts
from ownercat.views.exports._yaml import render_documents

UNASSIGNED = "ownercat-unassigned"  # the receiver of alerts without a route
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
_KINDS = ("Service", "Team")


def _build(catalog: Catalog, files: Mapping[str, bytes]) -> Exported:
    """Return the receivers and routes. ``files`` are not used."""
    receivers: dict[str, dict[str, list[str]]] = {}
    unowned, inexact = [], []
    alerts = [("alertname", each.name, each.service, each.team) for each in list_alerts(catalog)]
    services = [("service", each.name, each, catalog.team(each.owner)) for each in catalog.of(Service)]
    for label, value, service, team in (*alerts, *services):
        if team is None:
            unowned.append(service.name)
        elif is_exact(value) and is_exact(team.key):
            found = receivers.setdefault(_format_matcher(label, value), {"receivers": []})["receivers"]
            found += [team.key] if team.key not in found else []
        else:
            inexact.append(service.name)
    teams = dict.fromkeys(name for route in receivers.values() for name in route["receivers"])
    items: dict[str, Any] = {f"receiver {name}": {} for name in (UNASSIGNED, *teams)}
    losses = (
        f"receivers have no integration: until you add one, Alertmanager notifies nobody ({len(teams) + 1} receivers)",
        *describe_loss("left out, because no document defines the team that owns the service", unowned),
        *describe_loss("left out, because a name has a control character", inexact),
        *list_kind_losses(catalog, _KINDS),
    )
    return Exported(items | {f"route {matcher}": route for matcher, route in receivers.items()}, losses)


def _format_matcher(label: str, value: str) -> str:
    return f'{label}="{value.translate(_ESCAPES)}"'


def _arrange(items: Items) -> list[Any]:
    routes = [each for id, value in items.items() if id.startswith("route ") for each in _list_routes(id[6:], value)]
    names = [{"name": id[9:]} for id in items if id.startswith("receiver ")]
    return [{"route": {"receiver": UNASSIGNED, "routes": routes}, "receivers": names}]


def _write(documents: list[Any]) -> str:
    head = "# Written by `ownercat export alertmanager`. A receiver without an integration notifies nobody.\n"
    return head + render_documents(documents)


def _list_routes(matcher: str, value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a route for each receiver; all but the last one continue."""
    for number, name in enumerate(value["receivers"], 1):
        more = {"continue": True} if number < len(value["receivers"]) else {}
        yield {"receiver": name, "matchers": [matcher]} | more


def _identify(documents: list[Any]) -> Items:
    """Return the names of receivers, and the routes below the top; integrations and times are your own."""
    top = documents[0] if documents else {}
    if not isinstance(top, Mapping) or not isinstance(top.get("route", {}), Mapping):
        raise UnreadableExport("it is not a configuration of Alertmanager")
    found: dict[str, Any] = {}
    for name in [each.get("name") for each in _list_mappings(top.get("receivers"))]:
        found[f"receiver {name}"] = {}
    for route in _list_mappings(top.get("route", {}).get("routes")):
        matchers = route.get("matchers")
        words = matchers if isinstance(matchers, list) else [f"{key}={value}" for key, value in route.items()]
        item = found.setdefault(f"route {', '.join(map(str, words))}", {"receivers": []})
        item["receivers"].append(str(route.get("receiver", "")))
    return found


def _list_mappings(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


EXPORT = ExportFormat(
    "alertmanager", "routes of Alertmanager to the owners", _build, _arrange, _write, read_documents, _identify
)
