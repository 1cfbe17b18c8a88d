"""Alertmanager: a route from each alert, and from each label ``service``, to a receiver for the owner.

The form follows https://prometheus.io/docs/alerting/latest/configuration/: ``matchers`` since version 0.22.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ownercat.model import Catalog
from ownercat.views.exports import (
    Exported,
    ExportFormat,
    Items,
    UnreadableExport,
    list_kind_losses,
    read_documents,
)
from ownercat.views.exports._alerts import collect_routes
from ownercat.views.exports._yaml import render_documents

UNASSIGNED = "ownercat-unassigned"  # the receiver of alerts without a route
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
_KINDS = ("Service", "Team")


def _build(catalog: Catalog, files: Mapping[str, bytes]) -> Exported:
    """Return the receivers and routes. ``files`` are not used."""
    routes = collect_routes(catalog)
    names = dict.fromkeys(team.key for teams in routes.teams.values() for team in teams)
    items: dict[str, Any] = {f"receiver {name}": {} for name in (UNASSIGNED, *names)}
    for (label, value), teams in routes.teams.items():
        items[f"route {_format_matcher(label, value)}"] = {"receivers": [team.key for team in teams]}
    losses = (
        f"receivers have no integration: until you add one, Alertmanager notifies nobody ({len(names) + 1} receivers)",
        *routes.list_losses(),
        *list_kind_losses(catalog, _KINDS),
    )
    return Exported(items, losses)


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
