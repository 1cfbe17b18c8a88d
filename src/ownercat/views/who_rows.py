"""What ``who`` says in words: an answer as labelled rows, each line with the place it comes from. No layout here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ownercat.answers.values import (
    AuthorityHolders,
    Contact,
    LinkAnswer,
    Mention,
    Neighbour,
    Owned,
    PersonAnswer,
    PersonAssignment,
    RoleHolder,
    RunbookAnswer,
    ServiceAnswer,
    SlaAnswer,
    Subject,
    TeamAnswer,
)
from ownercat.text import shown
from ownercat.views.rows import LONG, Line, Row, Sheet, flat, mention, name, stated
from ownercat.views.who_paging import page_row, schedules, stint

_MOST = 20  # lines of one row, unless all are asked for


def sheet(subject: Subject, everything: bool = False) -> Sheet:
    """An answer in words; long lists are cut unless ``everything`` is asked for."""
    if isinstance(subject, ServiceAnswer):
        rows = _service(subject, everything)
    elif isinstance(subject, TeamAnswer):
        rows = _team(subject, everything)
    else:
        rows = _person(subject)
    kept = tuple(row if everything else _cut(row) for row in rows if row.lines)
    return Sheet(tuple(_head(subject)), subject.place, tuple(_about(subject)), kept)


def brief(subject: Subject) -> tuple[Row, ...]:
    """What matters first: who, how they are reached, what to do."""
    rows = sheet(subject).rows
    wanted = {"Service": ("owner", "page", "runbook"), "Team": ("contact", "on call", "members")}.get(
        subject.kind, ("contact", "reach", "part of")
    )
    found = {row.label.rpartition(" ")[2] if row.label.endswith(" page") else row.label: row for row in rows}
    return tuple(found[label] if label in found else Row(label, (Line("not known"),)) for label in wanted)


def _cut(row: Row) -> Row:
    if len(row.lines) <= _MOST:
        return row
    more = Line(f"and {len(row.lines) - _MOST + 1} more (-v shows all)")
    return row._replace(lines=(*row.lines[: _MOST - 1], more))


def _head(subject: Subject) -> Iterator[str]:
    yield name(subject.name)
    if subject.title and subject.title != subject.name:
        yield name(subject.title)
    if not isinstance(subject, ServiceAnswer):
        yield subject.kind.lower()
        return
    if subject.tier is not None:
        yield f"tier {subject.tier.value}"
    if subject.lifecycle is not None:
        yield name(subject.lifecycle.value)
    if subject.type.value != "service":
        yield name(subject.type.value)


def _about(subject: Subject) -> Iterator[Line]:
    """How it was found, unless by its name; and its description."""
    by, text, place = subject.match
    if by not in ("name", "case"):
        words = {"path": "its code is at", "document": "by", "alias": "also called"}.get(by, f"by its {by}")
        yield Line(f"({words} {name(text)})", place)
    mission = subject.mission if isinstance(subject, TeamAnswer) else None
    for fact in (subject.description, mission):
        if fact is not None:
            yield Line(shown(flat(fact.value), LONG), fact.place)


# --- services ---


def _service(answer: ServiceAnswer, everything: bool) -> Iterator[Row]:
    chat = next((c for c in answer.contacts if c.type == "chat"), None)
    yield Row("owner", tuple(_owner(answer, chat)), flows=True)
    yield Row("contact", tuple(_contact(c) for c in answer.contacts if c is not chat), flows=True)
    yield Row("on call", tuple(schedules(answer.on_call, everything, named=not answer.page.steps)))
    yield page_row(answer.page, answer.on_call)
    yield Row("may decide", tuple(_decisions(answer.decisions)), flows=True)
    yield Row("who tells", tuple(_role(role, reach=True) for role in answer.tells), flows=True)
    yield Row("roles", tuple(_roles(answer, everything)), flows=True)
    yield Row("runbook", tuple(_runbooks(answer)))
    yield Row("promise", tuple(_promise(promise) for promise in answer.promises))
    yield from _links(answer.links, everything)
    yield Row("needs", tuple(_neighbour(n) for n in answer.needs), flows=True)
    yield Row("needed by", tuple(_neighbour(n) for n in answer.needed_by), flows=True)
    if everything and answer.system:
        yield Row("system", (stated(answer.system),))


def _owner(answer: ServiceAnswer, chat: Contact | None) -> Iterator[Line]:
    if answer.owner is None:
        yield Line("nobody is named", answer.place)
    else:
        yield Line(mention(answer.owner), answer.owner.place)
    if chat is not None:
        yield Line(name(chat.value), chat.place)
    if answer.lead is not None:
        yield Line(f"lead {mention(answer.lead)}", answer.lead.place)


def _contact(contact: Contact) -> Line:
    return Line(f"{name(contact.type)} {shown(contact.value, LONG)}", contact.place)


def _decisions(decisions: Sequence[AuthorityHolders]) -> Iterator[Line]:
    """Authorities of the same people share a line."""
    shared: dict[str, list[AuthorityHolders]] = {}
    for decision in decisions:
        shared.setdefault(", ".join(mention(who) for who in decision.who) or "nobody", []).append(decision)
    for who, these in shared.items():
        yield Line(f"{', '.join(name(d.authority) for d in these)}: {who}", these[0].place)


def _role(role: RoleHolder, reach: bool = False) -> Line:
    contact = f" {name(role.who.contact)}" if reach and role.who.contact else ""
    return Line(f"{name(role.role)}: {mention(role.who)}{contact}", role.place)


def _roles(answer: ServiceAnswer, everything: bool) -> Iterator[Line]:
    """The roles that do not fall to the owner; in full, those that do as well."""
    yield from (_role(role) for role in answer.roles if role.stated)
    rest = [role for role in answer.roles if not role.stated]
    if rest and everything:
        yield Line(f"{', '.join(role.role for role in rest)}: {mention(rest[0].who)}, as the owner", rest[0].place)


def _runbooks(answer: ServiceAnswer) -> Iterator[Line]:
    """What to do per symptom; only for the one that was asked for, if one was."""
    asked = {sign.id for sign in answer.symptoms if sign.asked}
    guides: dict[str, list[RunbookAnswer]] = {}
    for guide in answer.runbooks:
        guides.setdefault(guide.symptom, []).append(guide)
    for sign in answer.symptoms:
        if not asked or sign.asked:
            yield from (_guide(sign.id, guide) for guide in guides.get(sign.id, ()))
            if sign.id not in guides:
                yield Line(f"{name(sign.id)}: no runbook", sign.place)
    declared = {sign.id for sign in answer.symptoms}
    for symptom, rest in guides.items():
        if symptom not in declared and (not asked or not symptom):
            yield from (_guide(symptom, guide) for guide in rest)


def _guide(symptom: str, guide: RunbookAnswer) -> Line:
    words = name(symptom) if symptom else mention(guide.runbook)
    return Line(f"{words}  {shown(guide.url, LONG)}" if guide.url else words, guide.runbook.place, not guide.url)


def _promise(promise: SlaAnswer) -> Line:
    objectives = [f"{name(term.name)} {name(term.value)}" for term in promise.objectives]
    targets = ", ".join(f"{_TARGETS.get(term.name, term.name)} {name(term.value)}" for term in promise.targets)
    parts = [", ".join(objectives), f"{name(promise.severity)} {targets}" if targets else ""]
    said = " · ".join(part for part in parts if part) or name(promise.sla.name)
    return Line(f"{said} (to {name(promise.to)})" if promise.to else said, promise.place)


_TARGETS = {"updateEvery": "update every"}


def _links(links: Iterable[LinkAnswer], everything: bool) -> Iterator[Row]:
    """Dashboards and logs; the rest on request."""
    sorts: dict[str, list[Line]] = {}
    for link in links:
        if everything or link.type in ("dashboard", "logs"):
            title = f"{name(link.title)}  " if link.title else ""
            sorts.setdefault(link.type or "link", []).append(Line(f"{title}{shown(link.url, LONG)}", link.place))
    for sort in sorted(sorts, key=lambda s: ({"dashboard": 0, "logs": 1}.get(s, 2), s)):
        yield Row(name(sort), tuple(sorts[sort]))


def _neighbour(neighbour: Neighbour) -> Line:
    inside = [mention(neighbour.owner)] if neighbour.owner else []
    inside.append(name(neighbour.mode))
    if neighbour.status != "active":
        inside.append(name(neighbour.status))
    if neighbour.service.note:
        inside.append(neighbour.service.note)
    return Line(f"{name(neighbour.service.name)} ({', '.join(inside)})", neighbour.place)


# --- teams ---


def _team(answer: TeamAnswer, everything: bool) -> Iterator[Row]:
    yield Row("contact", tuple(_contact(c) for c in answer.contacts), flows=True)
    if answer.lead is not None:
        yield Row("lead", (Line(_reach(answer.lead), answer.lead.place),))
    members = [Line(_reach(m.person, m.time_zone), m.place) for m in answer.members]
    yield Row("members", tuple(members))
    yield Row("on call", tuple(schedules(answer.on_call, everything, named=True)))
    if answer.page.policy is not None or not answer.policies:
        yield page_row(answer.page)
    yield Row("policies", tuple(Line(mention(policy), policy.place) for policy in answer.policies), flows=True)
    yield Row("owns", tuple(Line(_owned(owned), owned.place) for owned in answer.services), flows=True)
    if answer.parent is not None:
        yield Row("part of", (Line(mention(answer.parent), answer.parent.place),))
    yield Row("teams", tuple(Line(mention(team), team.place) for team in answer.teams), flows=True)
    yield from _links(answer.links, everything=True)


def _owned(owned: Owned) -> str:
    """``checkout (tier 1, deprecated)``."""
    inside = [f"tier {owned.tier}"] if owned.tier is not None else []
    inside += [name(owned.lifecycle)] if owned.lifecycle and owned.lifecycle != "production" else []
    return name(owned.service.name) + (f" ({', '.join(inside)})" if inside else "")


def _reach(who: Mention, zone: str = "") -> str:
    return "  ".join(part for part in (mention(who), name(who.contact), name(zone)) if part)


# --- people ---


def _person(answer: PersonAnswer) -> Iterator[Row]:
    if answer.standing:
        yield Row("note", (Line(answer.standing, answer.place),))
    yield Row("contact", tuple(_contact(c) for c in answer.contacts), flows=True)
    yield Row("reach", tuple(stated(fact) for fact in answer.channels), flows=True)
    if answer.time_zone:
        yield Row("time zone", (stated(answer.time_zone),))
    yield Row("away", tuple(stated(fact) for fact in answer.away))
    yield Row("part of", tuple(_part(part) for part in answer.teams), flows=True)
    yield Row("on call", tuple(_held(part) for part in answer.rotations))
    yield Row("paged by", tuple(_part(part) for part in answer.escalations))
    yield Row("may", tuple(stated(fact) for fact in answer.may), flows=True)
    yield Row("decides", tuple(_part(part) for part in answer.decisions), flows=True)
    yield Row("roles", tuple(_part(part) for part in answer.roles), flows=True)
    yield Row("trained", tuple(stated(fact) for fact in answer.trained), flows=True)


def _held(part: PersonAssignment) -> Line:
    said = f": {stint(part.stint)}" if part.stint else ""
    return Line(f"{_part(part).text}{said}", part.place)


def _part(part: PersonAssignment) -> Line:
    return Line(f"{mention(part.of)} ({name(part.what)})", part.place)
