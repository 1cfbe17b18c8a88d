"""Rotations and escalation policies of the native format."""

from typing import Literal

from ownercat.documents.dialects._fields import UTC, Fields, hours, window
from ownercat.documents.dialects._native_meta import ESCALATION, PERSON, TARGETS, TEAM, meta
from ownercat.model import (
    Attempts,
    Escalation,
    EscalationLevel,
    Failsafe,
    Hours,
    Layer,
    Override,
    Ref,
    Repeat,
    Rotation,
    Turn,
)

NOBODY = "none"  # a turn that intentionally has no person


def rotation(fields: Fields, name: str, sound: bool) -> Rotation:
    """Build a rotation."""
    return Rotation(
        **meta(fields, "Rotation", name, sound),
        team=fields.ref("team", TEAM, "team"),
        role=fields.text("role", "primary"),
        required=_get_required_hours(fields),
        layers=tuple(_build_layer(item) for item in fields.each("layers")),
        overrides=tuple(_build_override(item) for item in fields.each("overrides")),
        gaps_ok=tuple(window(item, UTC) for item in fields.each("gapsOk")),
        external=fields.table("external") if fields.below("external") else None,
        refs=tuple(fields.refs),
    )


def _get_required_hours(fields: Fields) -> Hours | Literal["sla"]:
    return "sla" if fields.data.get("required") == "sla" else hours(fields, "required")


def _build_layer(item: Fields) -> Layer:
    zone = item.text("timeZone", UTC)
    return Layer(
        item.text("id"),
        zone,
        tuple(_list_members(item)),
        _build_turn(item.below("turn")),
        tuple(window(each, zone) for each in item.each("windows")),
        item.text("advance", "calendar"),
        item.text("from"),
        item.text("until"),
        item.place,
    )


def _list_members(item: Fields) -> list[Ref | None]:
    """Return the people in turn order; ``none`` and null are turns without a person."""
    members: list[Ref | None] = []
    for number, written in enumerate(item.items("members")):
        if written is None or written == NOBODY:
            members.append(None)
        elif written and written.__class__ is str:
            members.append(item.noted(written, PERSON, "member", "members", number))
    return members


def _build_turn(item: Fields | None) -> Turn | None:
    if item is None:
        return None
    handoff = item.below("handoff")
    if handoff is None:
        return Turn(item.duration("every"), "", "")
    return Turn(item.duration("every"), handoff.text("day"), handoff.clock("at"))


def _build_override(item: Fields) -> Override:
    return Override(
        item.text("from"),
        item.text("to"),
        item.text("timeZone", UTC),
        item.ref("remove", PERSON, "person to remove"),
        item.ref("add", PERSON, "person to add"),
        item.text("reason"),
        item.place,
    )


def escalation(fields: Fields, name: str, sound: bool) -> Escalation:
    """Build an escalation policy."""
    return Escalation(
        **meta(fields, "Escalation", name, sound),
        team=fields.ref("team", TEAM, "team"),
        provider=fields.text("provider"),
        on_empty=fields.text("onEmpty", "wait"),
        hold=fields.delay("hold"),
        ack_timeout=fields.duration("ackTimeout"),
        tiers=tuple(_build_tier(item) for item in fields.each("tiers")),
        failsafe=_build_failsafe(fields.below("failsafe")),
        repeat=_build_repeat(fields.below("repeat")),
        end=_get_end(fields),
        refs=tuple(fields.refs),
    )


def _build_tier(item: Fields) -> EscalationLevel:
    attempts = item.below("attempts")
    return EscalationLevel(
        item.text("name"),
        item.text("purpose", "respond"),
        item.references("notify", TARGETS, "target"),
        item.text("assign", "all"),
        item.channels("via"),
        item.text("urgency", "high"),
        Attempts(attempts.whole("times", 1), attempts.duration("every")) if attempts else None,
        item.delay("wait"),
        item.texts("inform"),
        item.place,
    )


def _build_failsafe(item: Fields | None) -> Failsafe | None:
    if item is None:
        return None
    to = item.ref("to", TARGETS, "failsafe target")
    return Failsafe(item.channels("via"), to, item.delay("after"), item.date("testedOn"), item.place)


def _build_repeat(item: Fields | None) -> Repeat | None:
    if item is None:
        return None
    return Repeat(item.whole("times", 1), item.duration("every"), item.text("to"), item.place)


def _get_end(fields: Fields) -> Ref | Literal["stop"] | None:
    if fields.data.get("end") == "stop":
        return "stop"
    below = fields.below("end")
    return below.ref("handoff", ESCALATION, "hand-over") if below else None
