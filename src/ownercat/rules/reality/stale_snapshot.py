"""A snapshot of another system is too old.

## What
ownercat reports a snapshot that is older than 7 days, if its source has on-call data, and otherwise one that is older
than 30 days. `snapshots.maxAge` of the policy sets another age for a source.

## Why
Schedules change every week. ownercat does not use an old snapshot, so the facts are assumed again: the schedules in
the other system count as covered, and nobody is named.

## Example that fails
```json title=.ownercat/snapshots/users.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-10T02:00:00Z",
 "data": [{"users": [{"id": "PU1", "email": "ana@shop.example"}], "limit": 25, "offset": 0, "more": false}]}
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
from ownercat.oncall.basis import format_source
from ownercat.oncall.clock import DAY
from ownercat.rules import Context
from ownercat.rules.reality._compared import START
from ownercat.text import plural, shown

RULE = Rule("REA002", "stale-snapshot", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each snapshot that is too old."""
    seen = context.observations
    if seen is None or not seen.stale:
        return
    from ownercat.reality.snapshots import format_age, get_most_age  # noqa: PLC0415  # most repositories have no snapshot

    for each in seen.stale:
        most = plural(get_most_age(each.source, context.policy) // DAY, "day")
        system = format_source(each.source)
        age = format_age(each, seen.at)
        message = f"snapshot {shown(each.path)} of {system} is {age} old, limit {most}: its facts count as assumed"
        yield Finding(Place(each.path, span=START), message, f"fetch the answer of {system} again", value=each.source)
