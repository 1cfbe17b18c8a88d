"""The schedule of a rotation is in another system, so ownercat cannot check its coverage.

## What
ownercat reports once per run how many rotations have `external`, and which systems have their schedules. For such a
rotation, ownercat assumes that a person is on call at all required times, and no rule reports a coverage gap. Related
locations show the other rotations of the finding. The severity is always info.

- `ownercat escalate` and `ownercat who` name the other system, and show that the on-call person is unknown.
- `ownercat test` does not check an expectation whose result depends on such a schedule.
- `ownercat score` counts a requirement that depends on such a schedule as assumed, and not as met.

## Why
A check without errors does not show that a page reaches a person if the schedule is in another system. People who read
the result must know which part ownercat did not check.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
external: {provider: pagerduty, id: PX1}
```

## Example that passes
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
layers:
  - id: weeks
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Rotation
from ownercat.oncall.basis import format_system, format_systems, format_trust, list_assumed
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.text import shown

RULE = Rule("ROT112", "assumed-schedule", Severity.INFO)


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for all rotations whose schedule is in another system."""
    assumed = list_assumed(context.catalog)
    if not assumed:
        return
    first, *others = assumed
    related = tuple(
        Related(_find_place(each), f"schedule of {shown(each.label)}: {format_system(each)}")
        for each in others[:RELATED]
    )
    help = f"look in {format_systems(assumed)} to see who is on call: ownercat does not check these schedules"
    names = frozenset(each.name for each in assumed)
    message, place = format_trust(assumed), _find_place(first)
    yield Finding(place, message, help, related, first.subject, note=True, speaks_for=names)


def _find_place(rotation: Rotation) -> Place:
    return rotation.where("external")._replace(on="key")
