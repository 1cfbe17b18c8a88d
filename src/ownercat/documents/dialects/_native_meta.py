"""The fields that all native documents have in common."""

from typing import Any

from ownercat.documents.dialects._fields import Fields
from ownercat.model import Alias, Link, ReviewSchedule

PERSON = ("Person",)
TEAM = ("Team",)
SERVICE = ("Service",)
ESCALATION = ("Escalation",)
JOURNEY = ("Journey",)
HOLDERS = ("Team", "Rotation", "Person")  # kinds that can have a role or an authority
TARGETS = ("Rotation", "Team", "Person", "Escalation")  # kinds that can be paged


def meta(fields: Fields, kind: str, name: str, sound: bool) -> dict[str, Any]:
    """Return the arguments of every entity, except ``refs``, which are complete only after all fields are read."""
    data = fields.data
    arguments: dict[str, Any] = {
        "kind": kind,
        "name": name,
        "key": name,
        "at": fields.place,
        "named": fields.at("name"),
        "title": fields.text("title"),
        "description": fields.text("description"),
        "sound": sound,
    }
    if "labels" in data:
        arguments["labels"] = fields.table("labels")
    if "links" in data:
        arguments["links"] = tuple(
            Link(item.text("type"), item.text("title"), item.text("url"), item.place) for item in fields.each("links")
        )
    if "aliases" in data:
        arguments["aliases"] = tuple(_list_aliases(fields))
    if "review" in data:
        arguments["review"] = _build_review(fields)
    return arguments


def _list_aliases(fields: Fields) -> list[Alias]:
    return [
        Alias(name, item.date("until"), item.place) for item in fields.each("aliases") if (name := item.text("name"))
    ]


def _build_review(fields: Fields) -> ReviewSchedule | None:
    item = fields.below("review")
    if item is None:
        return None
    return ReviewSchedule(item.duration("every"), item.date("lastDone"), item.ref("by", PERSON, "reviewer"), item.place)
