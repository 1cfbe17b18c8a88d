"""Rotations, people and escalations in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from ownercat.diagnostics import Place
from ownercat.model import (
    ALWAYS,
    Away,
    Catalog,
    Duration,
    Escalation,
    EscalationLevel,
    Failsafe,
    Hours,
    Layer,
    Notify,
    Override,
    Person,
    Policy,
    Ref,
    Repeat,
    Rotation,
    Turn,
    build_catalog,
    parse_duration,
    parse_ref,
)
from ownercat.model import policy as policies
from ownercat.oncall.calendar import Calendar, build_calendar_between
from ownercat.oncall.clock import DAY, DAYS, get_day_start, to_instant
from ownercat.oncall.timelines import Timeline

PLACE = Place("catalog/a.yaml")
TARGETS = ("Rotation", "Team", "Person", "Escalation")


def ref(name: str, kinds: tuple[str, ...] = ("Person",)) -> Ref:
    return parse_ref(name, kinds, PLACE, "member")


def seconds(text: str) -> Duration:
    found = parse_duration(text)
    assert found is not None
    return found


def person(name: str, **given: Any) -> Person:
    return Person(kind="Person", name=name, key=name, at=PLACE, named=PLACE, **{"contacts": ("push", "phone"), **given})


def people(names: str) -> list[Person]:
    return [person(name) for name in names.split()]


def hours(start: str, end: str, zone: str = "UTC", days: tuple[str, ...] = DAYS) -> Hours:
    return Hours(False, zone, days, start, end)


def layer(
    members: str | Iterable[str | None],
    zone: str = "UTC",
    every: str = "1w",
    day: str = "",
    at: str = "",
    windows: tuple[tuple[Any, ...], ...] = (),
    since: str = "2026-01-05",
    until: str = "",
    advance: str = "calendar",
) -> Layer:
    names = members.split() if isinstance(members, str) else members
    refs = tuple(None if name in (None, "none") else ref(name) for name in names)
    opened = tuple(Hours(False, zone, window[2] if len(window) > 2 else DAYS, *window[:2]) for window in windows)
    turn = Turn(seconds(every), day, at) if every else None
    return Layer("", zone, refs, turn, opened, advance, since, until, PLACE)


def override(start: str, end: str, remove: str = "", add: str = "", zone: str = "UTC") -> Override:
    return Override(start, end, zone, ref(remove) if remove else None, ref(add) if add else None, "", PLACE)


def away(start: str, end: str, zone: str = "UTC") -> Away:
    return Away(start, end, zone, PLACE)


def rotation(*layers: Layer, name: str = "primary", **given: Any) -> Rotation:
    return Rotation(
        kind="Rotation", name=name, key=name, at=PLACE, named=PLACE, layers=layers, **{"required": ALWAYS, **given}
    )


def tier(
    *notify: str,
    name: str = "",
    wait: str = "",
    purpose: str = "respond",
    via: tuple[str, ...] = (),
    assign: str = "all",
    urgency: str = "high",
) -> EscalationLevel:
    refs = tuple(ref(target, TARGETS) for target in notify)
    return EscalationLevel(name, purpose, refs, assign, via, urgency, None, seconds(wait) if wait else None, (), PLACE)


def escalation(
    *tiers: EscalationLevel, name: str = "urgent", hold: str = "", repeat: Repeat | None = None, **given: Any
) -> Escalation:
    return Escalation(
        kind="Escalation",
        name=name,
        key=name,
        at=PLACE,
        named=PLACE,
        tiers=tiers,
        hold=seconds(hold) if hold else None,
        repeat=repeat,
        **{"end": "stop", **given},
    )


def repeat(times: int, every: str = "", to: str = "") -> Repeat:
    return Repeat(times, seconds(every) if every else None, to, PLACE)


def failsafe(to: str, via: tuple[str, ...] = ("sms",), after: str = "10m") -> Failsafe:
    return Failsafe(via, ref(to, TARGETS), seconds(after), None, PLACE)


def notify(**after: str) -> tuple[Notify, ...]:
    return tuple(Notify(channel, seconds(text)) for channel, text in after.items())


def policy() -> Policy:
    return policies.resolve_policy(None, PLACE)


def catalog(*entities: Any) -> Catalog:
    return build_catalog(entities)


def utc(text: str) -> int:
    """An instant in UTC (or with an offset), as seconds."""
    found = datetime.fromisoformat(text)
    return to_instant(found if found.tzinfo else found.replace(tzinfo=UTC))


def days_from(day: str, days: int, *entities: Any, timeless: bool = False) -> Calendar:
    start = get_day_start(date.fromisoformat(day))
    made = build_calendar_between(build_catalog(entities), start, start + days * DAY)
    return Calendar(made.catalog, made.start, made.end, timeless)


def told(timeline: Timeline) -> list[str]:
    """The slots in words: ``2026-01-05 09:00 ana``, in UTC, with the reason where it is nobody."""
    found = []
    for slot in timeline.slots:
        begin = datetime.fromtimestamp(slot.start, UTC).strftime("%Y-%m-%d %H:%M")
        found.append(f"{begin} {slot.person or f'({slot.why})'}")
    return found
