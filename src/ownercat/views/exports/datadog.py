"""Datadog: services as entities of its software catalog, schema v3."""

from collections.abc import Iterator, Mapping
from typing import Any

from ownercat.model import Catalog, Person, Service, Team
from ownercat.views.exports import (
    Exported,
    ExportFormat,
    Items,
    UnreadableExport,
    arrange_items,
    describe_loss,
    is_web_url,
    list_kind_losses,
    list_undefined,
    read_documents,
)
from ownercat.views.exports._yaml import render_documents

_LINK_TYPES = frozenset({"runbook", "doc", "repo", "dashboard"})


def _build(catalog: Catalog, files: Mapping[str, bytes]) -> Exported:
    """Return the entities, by reference. ``files`` are not used."""
    services = list(catalog.of(Service))
    items = {f"service:{each.name}": _build_entity(catalog, each) for each in services}
    return Exported(items, tuple(_list_losses(catalog, services)))


def _build_entity(catalog: Catalog, service: Service) -> dict[str, Any]:
    owner = catalog.find(service.owner)
    needed = [found.name for found, mode in _list_dependencies(catalog, service) if mode]
    metadata = {
        "name": service.name,
        "displayName": service.title,
        "owner": owner.name if isinstance(owner, Team) else "",
        "description": service.description,
        "contacts": _build_contacts(owner) if isinstance(owner, Team) else [],
        "links": list(_list_links(service)),
    }
    spec = {
        "lifecycle": service.lifecycle if service.can_say("lifecycle") else "",
        "tier": str(service.tier) if service.can_say("tier") else "",
        "dependsOn": [f"service:{name}" for name in dict.fromkeys(needed)],
    }
    found = {"apiVersion": "v3", "kind": "service", "metadata": _drop_empty(metadata), "spec": _drop_empty(spec)}
    return found if found["spec"] else {key: value for key, value in found.items() if key != "spec"}


def _drop_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _build_contacts(team: Team) -> list[dict[str, str]]:
    email = team.contacts.get("email", "")
    return [{"type": "email", "contact": email}] if "@" in email else []


def _list_links(service: Service) -> Iterator[dict[str, str]]:
    """Yield the links with a URL of the web: of the document, of the code and of the dashboards."""
    for link in service.links:
        name = link.title or link.type or "link"
        yield from _list_link(name, link.type if link.type in _LINK_TYPES else "other", link.url)
    yield from _list_link("Code", "repo", service.repository)
    for name, url in service.telemetry.items():
        yield from _list_link(name[:1].upper() + name[1:], "dashboard" if name == "dashboard" else "other", url)


def _list_link(name: str, type: str, url: str) -> Iterator[dict[str, str]]:
    if is_web_url(url):
        yield {"name": name, "type": type, "url": url}


def _list_dependencies(catalog: Catalog, service: Service) -> Iterator[tuple[Service, str]]:
    """Yield the providers with the mode; "" for a planned dependency."""
    for each in service.depends_on:
        provider = catalog.service(each.service)
        if provider is not None:
            yield provider, "" if each.status == "planned" else each.mode


def _list_losses(catalog: Catalog, services: list[Service]) -> Iterator[str]:
    yield from describe_loss("left out, because no document defines it", list_undefined(catalog, services))
    people = (each.name for each in services if isinstance(catalog.find(each.owner), Person))
    yield from describe_loss("left out, because the owner is a person: the owner of a service", people)
    modes = [(each.name, mode) for each in services for _, mode in _list_dependencies(catalog, each)]
    yield from describe_loss("left out, because the dependency is planned", (name for name, mode in modes if not mode))
    soft = (name for name, mode in modes if mode not in ("", "hard"))
    yield from describe_loss("no place for the mode of a dependency that is not hard", soft)
    kept = "escalation, symptoms, roles, authority, interfaces and hosting of a service"
    yield f"no place for {kept}, and for all of a team but its name and email address"
    yield from list_kind_losses(catalog, ("Service", "Component", "Resource", "API", "Team"))


def _identify(documents: list[Any]) -> Items:
    found: dict[str, Any] = {}
    for number, document in enumerate(documents, 1):
        metadata = document.get("metadata") if isinstance(document, Mapping) else None
        if not isinstance(metadata, Mapping) or document.get("apiVersion") != "v3":
            raise UnreadableExport(f"document {number} is not an entity of Datadog v3")
        found[f"{document.get('kind')}:{metadata.get('name')}"] = document
    return found


EXPORT = ExportFormat(
    "datadog",
    "services of Datadog's software catalog (v3)",
    _build,
    arrange_items,
    render_documents,
    read_documents,
    _identify,
)
