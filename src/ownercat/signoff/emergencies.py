"""Break-glass: two people of the base's roster let a change pass without what is missing, loudly and as a debt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from ownercat.model import BreakGlass, Person, Ref
from ownercat.signoff import electors
from ownercat.signoff.scene import Scene
from ownercat.signoff.values import Obligation
from ownercat.text import shown

REASON = 20  # characters


class Emergency(NamedTuple):
    """A BreakGlass document of the head. ``proven``: the people (keys) who are known to stand behind it."""

    record: BreakGlass
    proven: frozenset[str]


def waiver(here: Scene, asked: Obligation, emergencies: Iterable[Emergency], at: datetime) -> tuple[str, str]:
    """Which emergency covers an obligation, in words; else ``""`` and what is wrong with the one that names it."""
    problem = ""
    for emergency in emergencies:
        if asked.digest not in emergency.record.covers:
            continue
        name = shown(emergency.record.name)
        if not asked.waivable:
            problem = f"{name} cannot cover it: {asked.change.kind} is never waived"
            continue
        wrong = next(_wrong(here, emergency, at), "")
        if not wrong:
            return f"emergency {name} ({shown(emergency.record.incident)})", ""
        problem = f"{name} does not hold: {wrong}"
    return "", problem


def _wrong(here: Scene, emergency: Emergency, at: datetime) -> Iterator[str]:
    record = emergency.record
    first, second = _person(here, record.invoked_by), _person(here, record.second)
    if first is None or second is None or first.key == second.key:
        yield "it takes two different people of the base"
        return
    roster = _roster(here)
    for person in (first, second):
        if person.key not in roster:
            yield f"{shown(person.name)} is not on the roster of the base"
        elif absent := electors.absence(person, at.date()):
            yield f"{shown(person.name)} {absent}"
        elif person.key not in emergency.proven:
            yield f"nothing proves that {shown(person.name)} stands behind it"
    if len(record.reason.strip()) < REASON or not record.incident:
        yield "it gives no incident, or no reason of 20 characters"
    yield from _limits(here, record, at)


def _limits(here: Scene, record: BreakGlass, at: datetime) -> Iterator[str]:
    limits = here.base.policy.data["breakGlass"]
    if record.invoked is None or record.expires is None or record.retro_due is None:
        yield "it does not say from when and until when"
        return
    hours, days = timedelta(hours=limits["maxHours"]), timedelta(days=limits["retroDays"])
    if record.expires - record.invoked > hours:
        yield f"it lasts longer than {limits['maxHours']} hours"
    if record.retro_due > (record.invoked + days).date():
        yield f"its agreements are due later than {limits['retroDays']} days after it"
    if not record.invoked <= at < record.expires:
        yield f"it holds from {record.invoked:%Y-%m-%d %H:%M} to {record.expires:%Y-%m-%d %H:%M}"


def _roster(here: Scene) -> Collection[str]:
    base = here.base
    people = (base.catalog.person(ref) for ref in base.policy.refs if ref.what == ROSTER)
    return {person.key for person in people if person is not None}


ROSTER = "person of the emergency roster"


def _person(here: Scene, ref: Ref | None) -> Person | None:
    return here.base.catalog.person(ref)
