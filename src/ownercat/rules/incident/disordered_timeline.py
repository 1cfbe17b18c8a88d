"""The times of an incident are out of order.

## What
ownercat reports an incident if its times do not have this order:

- `startedAt` is the first time, and `resolvedAt` is the last time.
- `detectedAt`, `triggeredAt` and `acknowledgedAt` are in this order.
- `containedAt` is before `restoredAt`.
- The entries of `paged` are in the order of their times. The same is true for `timeline`.

Two times may be equal. One incident has one finding, with the first two times that are out of order.

## Why
Figures such as the time to acknowledge are differences of these times. A wrong day or a wrong UTC offset makes a figure
negative, and `ownercat metrics` then omits the figure.

## Example that fails
```yaml title=catalog/incident.yaml
apiVersion: ownercat/v1
kind: Incident
name: 2026-09-12-payments-down
services: [payment]
severity: sev1
triggeredAt: 2026-09-12T02:01:00Z
acknowledgedAt: 2026-09-12T02:06:00+02:00
```

## Example that passes
```yaml title=catalog/incident.yaml as=changed
acknowledgedAt: 2026-09-12T02:06:00Z
```
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Incident
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("INC001", "disordered-timeline", Severity.ERROR)
_ORDER = (("detectedAt", "triggeredAt"), ("triggeredAt", "acknowledgedAt"), ("detectedAt", "acknowledgedAt"))
_READS = ("startedAt", "detectedAt", "triggeredAt", "acknowledgedAt", "containedAt", "restoredAt", "resolvedAt")


class RecordedTime(NamedTuple):
    """A recorded time of an incident with its key."""

    key: str
    instant: datetime
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Report each incident with times out of order, at the first time that is too early."""
    for incident in context.sound(Incident, reads=(*_READS, "paged", "timeline")):
        for first, second in _list_pairs(incident):
            if second.instant < first.instant:
                yield _finding(incident, first, second)
                break


def _list_pairs(incident: Incident) -> Iterator[tuple[RecordedTime, RecordedTime]]:
    """Yield the times of which the second one must not be before the first one."""
    times = {
        key: RecordedTime(f"`{key}`", instant, incident.at.at(key)) for key, instant in incident.instants if instant
    }
    last = _READS[-1]
    pairs = [("startedAt", key) for key in times]
    pairs += [*_ORDER, ("containedAt", "restoredAt"), *((key, last) for key in times)]
    yield from ((times[one], times[other]) for one, other in pairs if one in times and other in times)
    yield from pairwise(_list_events("paged", [(each.instant, each.place) for each in incident.paged]))
    yield from pairwise(_list_events("timeline", [(each.instant, each.place) for each in incident.timeline]))


def _list_events(name: str, events: list[tuple[datetime | None, Place]]) -> Iterator[RecordedTime]:
    for number, (instant, place) in enumerate(events):
        if instant is not None:
            yield RecordedTime(f"`{name}[{number}].at`", instant, place.at("at"))


def _format_instant(instant: datetime) -> str:
    """Return the instant as it is written; an instant with another offset also in UTC, so that two can be compared."""
    if not instant.utcoffset():
        return instant.isoformat()
    return f"{instant.isoformat()}, in UTC {instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _finding(incident: Incident, first: RecordedTime, second: RecordedTime) -> Finding:
    return Finding(
        second.place,
        f"{shown(incident.label)} has times out of order: {second.key} ({_format_instant(second.instant)}) is "
        f"before {first.key} ({_format_instant(first.instant)})",
        f"correct the day, the time or the UTC offset of {first.key} or {second.key}",
        (Related(first.place, f"{first.key}, which is later"),),
        incident.subject,
        f"{first.key}{second.key}",
    )
