"""Rotations, escalation policies and expectations of the native format."""

import re
from collections.abc import Iterator
from typing import Literal

from ownercat.documents.dialects._fields import UTC, Fields, hours, window
from ownercat.documents.dialects._native_meta import ESCALATION, PERSON, SERVICE, TARGETS, TEAM, meta
from ownercat.model import (
    Attempts,
    Escalation,
    EscalationLevel,
    Expectation,
    ExpectedPage,
    Failsafe,
    Hours,
    Layer,
    Override,
    Ref,
    Repeat,
    Rotation,
    Turn,
    parse_duration,
)

NOBODY = "none"  # a turn that intentionally has no person
_PART = re.compile(r"[0-9]+[smhdw]")
_START = "t+"


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
        handles=fields.table("handles"),
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
        handles=fields.table("handles"),
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


def expectation(fields: Fields, name: str, sound: bool) -> Expectation:
    """Build an expectation."""
    expect = fields.below("expect")
    return Expectation(
        **meta(fields, "Expectation", name, sound),
        service=fields.ref("service", SERVICE, "service"),
        severity=fields.text("severity"),
        symptom=fields.text("symptom"),
        starts=fields.text("at"),
        policy=expect.ref("policy", ESCALATION, "expected policy") if expect else None,
        pages=tuple(_list_expected_pages(pages)) if expect and (pages := expect.below("pages")) else (),
        human_within=expect.delay("humanWithin") if expect else None,
        reaches=expect.references("reaches", TARGETS, "expected target") if expect else (),
        refs=tuple(fields.refs),
    )


def _list_expected_pages(pages: Fields) -> Iterator[ExpectedPage]:
    for written in pages.data:
        seconds = _parse_seconds(written)
        if seconds is not None:
            refs = pages.references(written, TARGETS, "expected target")
            yield ExpectedPage(seconds, written, refs, pages.place.key(written))


def _parse_seconds(written: object) -> int | None:
    """Return the seconds of ``t+0``, ``t+5m`` or ``t+1h30m``; ``None`` for any other value."""
    if not isinstance(written, str) or not written.startswith(_START):
        return None
    rest = written.removeprefix(_START)
    parts = _PART.findall(rest)
    if rest == "0":
        return 0
    durations = [parse_duration(part) for part in parts]
    if not parts or "".join(parts) != rest or None in durations:
        return None
    return sum(each.seconds for each in durations if each)
