"""What ``who`` says in words: an answer as labelled rows, each line with the place it comes from. No layout here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ownercat.answers.values import (
    Contact,
    Decision,
    Fact,
    Guide,
    Mention,
    Neighbour,
    Page,
    Part,
    PersonAnswer,
    Pointer,
    Promise,
    Role,
    Schedule,
    ServiceAnswer,
    Shift,
    Step,
    Subject,
    TeamAnswer,
)
from ownercat.diagnostics import Place
from ownercat.text import shown

_LONG = 400  # descriptions and links; everything else is a name
_MOST = 20  # lines of one row, unless all are asked for
_SHOWN_BY_NAME = frozenset({"Service", "Runbook", "SLA", "Escalation"})


class Line(NamedTuple):
    """One fact in words, and where it stands. ``needs_place``: without its place it is no use."""

    text: str
    place: Place | None = None
    needs_place: bool = False


class Row(NamedTuple):
    """A label and its facts. ``flows``: several facts may share a line."""

    label: str
    lines: tuple[Line, ...]
    flows: bool = False


class Sheet(NamedTuple):
    """An answer in words: the head line, what it is about, and the rows."""

    head: tuple[str, ...]
    place: Place
    about: tuple[Line, ...]
    rows: tuple[Row, ...]


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
    """The three things that matter first: who, how they are reached, what to do."""
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
    yield f"tier {subject.tier.value}"
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
            yield Line(shown(_flat(fact.value), _LONG), fact.place)


# --- services ---


def _service(answer: ServiceAnswer, everything: bool) -> Iterator[Row]:
    chat = next((c for c in answer.contacts if c.type == "chat"), None)
    yield Row("owner", tuple(_owner(answer, chat)), flows=True)
    yield Row("contact", tuple(_contact(c) for c in answer.contacts if c is not chat), flows=True)
    yield Row("on call", tuple(line for schedule in answer.on_call for line in _schedule(schedule, everything)))
    yield _page(answer.page)
    yield Row("may decide", tuple(_decisions(answer.decisions)), flows=True)
    yield Row("who tells", tuple(_role(role, reach=True) for role in answer.tells), flows=True)
    yield Row("roles", tuple(_roles(answer, everything)), flows=True)
    yield Row("runbook", tuple(_runbooks(answer)))
    yield Row("promise", tuple(_promise(promise) for promise in answer.promises))
    yield from _links(answer.links, everything)
    yield Row("needs", tuple(_neighbour(n) for n in answer.needs), flows=True)
    yield Row("needed by", tuple(_neighbour(n) for n in answer.needed_by), flows=True)
    if everything and answer.system:
        yield Row("system", (_line(answer.system),))


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
    return Line(f"{name(contact.type)} {shown(contact.value, _LONG)}", contact.place)


def _decisions(decisions: Sequence[Decision]) -> Iterator[Line]:
    """Authorities of the same people share a line."""
    shared: dict[str, list[Decision]] = {}
    for decision in decisions:
        shared.setdefault(", ".join(mention(who) for who in decision.who) or "nobody", []).append(decision)
    for who, these in shared.items():
        yield Line(f"{', '.join(name(d.authority) for d in these)}: {who}", these[0].place)


def _role(role: Role, reach: bool = False) -> Line:
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
    guides: dict[str, list[Guide]] = {}
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


def _guide(symptom: str, guide: Guide) -> Line:
    words = name(symptom) if symptom else mention(guide.runbook)
    return Line(f"{words}  {shown(guide.url, _LONG)}" if guide.url else words, guide.runbook.place, not guide.url)


def _promise(promise: Promise) -> Line:
    objectives = [f"{name(term.name)} {name(term.value)}" for term in promise.objectives]
    targets = ", ".join(f"{_TARGETS.get(term.name, term.name)} {name(term.value)}" for term in promise.targets)
    parts = [", ".join(objectives), f"{name(promise.severity)} {targets}" if targets else ""]
    said = " · ".join(part for part in parts if part) or name(promise.sla.name)
    return Line(f"{said} (to {name(promise.to)})" if promise.to else said, promise.place)


_TARGETS = {"updateEvery": "update every"}


def _links(links: Iterable[Pointer], everything: bool) -> Iterator[Row]:
    """Dashboards and logs; the rest on request."""
    sorts: dict[str, list[Line]] = {}
    for link in links:
        if everything or link.type in ("dashboard", "logs"):
            title = f"{name(link.title)}  " if link.title else ""
            sorts.setdefault(link.type or "link", []).append(Line(f"{title}{shown(link.url, _LONG)}", link.place))
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


# --- paging, for services and teams ---


def _page(page: Page) -> Row:
    width = max((len(_targets(step)) for step in page.steps), default=0)
    lines = [Line(_step(step, width), step.place) for step in page.steps]
    if page.failsafe is not None:
        to = f" to {mention(page.failsafe.to)}" if page.failsafe.to else ""
        via = ", ".join(name(v) for v in page.failsafe.via) or "another way"
        after = _offset(page.failsafe.seconds, page.failsafe.at)
        lines.append(Line(f"{after:<6} if nothing gets through: {via}{to}", page.failsafe.place))
    lines += [Line(name(fact.value), fact.place) for fact in page.then]
    if not lines:
        lines.append(Line(mention(page.policy) if page.policy else "nothing says who is paged", page.place))
    return Row(f"{name(page.severity)} page", tuple(lines))


def _offset(seconds: int | None, at: str) -> str:
    if seconds is None:
        return "then"
    return "now" if seconds == 0 else at.removeprefix("t")


def _targets(step: Step) -> str:
    return ", ".join(mention(target) for target in step.targets) or "nobody"


def _step(step: Step, width: int) -> str:
    via = ", ".join(name(v) for v in step.via) or "as each of them set"
    purpose = f" ({name(step.purpose)})" if step.purpose not in ("respond", "") else ""
    return f"{_offset(step.seconds, step.at):<6} {_targets(step):<{min(width, 30)}}  {via}{purpose}"


def _schedule(schedule: Schedule, everything: bool) -> Iterator[Line]:
    """A rotation and its order; who holds it now is for the calendar to say."""
    who = mention(schedule.rotation)
    if schedule.provider or schedule.url:
        there = " ".join(part for part in (name(schedule.provider), shown(schedule.url, _LONG)) if part)
        yield Line(f"{who}: the schedule is in {there}", schedule.place)
    elif not schedule.shifts:
        yield Line(f"{who}: nobody", schedule.place)
    for shift in schedule.shifts:
        when = _when(shift, everything)
        yield Line(f"{who}{f' ({name(when)})' if when else ''}: {_order(shift)}", shift.place)


def _when(shift: Shift, everything: bool) -> str:
    """When a layer counts, and in full how it turns."""
    details = [*shift.windows, shift.note]
    if everything:
        details += [shift.turn, "" if shift.windows else shift.time_zone]
    return ", ".join(detail for detail in details if detail)


def _order(shift: Shift) -> str:
    people = [mention(member) if member else "nobody" for member in shift.members] or ["nobody"]
    return " → ".join(people)


# --- teams ---


def _team(answer: TeamAnswer, everything: bool) -> Iterator[Row]:
    yield Row("contact", tuple(_contact(c) for c in answer.contacts), flows=True)
    if answer.lead is not None:
        yield Row("lead", (Line(_reach(answer.lead), answer.lead.place),))
    members = [Line(_reach(m.person, m.time_zone), m.place) for m in answer.members]
    yield Row("members", tuple(members))
    yield Row("on call", tuple(line for schedule in answer.on_call for line in _schedule(schedule, everything)))
    if answer.page.policy is not None or not answer.policies:
        yield _page(answer.page)
    yield Row("policies", tuple(Line(mention(policy), policy.place) for policy in answer.policies), flows=True)
    owned = [Line(f"{name(o.service.name)} (tier {o.tier}{_but(o.lifecycle)})", o.place) for o in answer.services]
    yield Row("owns", tuple(owned), flows=True)
    if answer.parent is not None:
        yield Row("part of", (Line(mention(answer.parent), answer.parent.place),))
    yield Row("teams", tuple(Line(mention(team), team.place) for team in answer.teams), flows=True)
    yield from _links(answer.links, everything=True)


def _but(lifecycle: str) -> str:
    return "" if lifecycle == "production" else f", {name(lifecycle)}"


def _reach(who: Mention, zone: str = "") -> str:
    return "  ".join(part for part in (mention(who), name(who.contact), name(zone)) if part)


# --- people ---


def _person(answer: PersonAnswer) -> Iterator[Row]:
    if answer.standing:
        yield Row("note", (Line(answer.standing, answer.place),))
    yield Row("contact", tuple(_contact(c) for c in answer.contacts), flows=True)
    yield Row("reach", tuple(_line(fact) for fact in answer.channels), flows=True)
    if answer.time_zone:
        yield Row("time zone", (_line(answer.time_zone),))
    yield Row("away", tuple(_line(fact) for fact in answer.away))
    yield Row("part of", tuple(_part(part) for part in answer.teams), flows=True)
    yield Row("on call", tuple(_part(part) for part in answer.rotations))
    yield Row("paged by", tuple(_part(part) for part in answer.escalations))
    yield Row("may", tuple(_line(fact) for fact in answer.may), flows=True)
    yield Row("decides", tuple(_part(part) for part in answer.decisions), flows=True)
    yield Row("roles", tuple(_part(part) for part in answer.roles), flows=True)
    yield Row("trained", tuple(_line(fact) for fact in answer.trained), flows=True)


def _part(part: Part) -> Line:
    return Line(f"{mention(part.of)} ({name(part.what)})", part.place)


# --- words ---


def name(text: str) -> str:
    """A name or a short value, safe and not too long."""
    return shown(_flat(text), 80)


def _flat(text: str) -> str:
    """A text of several lines on one."""
    return " ".join(text[: 2 * _LONG].split()) if "\n" in text else text


def mention(who: Mention) -> str:
    """How a reader calls it: people, teams and rotations by title, services and documents by name."""
    called = who.name if who.kind in _SHOWN_BY_NAME else who.title or who.name
    return f"{name(called)} ({who.note})" if who.note else name(called)


def _line(fact: Fact) -> Line:
    return Line(shown(_flat(fact.value), _LONG), fact.place)
