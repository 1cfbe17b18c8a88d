"""``impact --format markdown``: for a chat or a status update. Text of the catalog is escaped."""

from collections.abc import Sequence

from ownercat.answers.impact.values import Affected, Communicator, Impact, JourneyHit, SlaAtRisk, TeamToNotify
from ownercat.answers.values import Mention
from ownercat.text import listed
from ownercat.views import impact_rows as rows
from ownercat.views.markup import code, markdown
from ownercat.views.rows import mention

_MOST = 20
_TITLES = {"stops": "Stops", "degrades": "Degraded", "misses": "May notice", "spared": "Unaffected"}


def render(impact: Impact) -> str:
    """Render bold headings and lists, which every code host and chat shows alike."""
    parts = [_format_header(impact)]
    if len(impact.failed) > 1:
        parts += [_render_section("Causes", _list_causes(impact)), _render_section("Page", _list_calls(impact))]
    for effect, title in _TITLES.items():
        items = [_format_dependent(item) for item in impact.dependents if item.effect == effect]
        parts.append(_render_section(title, items))
    parts.append(_render_section("Customer journeys", [_format_journey(hit) for hit in impact.journeys]))
    parts.append(_render_section("Notify", [_format_team_to_notify(notice) for notice in impact.teams]))
    parts.append(_render_section("Communication", [_format_communicator(voice) for voice in impact.voices]))
    parts.append(_render_section("At risk", [*map(_format_risk, rows.list_at_risk(impact)), *_list_safe(impact)]))
    ceilings = [markdown(rows.format_ceiling(each), 1_000) for each in rows.list_ceilings(impact)]
    parts.append(_render_section("Ceilings", ceilings))
    return "\n\n".join(filter(None, parts)) + "\n"


def _render_section(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    shown = list(items) if len(items) <= _MOST else [*items[: _MOST - 1], f"and {len(items) - _MOST + 1} more"]
    return "\n".join([f"**{title}**", "", *(f"- {item}" for item in shown)])


def _format_header(impact: Impact) -> str:
    names = listed(_format_bold(failed.service.name) for failed in impact.failed)
    summary = markdown(rows.summarize(impact), 1_000)
    if len(impact.failed) > 1:
        cause = markdown(rows.format_cause(impact))
        return f"**Impact of {len(impact.failed)} services:** {names}\n\n{cause}\n\n{summary}"
    first = impact.failed[0]
    owner = f", owned by {_format_mention(first.owner)}" if first.owner else ""
    title = f" ({markdown(first.service.title)})" if first.service.title else ""
    tier = f", tier {first.tier}" if first.tier else ""
    return f"**Impact of** {names}{title}{tier}{owner}\n\n{summary}"


def _format_bold(text: str) -> str:
    return f"**{markdown(text)}**"


def _format_mention(who: Mention) -> str:
    contact = f" {code(who.contact)}" if who.contact else ""
    return f"{markdown(mention(who))}{contact}"


def _list_causes(impact: Impact) -> list[str]:
    return [
        f"{_format_bold(s.service.name)}{f' ({_format_mention(s.owner)})' if s.owner else ''}:"
        f" {markdown(rows.format_explained(s, len(impact.failed)), 1_000)}"
        for s in impact.causes
    ]


def _list_calls(impact: Impact) -> list[str]:
    items = []
    for call in impact.calls:
        owner = markdown(mention(call.owner)) if call.owner else "no owner"
        contact = f" {code(call.contact)}" if call.contact else ""
        about = listed(markdown(service.name) for service in call.about)
        page = f"{markdown(call.page.severity)} page: {markdown(rows.format_level(call.page.first))}"
        items.append(f"{owner}{contact}, for {_format_bold(call.service.name)}, about {about}; {page}")
    return items


def _format_dependent(item: Affected) -> str:
    owner = f"{markdown(mention(item.owner))}, " if item.owner else ""
    via = f" via {markdown(item.via.name)}" if item.distance > 1 else ""
    fallback = markdown(rows.format_fallback(item), 1_000)
    return f"{_format_bold(item.service.name)} ({owner}{item.mode}){via}{fallback}"


def _format_journey(hit: JourneyHit) -> str:
    impact = f". {markdown(hit.impact)}" if hit.impact else ""
    return f"{markdown(rows.format_journey(hit), 1_000)}{impact}"


def _format_team_to_notify(notice: TeamToNotify) -> str:
    return f"{_format_mention(notice.team)}: {markdown(rows.format_reasons(notice), 1_000)}"


def _format_communicator(voice: Communicator) -> str:
    return f"to {markdown(voice.audience)}: {_format_mention(voice.who)}"


def _format_risk(risk: SlaAtRisk) -> str:
    text = f"{rows.format_verdict(risk)}: {risk.arithmetic}"
    return f"{_format_bold(risk.promise.name)}{f', to {markdown(risk.to)}' if risk.to else ''}: {markdown(text, 1_000)}"


def _list_safe(impact: Impact) -> list[str]:
    safe = rows.list_safe(impact)
    return [f"{markdown(rows.format_slas(safe), 1_000)}: one outage fits the error budget"] if safe else []
