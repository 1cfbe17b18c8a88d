"""Most handoffs of a rotation are at night for one of the two people.

## What
In a handoff, one person takes over from another person. ownercat reports a rotation if more than half of its handoffs
are at night for one of the two people. Night means outside of the local hours in the option `between`. The finding
shows the first such handoff.

- ownercat checks 400 days from the day of the check.
- The local time is the time in the person's `timeZone`. If the person has no `timeZone`, ownercat uses the `timeZone`
  of the layer.
- The start and the end of an override do not count. A handoff before or after a gap does not count either.

## Why
In a handoff, two people talk about open incidents, recent changes and known risks. At 03:00, one of the two people is
asleep, so the next on-call person starts without this information.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "03:00"}}
    from: 2026-01-05
```

## Example that passes
```yaml title=catalog/storefront.yaml as=changed
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Options
Set it in the policy, under `rules.options.awkward-handoff`.

- `between` (default `["07:00", "22:00"]`): the local hours in which a handoff is accepted, both times included.
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Rotation
from ownercat.oncall.clock import DAY, get_offsets, parse_clock, to_local
from ownercat.oncall.handovers import Times, build_stints, count_handoffs
from ownercat.oncall.load import find_person_zone
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder, Timeline
from ownercat.oncall.wording import format_instant
from ownercat.rules import Context
from ownercat.rules._options import texts
from ownercat.rules._rotations import days, is_known, judged
from ownercat.text import shown

RULE = Rule("ROT109", "awkward-handoff", Severity.INFO, options={"between": ["07:00", "22:00"]})

_Change = tuple[int, str, str]  # the time of a handoff, one of its two people, and the zone of that person


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each rotation with most handoffs outside the accepted hours."""
    hours = [parse_clock(text) for text in texts(context, RULE, "between")]
    begin, end = hours if len(hours) == 2 else (None, None)
    if begin is None or end is None:
        return
    for rotation in judged(context):
        seen = build_timeline(days(context), rotation)
        zones = {holder: _find_zone(context, seen, holder) for holder in seen.holders}
        counts = count_handoffs(days(context), seen, zones, begin, end)
        if counts.outside * 2 > counts.all:
            yield _finding(rotation, _find_first(context, seen, zones, (begin, end)), counts)


def _find_zone(context: Context, seen: Timeline, holder: Holder) -> str | None:
    """Return the zone of the person on call; ``None`` if this is not a turn of a known person."""
    if holder.why != "turn" or holder.person is None or not is_known(context, holder.person):
        return None
    return find_person_zone(days(context), seen, holder.person, holder.number)


def _find_first(
    context: Context, seen: Timeline, zones: Mapping[Holder, str | None], hours: tuple[int, int]
) -> _Change:
    """Return the first handoff outside the accepted hours."""
    edges, _, holders = build_stints(days(context), seen)
    for at, *sides in zip(edges[1:], holders, holders[1:], strict=False):
        names = [zones[holder] for holder in sides]
        for holder, name in zip(sides, names, strict=True) if all(names) else ():
            table = get_offsets(name or "", days(context).start, days(context).end)
            if not hours[0] <= to_local(table, at) % DAY <= hours[1]:
                return at, holder.person or "", name or ""
    raise LookupError("no handoff is outside the hours")


def _finding(rotation: Rotation, first: _Change, counts: Times) -> Finding:
    at, name, zone = first
    message = (
        f"{rotation.label} has handoffs at night: {counts.outside} of {counts.all}, first {format_instant(at, zone)} "
        f"for {shown(name)}"
    )
    help = 'set a handoff time in the working hours of both people, for example `handoff: {day: mon, at: "10:00"}`'
    return Finding(rotation.named, message, help, subject=rotation.subject)
