"""Answers of `impact` as labeled rows. Each line has the location of its fact."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ownercat.answers.impact.values import (
    Affected,
    Call,
    Communicator,
    Impact,
    JourneyHit,
    LimitedService,
    SlaAtRisk,
    StepHit,
    Suspect,
    TeamToNotify,
)
from ownercat.answers.values import PagedLevel
from ownercat.text import listed, plural, shown
from ownercat.views.promises_rows import format_limit
from ownercat.views.rows import Line, Row, Sheet, mention, name

_MOST = 20  # lines of one row, unless all are requested
_CAUSES = 3
_LABELS = (("stops", "stops"), ("degrades", "degrades"), ("misses", "may notice"), ("spared", "unaffected"))


def build_sheets(impact: Impact, everything: bool = False) -> list[Sheet]:
    """Build the tables of an answer; for several services, their common causes come first."""
    sheets = [_build_cause_sheet(impact, everything)] if len(impact.failed) > 1 else []
    sheets.append(_build_effect_sheet(impact, everything))
    return [sheet._replace(rows=tuple(row if everything else _cut(row) for row in sheet.rows)) for sheet in sheets]


def _cut(row: Row) -> Row:
    if len(row.lines) <= _MOST:
        return row
    more = Line(f"and {len(row.lines) - _MOST + 1} more (-v shows all)")
    return row._replace(lines=(*row.lines[: _MOST - 1], more))


# --- several services: their common causes ---


def _build_cause_sheet(impact: Impact, everything: bool) -> Sheet:
    head = (plural(len(impact.failed), "service"), listed(name(failed.service.name) for failed in impact.failed))
    causes = impact.causes if everything else impact.causes[:_CAUSES]
    pages = tuple(line for call in impact.calls for line in _list_call_lines(call))
    rows = (
        Row("causes", tuple(_format_suspect(suspect, len(impact.failed)) for suspect in causes)),
        Row("page once" if len(impact.calls) == 1 else "page", pages),
    )
    place = impact.causes[0].place if impact.causes else impact.failed[0].place
    return Sheet(head, place, (Line(format_cause(impact)),), tuple(row for row in rows if row.lines))


def format_cause(impact: Impact) -> str:
    """State whether one failure explains all or several of the failed services."""
    if not impact.causes:
        return "No single failure explains two of these services."
    best = impact.causes[0]
    # a soft, async or cached dependency does not have to fail with its provider
    explains = "may explain" if any(item.effect == "misses" for item in best.explains) else "explains"
    count = f"{len(best.explains)} of {len(impact.failed)}"
    if len(best.explains) == len(impact.failed):
        count = "both" if len(impact.failed) == 2 else f"all {len(impact.failed)}"
    return f"A failure of {name(best.service.name)} {explains} {count}."


def _format_suspect(suspect: Suspect, total: int) -> Line:
    owner = f" ({mention(suspect.owner)})" if suspect.owner else ""
    cycle = f", in a cycle with {listed(name(s.name) for s in suspect.circle)}" if suspect.circle else ""
    return Line(f"{name(suspect.service.name)}{owner}{cycle}: {format_explained(suspect, total)}", suspect.place)


def format_explained(suspect: Suspect, total: int) -> str:
    """``explains 3 of 3: itself, cart (hard) and checkout (hard, 2 away); would also affect 4 other services``."""
    parts = []
    for item in suspect.explains:
        away = f", {item.distance} steps away" if item.distance > 1 else ""
        parts.append(f"{name(item.service.name)} ({item.mode}{away})" if item.distance else "itself")
    others = f"; would also affect {plural(suspect.others, 'other service')}" if suspect.others else ""
    return f"explains {len(suspect.explains)} of {total}: {listed(parts)}{others}"


def _list_call_lines(call: Call) -> list[Line]:
    about = listed(name(service.name) for service in call.about)
    owner = mention(call.owner) if call.owner else "no owner"
    contact = f" {name(call.contact)}" if call.contact else ""
    return [
        Line(f"{owner}{contact}, for {name(call.service.name)}, about {about}", call.place),
        Line(f"{name(call.page.severity)} page: {format_level(call.page.first)}", call.page.place),
    ]


def format_level(level: PagedLevel | None) -> str:
    """``Ana Ruiz by push and phone``."""
    if level is None:
        return "no escalation policy"
    via = f" by {listed(map(name, level.via))}" if level.via else ""
    return f"{listed(map(mention, level.targets)) or 'nobody'}{via}"


# --- effects ---


def _build_effect_sheet(impact: Impact, everything: bool) -> Sheet:
    first = impact.failed[0]
    head: tuple[str, ...] = ("together",)
    rows = (*_list_dependent_rows(impact), *_list_other_rows(impact, everything))
    if len(impact.failed) == 1:
        title = [name(first.service.title)] if first.service.title not in ("", first.service.name) else []
        tier = [f"tier {first.tier}"] if first.tier else []
        owner = [mention(first.owner)] if first.owner else []
        head = (f"service {name(first.service.name)}", *title, *tier, *owner)
        rows = (Row("page", tuple(line for call in impact.calls for line in _list_call_lines(call)[1:])), *rows)
    return Sheet(head, first.place, (Line(summarize(impact)),), tuple(row for row in rows if row.lines))


def summarize(impact: Impact) -> str:
    """``If cart fails, 2 services stop, 4 services degrade, 1 service may notice and 3 journeys degrade.``"""
    names = listed(name(failed.service.name) for failed in impact.failed)
    start = f"If {names} {'fails' if len(impact.failed) == 1 else 'fail'}"
    if not impact.dependents and not impact.journeys:
        return f"{start}, no other service is affected: no service depends on {_pronoun(impact)}."
    count = Counter(item.effect for item in impact.dependents)
    parts = [_count(count["stops"], "stops", "stop")] if count["stops"] else ["no other service stops"]
    parts += [_count(count["degrades"], "degrades", "degrade")] if count["degrades"] else []
    parts += [_count(count["misses"], "may notice", "may notice")] if count["misses"] else []
    groups = "with the rest of a redundancy group"
    parts += [f"{_count(count['spared'], 'continues', 'continue')} {groups}"] if count["spared"] else []
    ends = Counter(journey.effect for journey in impact.journeys)
    parts += [_count(ends["stops"], "stops", "stop", "journey")] if ends["stops"] else []
    parts += [_count(ends["degrades"], "degrades", "degrade", "journey")] if ends["degrades"] else []
    return f"{start}, {listed(parts)}."


def _pronoun(impact: Impact) -> str:
    return "it" if len(impact.failed) == 1 else "them"


def _count(count: int, one: str, many: str, what: str = "service") -> str:
    return f"{plural(count, what)} {one if count == 1 else many}"


def _list_dependent_rows(impact: Impact) -> Iterator[Row]:
    for effect, label in _LABELS:
        items = [item for item in impact.dependents if item.effect == effect]
        yield Row(label, tuple(Line(_format_dependent(item), item.place) for item in items))


def _format_dependent(item: Affected) -> str:
    """``checkout (Storefront, hard, 2 steps away) via cart: the browser sends its own copy of the basket``."""
    details = [mention(item.owner)] if item.owner else []
    details.append(item.mode)
    if item.distance > 1:
        details.append(f"{item.distance} steps away")
    via = f" via {name(item.via.name)}" if item.distance > 1 else ""
    return f"{name(item.service.name)} ({', '.join(details)}){via}{format_fallback(item)}"


def format_fallback(item: Affected) -> str:
    """Return what still works, because of ``degrade`` or a redundancy group."""
    parts = [shown(item.keeps, 200)] if item.keeps else []
    if item.group:
        parts.append(f"group {name(item.group)}: {item.left} left, {item.need} needed")
    if item.tolerates:
        parts.append(f"for {name(item.tolerates)}")
    return f": {', '.join(parts)}" if parts else ""


def _list_other_rows(impact: Impact, everything: bool) -> Iterator[Row]:
    yield Row("journeys", tuple(Line(format_journey(hit), hit.place) for hit in impact.journeys))
    yield Row("notify", tuple(Line(_format_notice(notice), notice.place) for notice in impact.teams))
    comms = tuple(Line(_format_communicator(voice), voice.place) for voice in impact.voices)
    yield Row("comms", comms, flows=True)
    yield Row("at risk", tuple(line for risk in list_at_risk(impact, everything) for line in _list_risk_lines(risk)))
    safe = () if everything else list_safe(impact)
    text = f"{format_slas(safe)}: one outage fits the error budget (-v shows the sum)"
    yield Row("safe", (Line(text, safe[0].place),) if safe else ())
    limits = list_ceilings(impact, everything)
    yield Row("ceilings", tuple(Line(format_ceiling(each), each.ceiling.place) for each in limits))


def list_ceilings(impact: Impact, everything: bool = False) -> list[LimitedService]:
    """List the known ceilings; with ``everything``, the unknown ones as well."""
    return [each for each in impact.ceilings if everything or each.ceiling.value]


def format_ceiling(limited: LimitedService) -> str:
    """``checkout cannot promise more than 99.80 %: payment (99.9 %) × ledger (99.9 %); weakest: payment``."""
    return f"{name(limited.service.name)} {format_limit(limited.ceiling)}"


def format_journey(hit: JourneyHit) -> str:
    """``Buy what is in the basket (Storefront) stops at checkout, degrades at frontend and cart``."""
    owner = f" ({mention(hit.owner)})" if hit.owner else ""
    parts = []
    for effect, verb in (("stops", "stops"), ("degrades", "degrades"), ("misses", "may be affected")):
        steps = dict.fromkeys(name(step.service.name) for step in hit.steps if _get_effect(step) == effect)
        parts += [f"{verb} at {listed(steps)}"] if steps else []
    return f"{mention(hit.journey)}{owner} {', '.join(parts)}"


def _get_effect(step: StepHit) -> str:
    """Return the effect of a step on its journey: an optional step does not stop it."""
    return "degrades" if step.effect == "stops" and step.mode != "hard" else step.effect


def _format_communicator(voice: Communicator) -> str:
    """``to customers: Customer support #support``."""
    contact = f" {name(voice.who.contact)}" if voice.who.contact else ""
    return f"to {name(voice.audience)}: {mention(voice.who)}{contact}"


