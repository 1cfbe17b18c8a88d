"""What ``who`` says about pages and rotations: with names and times where a moment was asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ownercat.answers.values import (
    CurrentOncall,
    FailsafeAnswer,
    LayerAnswer,
    OncallPeriod,
    PagedLevel,
    PageTimeline,
    PagingPlan,
    Schedule,
    ScheduledPage,
)
from ownercat.oncall.clock import instant_of
from ownercat.oncall.wording import day, local_time, place, short, soon, weekday
from ownercat.text import shown
from ownercat.views.rows import LONG, Line, Row, mention, name
from ownercat.views.table import align_lines
from ownercat.views.terminal import columns

_USUAL = 67  # columns beside a label at 80
_WIDEST = 30  # names beyond that do not push the channels further to the right


def page_row(page: PagingPlan, schedules: Sequence[Schedule] = ()) -> Row:
    """Who is paged for a severity, after how long, at what time, through what; and what follows.

    ``schedules``: what is told just before; where their clock is another one, it is said which one counts here.
    """
    lines = list(_static(page) if page.now is None else _timed(page, page.now))
    told = {place(schedule.now.time_zone) for schedule in schedules[:1] if schedule.now}
    if page.now is not None and page.now.steps and place(page.now.time_zone) not in told:
        lines.append(Line(f"these times are {place(page.now.time_zone)}"))
    lines += [Line(name(fact.value), fact.place) for fact in page.then]
    if not lines:
        lines.append(Line(mention(page.policy) if page.policy else "nothing says who is paged", page.place))
    return Row(f"{name(page.severity)} page", tuple(lines))


def _static(page: PagingPlan) -> Iterator[Line]:
    """Without a moment: the rotations."""
    who = [", ".join(mention(target) for target in step.targets) or "nobody" for step in page.steps]
    for step, text in zip(page.steps, _padded(who), strict=True):
        yield Line(f"{_after(step.seconds):<6} {text}  {_through(step, step.via)}", step.place)
    if page.failsafe is not None:
        to = mention(page.failsafe.to) if page.failsafe.to else ""
        yield Line(f"{_after(page.failsafe.seconds):<6} {_failsafe(page.failsafe, to)}", page.failsafe.place)


def _timed(page: PagingPlan, now: PageTimeline) -> Iterator[Line]:
    """At a moment: the people."""
    who = [_people(due, step.tier) for step, due in zip(page.steps, now.steps, strict=bool(now.steps))]
    for step, due, text in zip(page.steps, now.steps, _padded(who), strict=bool(now.steps)):
        yield Line(f"{_start(now, due)} {text}  {_arriving(step, due)}".rstrip(), step.place)
    if page.failsafe is not None and now.failsafe is not None:
        text = _failsafe(page.failsafe, _people(now.failsafe, ""))
        yield Line(f"{_start(now, now.failsafe)} {text}", page.failsafe.place)


def _padded(texts: Sequence[str]) -> Iterator[str]:
    width = min(max(map(columns, texts), default=0), _WIDEST)
    return (f"{text}{' ' * (width - columns(text))}" for text in texts)


def _after(seconds: int | None) -> str:
    return "then" if seconds is None else f"+{short(seconds)}" if seconds else "now"


def _start(now: PageTimeline, due: ScheduledPage) -> str:
    """``04:17  +5m``: the time on the clock of the page, and after how long."""
    clock = "" if due.time is None else soon(instant_of(due.time), now.time_zone, instant_of(now.time))
    return f"{clock:<5}  {_after(due.seconds):<6}"


def _people(due: ScheduledPage, tier: str) -> str:
    suffix = f" ({name(tier)})" if tier else ""
    return f"{', '.join(mention(paged.who) for paged in due.people) or 'nobody'}{suffix}"


def _through(step: PagedLevel, channels: Sequence[str]) -> str:
    via = ", ".join(name(channel) for channel in channels) or "as each of them set"
    return f"{via} ({name(step.purpose)})" if step.purpose not in ("respond", "", step.tier) else via


def _arriving(step: PagedLevel, due: ScheduledPage) -> str:
    """Through what it reaches the people of that moment; as ``escalate``, it says so where nothing does."""
    if not due.people:
        return ""
    if not any(paged.arrives for paged in due.people):
        return "nothing arrives"
    found = dict.fromkeys(channel.channel for paged in due.people for channel in paged.channels)
    return _through(step, tuple(found) or step.via)


def _failsafe(failsafe: FailsafeAnswer, to: str) -> str:
    via = ", ".join(name(v) for v in failsafe.via) or "another way"
    return f"if nothing gets through: {via}{f' to {to}' if to else ''}"


def schedules(found: Sequence[Schedule], everything: bool, named: bool) -> Iterator[Line]:
    """Each rotation: who holds it and who is next; in full, or where that is not known, the order.

    ``named``: each rotation is named in front, because no page beside it does.
    """
    known = [schedule.now for schedule in found if schedule.now and schedule.now.state == "person" and not named]
    beside = dict(zip(map(id, known), align_lines([_held(now) for now in known], _USUAL), strict=True))
    for schedule in found:
        now = schedule.now
        who = mention(schedule.rotation)
        if now is not None and id(now) in beside:
            yield Line(beside[id(now)], now.place)
        elif now is not None and now.state in ("person", "nobody"):
            yield Line(f"{who}: {on_call(now)}", now.place)
        if now is None or now.state not in ("person", "nobody") or everything:
            yield from _order_of(schedule, everything)


def on_call(now: CurrentOncall) -> str:
    """``Ana Ruiz, 04:12 in Madrid, until Mon 09:00, next Bo Chen``; or that nobody is, and why."""
    if now.state == "person":
        return ", ".join(part for part in _held(now) if part)
    after = f"; next {_next(now)} from {_soon(now, now.next.start)}" if now.next else "; nobody in the next 400 days"
    return f"nobody is on call now: {shown(now.because, 200)}{after}"


def _held(now: CurrentOncall) -> tuple[str, str, str]:
    person = mention(now.person) if now.person else ""
    until = f", until {_soon(now, now.until)}" if now.until else ", with no hand-off in the next 400 days"
    return person, f"{local_time(instant_of(now.time), now.time_zone)}{until}", f"next {_next(now)}" if now.next else ""


def stint(found: OncallPeriod) -> str:
    """``now, until Mon 09:00 in Madrid``, ``next Mon 2026-12-07 09:00 in Madrid``."""
    if not found.is_now:
        return f"next {_dated(found.start, found.time_zone)}" if found.start else "next some day"
    return f"now, until {_dated(found.end, found.time_zone)}" if found.end else "now, with no end in the next 400 days"


def _dated(at: datetime, zone: str) -> str:
    instant = instant_of(at)
    return f"{weekday(instant, zone)} {day(instant, zone)} {local_time(instant, zone)}"


def _next(now: CurrentOncall) -> str:
    return mention(now.next.person) if now.next and now.next.person else "nobody"


def _soon(now: CurrentOncall, at: datetime) -> str:
    return soon(instant_of(at), now.time_zone, instant_of(now.time))


def _order_of(schedule: Schedule, everything: bool) -> Iterator[Line]:
    """A rotation and its order."""
    who = mention(schedule.rotation)
    if schedule.provider or schedule.url:
        there = ": ".join(part for part in (name(schedule.provider), shown(schedule.url, LONG)) if part)
        yield Line(f"{who}: schedule lives in {there}", schedule.place)
    elif not schedule.shifts:
        yield Line(f"{who}: nobody", schedule.place)
    for shift in schedule.shifts:
        when = _when(shift, everything)
        yield Line(f"{who}{f' ({name(when)})' if when else ''}: {_order(shift)}", shift.place)


def _when(shift: LayerAnswer, everything: bool) -> str:
    """When a layer counts, and in full how it turns."""
    details = [*shift.windows, shift.note]
    if everything:
        details += [shift.turn, "" if shift.windows else shift.time_zone]
    return ", ".join(detail for detail in details if detail)


def _order(shift: LayerAnswer) -> str:
    people = [mention(member) if member else "nobody" for member in shift.members] or ["nobody"]
    return " → ".join(people)
