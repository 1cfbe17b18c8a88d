"""Paging and rotations as `who` shows them: with people and times if the instant is known."""

from collections.abc import Iterable, Iterator, Sequence
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
from ownercat.oncall.clock import to_instant
from ownercat.oncall.wording import (
    format_clock_change,
    format_day,
    format_duration,
    format_local_time,
    format_place,
    format_soon,
    format_weekday,
)
from ownercat.text import listed, shown
from ownercat.views.rows import LONG, Line, Row, format_elsewhere, mention, name
from ownercat.views.table import align_lines
from ownercat.views.terminal import columns

_USUAL = 67  # columns beside a label at 80
_WIDEST = 30  # longer names do not move the channels further to the right


def page_row(page: PagingPlan) -> Row:
    """Build the row of a page: its steps in order of time, and what follows the last level."""
    lines = _list_timed_steps(page, page.now) if page.now else _list_static_steps(page)
    lines += [Line(name(fact.value), fact.place) for fact in page.then]
    if not lines:
        lines.append(Line(mention(page.policy) if page.policy else "no escalation policy", page.place))
    return Row(f"{name(page.severity)} page", tuple(lines))


def _list_static_steps(page: PagingPlan) -> list[Line]:
    """List the steps with their rotations, for a page without an instant."""
    targets = [f"{', '.join(map(mention, step.targets)) or 'nobody'}{_format_level(step.tier)}" for step in page.steps]
    steps = [
        (step.seconds, Line(f"{_format_delay(step.seconds):<6} {text}  {_format_channels(step, step.via)}", step.place))
        for step, text in zip(page.steps, _pad(targets), strict=True)
    ]
    if page.failsafe is not None:
        to = mention(page.failsafe.to) if page.failsafe.to else ""
        text = f"{_format_delay(page.failsafe.seconds):<6} {_format_failsafe(page.failsafe, to)}"
        steps.append((page.failsafe.seconds, Line(text, page.failsafe.place)))
    return _sort_by_time(steps)


def _list_timed_steps(page: PagingPlan, timeline: PageTimeline) -> list[Line]:
    """List the steps with their people and times, after a line that names the time zone."""
    targets = [
        _format_people(due) + _format_level(step.tier)
        for step, due in zip(page.steps, timeline.steps, strict=bool(timeline.steps))
    ]
    steps = [
        (
            due.seconds,
            Line(f"{_format_start(timeline, due)} {text}  {_format_delivery(step, due)}".rstrip(), step.place),
        )
        for step, due, text in zip(page.steps, timeline.steps, _pad(targets), strict=bool(timeline.steps))
    ]
    if page.failsafe is not None and timeline.failsafe is not None:
        text = _format_timed_failsafe(page.failsafe, timeline.failsafe)
        line = Line(f"{_format_start(timeline, timeline.failsafe)} {text}", page.failsafe.place)
        steps.append((timeline.failsafe.seconds, line))
    start, last = to_instant(timeline.time), max((seconds for seconds, _ in steps if seconds), default=0)
    change = format_clock_change(start, timeline.time_zone, start + last)
    zone = f"times in {format_place(timeline.time_zone).removeprefix('in ')}{f'; {change}' if change else ''}"
    return [Line(zone), *_sort_by_time(steps)] if timeline.steps else _sort_by_time(steps)


def _sort_by_time(steps: Iterable[tuple[int | None, Line]]) -> list[Line]:
    """Sort by seconds after the start of the page; steps without a known time come last."""
    return [line for _, line in sorted(steps, key=lambda step: (step[0] is None, step[0] or 0))]


def _pad(texts: Sequence[str]) -> Iterator[str]:
    width = min(max(map(columns, texts), default=0), _WIDEST)
    return (f"{text}{' ' * (width - columns(text))}" for text in texts)


def _format_delay(seconds: int | None) -> str:
    return "then" if seconds is None else f"+{format_duration(seconds)}"


def _format_start(timeline: PageTimeline, due: ScheduledPage) -> str:
    """``04:17  +5m``."""
    clock = "" if due.time is None else format_soon(to_instant(due.time), timeline.time_zone, to_instant(timeline.time))
    return f"{clock:<5}  {_format_delay(due.seconds):<5}"


def _format_people(due: ScheduledPage) -> str:
    return ", ".join(mention(paged.who) for paged in due.people) or "nobody"


def _format_level(level: str) -> str:
    return f" (level {name(level)})" if level else ""


def _format_channels(step: PagedLevel, channels: Sequence[str]) -> str:
    via = ", ".join(name(channel) for channel in channels) or "personal channels"
    return f"{via} ({name(step.purpose)})" if step.purpose not in ("respond", "", step.tier) else via


def _format_delivery(step: PagedLevel, due: ScheduledPage) -> str:
    """Return the channels that deliver the page to the people at that time, or state that none does."""
    if not due.people:
        return ""
    if not any(paged.arrives for paged in due.people):
        return "nothing arrives"
    used = dict.fromkeys(channel.channel for paged in due.people for channel in paged.channels)
    return _format_channels(step, tuple(used) or step.via)


