"""What ``escalate`` says in words: a row for everything that happens, then the verdict. No layout here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.answers.climbs import (
    ApplicableAckTarget,
    Escalated,
    FirstResponder,
    Outage,
    SlowestResponse,
    TimelineEntry,
)
from ownercat.answers.values import Paged
from ownercat.oncall.clock import instant_of
from ownercat.oncall.wording import clock_change, day, full, local_time, place, short, soon, time, weekday
from ownercat.text import listed, shown
from ownercat.views.rows import Line, Row, Sheet, mention, name, stated
from ownercat.views.table import align_lines

_MOST = 40  # entries, unless all are asked for
_ROOM = 64  # columns for names and channels beside the times at 80
_LABEL = 12  # the least that labels get


def sheet(found: Escalated, everything: bool = False) -> Sheet:
    """The answer in words; of a long climb the middle is left out unless ``everything`` is asked for."""
    table = tuple(_table(found, everything))
    rows = (*table, *((Row("", ()),) if table else ()), *_verdict(found))
    size = max((_LABEL, *(len(row.label) + 2 for row in rows)))
    return Sheet(tuple(_head(found)), found.service.place, tuple(_about(found)), rows, size)


def _head(found: Escalated) -> Iterator[str]:
    yield name(found.service.name)
    if found.service.title and found.service.title != found.service.name:
        yield name(found.service.title)
    if found.tier:
        yield f"tier {found.tier}"
    yield f"{name(found.severity)} page{f' for {name(found.symptom)}' if found.symptom else ''}"
    if found.policy:
        yield mention(found.policy)


def _about(found: Escalated) -> Iterator[Line]:
    if found.outage:
        yield Line(outage(found.outage))
    if found.worst:
        yield from worst(found.worst, found)
    change = clock_change(instant_of(found.time), found.time_zone)
    when = full(instant_of(found.time), found.time_zone)
    yield Line(f"The alert fires {when}{f'; that day {change}' if change else ''}.")


def worst(found: SlowestResponse, page: Escalated) -> Iterator[Line]:
    """When it takes longest, and why."""
    within = f"the next {found.days} days" + (f", {name(found.hours)}" if found.hours != "24x7" else "")
    nobody = "no tier wakes anybody" if page.outage else "nobody is woken"
    wakes = nobody if found.seconds is None else f"the first human wakes {after(found.seconds)}"
    if found.always:
        yield Line(f"At every instant of {within}, {wakes}.")
    else:
        start, end = instant_of(found.start), instant_of(found.end)
        until = f"{soon(end, page.time_zone, start)} {place(page.time_zone)}"
        since = f"{weekday(start, page.time_zone)} {day(start, page.time_zone)} {time(start, page.time_zone)}"
        yield Line(f"Slowest in {within}: {wakes} if the alert fires from {since} until {until}.")
    for reason in found.reasons:
        yield Line(f"Why: {shown(reason.value, 300)}.", reason.place)


def after(seconds: int) -> str:
    """``after 5m``, ``at once``."""
    return f"after {short(seconds)}" if seconds else "at once"


def outage(found: Outage) -> str:
    """What is down, and which tiers nobody hears."""
    asked = [channel for channel in found.channels if channel not in found.along]
    also = f", and {listed(map(name, found.along))} with it" if found.along else ""
    by = f" ({listed(map(name, found.providers))})" if found.providers else ""
    verb = "reaches" if len(found.silent) == 1 else "reach"
    silent = f"{listed(map(name, found.silent))} {verb} nobody" if found.silent else "every tier still gets through"
    return f"Down: {listed(map(name, asked))}{also}{by}; {silent}."


# --- the table ---


def _table(found: Escalated, everything: bool) -> Iterator[Row]:
    """A row for each entry; of many, those in the middle are counted."""
    entries, size = found.entries, max((len(entry.at or "then") for entry in found.entries), default=0)
    left_out = range(0) if everything or len(entries) <= _MOST else range(_MOST - 2, len(entries) - 2)
    texts = _texts(entries)
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
        details = tuple(_details(entry, found)) if is_first else ()
        yield Row(_label(entry, size, found), (Line(text, entry.place), *details))


def _texts(entries: Sequence[TimelineEntry]) -> list[str]:
    """The entries in words, those of pages with their channels under each other."""
    pages = [entry for entry in entries if entry.kind == "page"]
    under = iter(align_lines([(people(entry.people), through(entry)) for entry in pages], _ROOM) if pages else ())
    return [next(under) if entry.kind == "page" else happens(entry) for entry in entries]


def _label(entry: TimelineEntry, size: int, found: Escalated) -> str:
    clock = "" if entry.time is None else soon(instant_of(entry.time), found.time_zone, instant_of(found.time))
    return f"{entry.at or 'then':<{size}}  {clock}".rstrip()


def people(found: Sequence[Paged]) -> str:
    """``Ana Ruiz (Storefront on call)``."""
    return (
        ", ".join(
            f"{mention(paged.who)} ({mention(paged.rotation)})" if paged.rotation else mention(paged.who)
            for paged in found
        )
        or "nobody is on call"
    )


def through(entry: TimelineEntry) -> str:
    """Through what it arrives: ``push, phone +2m``; or that it does not."""
    used = {(each.channel, each.after): None for paged in entry.people for each in paged.channels}
    down = list(dict.fromkeys(channel for paged in entry.people for channel in paged.silent))
    if entry.people and not entry.arrives:
        why = f"{listed(map(name, down))} {'is' if len(down) == 1 else 'are'} down" if down else "no channel in common"
        return f"nothing arrives: {why}"
    parts = [f"{name(channel)}{f' +{short(after)}' if after else ''}" for channel, after in used]
    parts += [f"not {name(channel)}" for channel in down]
    return ", ".join(parts)


def _details(entry: TimelineEntry, found: Escalated) -> Iterator[Line]:
    """The tier, where its people are if elsewhere, and what they are told."""
    if entry.kind != "page":
        return
    parts = [name(entry.tier)] if entry.tier else []
    if entry.purpose not in ("respond", "", entry.tier):
        parts.append(f"to {name(entry.purpose)}")
    elsewhere = {paged.time_zone: paged for paged in entry.people if place(paged.time_zone) != place(found.time_zone)}
    parts += [local_time(instant_of(each.time), zone) for zone, each in elsewhere.items() if each.time]
    if entry.urgency == "low":
        parts.append("low urgency, wakes nobody")
    told = f"told {', '.join(map(name, entry.inform))}" if entry.inform and entry.people else ""
    text = ": ".join(part for part in (", ".join(parts), told) if part)
    if text:
        yield Line(text)


def happens(entry: TimelineEntry) -> str:
    """What is no page, in words."""
    to = mention(entry.to) if entry.to else "another escalation"
    return {
        "failsafe": f"if nothing got through: {through(entry) or listed(map(name, entry.via))}, {people(entry.people)}",
        "handoff": f"hands over to {to}",
        "stop": "the climb ends; nobody is paged any more",
        "loop": f"would hand over to {to}, where it was before: the climb ends",
        "unknown": "hands over to an escalation that no file defines",
        "open": "the file does not say what comes after the last tier",
        "dropped": "nobody is on call in any tier: the paging product drops the page",
        "more": "and so on",
    }.get(entry.kind, name(entry.kind))


# --- the verdict ---


def _verdict(found: Escalated) -> Iterator[Row]:
    if found.first is not None:
        yield Row("first human", tuple(first(found.first, found)))
    if found.then:
        yield Row("then" if found.entries else "page", tuple(map(stated, found.then)))
    if found.end is not None and not found.whole:
        yield Row("ends", (Line(f"{_when(found.end, found)}: {happens(found.end)}", found.end.place),))


def _when(entry: TimelineEntry, found: Escalated) -> str:
    if entry.time is None:
        return "later"
    return f"{entry.at} ({soon(instant_of(entry.time), found.time_zone, instant_of(found.time))})"


def first(found: FirstResponder, page: Escalated) -> Iterator[Line]:
    """Who wakes first, how the time adds up, and whether that is what was promised."""
    if found.seconds is None or found.time is None:
        yield Line("nobody wakes")
    else:
        clock = soon(instant_of(found.time), page.time_zone, instant_of(page.time))
        who = listed(mention(person) for person in found.people)
        when = "not known" if found.verdict == "not known" else f"{after(found.seconds)} ({clock})"
        yield Line(f"{when}: {who} ({found.tier})")
        if found.seconds and found.by == "tier":
            yield Line(f"waits: {found.sum}")
    yield Line(promise(found), found.promised.place if found.promised else None)


def promise(found: FirstResponder) -> str:
    """``promised 10m to customers (checkout-external): 10m to spare``."""
    if found.promised is None:
        return "no answer is promised at this severity"
    said = _promised(found.promised)
    if not found.promised.applies:
        return f"{said}; not at this time"
    if found.seconds is None:
        return f"{said}: broken"
    if found.verdict == "not known":
        return f"{said}: nobody can say whether it holds"
    spare = found.promised.seconds - found.seconds
    if spare < 0:
        return f"{said}: too late by {short(-spare)}"
    return f"{said}: {short(spare)} to spare" if spare else f"{said}: just in time"


def _promised(found: ApplicableAckTarget) -> str:
    to = f" to {name(found.to)}" if found.to else ""
    hours = "" if found.hours == "24x7" else f", {name(found.hours)}"
    return f"promised {found.ack}{to} ({mention(found.sla)}{hours})"
