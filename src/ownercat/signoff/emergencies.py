"""Emergencies: two people on the roster of the base branch waive missing approvals, which then are outstanding."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from ownercat.model import BreakGlass, Service
from ownercat.signoff import electors
from ownercat.signoff.debts import OutstandingApprovals, list_outstanding_approvals
from ownercat.signoff.scene import SIDES, SideName, ThreeWayComparison
from ownercat.signoff.values import Emergency, RequiredApproval, format_time
from ownercat.text import plural, shown

REASON = 20  # characters


def find_waiver(
    here: ThreeWayComparison, required: RequiredApproval, emergencies: Iterable[Emergency], at: datetime
) -> tuple[str, str]:
    """Return the emergency that covers a required approval, as text, else ``""`` and the problem of the emergency."""
    problem = ""
    for emergency in emergencies:
        if required.digest not in emergency.record.covers:
            continue
        name = shown(emergency.record.name)
        if not required.waivable:
            problem = f"emergency {name} cannot waive this approval: {required.change.kind} is never waived"
            continue
        wrong = next(_list_record_problems(here, emergency, at), "") or _find_unnamed_service(here, emergency, required)
        if not wrong:
            return f"emergency {name} ({shown(emergency.record.incident)})", ""
        problem = f"emergency {name} is not valid: {wrong}"
    return "", problem


def _list_record_problems(here: ThreeWayComparison, emergency: Emergency, at: datetime) -> Iterator[str]:
    record = emergency.record
    first, second = here.base.catalog.person(record.invoked_by), here.base.catalog.person(record.second)
    if first is None or second is None or first.key == second.key:
        yield "`invokedBy` and `second` must be two different people of the base branch"
        return
    roster = _collect_roster(here)
    for person in (first, second):
        if person.key not in roster:
            yield f"{shown(person.name)} is not on the roster of the base branch"
        elif absent := electors.explain_absence(person, at.date()):
            yield f"{shown(person.name)} {absent}"
        elif person.key not in emergency.proven:
            yield f"the record has no valid signature by {shown(person.name)}"
    if len(record.reason.strip()) < REASON or not record.incident:
        yield f"`incident` is missing, or `reason` is shorter than {REASON} characters"
    yield from _list_limit_problems(here, record, at)


def _find_unnamed_service(here: ThreeWayComparison, emergency: Emergency, required: RequiredApproval) -> str:
    """Return the problem if an emergency does not list the service of a change; ``""`` if it does.

    The listed services show later which approvals are outstanding for which service.
    """
    change = required.change
    number = here.line(change.service, change.gone) if change.service else None
    named = {here.numbers.get((side, found.key)) for side, found in _list_services(here, emergency.record)}
    return "" if number is None or number in named else f"`services` does not contain {shown(change.service)}"


def _list_services(here: ThreeWayComparison, record: BreakGlass) -> Iterator[tuple[SideName, Service]]:
    for side in SIDES:
        for ref in record.services:
            found = here.catalog(side).service(ref)
            if found is not None:
                yield side, found


def list_overdue_services(here: ThreeWayComparison, on: date) -> Iterator[tuple[int, OutstandingApprovals]]:
    """Yield the services (by line number) with overdue approvals of an emergency."""
    for debt in list_outstanding_approvals(here.base.catalog, here.base.policy.break_glass):
        if debt.due < on:
            numbers = {here.numbers[side, found.key] for side, found in _list_services(here, debt.emergency)}
            yield from ((number, debt) for number in sorted(numbers))


def _list_limit_problems(here: ThreeWayComparison, record: BreakGlass, at: datetime) -> Iterator[str]:
    limits = here.base.policy.break_glass
    if record.invoked is None or record.expires is None or record.retro_due is None:
        yield "`at`, `expires` or `retroDue` is missing"
        return
    if not record.invoked <= at < record.expires:
        yield f"it applies from {format_time(record.invoked)} to {format_time(record.expires)}"
    if record.expires - record.invoked > timedelta(hours=limits.max_hours):
        yield f"it lasts longer than {plural(limits.max_hours, 'hour')}"
    if record.retro_due > record.invoked.date() + timedelta(days=limits.retro_days):
        yield f"`retroDue` is more than {plural(limits.retro_days, 'day')} after `at`"


def _collect_roster(here: ThreeWayComparison) -> Collection[str]:
    people = (here.base.catalog.person(ref) for ref in here.base.policy.break_glass.roster)
    return {person.key for person in people if person is not None}
