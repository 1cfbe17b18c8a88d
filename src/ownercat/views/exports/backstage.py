"""Backstage: services as components, teams as groups, people as users."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ownercat.model import Catalog, Entity, Person, Service, Team
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

_VERSION = "backstage.io/v1alpha1"
_NAME = re.compile(r"(?=.{1,63}$)[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?", re.ASCII)
_KINDS = {"Service": "Component", "Component": "Component", "Resource": "Resource", "Team": "Group", "Person": "User"}
_LOST: tuple[tuple[str, Callable[[Service], object]], ...] = (  # fields of a service without a place in Backstage
    ("tier", lambda service: service.can_say("tier")),
    ("escalation", lambda service: service.routes),
    ("symptoms and alerts", lambda service: service.symptoms),
    ("roles and authority", lambda service: service.roles or service.authorise),
    ("interfaces", lambda service: service.provides),
    ("system", lambda service: service.system),
    ("contacts", lambda service: service.contacts),
)


def _build(catalog: Catalog, files: Mapping[str, bytes]) -> Exported:
    """Return the entities, by reference. ``files`` are not used."""
    parts: list[Entity] = [each for kind in (Team, Person, Service) for each in catalog.of(kind)]
    kept = [each for each in parts if _find_problem(catalog, each) == ""]
    teams = {team.key: team for team in kept if isinstance(team, Team)}
    groups: dict[str, list[str]] = {}
    for team in teams.values():
        for person in filter(None, map(catalog.person, team.members)):
            groups.setdefault(person.key, []).append(_format_ref(team))
    items = {}
    for each in kept:
        spec = _build_spec(catalog, each, groups)
        items[_format_ref(each)] = {
            "apiVersion": _VERSION, "kind": _KINDS[each.kind], "metadata": _build_metadata(each), "spec": spec,
        }  # fmt: skip
    return Exported(items, tuple(_list_losses(catalog, parts)))


def _find_problem(catalog: Catalog, entity: Entity) -> str:
    """Return why Backstage does not accept an entity; "" if it does."""
    if entity.kind not in _KINDS:
        return "Backstage needs its definition"
    if not _NAME.fullmatch(entity.name):
        return "its name has other characters, or more than 63"
    if isinstance(entity, Service) and not isinstance(catalog.find(entity.owner), Team | Person):
        return "Backstage needs an owner, and no document defines it"
    return "the person is not active" if isinstance(entity, Person) and not entity.active else ""


def _format_ref(entity: Entity) -> str:
    namespace = entity.key.rpartition("/")[0] if entity.dialect == "backstage" else ""
    return f"{_KINDS.get(entity.kind, entity.kind).lower()}:{namespace}{'/' if namespace else ''}{entity.name}"


def _build_metadata(entity: Entity) -> dict[str, Any]:
    found: dict[str, Any] = {"name": entity.name}
    namespace = entity.key.rpartition("/")[0] if entity.dialect == "backstage" else ""
    links = [{"url": each.url} | ({"title": each.title} if each.title else {}) for each in entity.links]
    values = {
        "namespace": namespace,
        "title": entity.title,
        "description": entity.description,
        "annotations": _build_annotations(entity),
        "links": [each for each in links if is_web_url(each["url"])],
    }
    return found | {key: value for key, value in values.items() if value}


def _build_annotations(entity: Entity) -> dict[str, str]:
    if isinstance(entity, Service) and is_web_url(entity.repository):
        return {"backstage.io/source-location": f"url:{entity.repository.rstrip('/')}/"}
    if isinstance(entity, Team) and entity.handles.get("github"):
        return {"github.com/team-slug": entity.handles["github"].lstrip("@")}
    logins = entity.logins if isinstance(entity, Person) else {}
    return {f"{host}.com/user-login": logins[host] for host in ("github", "gitlab") if logins.get(host)}


def _build_spec(catalog: Catalog, entity: Entity, groups: Mapping[str, list[str]]) -> dict[str, Any]:
    if isinstance(entity, Service):
        owner = catalog.find(entity.owner)
        spec: dict[str, Any] = {"type": entity.type or "service"}
        spec |= {"lifecycle": entity.lifecycle} if _KINDS[entity.kind] == "Component" else {}
        spec |= {"owner": _format_ref(owner)} if owner else {}
        needed = [_format_ref(provider) for provider, mode in _list_dependencies(catalog, entity) if mode]
        return spec | ({"dependsOn": list(dict.fromkeys(needed))} if needed else {})
    if isinstance(entity, Team):
        parent = catalog.team(entity.parent)
        profile = {"displayName": entity.title, "email": entity.contacts.get("email", "")}
        group = {"type": "team", "profile": {key: value for key, value in profile.items() if value}, "children": []}
        return group | ({"parent": _format_ref(parent)} if parent and not _find_problem(catalog, parent) else {})
    name = {"displayName": entity.title} if entity.title else {}
    return {"profile": name, "memberOf": groups.get(entity.key, [])}


def _list_dependencies(catalog: Catalog, service: Service) -> Iterator[tuple[Service, str]]:
    """Yield the providers that are exported, with the mode; "" for a planned dependency."""
    for each in service.depends_on:
        provider = catalog.service(each.service)
        if provider is not None and not _find_problem(catalog, provider):
            yield provider, "" if each.status == "planned" else each.mode


def _list_losses(catalog: Catalog, parts: list[Entity]) -> Iterator[str]:
    problems: dict[str, list[str]] = {}
    for each in parts:
        if problem := _find_problem(catalog, each):
            problems.setdefault(problem, []).append(each.label)
    for problem, labels in problems.items():
        yield from describe_loss(f"left out, because {problem}", labels)
    services = [each for each in parts if isinstance(each, Service) and not _find_problem(catalog, each)]
    yield from describe_loss("left out, because no document defines it", list_undefined(catalog, services))
    for what, is_lost in _LOST:
        yield from describe_loss(f"no place for {what} of a service", (each.name for each in services if is_lost(each)))
    modes = [(each.name, mode) for each in services for _, mode in _list_dependencies(catalog, each)]
    yield from describe_loss("left out, because the dependency is planned", (name for name, mode in modes if not mode))
    soft = (name for name, mode in modes if mode not in ("", "hard"))
    yield from describe_loss("no place for the mode of a dependency that is not hard", soft)
    people = (each.name for each in parts if isinstance(each, Person) and each.email and each.active)
    yield from describe_loss("left out, because it is personal: the email address of a person", people)
    yield from list_kind_losses(catalog, (*_KINDS, "API"))  # APIs are named above


def _identify(documents: list[Any]) -> Items:
    found: dict[str, Any] = {}
    for number, document in enumerate(documents, 1):
        metadata = document.get("metadata") if isinstance(document, Mapping) else None
        if not isinstance(metadata, Mapping) or not all(
            isinstance(x, str) for x in (metadata.get("name"), document.get("kind"))
        ):
            raise UnreadableExport(f"document {number} is not an entity of Backstage: it has no kind or no name")
        namespace = metadata.get("namespace", "default")
        home = "" if namespace == "default" else f"{namespace}/"
        found[f"{document['kind'].lower()}:{home}{metadata['name']}"] = document
    return found


EXPORT = ExportFormat(
    "backstage", "entities of Backstage", _build, arrange_items, render_documents, read_documents, _identify
)
