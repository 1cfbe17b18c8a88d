"""A snapshot of another system cannot be used.

## What
A snapshot is a file with the answers of another system, for example of PagerDuty. ownercat ignores a snapshot if

- it is not JSON, is cut off, or is larger than 64 MiB;
- pages are missing, or pages of several calls are mixed;
- it has no time at which it was fetched, or that time is in the future;
- it is from another account than the first snapshot of its source;
- a schedule in it has two people on call at the same time, or a shift without a valid time.

## Why
An incomplete answer looks like a smaller company: people and schedules seem to be gone. ownercat derives nothing from
such a file, and says so.

## Example that fails
```json title=.ownercat/snapshots/users.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"users": [{"id": "PU1", "email": "ana@shop.example"}], "limit": 1, "offset": 0, "more": true}]}
```

```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
email: ana@shop.example
```

## Example that passes
```json title=.ownercat/snapshots/users.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"users": [{"id": "PU1", "email": "ana@shop.example"}], "limit": 25, "offset": 0, "more": false}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.documents import codes
from ownercat.oncall.basis import format_source
from ownercat.rules import Context, reported_while_reading
from ownercat.rules.reality._compared import START, comparison
from ownercat.text import shown

RULE = Rule(codes.INVALID_SNAPSHOT, "invalid-snapshot", Severity.ERROR, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield the faults of snapshot files, and the linked schedules that cannot be used."""
    yield from reported_while_reading(RULE.code)(context)
    compared = context.once(comparison)
    for each in compared.linked if compared else ():
        if each.schedule is not None and each.schedule.problem:
            path, system = each.schedule.snapshot.path, format_source(each.source)
            message = f"schedule {shown(each.id)} of {system} in {shown(path)} is ignored: {each.schedule.problem}"
            help = f"look at the schedule in {system}, and fetch it again"
            yield Finding(Place(path, span=START), message, help, subject=each.rotation.subject, value=each.id)
