"""A person is on call in more than three rotations at the same time.

## What
ownercat reports a person who is on call in more than three rotations at the same time. The option `most` changes this
limit. The finding shows the first time with the highest number of rotations.

- ownercat checks 400 days from the day of the check.
- People with the same rotations are one finding.
- ownercat ignores rotations with `role: shadow` or `external`.

## Why
Incidents often affect several services at the same time. A person with four pages can respond to one page. The other
services wait until the next level is paged.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-web
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Rotation
name: storefront-cart
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Rotation
name: storefront-search
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-checkout
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Example that passes
```yaml title=catalog/checkout.yaml as=removed
```

## Options
Set it in the policy: `rules: {options: {overcommitted-person: {most: 5}}}`.

- `most` (default 3): the maximum number of rotations in which one person may be on call at the same time.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person
from ownercat.oncall.collision import Peak, find_peaks
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.wording import format_interval
from ownercat.rules import Context
from ownercat.rules._options import whole
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, scheduled
from ownercat.text import listed, plural, shown

RULE = Rule("ROT108", "overcommitted-person", Severity.WARNING, options={"most": 3})


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each set of people who are on call in too many rotations at the same time."""
    most = whole(context, RULE, "most")
    seen = (build_timeline(days(context), rotation) for rotation in scheduled(context) if rotation.role != "shadow")
    by_rotations: dict[tuple[str, ...], list[tuple[Person, Peak]]] = {}
    for name, peak in find_peaks(seen, most).items():
        person = context.catalog.get("Person", name)
        if isinstance(person, Person) and person.sound:
            by_rotations.setdefault(peak.rotations, []).append((person, peak))
    for people in by_rotations.values():
        yield _finding(context, people, most)


def _finding(context: Context, people: list[tuple[Person, Peak]], most: int) -> Finding:
    person, peak = min(people, key=lambda each: each[1].start)
    entities = (context.catalog.get("Rotation", key) for key in peak.rotations)
    rotations = [rotation for rotation in entities if rotation is not None]
    names = listed(shown(rotation.name) for rotation in rotations)
    when = format_interval(peak.start, peak.end, person.time_zone or "UTC")
    others = [shown(other.name) for other, _ in people if other is not person]
    more = f"; at other times also {listed(others)}" if others else ""
    count = f"{plural(len(rotations), 'rotation')} at the same time, limit {most}"
    message = f"person {shown(person.name)} is on call in {count}: {names}, {when}{more}"
    related = tuple(Related(each.named, each.label) for each in rotations)[:RELATED]
    help = f"add other people or move turns, so that each person is on call in at most {most} of these at a time"
    return Finding(
        person.named, message, help, related, person.subject, speaks_for=frozenset(each.name for each in rotations)
    )
