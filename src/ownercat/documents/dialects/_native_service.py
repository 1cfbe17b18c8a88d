"""Services of the native format."""

from collections.abc import Mapping

from ownercat.documents.dialects._fields import Fields
from ownercat.documents.dialects._native_meta import ESCALATION, HOLDERS, SERVICE, TEAM, meta
from ownercat.model import EMPTY, Dependency, Interface, Ref, Route, Service, Symptom

_TIERS = range(1, 5)
_PLAIN = ("testing", "change", "capacity", "comms")


def service(fields: Fields, name: str, sound: bool) -> Service:
    """Build a service."""
    data = fields.data
    code = fields.below("code")
    tier = fields.whole("tier", 3)
    return Service(
        **meta(fields, "Service", name, sound),
        type=fields.text("type", "service"),
        system=fields.text("system"),
        domain=fields.text("domain"),
        tier=tier if tier in _TIERS else 3,
        lifecycle=fields.text("lifecycle", "production"),
        owner=fields.ref("owner", TEAM, "owner"),
        repository=code.text("repository") if code else "",
        paths=code.texts("paths") if code else (),
        handles=fields.table("handles"),
        contacts=fields.table("contacts"),
        hosting=fields.table("hosting"),
        roles=_map_roles(fields) if "roles" in data else EMPTY,
        authorise=_map_authorities(fields) if "authorise" in data else EMPTY,
        symptoms=_list_symptoms(fields) if "symptoms" in data else (),
        routes=_list_routes(fields) if "escalation" in data else (),
        depends_on=_list_dependencies(fields) if "dependsOn" in data else (),
        provides=_list_interfaces(fields) if "provides" in data else (),
        telemetry=fields.table("telemetry"),
        extra={key: data[key] for key in _PLAIN if data.get(key).__class__ is dict},
        refs=tuple(fields.refs),
    )


def _map_roles(fields: Fields) -> Mapping[str, Ref]:
    roles: dict[str, Ref] = {}
    below = fields.below("roles")
    if below is None:
        return EMPTY
    for role, written in below.data.items():
        if role == "communicate":
            roles |= _map_communicators(below)
        elif written.__class__ is str and written and role[:2] != "x-":
            roles[role] = below.noted(written, HOLDERS, "holder of a role", role)
    return roles


def _map_communicators(fields: Fields) -> Mapping[str, Ref]:
    below = fields.below("communicate")
    if below is None:
        return EMPTY
    return {
        f"communicate.{audience}": below.noted(written, HOLDERS, "holder of a role", audience)
        for audience, written in below.data.items()
        if written.__class__ is str and written and audience[:2] != "x-"
    }


def _map_authorities(fields: Fields) -> Mapping[str, tuple[Ref, ...]]:
    below = fields.below("authorise")
    if below is None:
        return EMPTY
    return {
        authority: below.references(authority, HOLDERS, "holder of an authority")
        for authority in below.data
        if authority[:2] != "x-"
    }


def _list_symptoms(fields: Fields) -> tuple[Symptom, ...]:
    return tuple(
        [
            Symptom(item.text("id"), item.text("title"), item.text("severity"), item.texts("alerts"), item.place)
            for item in fields.each("symptoms")
        ]
    )


def _list_routes(fields: Fields) -> tuple[Route, ...]:
    plain = fields.ref("escalation", ESCALATION, "escalation")
    if plain is not None:
        return (Route((), "", plain, plain.place),)
    return tuple(
        [
            Route(
                item.texts("severity"), item.text("symptom"), item.ref("policy", ESCALATION, "escalation"), item.place
            )
            for item in fields.each("escalation")
        ]
    )


def _list_dependencies(fields: Fields) -> tuple[Dependency, ...]:
    dependencies: list[Dependency] = []
    for item in fields.each("dependsOn"):
        target = item.ref("service", SERVICE, "dependency")
        if target is not None:
            dependencies.append(_build_dependency(item, target))
    return tuple(dependencies)


def _build_dependency(item: Fields, target: Ref) -> Dependency:
    return Dependency(
        target,
        item.text("mode", "hard"),
        item.text("degrade"),
        item.duration("tolerates"),
        item.text("group"),
        item.whole("need", 1),
        item.text("status", "active"),
        item.text("interface"),
        item.place,
    )


def _list_interfaces(fields: Fields) -> tuple[Interface, ...]:
    return tuple(
        [
            Interface(item.text("interface"), item.text("type"), item.text("compatibility"), item.place)
            for item in fields.each("provides")
        ]
    )
