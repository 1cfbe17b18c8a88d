"""A page about a major incident reaches fewer than two tiers before the promised answer is due.

## What

For each published SLA of the services whose pages of a major severity go to an escalation, in the SLA's hours, over
the 400 days from the day of the check: at least two different tiers with `purpose: respond` must have paged somebody
before the target's `ack` is over (exactly then is too late). Tiers of the escalation that takes over with `end:
{handoff: …}` count, a repeated round does not. A tier without anybody on call is no chance; `onEmpty` says whether it
is waited out. The arithmetic is in the message. An escalation is reported once, by its strictest promise that fails.

Times in which a rotation misses its required hours (`coverage-gap`) or no tier has anybody (`uncovered-policy`) are
left out, and so is an escalation of which even the first human comes too late (`acknowledged-too-late`). A page is
judged where the whole time to answer lies in the hours of the SLA. An escalation that has too few tiers by the policy
is reported as that (`too-few-tiers`).

## Why

P20 and P21: the first page is missed now and then: a flat battery, a tunnel, a deep sleep. If the second person is
paged only after the promised time, every missed page is a broken promise.

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
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
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
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
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
    inform: [severity, service, timeline, workarounds]
repeat: {times: 5, every: 10m}
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Duration
from ownercat.oncall.climb import chances
from ownercat.oncall.escalation import Event, timeline
from ownercat.oncall.intervals import Intervals, intersection, where
from ownercat.oncall.paths import called
from ownercat.oncall.wording import instant, short
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.escalation._late import late
from ownercat.rules.escalation._promises import AckTarget, EscalationUnderSla, acks, judgeable, wanted
from ownercat.rules.escalation._tiers import few
from ownercat.text import listed, shown

RULE = Rule("ESC102", "no-second-chance", Severity.WARNING)
_CHANCES = 2
_ROUND = 300  # a promise is worded in steps of five minutes


class LatePages(NamedTuple):
    """The pages of the responding tiers up to the first that comes too late, for a page at some instant."""

    promise: AckTarget
    ack: Duration
    pages: tuple[Event, ...]
    when: str


def check(context: Context) -> Iterator[Finding]:
    """Each escalation that gives a major page fewer than two chances, once, by the strictest promise."""
    for promised in judgeable(context):
        key = promised.escalation.key
        # ESC101 comes first, and ESC003 asks for the missing tier
        if key in context.once(late) or (len(promised.respond) < _CHANCES and key in context.once(few)):
            continue
        missed = _missed(context, promised)
        if missed is not None:
            yield _finding(promised, missed)


def _missed(context: Context, promised: EscalationUnderSla) -> LatePages | None:
    for promise, ack in acks(context, promised, context.policy.major):
        track = chances(days(context), context.policy, promised.escalation, ack.seconds)
        least = min(track.labels)
        hours = wanted(context, promised, promise, ack.seconds) if least < _CHANCES else ()
        times: Intervals = ()
        while hours and not times and least < _CHANCES:
            times = intersection(where(track, least.__eq__), hours)
            least += 1
        if times:
            return LatePages(promise, ack, _pages(context, promised, ack, times[0][0]), _when(promise, times, hours))
    return None


def _when(promise: AckTarget, times: Intervals, hours: Intervals) -> str:
    if times == hours:
        return ""
    zone = "UTC" if promise.sla.hours.always else promise.sla.hours.time_zone
    return f", first at {instant(times[0][0], zone)}"


def _pages(context: Context, promised: EscalationUnderSla, ack: Duration, at: int) -> tuple[Event, ...]:
    """Every first page of a responding tier that is in time, and the next one."""
    found: list[Event] = []
    for event in timeline(days(context), context.policy, promised.escalation, at):
        if event.kind == "page" and event.tier and event.tier.purpose == "respond" and event.round == 0:
            found.append(event)
            if event.reached and not _is_early(event, ack):
                break
    return tuple(found)


def _is_early(event: Event, ack: Duration) -> bool:
    return bool(event.reached) and event.offset is not None and event.offset < ack.seconds


def _finding(promised: EscalationUnderSla, missed: LatePages) -> Finding:
    promise, ack = missed.promise, missed.ack
    early = [_name(event) for event in missed.pages if _is_early(event, ack)]
    reaches = f"only {early[0]}" if early else "no responding tier"
    sums = listed([_sum(event, ack) for event in missed.pages if event.tier], last="and") or "there is none"
    only = "" if len(promised.respond) > 1 or not early else ", and no other tier is there to respond"
    message = (
        f"a {promise.severity} page of {shown(promise.service.label)} reaches {reaches} "
        f"before the promised {ack.text}: {sums}{only}{missed.when}"
    )
    place, help = _cure(promised, missed)
    related = (
        Related(promise.target.place.at("ack"), "promised here"),
        Related(promise.service.named, f"its pages go to {shown(promised.escalation.label)}"),
    )
    value = f"{promise.sla.name} {promise.severity}"
    return Finding(place, message, help, related, promised.escalation.subject, value)


def _name(event: Event) -> str:
    return called(event.tier, event.number) if event.tier else ""


def _sum(event: Event, ack: Duration) -> str:
    """``second at 12m > ack 10m``."""
    name = shown(event.tier.name, 63) if event.tier and event.tier.name else _name(event)
    if event.offset is None:
        return f"{name} at a time that no `wait` states"
    if not event.reached:
        return f"{name} at {short(event.offset)} without anybody on call"
    if event.offset < ack.seconds:
        return f"{name} at {short(event.offset)}"
    return f"{name} at {short(event.offset)} {'>' if event.offset > ack.seconds else '='} ack {ack.text}"


def _cure(promised: EscalationUnderSla, missed: LatePages) -> tuple[Place, str]:
    """Where the mistake is, and which number has to change."""
    pages, ack = missed.pages, missed.ack
    alone = next((event for event in pages if not event.reached), None)
    if alone is not None and alone.tier is not None and (alone.offset or 0) < ack.seconds:
        help = f"have somebody on call in {_name(alone)} at that time, or page one more tier before {ack.text}"
        return alone.tier.place.at("notify"), help
    last = pages[-1] if pages else None
    if last is None or last.tier is None or _is_early(last, ack):
        help = f"add a tier with `purpose: respond` that is paged before {ack.text}"
        return promised.escalation.named, help
    return _sooner(promised, missed, last)


def _sooner(promised: EscalationUnderSla, missed: LatePages, last: Event) -> tuple[Place, str]:
    ack, comes = missed.ack, last.offset
    before = [tier for tier in last.escalation.tiers[: last.number] if tier.wait or comes is None]
    if not before:
        held = promised.escalation.hold
        place = promised.escalation.at.at("hold") if held else promised.escalation.named
        return place, f"let {_name(last)} be paged before {ack.text}"
    unknown = next((tier for tier in before if tier.wait is None), None)
    if unknown is not None:
        number = last.escalation.tiers.index(unknown)
        return unknown.place, f"add a `wait` to {called(unknown, number)} that is shorter than {ack.text}"
    longest = max(before, key=lambda tier: tier.wait.seconds if tier.wait else 0)
    wait = longest.wait.seconds if longest.wait else 0
    most = ack.seconds - (comes or 0) + wait
    name = called(longest, last.escalation.tiers.index(longest))
    promise = short(((comes or 0) // _ROUND + 1) * _ROUND)
    if most > 0:
        return longest.place.at("wait"), f"lower the wait of {name} to less than {short(most)}, or promise {promise}"
    help = f"lower the waits before {_name(last)} so that it is paged before {ack.text}, or promise {promise}"
    return longest.place.at("wait"), help
