"""An escalation does not page a second level before the `ack` target of an SLA.

## What
ownercat reports an escalation if it pages fewer than two levels before the `ack` target of an SLA. A level is one entry
of `tiers`. ownercat checks 400 days from the day of the check, for these pages:

- pages of a major severity
- pages of services with a published SLA
- pages for which the time from the alert to the `ack` target is within the hours of the SLA

A level counts if all of these are true:

- The level has `purpose: respond`, and at least one person is on call.
- The escalation pages the level before `ack`. A page exactly at `ack` is too late.
- The escalation pages the level in its first round. The first round of the next escalation (`end: {handoff: …}`) counts
  too.

If nobody is on call at a level, `onEmpty` of the level decides whether the page waits at the level. Each escalation has
at most one finding, for the strictest target that it misses. Other rules report these cases:

- a gap in a rotation ([coverage-gap]), or nobody on call in any level ([uncovered-policy])
- an escalation that wakes the first person too late ([acknowledged-too-late])
- an escalation with fewer levels than the catalog policy requires ([too-few-tiers])

## Why
Sometimes a person misses a page: the battery is empty, the phone has no network, or the person is in deep sleep. If the
next level is paged only after the `ack` target, each missed page breaks the SLA.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    wait: 20m  # checkout-for-customers promises ack 15m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
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
    wait: 5m  # checkout-for-customers promises ack 15m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Duration
from ownercat.oncall.climb import count_early_levels
from ownercat.oncall.escalation import Event, build_timeline
from ownercat.oncall.intervals import Intervals, intersect, list_times
from ownercat.oncall.paths import format_level
from ownercat.oncall.wording import format_duration, format_instant
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.escalation._late import late
from ownercat.rules.escalation._promises import AckTarget, EscalationUnderSla, acks, judgeable, wanted
from ownercat.rules.escalation._tiers import few
from ownercat.text import listed, shown

RULE = Rule("ESC102", "no-second-chance", Severity.WARNING)
_CHANCES = 2
_ROUND = 300  # an ack target is suggested in steps of five minutes


class LatePages(NamedTuple):
    """The pages of the responding levels of one timeline, up to and including the first page that comes too late."""

    promise: AckTarget
    ack: Duration
    pages: tuple[Event, ...]
    when: str


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation that pages fewer than two levels in time, once, for its strictest target that fails."""
    for promised in judgeable(context):
        key = promised.escalation.key
        # ESC101 is the more serious finding, and ESC003 already requires the missing level
        if key in context.once(late) or (len(promised.respond) < _CHANCES and key in context.once(few)):
            continue
        late_pages = _find_late_pages(context, promised)
        if late_pages is not None:
            yield _finding(promised, late_pages)


def _find_late_pages(context: Context, promised: EscalationUnderSla) -> LatePages | None:
    for promise, ack in acks(context, promised, context.policy.major):
        track = count_early_levels(days(context), context.policy, promised.escalation, ack.seconds)
        least = min(track.labels)
        hours = wanted(context, promised, promise, ack.seconds) if least < _CHANCES else ()
        times: Intervals = ()
        while hours and not times and least < _CHANCES:
            times = intersect(list_times(track, least.__eq__), hours)
            least += 1
        if times:
            pages = _list_pages(context, promised, ack, times[0][0])
            return LatePages(promise, ack, pages, _format_first_time(promise, times, hours))
    return None


def _format_first_time(promise: AckTarget, times: Intervals, hours: Intervals) -> str:
    if times == hours:
        return ""
    zone = "UTC" if promise.sla.hours.always else promise.sla.hours.time_zone
    return f", first on {format_instant(times[0][0], zone)}"


def _list_pages(context: Context, promised: EscalationUnderSla, ack: Duration, at: int) -> tuple[Event, ...]:
    """Return the pages of responding levels in the first round that are in time, and the next page."""
    pages: list[Event] = []
    for event in build_timeline(days(context), context.policy, promised.escalation, at):
        if event.kind == "page" and event.tier and event.tier.purpose == "respond" and event.round == 0:
            pages.append(event)
            if event.reached and not _is_early(event, ack):
                break
    return tuple(pages)


