"""Nobody is on call in hours in which somebody has to be.

## What

The layers and overrides of a rotation are worked out for 400 days from the day of the check, with every change of
clocks, and compared with its `required` hours (24x7 if it states none). Hours under `gapsOk` are fine. With
`required: sla` the hours of all published SLAs count of the services whose pages reach the rotation.

One finding per rotation says the first gap exactly, how it comes back, how long all gaps are, and why they are there.
A person who leaves within these days is a gap; a person who is away still counts, see `on-call-while-away`. Shadows and
rotations with `external` are not judged. With `--timeless` it is the plan itself that is judged: what carries a date
(leaving, absences, overrides, `until`) does not count.

## Why

P02: contact points during an outage are known, at every hour. A plan that is whole in winter may be open for an hour
each day in summer, because London and New York change their clocks on other days than each other, and Singapore never
does. Nobody sees that in a calendar, and a page in that hour reaches nobody.

## Example that fails

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: london
    timeZone: Europe/London
    members: [ana]
    windows: [{from: "08:00", to: "20:00"}]
  - id: singapore
    timeZone: Asia/Singapore
    members: [bo]
    windows: [{from: "04:00", to: "16:00"}]
```

## Example that passes

The windows overlap by an hour in summer.

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: london
    timeZone: Europe/London
    members: [ana]
    windows: [{from: "08:00", to: "20:00"}]
  - id: singapore
    timeZone: Asia/Singapore
    members: [bo]
    windows: [{from: "03:00", to: "16:00"}]
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Rotation
from ownercat.oncall.clock import DAY
from ownercat.oncall.coverage import Coverage, by_year
from ownercat.oncall.reasons import Reason, reason, told
from ownercat.oncall.recurrence import RecurringGap
from ownercat.oncall.wording import day, length
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, judged
from ownercat.rules.rotation._gaps import gaps
from ownercat.text import listed, plural

RULE = Rule("ROT101", "coverage-gap", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Each rotation with gaps in its required hours, once."""
    found = context.once(gaps)
    for rotation in judged(context) if found else ():
        if rotation.key in found:
            yield _finding(context, rotation, found[rotation.key])


def _finding(context: Context, rotation: Rotation, seen: Coverage) -> Finding:
    why = reason(context.catalog, rotation, seen.patterns[0].gaps[0])
    start = days(context).start
    judged_days = f"{(seen.until - start) // DAY} days from {day(start, 'UTC')}"
    message = (
        f"{rotation.label} has nobody on call for {length(seen.missing)} of {judged_days} ({_by_year(seen)}): "
        f"{told(seen.patterns, seen.until)}, as {why.because}"
    )
    return Finding(
        rotation.named, message, why.cure, _related(context, rotation, seen), rotation.subject, extent=seen.missing
    )


def _by_year(seen: Coverage) -> str:
    """``238 gaps, 238 h in 2026``."""
    years = by_year([(gap.start, gap.end) for gap in seen.gaps])
    return f"{plural(len(seen.gaps), 'gap')}, {listed(f'{length(each)} in {year}' for year, each in years.items())}"


def _related(context: Context, rotation: Rotation, seen: Coverage) -> tuple[Related, ...]:
    """What makes the gaps, each cause once with its first one; the first few."""
    causes: dict[Reason, list[RecurringGap]] = {}
    for pattern in seen.patterns:
        causes.setdefault(reason(context.catalog, rotation, pattern.gaps[0]), []).append(pattern)
    few = list(causes.items())[:RELATED]
    return tuple(Related(why.place, _share(why, patterns, seen, len(few) > 1)) for why, patterns in few)


def _share(why: Reason, patterns: list[RecurringGap], seen: Coverage, several: bool) -> str:
    gaps, seconds = sum(len(each.gaps) for each in patterns), sum(each.seconds for each in patterns)
    mine = f"{plural(gaps, 'gap')}, {length(seconds)}: {told(patterns, seen.until)}, as " if several else ""
    return f"{mine}{why.because}"
