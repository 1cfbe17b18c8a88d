"""``impact --format markdown``: ready for a chat or a status update. Text of the catalog stays text there."""

from __future__ import annotations

from collections.abc import Sequence

from ownercat.answers.impact.values import Affected, Communicator, Impact, JourneyHit, SlaAtRisk, TeamToNotify
from ownercat.answers.values import Mention
from ownercat.text import listed
from ownercat.views import impact_rows as rows
from ownercat.views.markup import code, markdown
from ownercat.views.rows import mention

_MOST = 20
_TITLES = {"stops": "Stops", "degrades": "Degraded", "misses": "May notice", "spared": "Unhurt"}


def render(impact: Impact) -> str:
    """Bold headings and lists: what every forge and chat shows alike."""
    parts = [_head(impact)]
    if len(impact.failed) > 1:
        parts += [_section("Causes", _causes(impact)), _section("Page", _calls(impact))]
    for effect, title in _TITLES.items():
        parts.append(_section(title, [_dependent(item) for item in impact.dependents if item.effect == effect]))
    parts.append(_section("Customer journeys", [_journey(hit) for hit in impact.journeys]))
    parts.append(_section("Tell", [*map(_told, impact.teams), *map(_voice, impact.voices)]))
    parts.append(_section("Promises in danger", [*map(_danger, rows.dangers(impact)), *_holding(impact)]))
    return "\n\n".join(filter(None, parts)) + "\n"


def _section(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    shown = list(items) if len(items) <= _MOST else [*items[: _MOST - 1], f"and {len(items) - _MOST + 1} more"]
    return "\n".join([f"**{title}**", "", *(f"- {item}" for item in shown)])


def _head(impact: Impact) -> str:
    names = listed(bold(failed.service.name) for failed in impact.failed)
    summary = markdown(rows.summary(impact), 1_000)
    if len(impact.failed) > 1:
        return f"**Impact of {len(impact.failed)} services:** {names}\n\n{markdown(rows.verdict(impact))}\n\n{summary}"
    first = impact.failed[0]
    owner = f", owned by {_who(first.owner)}" if first.owner else ""
    title = f" ({markdown(first.service.title)})" if first.service.title else ""
    tier = f", tier {first.tier}" if first.tier else ""
    return f"**Impact of** {names}{title}{tier}{owner}\n\n{summary}"


def bold(text: str) -> str:
    """A name in bold."""
    return f"**{markdown(text)}**"


def _who(who: Mention) -> str:
    contact = f" {code(who.contact)}" if who.contact else ""
    return f"{markdown(mention(who))}{contact}"


def _causes(impact: Impact) -> list[str]:
    return [
        f"{bold(s.service.name)}{f' ({_who(s.owner)})' if s.owner else ''}:"
        f" {markdown(rows.explains(s, len(impact.failed)), 1_000)}"
        for s in impact.causes
    ]


def _calls(impact: Impact) -> list[str]:
    found = []
    for call in impact.calls:
        owner = markdown(mention(call.owner)) if call.owner else "nobody is named as the owner"
        contact = f" {code(call.contact)}" if call.contact else ""
        about = listed(markdown(service.name) for service in call.about)
        page = f"{markdown(call.page.severity)} page: {markdown(rows.paged(call.page.first))}"
        found.append(f"{owner}{contact}, for {bold(call.service.name)}, about {about}; {page}")
    return found


def _dependent(item: Affected) -> str:
    owner = f"{markdown(mention(item.owner))}, " if item.owner else ""
    via = f" via {markdown(item.via.name)}" if item.distance > 1 else ""
    return f"{bold(item.service.name)} ({owner}{item.mode}){via}{markdown(rows.keeps(item), 1_000)}"


def _journey(hit: JourneyHit) -> str:
    impact = f". {markdown(hit.impact)}" if hit.impact else ""
    return f"{markdown(rows.journey(hit), 1_000)}{impact}"


def _told(told: TeamToNotify) -> str:
    return f"{_who(told.team)}: {markdown(rows.why(told), 1_000)}"


def _voice(voice: Communicator) -> str:
    return f"{markdown(voice.audience)} hear from {_who(voice.who)}"


def _danger(danger: SlaAtRisk) -> str:
    said = f"{rows.verdict_of(danger)}: {danger.arithmetic}"
    return f"{bold(danger.promise.name)}{f', to {markdown(danger.to)}' if danger.to else ''}: {markdown(said, 1_000)}"


def _holding(impact: Impact) -> list[str]:
    safe = rows.holding(impact)
    return [f"{markdown(rows.safe_names(safe), 1_000)}: one outage fits"] if safe else []
