"""An escalation can wake the first responder after the `ack` target of an SLA.

## What
ownercat reports an escalation if it can wake the first responder after the `ack` target of an SLA. The first responder
is the first person whom a level with `purpose: respond` wakes. A level is one entry of `tiers`.

ownercat calculates the time from the alert to the first responder for 400 days from the day of the check:

- The time includes `hold` of the escalation and `wait` of each earlier level. A missing `wait` counts as endless.
- If a level has no `via`, the time includes the delay of the person's own notification rules.
- At a level without an on-call person, the page waits (`onEmpty: wait`) or goes to the next level (`skip`, `drop`).
- If all levels are empty, `drop` means that the page wakes nobody.

ownercat compares this time with the published SLAs of the services that use the escalation. Only severities count that
are major or that page at all hours. These pages and times do not count:

- pages for which the time to acknowledge is partly outside of the SLA hours
- times at which a rotation has a gap ([coverage-gap]), or no level has a person on call ([uncovered-policy])
- times at which the first level that can wake a person has its schedule in another system ([assumed-schedule])
- times at which the people have no waking channel ([unreachable-person], [silent-tier]) or are no longer active

Each escalation has one finding: the strictest target that it misses, with the worst time and the cause.

## Why
Customers rely on the `ack` target. The real response time depends on waits, rotations and clock changes. People cannot
calculate this time by hand for each hour of a year.

## Example that fails
Nobody in `storefront-primary` is on call at night, so the page waits 20 minutes for the second level.

```yaml title=catalog/rotation.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
```
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    wait: 20m  # the SLA checkout-for-customers promises ack 15m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: everyone
    notify: [person:ana, person:bo]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
repeat: {times: 5, every: 10m}
end: stop
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    wait: 5m  # the SLA checkout-for-customers promises ack 15m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: everyone
    notify: [person:ana, person:bo]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```
"""

from collections.abc import Iterator
from math import inf

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Person
from ownercat.oncall.crew import Crew
from ownercat.oncall.empty import Empty, list_empty_levels
from ownercat.oncall.escalation import WokenPerson, find_first_responder
from ownercat.oncall.paths import format_level
from ownercat.oncall.sums import format_sum
from ownercat.oncall.wording import format_duration, format_instant
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.escalation._late import LateAck, late
from ownercat.text import shown

RULE = Rule("ESC101", "acknowledged-too-late", Severity.ERROR)
_NOBODY = 10**9
_STEP = 300  # a proposed target is a multiple of five minutes


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation whose pages can wake the first responder too late, by its strictest target that fails."""
    for each in context.once(late).values():
        yield _finding(context, each)


def _finding(context: Context, missed: LateAck) -> Finding:
    promise, escalation, at = missed.promise, missed.promised.escalation, missed.worst.instant
    human = find_first_responder(days(context), context.policy, escalation, at)
    empties = (
        () if missed.is_deaf else list_empty_levels(days(context), context.policy, escalation, at, missed.ack.seconds)
    )
    empty = next(iter(empties), None)
    pages = f"for {promise.severity} pages of {shown(promise.service.label)}"
    sla = f"the SLA promises ack {missed.ack.text}"
    if human is None or missed.worst.seconds == inf:
        fact = f"{shown(escalation.label)} wakes nobody {pages}: {sla}"
    else:
        fact = f"{shown(escalation.label)} wakes the first responder after {format_duration(human.seconds)} {pages}: "
        fact += f"{format_sum(human)}, but {sla}"
    when = "" if missed.is_always else f"; worst at {format_instant(at, _find_zone(context, missed, human))}"
    why = f", when {empty.name} has nobody on call: {empty.because}" if empty else ""
    place, help = _propose_fix(missed, human, empty)
    related = [
        Related(promise.target.place.at("ack"), f"ack target of {shown(promise.sla.label)}"),
        Related(promise.service.named, f"{shown(promise.service.label)}, whose pages use {shown(escalation.label)}"),
    ]
    if empty:
        related.append(Related(empty.place, f"reason why {empty.name} has nobody on call"))
    value = f"{promise.sla.name} {promise.severity}"
    return Finding(
        place, f"{fact}{when}{why}", help, tuple(related), escalation.subject, value, extent=_count_excess(missed)
    )


def _count_excess(missed: LateAck) -> int:
    """Return by how many seconds the worst page is too late; a page that wakes nobody is later than any other."""
    return int(min(missed.worst.seconds, _NOBODY)) - missed.ack.seconds


def _find_zone(context: Context, missed: LateAck, human: WokenPerson | None) -> str:
    """Return the time zone of the woken person; without one, that of the hours of the SLA."""
    crew: Crew = human.crew if human else ()
    for member in crew:
        person = context.catalog.get("Person", member.name) if member.kind == "person" else None
        if isinstance(person, Person) and person.time_zone:
            return person.time_zone
        rotation = context.catalog.get("Rotation", member.rotation)
        layers = getattr(rotation, "layers", ())
        if layers:
            return str(layers[0].time_zone)
    return "UTC" if missed.promise.sla.hours.always else missed.promise.sla.hours.time_zone


def _propose_fix(missed: LateAck, human: WokenPerson | None, empty: Empty | None) -> tuple[Place, str]:
    """Return the location of the largest number in the sum, and how to lower it."""
    escalation = missed.promised.escalation
    if human is None or not human.terms:
        if missed.is_deaf:
            help = "add a waking channel to `contacts` of its people, or page them `via` waking channels that they have"
            return escalation.named, help
        help = empty.cure if empty else "page people through a waking channel in a level with `purpose: respond`"
        return escalation.named, help
    largest = max(human.terms, key=lambda term: term.seconds)
    most = missed.ack.seconds - human.seconds + largest.seconds
    if largest.tier is None:
        what, place = "`hold`", escalation.at.at("hold")
    elif largest.is_wake:
        what, place = "`after` in the personal notification rules", largest.tier.place.at("notify")
    else:
        what = f"`wait` of {format_level(largest.tier, largest.number)}"
        place = largest.tier.place.at("wait") if largest.tier.wait else largest.tier.place
    lower = f"lower {what} to {format_duration(most)} or less" if most > 0 else "lower `wait` of the earlier levels"
    target = format_duration((human.seconds // _STEP + 1) * _STEP)
    promise = f"set `ack: {target}` in {shown(missed.promise.sla.label)}"
    if empty:
        return place, f"{lower}, {promise}, or have a person on call in {empty.name} at that time"
    return place, f"{lower}, or {promise}"
