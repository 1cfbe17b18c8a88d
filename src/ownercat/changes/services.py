"""Compare services: existence, owner, tier, escalation and their other fields."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ownercat.changes import escalations
from ownercat.changes.matching import Pair
from ownercat.changes.normal import (
    Facts,
    NormalizedValue,
    build_number,
    build_set,
    build_text,
    collect_leaves,
    drop_missing,
)
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Service, Team

RETIRED = "retired"
COMMS = "comms"


class Topic(NamedTuple):
    """One aspect of a service.

    ``facts`` collects its values; ``kind`` returns the kind of change for changed fields.
    """

    name: str
    facts: Callable[[ComparedCatalog, Service], Facts]
    kind: Callable[[Sequence[FieldChange]], str]


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of services, without their dependencies, interfaces and roles."""
    for before, after in pairs:
        old = before if isinstance(before, Service) else None
        new = after if isinstance(after, Service) else None
        if old and new:
            yield from _compare_service(both, old, new)
        elif new:
            yield _build_added(both, new)
        elif old:
            yield _build_removed(both, old)


def _build_added(both: ComparedCatalogs, service: Service) -> Change:
    values = {
        **_collect_owner(both.new, service),
        **_collect_tier(both.new, service),
        **_collect_lifecycle(both.new, service),
    }
    return build_change(
        "service-added", service, both.new.key(service), list_field_changes("free", {}, values), whole=True
    )


def _build_removed(both: ComparedCatalogs, service: Service) -> Change:
    """Build the change for a removed service; removing a service that was not retired retires it."""
    kind = "service-removed" if service.lifecycle == RETIRED else "service-retired"
    heir = both.new.catalog.aliases.get((service.kind, service.key))
    moved = list_field_changes(
        "free", {**_collect_lifecycle(both.old, service), **_collect_owner(both.old, service)}, {}
    )
    return build_change(kind, service, both.old.key(service), moved, heir.name if heir else "", gone=True, whole=True)


def _compare_service(both: ComparedCatalogs, old: Service, new: Service) -> Iterator[Change]:
    name = both.new.key(new)
    if old.key != new.key:
        moved = list_field_changes("free", _build_name_value(old), _build_name_value(new))
        yield build_change("service-renamed", new, name, moved, old.name)
    for topic in TOPICS if old != new else RESOLVED:
        if topic.name == "escalation" and both.steady and (old.routes, old.owner) == (new.routes, new.owner):
            continue  # skip: this comparison is the slowest, and its inputs are unchanged
        field_changes = list_field_changes(topic.name, topic.facts(both.old, old), topic.facts(both.new, new))
        if field_changes:
            yield build_change(topic.kind(field_changes), new, name, field_changes)
    if both.new.stated and _is_owner_removed(both, old, new):
        yield build_change("owner-removed", new, name, list_field_changes("owner", _collect_owner(both.old, old), {}))


def _is_owner_removed(both: ComparedCatalogs, old: Service, new: Service) -> bool:
    """Return whether both sides state the same owner, and only the old one defines it.

    A foreign format may define the team in another repository.
    """
    before, after = both.old, both.new
    if old.owner is None or new.owner is None or new.dialect != "native" or new.owner.name in after.catalog.uncertain:
        return False
    is_removed = before.catalog.find(old.owner) is not None and after.catalog.find(new.owner) is None
    return is_removed and before.resolve_name(old.owner) == after.resolve_name(new.owner)


def _build_name_value(service: Service) -> Facts:
    return {"name": NormalizedValue(service.key, service.name, service.named)}


# topics


def _collect_owner(view: ComparedCatalog, service: Service) -> Facts:
    """Return the owner team by its name on both sides; an undefined team is not an owner, but it may be stated.

    If the catalog has no teams, or a file has errors, the existence of the team is unknown, and the name counts.
    """
    ref, catalog = view.get_owner(service), view.catalog
    if ref is None:
        return {}
    exists = view.stated or catalog.find(ref) is not None or ref.name in catalog.uncertain or not any(catalog.of(Team))
    return drop_missing({"owner": view.build_reference(ref) if exists else None})


def _collect_tier(view: ComparedCatalog, service: Service) -> Facts:
    if view.stated and not service.can_say("tier"):
        return {}
    return drop_missing({"tier": build_number(service.tier, service.where("tier"))})


def _collect_lifecycle(view: ComparedCatalog, service: Service) -> Facts:
    if view.stated and not service.can_say("lifecycle"):
        return {}
    return drop_missing({"lifecycle": build_text(service.lifecycle, service.where("lifecycle"))})


def _collect_type(view: ComparedCatalog, service: Service) -> Facts:
    return drop_missing({"type": build_text(service.type, service.where("type"))})


def _collect_paths(view: ComparedCatalog, service: Service) -> Facts:
    repository = build_text(service.repository, service.where("code", "repository"))
    return drop_missing({"repository": repository, "paths": build_set(service.paths, service.where("code", "paths"))})


def _collect_contacts(view: ComparedCatalog, service: Service) -> Facts:
    return collect_leaves(service.contacts, service.where("contacts"), "contacts")


def _collect_comms(view: ComparedCatalog, service: Service) -> Facts:
    return collect_leaves(service.extra.get(COMMS, {}), service.where(COMMS), COMMS)


def _collect_details(view: ComparedCatalog, service: Service) -> Facts:
    values = drop_missing(
        {
            "system": build_text(service.system, service.where("system")),
            "domain": build_text(service.domain, service.where("domain")),
        }
    )
    for key in ("handles", "hosting", "telemetry", "labels"):
        values |= collect_leaves(getattr(service, key), service.where(key), key)
    for key, value in service.extra.items():
        if key == COMMS:
            continue
        values |= collect_leaves(value, service.where(key), key)
    return values


# kinds of change


def _return_kind(kind: str) -> Callable[[Sequence[FieldChange]], str]:
    return lambda field_changes: kind


def _choose_by_direction(looser: str, tighter: str) -> Callable[[Sequence[FieldChange]], str]:
    return lambda field_changes: looser if any(field.direction == "looser" for field in field_changes) else tighter


def _get_owner_kind(field_changes: Sequence[FieldChange]) -> str:
    if field_changes[0].after is None:
        return "owner-removed"
    return "owner-added" if field_changes[0].before is None else "owner-changed"


def _get_lifecycle_kind(field_changes: Sequence[FieldChange]) -> str:
    if field_changes[0].after == RETIRED:
        return "service-retired"
    return "service-revived" if field_changes[0].before == RETIRED else "lifecycle-changed"


# These topics can change although the document is the same: other documents decide them.
RESOLVED = (
    Topic("owner", _collect_owner, _get_owner_kind),
    Topic("escalation", escalations.collect_page_values, _return_kind("escalation-changed")),
)
TOPICS = (
    *RESOLVED,
    Topic("free", _collect_lifecycle, _get_lifecycle_kind),
    Topic("tier", _collect_tier, _choose_by_direction("tier-lowered", "tier-raised")),
    Topic("free", _collect_type, _return_kind("type-changed")),
    Topic("free", _collect_paths, _return_kind("paths-changed")),
    Topic("free", _collect_contacts, _return_kind("contacts-changed")),
    Topic("comms", _collect_comms, _choose_by_direction("comms-loosened", "comms-changed")),
    Topic("free", _collect_details, _return_kind("service-changed")),
)
