"""Pages of `escalate` as labeled rows: the timeline, then the first responder and the end."""

from collections.abc import Iterator, Sequence

from ownercat.answers.climbs import (
    ApplicableAckTarget,
    Escalated,
    FirstResponder,
    Outage,
    ProvedResponder,
    SlowestResponse,
    TimelineEntry,
)
from ownercat.answers.values import Paged
from ownercat.oncall.clock import to_instant
from ownercat.oncall.wording import (
    format_clock_change,
    format_day,
    format_duration,
    format_full,
    format_local_time,
    format_place,
    format_soon,
    format_time,
    format_weekday,
)
from ownercat.text import listed, shown
from ownercat.views.clock_rows import list_clock_rows
from ownercat.views.rows import Line, Row, Sheet, format_elsewhere, mention, name, stated
from ownercat.views.table import align_lines

_MOST = 40  # entries, unless all are requested
_ROOM = 64  # columns for names and channels beside the times at 80
_LABEL = 12  # the least that labels get


def build_sheet(page: Escalated, everything: bool = False) -> Sheet:
    """Build the table of a page; the middle of a long timeline is left out unless ``everything`` is set."""
    timeline = tuple(_list_timeline_rows(page, everything))
    rows = (*timeline, *((Row("", ()),) if timeline else ()), *_list_result_rows(page))
    size = max((_LABEL, *(len(row.label) + 2 for row in rows)))
    return Sheet(tuple(_format_header(page)), page.service.place, tuple(_list_descriptions(page)), rows, size)


def _format_header(page: Escalated) -> Iterator[str]:
    yield f"service {name(page.service.name)}"
    if page.service.title and page.service.title != page.service.name:
        yield name(page.service.title)
    if page.tier:
        yield f"tier {page.tier}"
    yield f"{name(page.severity)} page{f' for {name(page.symptom)}' if page.symptom else ''}"
    if page.policy:
        yield f"escalation {mention(page.policy)}"


def _list_descriptions(page: Escalated) -> Iterator[Line]:
    if page.outage:
        yield Line(_format_outage(page.outage))
    if page.worst:
        yield from _list_slowest(page.worst, page)
    start, last = to_instant(page.time), max((entry.seconds for entry in page.entries if entry.seconds), default=0)
    change = format_clock_change(start, page.time_zone, start + last)
    when = format_full(start, page.time_zone)
    zone = f" Times are {format_place(page.time_zone).replace('UTC', 'in UTC')}." if page.entries else ""
    yield Line(f"The alert fires {when}{f'; {change}' if change else ''}.{zone}")


def _list_slowest(slowest: SlowestResponse, page: Escalated) -> Iterator[Line]:
    """List the period with the slowest response, then its causes."""
    within = f"the next {slowest.days} days" + (f", {name(slowest.hours)}" if slowest.hours != "24x7" else "")
    nobody = "no level wakes a person" if page.outage else "nobody wakes"
    wakes = nobody if slowest.seconds is None else f"the first responder wakes {_format_delay(slowest.seconds)}"
    if slowest.basis != "proved":
        yield Line(f"Slowest response in {within}: {slowest.basis}, because {slowest.because}.")
        wakes = f"Proved levels only: {wakes.replace(nobody, 'no person wakes')}"
    if slowest.basis != "proved" and slowest.always:
        yield Line(f"{wakes}.")
    elif slowest.always:
        yield Line(f"At every instant in {within}, {wakes}.")
    else:
        start, end = to_instant(slowest.start), to_instant(slowest.end)
        until = f"{format_soon(end, page.time_zone, start)} {format_place(page.time_zone)}"
        zone = page.time_zone
        since = f"{format_weekday(start, zone)} {format_day(start, zone)} {format_time(start, zone)}"
        fact = wakes if slowest.basis != "proved" else f"Slowest response in {within}: {wakes}"
        yield Line(f"{fact} if the alert fires from {since} until {until}.")
    for reason in slowest.reasons:
        yield Line(f"Cause: {shown(reason.value, 300)}.", reason.place)


def _format_delay(seconds: int) -> str:
    return f"after {format_duration(seconds)}" if seconds else "immediately"


_NOTHING = "nothing arrives"


