"""The incident clock of `escalate --since` as labeled rows."""

from collections.abc import Iterator

from ownercat.answers.climbs import BudgetLeft, CustomerUpdates, IncidentClock, TargetLeft, TimelineEntry
from ownercat.oncall.clock import to_instant
from ownercat.oncall.wording import format_duration, format_full, format_soon
from ownercat.text import listed, plural
from ownercat.views.rows import Line, Row, mention, name

_MINUTE = 60


def list_clock_rows(clock: IncidentClock, zone: str) -> Iterator[Row]:
    """Yield a row for the current level, the overdue levels, the next level, the next update and each target."""
    now = to_instant(clock.now)
    yield Row("now", (Line(f"{format_full(now, zone)}, {format_duration(clock.elapsed)} after the page started"),))
    if clock.active is None:
        yield Row("active", (Line("no level is paged yet" if clock.following else "no level is paged"),))
    else:
        yield Row("active", (Line(_format_level(clock.active), clock.active.place),))
    if clock.overdue:
        lines = (
            Line(f"level {name(each.tier)}{_format_round(each.round)} by {format_duration(each.seconds)}", each.place)
            for each in clock.overdue
        )
        yield Row("overdue", tuple(lines))
    if clock.following is not None and clock.following.time is not None:
        left = (clock.following.seconds or 0) - clock.elapsed
        text = f"{_format_level(clock.following)}: in {format_duration(left)}"
        yield Row("next", (Line(text, clock.following.place),))
    if clock.updates is not None:
        yield Row("update", (Line(_format_updates(clock.updates, zone, now), clock.updates.place),))
    for target in clock.targets:
        yield Row(target.name, (Line(_format_target(target, zone, now), target.place),))
    if clock.budget is not None:
        yield Row("budget", (Line(_format_budget(clock.budget), clock.budget.place),))


def _format_level(entry: TimelineEntry) -> str:
    people = listed((mention(paged.who) for paged in entry.people), most=4) or "nobody on call"
    return f"level {name(entry.tier)}{_format_round(entry.round)}, since {entry.at}: {people}"


def _format_round(number: int) -> str:
    return f" (round {number})" if number > 1 else ""


def _format_updates(updates: CustomerUpdates, zone: str, now: int) -> str:
    due = format_soon(to_instant(updates.due), zone, now)
    passed = f"{plural(updates.passed, 'update')} due until now, the next" if updates.passed else "the first is"
    return f"customers: {passed} due in {format_duration(updates.left)} ({due}), then every {updates.every}"


def _format_target(target: TargetLeft, zone: str, now: int) -> str:
    due = format_soon(to_instant(target.due), zone, now)
    state = (
        f"{format_duration(target.left)} left" if target.left >= 0 else f"overdue by {format_duration(-target.left)}"
    )
    return f"{state} of {target.target} (until {due}), SLA {mention(target.sla)}"


def _format_budget(budget: BudgetLeft) -> str:
    share = "all users" if budget.impact is None else f"{budget.impact:g} of the users"
    left = (
        _format_minutes(budget.left) + " left" if budget.left >= 0 else f"overspent by {_format_minutes(-budget.left)}"
    )
    whole = f"{_format_minutes(budget.allowed)} ({budget.target:g} % over {budget.window})"
    used = f"this incident used {_format_minutes(budget.used_now)} ({share})"
    before = f"earlier ones {_format_minutes(budget.used_before)}"
    return f"{left} of {whole}, SLA {mention(budget.sla)}; {used}, {before}"


def _format_minutes(seconds: int) -> str:
    return f"{seconds / _MINUTE:.1f} min"
