"""What changed about services themselves: there or not, owner, tier, escalation, roles, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ownercat.changes import escalations
from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, leaves, number, stated, text, words
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, change, fields
from ownercat.model import Service, Team

RETIRED = "retired"


class Topic(NamedTuple):
    """One side of a service, and what a change of it is called. ``kind`` gets the fields that moved."""

    name: str
    facts: Callable[[ComparedCatalog, Service], Facts]
    kind: Callable[[Sequence[FieldChange]], str]


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """The changes of some services, but for what they depend on."""
    for before, after in pairs:
        old = before if isinstance(before, Service) else None
        new = after if isinstance(after, Service) else None
        if old and new:
            yield from _compared(both, old, new)
        elif new:
            yield _added(both, new)
        elif old:
            yield _gone(both, old)


def _added(both: ComparedCatalogs, service: Service) -> Change:
    found = {**_owner(both.new, service), **_tier(both.new, service), **_lifecycle(both.new, service)}
    return change("service-added", service, both.new.key(service), fields("free", {}, found), whole=True)


def _gone(both: ComparedCatalogs, service: Service) -> Change:
    """One that was retired before may go; any other is retired by going."""
    kind = "service-removed" if service.lifecycle == RETIRED else "service-retired"
    heir = both.new.catalog.aliases.get((service.kind, service.key))
    moved = fields("free", {**_lifecycle(both.old, service), **_owner(both.old, service)}, {})
    return change(kind, service, both.old.key(service), moved, heir.name if heir else "", gone=True, whole=True)


def _compared(both: ComparedCatalogs, old: Service, new: Service) -> Iterator[Change]:
    name = both.new.key(new)
    if old.key != new.key:
        moved = fields("free", _build_name_value(old), _build_name_value(new))
        yield change("service-renamed", new, name, moved, old.name)
    for topic in TOPICS if old != new else RESOLVED:
        if topic.name == "escalation" and both.steady and (old.routes, old.owner) == (new.routes, new.owner):
            continue  # the dearest of all, and nothing that it depends on is different
        found = fields(topic.name, topic.facts(both.old, old), topic.facts(both.new, new))
        if found:
            yield change(topic.kind(found), new, name, found)


def _build_name_value(service: Service) -> Facts:
    return {"name": NormalizedValue(service.key, service.name, service.named)}


# topics


def _owner(view: ComparedCatalog, service: Service) -> Facts:
    """The team, by its name on both sides; one that does not exist owns nothing.

    Where no team is defined at all, or a file does not read, nobody can tell, and the name stands for the team.
    """
    ref, catalog = service.owner, view.catalog
    if ref is None:
        return {}
    exists = catalog.find(ref) is not None or ref.name in catalog.uncertain or not any(catalog.of(Team))
    return stated({"owner": view.one(ref) if exists else None})


def _tier(view: ComparedCatalog, service: Service) -> Facts:
    return stated({"tier": number(service.tier, service.where("tier"))})


def _lifecycle(view: ComparedCatalog, service: Service) -> Facts:
    return stated({"lifecycle": text(service.lifecycle, service.where("lifecycle"))})


def _type(view: ComparedCatalog, service: Service) -> Facts:
    return stated({"type": text(service.type, service.where("type"))})


def _paths(view: ComparedCatalog, service: Service) -> Facts:
    repository = text(service.repository, service.where("code", "repository"))
    return stated({"repository": repository, "paths": words(service.paths, service.where("code", "paths"))})


def _contacts(view: ComparedCatalog, service: Service) -> Facts:
    return leaves(service.contacts, service.where("contacts"), "contacts")


def _symptoms(view: ComparedCatalog, service: Service) -> Facts:
    found: dict[str, NormalizedValue | None] = {}
    for symptom in service.symptoms:
        at = symptom.place.at
        found[f"{symptom.id}.severity"] = text(view.policy.severity_id(symptom.severity), at("severity"))
        found[f"{symptom.id}.alerts"] = words(symptom.alerts, at("alerts"))
        found[symptom.id] = text(symptom.title or symptom.id, at("title"))
    return stated(found)


def _about(view: ComparedCatalog, service: Service) -> Facts:
    found = stated(
        {
            "system": text(service.system, service.where("system")),
            "domain": text(service.domain, service.where("domain")),
        }
    )
    for key in ("hosting", "telemetry", "labels"):
        found |= leaves(getattr(service, key), service.where(key), key)
    for key, value in service.extra.items():
        found |= leaves(value, service.where(key), key)
    return found


# what they are called


def _always(kind: str) -> Callable[[Sequence[FieldChange]], str]:
    return lambda found: kind


def _by_way(looser: str, tighter: str) -> Callable[[Sequence[FieldChange]], str]:
    return lambda found: looser if any(field.direction == "looser" for field in found) else tighter


def _of_owner(found: Sequence[FieldChange]) -> str:
    if found[0].after is None:
        return "owner-removed"
    return "owner-added" if found[0].before is None else "owner-changed"


def _of_lifecycle(found: Sequence[FieldChange]) -> str:
    if found[0].after == RETIRED:
        return "service-retired"
    return "service-revived" if found[0].before == RETIRED else "lifecycle-changed"


# what may change although the document is the same: it is decided elsewhere
RESOLVED = (
    Topic("owner", _owner, _of_owner),
    Topic("escalation", escalations.facts, _always("escalation-changed")),
    Topic("free", _symptoms, _always("symptoms-changed")),
)
TOPICS = (
    *RESOLVED,
    Topic("free", _lifecycle, _of_lifecycle),
    Topic("tier", _tier, _by_way("tier-lowered", "tier-raised")),
    Topic("free", _type, _always("type-changed")),
    Topic("free", _paths, _always("paths-changed")),
    Topic("free", _contacts, _always("contacts-changed")),
    Topic("free", _about, _always("service-changed")),
)