def _format_failsafe(failsafe: FailsafeAnswer, to: str) -> str:
    via = ", ".join(map(name, failsafe.via)) or "another channel"
    return f"if nothing gets through: {via}{f' to {to}' if to else ''}"


def _format_timed_failsafe(failsafe: FailsafeAnswer, due: ScheduledPage) -> str:
    people = _format_people(due)
    if due.people and not any(paged.arrives for paged in due.people):
        via = listed(map(name, failsafe.via)) or "a channel"
        return f"if nothing gets through: nothing arrives at {people}: no contact for {via}"
    return _format_failsafe(failsafe, people)


def list_schedules(schedules: Sequence[Schedule], everything: bool, named: bool) -> Iterator[Line]:
    """List who is on call per rotation and who is next; the order of members with ``everything`` or if unknown.

    ``named``: each line starts with the rotation, because no page of the answer names it.
    """
    known = [schedule.now for schedule in schedules if schedule.now and schedule.now.state == "person" and not named]
    texts = dict(zip(map(id, known), align_lines([_format_shift(now) for now in known], _USUAL), strict=True))
    for schedule in schedules:
        now = schedule.now
        rotation = mention(schedule.rotation)
        if now is not None and id(now) in texts:
            yield Line(texts[id(now)], now.place)
        elif now is not None and now.state in ("person", "nobody"):
            yield Line(f"{rotation}: {_format_oncall(now)}", now.place)
        if now is not None and now.state in ("person", "nobody") and schedule.evidence:
            yield Line(f"per {schedule.evidence}", schedule.place)
        if now is None or now.state not in ("person", "nobody") or everything:
            yield from _list_layers(schedule, everything)


def _format_oncall(now: CurrentOncall) -> str:
    """``Ana Ruiz, now 04:12 in Madrid, until Mon 09:00, next Bo Chen``; or that nobody is on call, and why."""
    if now.state == "person":
        return ", ".join(part for part in _format_shift(now) if part)
    after = "nobody in the next 400 days"
    if now.next:
        after = f"next {_format_next(now)} from {_format_soon(now, now.next.start)} {format_place(now.time_zone)}"
    return f"nobody on call: {shown(now.because, 200)}; {after}"


def _format_shift(now: CurrentOncall) -> tuple[str, str, str]:
    person = mention(now.person) if now.person else ""
    clock = f"now {format_local_time(to_instant(now.time), now.time_zone)}"
    until = f"until {_format_soon(now, now.until)}" if now.until else "no handoff in the next 400 days"
    return person, f"{clock}, {until}", f"next {_format_next(now)}" if now.next else ""


def format_period(period: OncallPeriod) -> str:
    """``now, until Mon 2026-11-23 09:00 in Madrid``, ``next Mon 2026-12-07 09:00 in Madrid``."""
    if not period.is_now:
        return f"next {_format_date(period.start, period.time_zone)}" if period.start else "next date unknown"
    until = f"until {_format_date(period.end, period.time_zone)}" if period.end else "no handoff in the next 400 days"
    return f"now, {until}"


def _format_date(at: datetime, zone: str) -> str:
    instant = to_instant(at)
    return f"{format_weekday(instant, zone)} {format_day(instant, zone)} {format_local_time(instant, zone)}"


def _format_next(now: CurrentOncall) -> str:
    return mention(now.next.person) if now.next and now.next.person else "nobody"


def _format_soon(now: CurrentOncall, at: datetime) -> str:
    return format_soon(to_instant(at), now.time_zone, to_instant(now.time))


def _list_layers(schedule: Schedule, everything: bool) -> Iterator[Line]:
    """List the layers of a rotation with the order of their members, or where the external schedule is."""
    rotation = mention(schedule.rotation)
    if schedule.system:
        label = mention(schedule.rotation._replace(note=""))
        url = f": {shown(schedule.url, LONG)}" if schedule.url not in schedule.system else ""
        yield Line(f"{label}: {format_elsewhere(schedule.system)}{url}", schedule.place)
    elif not schedule.shifts:
        yield Line(f"{rotation}: nobody", schedule.place)
    for layer in schedule.shifts:
        details = _format_windows(layer, everything)
        label = f"{rotation} ({name(details)})" if details else rotation
        yield Line(f"{label}: {_format_turn_order(layer)}", layer.place)


def _format_windows(layer: LayerAnswer, everything: bool) -> str:
    """Return when a layer applies; with ``everything``, its turns and time zone as well."""
    details = [*layer.windows, layer.note]
    if everything:
        details += [layer.turn, "" if layer.windows else layer.time_zone]
    return ", ".join(detail for detail in details if detail)


def _format_turn_order(layer: LayerAnswer) -> str:
    people = [mention(member) if member else "nobody" for member in layer.members] or ["nobody"]
    return " → ".join(people)