def _format_outage(outage: Outage) -> str:
    """Return the channels that are down, and the levels that cannot deliver the page."""
    requested = [channel for channel in outage.channels if channel not in outage.along]
    also = f", and {listed(map(name, outage.along))} of the same provider" if outage.along else ""
    providers = f" ({listed(map(name, outage.providers))})" if outage.providers else ""
    silent = f"{_NOTHING} at {listed(map(name, outage.silent))}" if outage.silent else "every level still delivers"
    return f"Down: {listed(map(name, requested))}{also}{providers}; {silent}."


# --- the timeline ---


def _list_timeline_rows(page: Escalated, everything: bool) -> Iterator[Row]:
    """List a row for each entry; entries in the middle of a long timeline are counted."""
    entries, size = page.entries, max((len(entry.at or "then") for entry in page.entries), default=0)
    left_out = range(0) if everything or len(entries) <= _MOST else range(_MOST - 2, len(entries) - 2)
    texts = _list_texts(entries)
    rounds: dict[str, int] = {}
    for number, (entry, text) in enumerate(zip(entries, texts, strict=True)):
        if number in left_out:
            if number == left_out.start:
                yield Row("", (Line(f"… {len(left_out)} more (-v shows all)"),))
            continue
        is_first = entry.round == 1 or entry.kind != "page"
        if not is_first and rounds.get(entry.policy.name) != entry.round:
            rounds[entry.policy.name] = entry.round
            yield Row("", (Line(f"round {entry.round}"),))
        details = tuple(_list_details(entry, page)) if is_first else ()
        yield Row(_format_label(entry, size, page), (Line(text, entry.place), *details))


def _list_texts(entries: Sequence[TimelineEntry]) -> list[str]:
    """List the entries as text, with the channels of pages in one column."""
    pages = [(format_people(entry.people), format_channels(entry)) for entry in entries if entry.kind == "page"]
    texts = iter(align_lines(pages, _ROOM) if pages else ())
    return [next(texts) if entry.kind == "page" else format_event(entry) for entry in entries]


def _format_label(entry: TimelineEntry, size: int, page: Escalated) -> str:
    return f"{entry.at or 'then':<{size}}  {format_clock(entry, page)}".rstrip()


def format_clock(entry: TimelineEntry, page: Escalated) -> str:
    """Return the time of an entry on the clock of the page, or "" if it is unknown."""
    return "" if entry.time is None else format_soon(to_instant(entry.time), page.time_zone, to_instant(page.time))


def format_people(people: Sequence[Paged]) -> str:
    """``Ana Ruiz (Storefront on call)``."""
    names = (
        f"{mention(paged.who)} ({mention(paged.rotation)})" if paged.rotation else mention(paged.who)
        for paged in people
    )
    return ", ".join(names) or "nobody on call"


def format_channels(entry: TimelineEntry) -> str:
    """``push, phone +2m``, ``phone (push is down)``, ``nothing arrives: push is down``."""
    used = {(each.channel, each.after): None for paged in entry.people for each in paged.channels}
    down = list(dict.fromkeys(name(channel) for paged in entry.people for channel in paged.silent))
    outage = f"{listed(down)} {'is' if len(down) == 1 else 'are'} down"
    if entry.people and not entry.arrives:
        return f"{_NOTHING}: {outage if down else 'no common channel'}"
    channels = ", ".join(f"{name(channel)}{f' +{format_duration(after)}' if after else ''}" for channel, after in used)
    return f"{channels} ({outage})".lstrip() if down else channels


def _list_details(entry: TimelineEntry, page: Escalated) -> Iterator[Line]:
    """List the level of a page, the local time of people in other zones, and the information that they get."""
    if entry.kind != "page":
        return
    parts = [f"level {name(entry.tier)}"] if entry.tier else []
    if entry.purpose not in ("respond", "", entry.tier):
        parts.append(f"purpose {name(entry.purpose)}")
    parts += [format_elsewhere(system) for system in dict.fromkeys(paged.system for paged in entry.people) if system]
    elsewhere = {
        paged.time_zone: paged
        for paged in entry.people
        if format_place(paged.time_zone) != format_place(page.time_zone)
    }
    parts += [format_local_time(to_instant(each.time), zone) for zone, each in elsewhere.items() if each.time]
    if entry.urgency == "low":
        parts.append("low urgency, wakes nobody")
    if entry.inform and entry.people:
        parts.append(f"information: {', '.join(map(name, entry.inform))}")
    if parts:
        yield Line(" · ".join(parts))


