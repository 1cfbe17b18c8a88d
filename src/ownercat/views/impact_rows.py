"""What ``impact`` says in words: labelled rows, each line with the place it comes from. No layout here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ownercat.answers.impact.values import (
    Affected,
    Call,
    Communicator,
    Impact,
    JourneyHit,
    SlaAtRisk,
    StepHit,
    Suspect,
    TeamToNotify,
)
from ownercat.answers.values import PagedLevel
from ownercat.text import listed, plural, shown
from ownercat.views.rows import Line, Row, Sheet, mention, name

_MOST = 20  # lines of one row, unless all are asked for
_CAUSES = 3
# what is said of services, and the row that holds them
ROWS = (("stops", "stops"), ("degrades", "degrades"), ("misses", "may notice"), ("spared", "unhurt"))


def sheets(impact: Impact, everything: bool = False) -> list[Sheet]:
    """The answer in words; for several services, what they have in common comes first."""
    found = [_together(impact, everything)] if len(impact.failed) > 1 else []
    found.append(_blast(impact, everything))
    return [sheet._replace(rows=tuple(row if everything else cut(row) for row in sheet.rows)) for sheet in found]


def cut(row: Row) -> Row:
    """A row with no more lines than anybody reads."""
    if len(row.lines) <= _MOST:
        return row
    more = Line(f"and {len(row.lines) - _MOST + 1} more (-v shows all)")
    return row._replace(lines=(*row.lines[: _MOST - 1], more))


# --- several services: what they have in common ---


def _together(impact: Impact, everything: bool) -> Sheet:
    head = (plural(len(impact.failed), "service"), listed(name(failed.service.name) for failed in impact.failed))
    causes = impact.causes if everything else impact.causes[:_CAUSES]
    rows = (
        Row("causes", tuple(_suspect(suspect, len(impact.failed)) for suspect in causes)),
        Row("page once" if len(impact.calls) == 1 else "page", tuple(line for c in impact.calls for line in _call(c))),
    )
    place = impact.causes[0].place if impact.causes else impact.failed[0].place
    return Sheet(head, place, (Line(verdict(impact)),), tuple(row for row in rows if row.lines))


def verdict(impact: Impact) -> str:
    """Whether one failure explains them."""
    if not impact.causes:
        return "No single failure explains two of them."
    best = impact.causes[0]
    # who misses something soft, asynchronous or cached is not known to fail with it
    explains = "may explain" if any(item.effect == "misses" for item in best.explains) else "explains"
    count = f"{len(best.explains)} of {len(impact.failed)}"
    if len(best.explains) == len(impact.failed):
        count = "both" if len(impact.failed) == 2 else f"all {len(impact.failed)}"
    return f"One failure {explains} {count}: {name(best.service.name)}."


def _suspect(suspect: Suspect, of: int) -> Line:
    owner = f" ({mention(suspect.owner)})" if suspect.owner else ""
    circle = f", with {listed(name(s.name) for s in suspect.circle)}" if suspect.circle else ""
    return Line(f"{name(suspect.service.name)}{owner}{circle}: {explains(suspect, of)}", suspect.place)


def explains(suspect: Suspect, of: int) -> str:
    """``explains 3 of 3: itself, cart (hard) and checkout (hard, 2 away); 4 others would be hit as well``."""
    parts = []
    for item in suspect.explains:
        away = f", {item.distance} away" if item.distance > 1 else ""
        parts.append(f"{name(item.service.name)} ({item.mode}{away})" if item.distance else "itself")
    others = f"; {plural(suspect.others, 'other')} would be hit as well" if suspect.others else ""
    return f"explains {len(suspect.explains)} of {of}: {listed(parts)}{others}"


def _call(call: Call) -> list[Line]:
    about = listed(name(service.name) for service in call.about)
    owner = mention(call.owner) if call.owner else "nobody is named as the owner"
    contact = f" {name(call.contact)}" if call.contact else ""
    return [
        Line(f"{owner}{contact}, for {name(call.service.name)}, about {about}", call.place),
        Line(f"{name(call.page.severity)} page: {paged(call.page.first)}", call.page.place),
    ]


def paged(step: PagedLevel | None) -> str:
    """Who a page reaches first."""
    if step is None:
        return "nothing says who is paged"
    via = f" by {listed(map(name, step.via))}" if step.via else ""
    return f"{listed(map(mention, step.targets)) or 'nobody'}{via}"


# --- what is hit ---


def _blast(impact: Impact, everything: bool) -> Sheet:
    first = impact.failed[0]
    head: tuple[str, ...] = ("together",)
    rows = (*_dependents(impact), *_rest(impact, everything))
    if len(impact.failed) == 1:
        title = [name(first.service.title)] if first.service.title not in ("", first.service.name) else []
        tier = [f"tier {first.tier}"] if first.tier else []
        owner = [mention(first.owner)] if first.owner else []
        head = (name(first.service.name), *title, *tier, *owner)
        rows = (Row("page", tuple(line for call in impact.calls for line in _call(call)[1:])), *rows)
    return Sheet(head, first.place, (Line(summary(impact)),), tuple(row for row in rows if row.lines))


def summary(impact: Impact) -> str:
    """``If redis-cart fails, nothing else stops, 4 services degrade, 1 service may notice and 3 journeys degrade.``"""
    names = listed(name(failed.service.name) for failed in impact.failed)
    begin = f"If {names} {'fails' if len(impact.failed) == 1 else 'fail'}"
    if not impact.dependents and not impact.journeys:
        return f"{begin}, nothing else is hit: no service depends on {'it' if len(impact.failed) == 1 else 'them'}."
    count = Counter(item.effect for item in impact.dependents)
    parts = [_some(count["stops"], "stops", "stop")] if count["stops"] else ["nothing else stops"]
    parts += [_some(count["degrades"], "degrades", "degrade")] if count["degrades"] else []
    parts += [_some(count["misses"], "may notice", "may notice")] if count["misses"] else []
    parts += [_some(count["spared"], "goes", "go") + " on with the rest of a group"] if count["spared"] else []
    ends = Counter(journey.effect for journey in impact.journeys)
    parts += [_some(ends["stops"], "stops", "stop", "journey")] if ends["stops"] else []
    parts += [_some(ends["degrades"], "degrades", "degrade", "journey")] if ends["degrades"] else []
    return f"{begin}, {listed(parts)}."


def _some(count: int, one: str, many: str, what: str = "service") -> str:
    return f"{plural(count, what)} {one if count == 1 else many}"


def _dependents(impact: Impact) -> Iterator[Row]:
    for effect, label in ROWS:
        these = [item for item in impact.dependents if item.effect == effect]
        yield Row(label, tuple(Line(dependent(item), item.place) for item in these))


def dependent(item: Affected) -> str:
    """``2  checkout (Storefront, hard) via cart: the browser sends its own copy of the basket``."""
    inside = [mention(item.owner)] if item.owner else []
    inside.append(item.mode)
    via = f" via {name(item.via.name)}" if item.distance > 1 else ""
    return f"{item.distance}  {name(item.service.name)} ({', '.join(inside)}){via}{keeps(item)}"


def keeps(item: Affected) -> str:
    """What still works, because of ``degrade`` or a group."""
    parts = [shown(item.keeps, 200)] if item.keeps else []
    if item.group:
        parts.append(f"group {name(item.group)}: {item.left} left, {item.need} needed")
    if item.tolerates:
        parts.append(f"for {name(item.tolerates)}")
    return f": {', '.join(parts)}" if parts else ""


def _rest(impact: Impact, everything: bool) -> Iterator[Row]:
    yield Row("journeys", tuple(Line(journey(hit), hit.place) for hit in impact.journeys))
    yield Row("tell", tuple(Line(tell(told), told.place) for told in impact.teams))
    yield Row("who tells", tuple(Line(voice(v), v.place) for v in impact.voices), flows=True)
    yield Row("promises", tuple(line for danger in dangers(impact, everything) for line in _danger(danger)))
    safe = () if everything else holding(impact)
    yield Row("holding", (Line(f"{safe_names(safe)}: one outage fits (-v shows how)", safe[0].place),) if safe else ())


def journey(hit: JourneyHit) -> str:
    """``Buy what is in the basket (Storefront) stops at checkout, degrades at frontend and cart``."""
    owner = f" ({mention(hit.owner)})" if hit.owner else ""
    parts = []
    for effect, verb in (("stops", "stops"), ("degrades", "degrades"), ("misses", "misses something")):
        steps = dict.fromkeys(name(step.service.name) for step in hit.steps if _there(step) == effect)
        parts += [f"{verb} at {listed(steps)}"] if steps else []
    return f"{mention(hit.journey)}{owner} {', '.join(parts)}"


def _there(step: StepHit) -> str:
    """What a step does to its journey: one that may be left out does not stop it."""
    return "degrades" if step.effect == "stops" and step.mode != "hard" else step.effect


def voice(item: Communicator) -> str:
    """``customers: Customer support #support``."""
    contact = f" {name(item.who.contact)}" if item.who.contact else ""
    return f"{name(item.audience)}: {mention(item.who)}{contact}"


