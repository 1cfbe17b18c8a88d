"""Grafana: contact points with the email addresses of teams, and notification policies, as a provisioning file.

The form is https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from zlib import crc32

from ownercat.model import Catalog, Team
from ownercat.views.exports import (
    Exported,
    ExportFormat,
    Items,
    UnreadableExport,
    describe_loss,
    list_kind_losses,
    read_documents,
)
from ownercat.views.exports._alerts import collect_routes
from ownercat.views.exports._yaml import render_documents

DEFAULT = "grafana-default-email"  # the contact point that Grafana creates
_UID = re.compile(r"[A-Za-z0-9_-]{1,31}")  # 40 characters with our prefix
_EMAIL = re.compile(r"[^\s@;,<>$]+@[^\s@;,<>$]+")


def _build(catalog: Catalog, files: Mapping[str, bytes]) -> Exported:
    """Return the contact points and the policies. ``files`` are not used."""
    routes = collect_routes(catalog)
    teams = {team.key: team for found in routes.teams.values() for team in found}
    points = {key: email for key, team in teams.items() if "$" not in key and (email := _get_email(team))}
    unsafe = [value for _, value in routes.teams if "$" in value]
    items: dict[str, Any] = {f"contact point {key}": {"email": email} for key, email in points.items()}
    for (label, value), found in routes.teams.items():
        reached = [team.key for team in found if team.key in points]
        if reached and "$" not in value:
            items[f"policy {label}={value}"] = {"receivers": reached}
    losses = (
        f"assumed to exist in Grafana: the contact point {DEFAULT}, which gets all other alerts",
        "the file replaces the whole tree of notification policies of the organization in Grafana",
        *describe_loss(
            "teams left out, because they have no email address", (key for key in teams if key not in points)
        ),
        *describe_loss("alerts left out, because Grafana reads `$` as a variable of its environment", unsafe),
        *routes.list_losses(),
        *list_kind_losses(catalog, ("Service", "Team")),
    )
    return Exported(items, losses)


def _get_email(team: Team) -> str:
    email = team.contacts.get("email", "")
    return email if _EMAIL.fullmatch(email) else ""


def _arrange(items: Items) -> list[Any]:
    points = [_build_point(id[14:], value) for id, value in items.items() if id.startswith("contact point ")]
    routes = [each for id, value in items.items() if id.startswith("policy ") for each in _list_routes(id[7:], value)]
    tree: dict[str, Any] = {"orgId": 1, "receiver": DEFAULT} | ({"routes": routes} if routes else {})
    return [{"apiVersion": 1} | ({"contactPoints": points} if points else {}) | {"policies": [tree]}]


def _build_point(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    uid = name if _UID.fullmatch(name) else f"{crc32(name.encode('utf-8', 'surrogatepass')):08x}"
    receiver = {"uid": f"ownercat-{uid}", "type": "email", "settings": {"addresses": value["email"]}}
    return {"orgId": 1, "name": name, "receivers": [receiver]}


def _list_routes(matcher: str, value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a policy for each contact point; all but the last one continue."""
    label, _, text = matcher.partition("=")
    for number, name in enumerate(value["receivers"], 1):
        more = {"continue": True} if number < len(value["receivers"]) else {}
        yield {"receiver": name, "object_matchers": [[label, "=", text]]} | more


def _identify(documents: list[Any]) -> Items:
    """Return the email contact points, and the policies below the top of the first organization."""
    top = documents[0] if documents else {}
    if not isinstance(top, Mapping) or (documents and "apiVersion" not in top):
        raise UnreadableExport("it is not a provisioning file of Grafana: it has no `apiVersion`")
    found: dict[str, Any] = {}
    for point in _list_mappings(top.get("contactPoints")):
        settings = [
            each.get("settings") for each in _list_mappings(point.get("receivers")) if each.get("type") == "email"
        ]
        emails = [each.get("addresses", "") for each in settings if isinstance(each, Mapping)]
        found[f"contact point {point.get('name')}"] = {"email": ", ".join(map(str, emails))}
    for tree in _list_mappings(top.get("policies"))[:1]:
        for route in _list_mappings(tree.get("routes")):
            matchers = route.get("object_matchers")
            words = ["".join(map(str, each)) for each in matchers or () if isinstance(each, list)]
            item = found.setdefault(f"policy {', '.join(words)}", {"receivers": []})
            item["receivers"].append(str(route.get("receiver", "")))
    return found


def _list_mappings(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


EXPORT = ExportFormat(
    "grafana",
    "contact points and notification policies of Grafana",
    _build,
    _arrange,
    render_documents,
    read_documents,
    _identify,
)
