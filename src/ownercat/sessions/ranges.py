"""From when to when: what the command line says, by the clock of a zone."""

from __future__ import annotations

from typing import NamedTuple

from ownercat.documents.schema.formats import is_time_zone
from ownercat.errors import UsageError
from ownercat.oncall.calendar import HORIZON_DAYS, LONGEST_DAYS
from ownercat.oncall.clock import DAY, WEEK, Impossible, end_of, entered, moment, offsets, parse, to_local, to_utc
from ownercat.oncall.wording import place
from ownercat.suggest import question
from ownercat.text import shown

_USUAL = 4 * WEEK
MOST_DAYS = LONGEST_DAYS - 2 * HORIZON_DAYS  # so that a calendar holds it, with the weeks that it is compared with
_YEARS = range(1971, 9_000)


class Range(NamedTuple):
    """Two instants."""

    start: int
    end: int


class RangeOptions(NamedTuple):
    """What the command line says; ``now`` stands in for a missing ``--from``."""

    since: str | None
    until: str | None
    zone: str
    now: int


def asked(since: str | None, until: str | None, zone: str | None, now: int) -> RangeOptions:
    """The options, refused where they can mean nothing in any zone."""
    if zone is not None and not is_time_zone(zone):
        from ownercat.documents.schema.proposals import find_zone  # noqa: PLC0415  # it loads jsonschema_rs

        near = find_zone(zone)
        help = question([near] if near else [], "write an IANA time zone, for example Europe/Madrid or UTC")
        raise UsageError(f"--zone {shown(zone)} is not an IANA time zone", help)
    for option, text in (("--from", since), ("--to", until)):
        written = parse(text) if text is not None else None
        if text is not None and (written is None or moment(written.wall).year not in _YEARS):
            help = (
                "write a day as 2026-11-30, a local time as 2026-11-30T09:00, or an instant as 2026-11-30T09:00+01:00"
            )
            raise UsageError(f"{option} {shown(text)} is no time", help)
    return RangeOptions(since, until, zone or "", now)


def resolved(given: RangeOptions, zone: str) -> Range:
    """From when to when by the clock of ``--zone``, else of a zone: the last day counts whole."""
    zone = given.zone or zone
    start = given.now if given.since is None else _instant("--from", given.since, zone)
    end = _four_weeks(start, zone) if given.until is None else _end(given.until, zone)
    if end <= start:
        message = f"--to {shown(given.until)} is not after --from {shown(given.since)}"
        if given.since is None:
            message = f"--to {shown(given.until)} is over"
        raise UsageError(message, "give --from a time before --to")
    if end - start > MOST_DAYS * DAY:
        raise UsageError(f"{(end - start) // DAY:,} days are too many", f"ask for {MOST_DAYS:,} days or less")
    return Range(start, end)


def _end(text: str, zone: str) -> int:
    written = parse(text)
    if written is not None and written.is_date:
        return end_of(text, zone) or 0
    return _instant("--to", text, zone)


def _instant(option: str, text: str, zone: str) -> int:
    found = entered(text, zone)
    if isinstance(found, Impossible):
        what = "comes twice" if found.kind == "ambiguous" else "does not exist"
        either = f"{moment(found.earlier, zone).isoformat()} or {moment(found.later, zone).isoformat()}"
        raise UsageError(f"{option} {shown(text)} {what} {place(zone)}: clocks are changed then", f"write {either}")
    return found or 0


def _four_weeks(start: int, zone: str) -> int:
    """The same time by the clock, four weeks on."""
    table = offsets(zone, start, start + _USUAL)
    return to_utc(table, to_local(table, start) + _USUAL)
