"""A page can wake the first human only after the promised answer is due.

## What

For each published SLA of the services whose pages go to an escalation, for severities that are major or page at any
hour, in the SLA's hours, at every instant of the 400 days from the day of the check: the time from the alert to the
first person of a `respond` tier who is woken is at most the target's `ack`. That time is `hold`, plus the `wait` of
each tier before, plus the delay of that person's own notification rules where the tier has no `via`. A tier where
nobody is on call when its page comes is waited out (`onEmpty: wait`) or skipped (`skip`, `drop`); with `drop` a page
that nobody at all is on call for does not exist. A `wait` that is not stated counts as endless. A page is judged
where the whole time to answer lies in the hours of the SLA.

The message has the sum, the worst instant and its cause. An escalation is reported once, by its strictest promise
that fails. Times for which another rule speaks are left out: a rotation that misses its required hours
(`coverage-gap`), an escalation without anybody at all (`uncovered-policy`), people who cannot be woken
(`unreachable-person`, `silent-tier`) and members who are gone.

## Why

P20 and P21: an SLA is a promise about people. Whether anybody can answer in time follows from waits, calendars and
clock changes, and nobody adds them up by hand for every hour of a year.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
---
apiVersion: ownercat/v1
kind: SLA
name: contract
service: checkout
external: true
outcome: A customer can pay.
approvers: [shop]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
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
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    wait: 20m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
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

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
---
apiVersion: ownercat/v1
kind: SLA
name: contract
service: checkout
external: true
outcome: A customer can pay.
approvers: [shop]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
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
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
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

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Person
from ownercat.oncall.crew import Crew
from ownercat.oncall.empty import Empty, empty_tiers
from ownercat.oncall.escalation import WokenPerson, reach
from ownercat.oncall.paths import called
from ownercat.oncall.sums import sum_of
from ownercat.oncall.wording import instant, short
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.escalation._late import LateAck, late
from ownercat.text import shown

RULE = Rule("ESC101", "acknowledged-too-late", Severity.ERROR)
_NOBODY = 10**9
_ROUND = 300  # a promise is worded in steps of five minutes


def check(context: Context) -> Iterator[Finding]:
    """Each escalation whose pages can wake the first human too late, once, by the strictest promise."""
    for found in context.once(late).values():
        yield _finding(context, found)


def _finding(context: Context, found: LateAck) -> Finding:
    promised, promise = found.promised, found.promise
    human = reach(days(context), context.policy, promised.escalation, found.worst.instant)
    at, escalation = found.worst.instant, promised.escalation
    empties = () if found.is_deaf else empty_tiers(days(context), context.policy, escalation, at, found.ack.seconds)
    empty = next(iter(empties), None)
    page = f"a {promise.severity} page of {shown(promise.service.label)}"
    if human is None or found.worst.seconds == inf:
        says = f"{page} wakes nobody of {shown(promised.escalation.label)}, and ack {found.ack.text} is promised"
    else:
        says = f"{page} wakes the first human after {short(human.seconds)}: {sum_of(human)} > ack {found.ack.text}"
    worst = found.worst.instant
    when = "" if found.is_always else f"; worst at {instant(worst, _zone(context, found, human))}"
    why = f", when {empty.name} has nobody on call: {empty.because}" if empty else ""
    place, help = _cure(found, human, empty)
    related = [
        Related(promise.target.place.at("ack"), "promised here"),
        Related(promise.service.named, f"its pages go to {shown(promised.escalation.label)}"),
    ]
    if empty:
        related.append(Related(empty.place, "nobody is on call then"))
    value = f"{promise.sla.name} {promise.severity}"
    return Finding(
        place, f"{says}{when}{why}", help, tuple(related), promised.escalation.subject, value, extent=_excess(found)
    )


def _excess(found: LateAck) -> int:
    """By how many seconds the worst page is too late; a page that wakes nobody is later than any other."""
    return int(min(found.worst.seconds, _NOBODY)) - found.ack.seconds


def _zone(context: Context, found: LateAck, human: WokenPerson | None) -> str:
    """Where the people are: whoever is woken, else whom the hours are promised to."""
    crew: Crew = human.crew if human else ()
    for member in crew:
        person = context.catalog.get("Person", member.name) if member.kind == "person" else None
        if isinstance(person, Person) and person.time_zone:
            return person.time_zone
        rotation = context.catalog.get("Rotation", member.rotation)
        layers = getattr(rotation, "layers", ())
        if layers:
            return str(layers[0].time_zone)
    return "UTC" if found.promise.sla.hours.always else found.promise.sla.hours.time_zone


def _cure(found: LateAck, human: WokenPerson | None, empty: Empty | None) -> tuple[Place, str]:
    """The largest number in the sum, and what to do about it."""
    escalation = found.promised.escalation
    if human is None or not human.terms:
        if found.is_deaf:
            return (
                escalation.named,
                "give its people `contacts` that wake, or page them through what they have",
            )
        help = empty.cure if empty else "let a tier with `purpose: respond` page people through a channel that wakes"
        return escalation.named, help
    promise = short((human.seconds // _ROUND + 1) * _ROUND)
    largest = max(human.terms, key=lambda term: term.seconds)
    most = found.ack.seconds - human.seconds + largest.seconds
    if largest.tier is None:
        what, place = "the hold", escalation.at.at("hold")
    elif largest.is_wake:
        what, place = "the delay of the personal rules", largest.tier.place.at("notify")
    else:
        what = f"the wait of {called(largest.tier, largest.number)}"
        place = largest.tier.place.at("wait") if largest.tier.wait else largest.tier.place
    lower = f"lower {what} to {short(most)} or less" if most > 0 else "lower the waits before it"
    more = f", or have somebody on call in {empty.name} at that time" if empty else ""
    return place, f"{lower}, or promise {promise}{more}"
