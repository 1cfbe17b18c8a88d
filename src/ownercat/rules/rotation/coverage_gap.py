"""A rotation has nobody on call in hours that require coverage.

## What
ownercat reports a rotation if nobody is on call in hours that require coverage. ownercat calculates the schedule for
400 days from the day of the check, with all layers, overrides and clock changes.

- `required` sets the hours that require coverage. Without `required`, all hours require coverage.
- `required: sla` means the hours of all published SLAs of the services that page the rotation.
- Hours under `gapsOk` do not require coverage.
- A person who leaves within the 400 days causes a gap after the last day.
- A person who is away counts as on call: see [on-call-while-away].
- ownercat ignores rotations with `role: shadow`, and rotations with `external` outside of the window of a snapshot.
- With `--timeless`, ownercat ignores dates: departures, absences, overrides and `until`.

Each rotation has one finding. It shows the first gap, how the gap recurs, the total length of all gaps, and the cause.

## Why
A page during a coverage gap reaches nobody. Gaps are hard to see in a calendar. For example, the clocks change in
London, but not in Singapore. A schedule without gaps in winter can have a gap of one hour every day in summer.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
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
The windows overlap by one hour in summer.

```yaml title=catalog/storefront.yaml as=changed
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
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Rotation
from ownercat.oncall.clock import DAY
from ownercat.oncall.coverage import Coverage, sum_by_year
from ownercat.oncall.reasons import Reason, explain_gap, format_gaps
from ownercat.oncall.recurrence import RecurringGap
from ownercat.oncall.wording import format_day, format_length
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, scheduled
from ownercat.rules.rotation._gaps import gaps
from ownercat.text import listed, plural

RULE = Rule("ROT101", "coverage-gap", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for each rotation with gaps in its required hours."""
    by_rotation = context.once(gaps)
    for rotation in scheduled(context) if by_rotation else ():
        if rotation.key in by_rotation:
            yield _finding(context, rotation, by_rotation[rotation.key])


def _finding(context: Context, rotation: Rotation, seen: Coverage) -> Finding:
    why = explain_gap(context.catalog, rotation, seen.patterns[0].gaps[0], seen.gaps)
    start = days(context).start
    period = f"{(seen.until - start) // DAY} days from {format_day(start, 'UTC')}"
    message = (
        f"{rotation.label} has {plural(len(seen.gaps), 'coverage gap')}: {format_length(seen.missing)} in {period}"
        f"{_format_years(seen)}, {format_gaps(seen.patterns, seen.until)}; cause: {why.because}"
    )
    return Finding(
        rotation.named, message, why.cure, _list_causes(context, rotation, seen), rotation.subject, extent=seen.missing
    )


def _format_years(seen: Coverage) -> str:
    """Format the length of the gaps per year, if there is more than one: `` (238 h in 2026 and 12 h in 2027)``."""
    years = sum_by_year([(gap.start, gap.end) for gap in seen.gaps])
    parts = listed(f"{format_length(each)} in {year}" for year, each in years.items())
    return f" ({parts})" if len(years) > 1 else ""


def _list_causes(context: Context, rotation: Rotation, seen: Coverage) -> tuple[Related, ...]:
    """Return the locations of the first causes, each with its first gap."""
    causes: dict[Reason, list[RecurringGap]] = {}
    for pattern in seen.patterns:
        why = explain_gap(context.catalog, rotation, pattern.gaps[0])._replace(cure="")  # the message has the fix
        causes.setdefault(why, []).append(pattern)
    few = list(causes.items())[:RELATED]
    return tuple(Related(why.place, _format_cause(why, patterns, seen, len(few) > 1)) for why, patterns in few)


def _format_cause(why: Reason, patterns: list[RecurringGap], seen: Coverage, several: bool) -> str:
    if not several:
        return "cause of the gaps"  # the message has the reason
    count, seconds = sum(len(each.gaps) for each in patterns), sum(each.seconds for each in patterns)
    share = f"{plural(count, 'gap')}, {format_length(seconds)}, {format_gaps(patterns, seen.until)}"
    return f"cause of {share}: {why.because}"
