"""A date that records the past is in the future.

## What
ownercat reports a date if it is after the day of the check:

- `approvedOn` of an SLA, and `doneOn` of its milestones
- `review.lastDone` of any document
- `testedOn` of the failsafe of an escalation
- `reviewedOn` of the capacity of a service
- `heldOn` of a drill or a postmortem, the times of an incident, and `doneOn` of an action

ownercat compares dates in UTC. With `--timeless`, this rule is off.

## Why
A future date hides a missing review or test, because ownercat reports an overdue review or test only after this date.
Usually, a digit of the year is wrong, or the author wrote the date of the next review instead of the last review.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
approvers: [storefront]
approvedOn: 2099-09-20
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
approvedOn: 2026-09-20
```
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.model import SLA, Drill, Entity, Escalation, Incident, Service, parse_day
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("GOV010", "future-date", Severity.WARNING, dated=True)


class PastDate(NamedTuple):
    """A date that records the past. ``key``: its key path; ``event``: what happened on that day."""

    key: str
    event: str
    day: date | None
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Report each date that records the past and is after the day of the check."""
    today = context.as_of
    for entity in context.catalog.entities.values() if today is not None else ():
        for each in _list_dates(entity):
            if today is not None and each.day is not None and each.day > today:
                yield _finding(entity, each, today)


def _list_dates(entity: Entity) -> Iterator[PastDate]:
    if entity.review is not None:
        review = entity.review
        yield PastDate("review.lastDone", "last review", review.last_done, review.place.at("lastDone"))
    if isinstance(entity, SLA):
        yield PastDate("approvedOn", "approval", entity.approved_on, entity.at.at("approvedOn"))
        yield from _list_milestones(entity)
    elif isinstance(entity, Escalation) and entity.failsafe is not None:
        failsafe = entity.failsafe
        yield PastDate("failsafe.testedOn", "last test", failsafe.tested_on, failsafe.place.at("testedOn"))
    elif isinstance(entity, Incident | Drill):
        yield from _list_events(entity)
    elif isinstance(entity, Service):
        capacity = entity.extra.get("capacity")
        written = capacity.get("reviewedOn") if isinstance(capacity, dict) else None
        place = entity.at.at("capacity", "reviewedOn")
        yield PastDate("capacity.reviewedOn", "last capacity review", parse_day(written), place)


def _list_milestones(sla: SLA) -> Iterator[PastDate]:
    milestones = sla.extra.get("milestones")
    for number, item in enumerate(milestones if isinstance(milestones, list) else ()):
        day = parse_day(item.get("doneOn")) if isinstance(item, dict) else None
        key = f"milestones[{number}].doneOn"
        yield PastDate(key, "completion", day, sla.at.at("milestones", number, "doneOn"))


def _list_events(entity: Incident | Drill) -> Iterator[PastDate]:
    if isinstance(entity, Drill):
        yield PastDate("heldOn", "drill", entity.held_on, entity.at.at("heldOn"))
    else:
        days = ((_get_utc_day(instant), key) for key, instant in entity.instants if instant)
        # one wrong year is one finding: the other times of the incident depend on it
        yield from (PastDate(key, "incident", day, entity.at.at(key)) for day, key in sorted(days)[-1:])
        if entity.postmortem is not None:
            post = entity.postmortem
            yield PastDate("postmortem.heldOn", "review", post.held_on, post.place.at("heldOn"))
    for number, action in enumerate(entity.actions):
        yield PastDate(f"actions[{number}].doneOn", "completion", action.done_on, action.place.at("doneOn"))


def _get_utc_day(instant: datetime) -> date:
    try:
        return instant.astimezone(UTC).date()
    except OverflowError:  # at the end of the year 9999
        return instant.date()


def _finding(entity: Entity, each: PastDate, today: date) -> Finding:
    return Finding(
        each.place,
        f"{shown(entity.label)} has a date in the future: `{each.key}` is {each.day}, and the check is as of {today}",
        f"write the day of the {each.event}, or remove `{each.key.rpartition('.')[2]}`",
        subject=entity.subject,
        value=each.key,
    )