def _is_early(event: Event, ack: Duration) -> bool:
    return bool(event.reached) and event.offset is not None and event.offset < ack.seconds


def _finding(promised: EscalationUnderSla, missed: LatePages) -> Finding:
    promise, ack, escalation = missed.promise, missed.ack, promised.escalation
    early = [_format_level(event) for event in missed.pages if _is_early(event, ack)]
    times = listed(_format_time(event, ack) for event in missed.pages if event.tier)
    single = early and len(promised.respond) == 1
    message = (
        f"{shown(escalation.label)} pages {f'only {early[0]}' if early else 'no responding level'} "
        f"before ack {ack.text} promised for {promise.severity} pages of {shown(promise.service.label)}: "
        f"{times or 'no level has `purpose: respond`'}"
        f"{', and no other level has `purpose: respond`' if single else ''}{missed.when}"
    )
    place, help = _choose_fix(promised, missed)
    related = (
        Related(promise.target.place.at("ack"), f"ack target of {shown(promise.sla.label)}"),
        Related(promise.service.named, f"{shown(promise.service.label)}, which uses {shown(escalation.label)}"),
    )
    value = f"{promise.sla.name} {promise.severity}"
    return Finding(place, message, help, related, escalation.subject, value)


def _format_level(event: Event) -> str:
    return format_level(event.tier, event.number) if event.tier else ""


def _format_time(event: Event, ack: Duration) -> str:
    """Return a level and its time, for example ``level second at 12m (after ack)``."""
    level = _format_level(event)
    if event.offset is None:
        return f"{level} at an unknown time (an earlier level has no `wait`)"
    if not event.reached:
        return f"{level} at {format_duration(event.offset)} with nobody on call"
    if event.offset < ack.seconds:
        return f"{level} at {format_duration(event.offset)}"
    return f"{level} at {format_duration(event.offset)} ({'after' if event.offset > ack.seconds else 'exactly at'} ack)"


def _choose_fix(promised: EscalationUnderSla, missed: LatePages) -> tuple[Place, str]:
    """Return the location of the mistake and the fix."""
    pages, ack = missed.pages, missed.ack
    empty = next((event for event in pages if not event.reached), None)
    if empty is not None and empty.tier is not None and (empty.offset or 0) < ack.seconds:
        help = f"schedule a person in {_format_level(empty)} at that time, or page one more level before {ack.text}"
        return empty.tier.place.at("notify"), help
    last = pages[-1] if pages else None
    if last is None or last.tier is None or _is_early(last, ack):
        help = f"add a level with `purpose: respond` that is paged before {ack.text}"
        return promised.escalation.named, help
    return _choose_shorter_wait(promised, missed, last)


def _choose_shorter_wait(promised: EscalationUnderSla, missed: LatePages, last: Event) -> tuple[Place, str]:
    ack, comes = missed.ack, last.offset
    before = [level for level in last.escalation.tiers[: last.number] if level.wait or comes is None]
    if not before:
        held = promised.escalation.hold
        place = promised.escalation.at.at("hold") if held else promised.escalation.named
        return place, f"page {_format_level(last)} before {ack.text}"
    unknown = next((level for level in before if level.wait is None), None)
    if unknown is not None:
        number = last.escalation.tiers.index(unknown)
        return unknown.place, f"add a `wait` shorter than {ack.text} to {format_level(unknown, number)}"
    longest = max(before, key=lambda level: level.wait.seconds if level.wait else 0)
    wait = longest.wait.seconds if longest.wait else 0
    most = ack.seconds - (comes or 0) + wait
    name = format_level(longest, last.escalation.tiers.index(longest))
    raised = f"raise the ack target to {format_duration(((comes or 0) // _ROUND + 1) * _ROUND)}"
    if most > 0:
        return longest.place.at("wait"), f"set `wait` of {name} to less than {format_duration(most)}, or {raised}"
    help = f"shorten the waits before {_format_level(last)} so that it is paged before {ack.text}, or {raised}"
    return longest.place.at("wait"), help
