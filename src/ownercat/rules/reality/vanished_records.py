"""Many schedules of the catalog are absent from a snapshot.

## What
ownercat reports a system if more than a third of the linked schedules, and at least three, are absent from the list
of all schedules. It then reports none of them as missing.

## Why
A job with too few permissions sees only a part of the account. That looks as if most schedules had been deleted.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
external: {provider: pagerduty, id: PX1}
---
apiVersion: ownercat/v1
kind: Rotation
name: storefront-secondary
team: storefront
role: secondary
external: {provider: pagerduty, id: PX2}
---
apiVersion: ownercat/v1
kind: Rotation
name: storefront-shadow
team: storefront
role: shadow
external: {provider: pagerduty, id: PX3}
```

```json title=.ownercat/snapshots/schedules.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"schedules": [{"id": "PX9", "name": "Payments"}], "limit": 25, "offset": 0, "more": false}]}
```

## Example that passes
```json title=.ownercat/snapshots/schedules.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"schedules": [{"id": "PX1"}, {"id": "PX2"}, {"id": "PX3"}], "limit": 25, "offset": 0, "more": false}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.oncall.basis import format_source
from ownercat.rules import Context
from ownercat.rules.reality._compared import START, comparison
from ownercat.text import listed, plural, shown

RULE = Rule("REA005", "vanished-records", Severity.ERROR, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that lacks suspiciously many linked schedules."""
    compared = context.once(comparison)
    if compared is None or context.observations is None:
        return
    for source in sorted({each.source for each in compared.vanished}):
        gone = [each for each in compared.vanished if each.source == source]
        total = sum(1 for each in compared.linked if each.source == source)
        path = context.observations.select(source, "schedules")[0].path
        names = listed((shown(each.rotation.name) for each in gone), most=4)
        lacks = f"{len(gone)} of {plural(total, 'linked schedule')} ({names})"
        message = f"snapshot {shown(path)} of {format_source(source)} lacks {lacks}: none is reported as missing"
        help = "give the job that fetches the list access to all schedules, and fetch the list again"
        yield Finding(Place(path, span=START), message, help, value=source, extent=len(gone))