def tell(told: TeamToNotify) -> str:
    """``Web #team-web: frontend and frontend-proxy degrade``."""
    contact = f" {name(told.team.contact)}" if told.team.contact else " (no contact)"
    return f"{mention(told.team)}{contact}: {why(told)}"


def why(told: TeamToNotify) -> str:
    """The reasons to tell a team."""
    parts = []
    for effect, (one, many) in _HURT.items():
        these = [name(hurt.service.name) for hurt in told.services if hurt.effect == effect]
        parts += [f"{listed(these)} {one if len(these) == 1 else many}"] if these else []
    for what, mentions in (("journey", told.journeys), ("promised", told.promised)):
        parts += [f"{what} {listed(name(item.name) for item in mentions)}"] if mentions else []
    return "; ".join(parts)


_HURT = {
    "fails": ("fails", "fail"),
    "stops": ("stops", "stop"),
    "degrades": ("degrades", "degrade"),
    "misses": ("may notice", "may notice"),
    "spared": ("goes on", "go on"),
}


# --- promises ---


def dangers(impact: Impact, everything: bool = False) -> list[SlaAtRisk]:
    """The promises that one outage can break; in full, those that it leaves whole as well."""
    return [danger for danger in impact.promises if everything or danger.verdict != "strains"]


def holding(impact: Impact) -> list[SlaAtRisk]:
    """The promises that hold if the failed service is back when it promises to be."""
    return [danger for danger in impact.promises if danger.verdict == "strains"]


def safe_names(found: Sequence[SlaAtRisk]) -> str:
    """The names of some promises, each once."""
    return listed(dict.fromkeys(name(danger.promise.name) for danger in found))


def _danger(danger: SlaAtRisk) -> Iterator[Line]:
    yield Line(f"{promise(danger)}: {verdict_of(danger)}", danger.place)
    yield Line(f"  {shown(danger.arithmetic, 400)}", danger.provider.place)


def promise(danger: SlaAtRisk) -> str:
    """``checkout-external, to customers``."""
    return f"{name(danger.promise.name)}{f', to {name(danger.to)}' if danger.to else ''}"


def verdict_of(danger: SlaAtRisk) -> str:
    """The verdict in a few words."""
    word = {
        "impossible": "promises more than it stands on",
        "breaks": "one outage breaks it",
        "strains": "one outage fits",
        "open": "cannot be told",
    }[danger.verdict]
    spared = danger.effect == "degrades" and danger.verdict != "open"
    return f"{word} if the fallback does not hold" if spared else word