def _format_notice(notice: TeamToNotify) -> str:
    """``Web #team-web: frontend and frontend-proxy degrade``."""
    contact = f" {name(notice.team.contact)}" if notice.team.contact else " (no contact)"
    return f"{mention(notice.team)}{contact}: {format_reasons(notice)}"


def format_reasons(notice: TeamToNotify) -> str:
    """Return the reasons to notify a team."""
    parts = []
    for effect, (one, many) in _VERBS.items():
        services = [name(hurt.service.name) for hurt in notice.services if hurt.effect == effect]
        parts += [f"{listed(services)} {one if len(services) == 1 else many}"] if services else []
    for what, mentions in (("journey", notice.journeys), ("SLA", notice.promised)):
        parts += [f"{what} {listed(name(item.name) for item in mentions)}"] if mentions else []
    return "; ".join(parts)


_VERBS = {
    "fails": ("fails", "fail"),
    "stops": ("stops", "stop"),
    "degrades": ("degrades", "degrade"),
    "misses": ("may notice", "may notice"),
    "spared": ("continues", "continue"),
}


# --- SLAs and journeys with an availability objective ---


def list_at_risk(impact: Impact, everything: bool = False) -> list[SlaAtRisk]:
    """List the objectives that one outage can break; with ``everything``, the others as well."""
    return [risk for risk in impact.promises if everything or risk.verdict != "strains"]


def list_safe(impact: Impact) -> list[SlaAtRisk]:
    """List the objectives that hold if the failed service meets its restore target."""
    return [risk for risk in impact.promises if risk.verdict == "strains"]


def format_slas(risks: Sequence[SlaAtRisk]) -> str:
    """Return the names of SLAs and journeys, each once."""
    return listed(dict.fromkeys(name(risk.promise.name) for risk in risks))


def _list_risk_lines(risk: SlaAtRisk) -> Iterator[Line]:
    to = f", to {name(risk.to)}" if risk.to else ""
    yield Line(f"{name(risk.promise.name)}{to}: {format_verdict(risk)}", risk.place)
    yield Line(f"  {shown(risk.arithmetic, 400)}", risk.provider.place)


def format_verdict(risk: SlaAtRisk) -> str:
    """``one outage exceeds the error budget``."""
    verdict = {
        "impossible": "target exceeds that of a dependency",
        "breaks": "one outage exceeds the error budget",
        "strains": "one outage fits the error budget",
        "open": "cannot be determined",
    }[risk.verdict]
    needs_fallback = risk.effect == "degrades" and risk.verdict != "open"
    return f"{verdict} if the fallback fails" if needs_fallback else verdict