def format_event(entry: TimelineEntry) -> str:
    """Return an entry that is not a page as text."""
    to = f"escalation {mention(entry.to)}" if entry.to else "another escalation"
    return {
        "failsafe": _format_failsafe(entry),
        "handoff": f"continues with {to}",
        "stop": "escalation ends: no further pages",
        "loop": f"escalation ends: {to} would start a second time",
        "unknown": "continues with an undefined escalation",
        "open": "unknown: the policy does not state what follows the last level",
        "dropped": "nobody on call on any level: the paging product drops the page",
        "more": "and so on",
    }.get(entry.kind, name(entry.kind))


def _format_failsafe(entry: TimelineEntry) -> str:
    people = format_people(entry.people)
    channels = format_channels(entry) or listed(map(name, entry.via))
    if entry.people and not entry.arrives:
        return f"if nothing got through: {_NOTHING} at {people}{channels.removeprefix(_NOTHING)}"
    return f"if nothing got through: {f'{channels} to ' if channels else ''}{people}"


# --- the first responder and the end ---


def _list_result_rows(page: Escalated) -> Iterator[Row]:
    if page.first is not None:
        yield Row("responder", tuple(_list_first_responder(page.first, page)))
    if page.then:
        yield Row("then" if page.entries else "page", tuple(map(stated, page.then)))
    if page.end is not None and not page.whole:
        yield Row("end", (Line(f"{_format_end(page.end, page)}  {format_event(page.end)}", page.end.place),))
    if page.clock is not None:
        yield from list_clock_rows(page.clock, page.time_zone)


def _format_end(entry: TimelineEntry, page: Escalated) -> str:
    return "later" if entry.time is None else f"{entry.at} ({format_clock(entry, page)})"


def _list_first_responder(first: FirstResponder, page: Escalated) -> Iterator[Line]:
    """List who wakes first, the sum of the delays, and the comparison with the ack target."""
    if first.basis != "proved":
        yield Line(f"{first.basis}: {first.because}")
        yield Line(_format_proved(first.proved))
    elif first.seconds is None or first.time is None:
        yield Line("nobody wakes")
    else:
        clock = format_soon(to_instant(first.time), page.time_zone, to_instant(page.time))
        people = listed(mention(person) for person in first.people)
        yield Line(f"{_format_delay(first.seconds)} ({clock}): {people} ({first.tier})")
        if first.seconds and first.by == "tier":
            yield Line(f"delays: {first.sum}")
    yield Line(_format_comparison(first), first.promised.place if first.promised else None)


def _format_proved(proved: ProvedResponder | None) -> str:
    """``proved from +4m: Gorm Lind (level second)``."""
    if proved is None:
        return "no proved level wakes a person"
    people = listed(mention(person) for person in proved.people)
    return f"proved from +{format_duration(proved.seconds)}: {people} ({proved.tier})"


def _format_comparison(first: FirstResponder) -> str:
    """``SLA checkout-external promises ack 10m to customers: met, 4m to spare``."""
    target = first.promised
    if target is None:
        return "no SLA promises an ack time for this severity"
    return f"{_format_target(target)}: {_format_verdict(first, target)}"


def _format_verdict(first: FirstResponder, target: ApplicableAckTarget) -> str:
    if not target.applies:
        return "does not apply at this time"
    seconds = first.proved.seconds if first.proved else first.seconds
    if first.verdict == "not known":
        return first.basis
    if seconds is None or (first.basis != "proved" and first.verdict == "too late"):
        return "missed"
    spare = target.seconds - seconds
    if spare < 0:
        return f"missed by {format_duration(-spare)}"
    return f"met, {format_duration(spare)} to spare" if spare else "met exactly"


def _format_target(target: ApplicableAckTarget) -> str:
    to = f" to {name(target.to)}" if target.to else ""
    hours = "" if target.hours == "24x7" else f" ({name(target.hours)})"
    return f"SLA {mention(target.sla)}{hours} promises ack {target.ack}{to}"
