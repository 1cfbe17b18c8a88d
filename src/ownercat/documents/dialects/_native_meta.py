"""What every native document has in common, read once for all kinds."""

from __future__ import annotations

from typing import Any

from ownercat.documents.dialects._fields import Fields
from ownercat.model import Alias, Link, ReviewSchedule

PERSON = ("Person",)
TEAM = ("Team",)
SERVICE = ("Service",)
ESCALATION = ("Escalation",)
JOURNEY = ("Journey",)
HOLDERS = ("Team", "Rotation", "Person")  # who may hold a role or an authority
TARGETS = ("Rotation", "Team", "Person", "Escalation")  # who may be paged


def meta(fields: Fields, kind: str, name: str, sound: bool) -> dict[str, Any]:
    """The arguments that every entity takes, but for ``refs``, which are complete only at the end."""
    data = fields.data
    found: dict[str, Any] = {
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
        found["labels"] = fields.table("labels")
    if "links" in data:
        found["links"] = tuple(
            Link(item.text("type"), item.text("title"), item.text("url"), item.place) for item in fields.each("links")
        )
    if "aliases" in data:
        found["aliases"] = tuple(_aliases(fields))
    if "review" in data:
        found["review"] = _review(fields)
    return found


def _aliases(fields: Fields) -> list[Alias]:
    return [
        Alias(name, item.date("until"), item.place) for item in fields.each("aliases") if (name := item.text("name"))
    ]


def _review(fields: Fields) -> ReviewSchedule | None:
    item = fields.below("review")
    if item is None:
        return None
    return ReviewSchedule(item.duration("every"), item.date("lastDone"), item.ref("by", PERSON, "reviewer"), item.place)
