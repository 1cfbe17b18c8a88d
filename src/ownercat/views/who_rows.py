"""Answers of `who` as labeled rows. Each line has the location of its fact; `layout` arranges the rows."""

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
from ownercat.oncall.wording import format_full
from ownercat.text import clean, escape_command, shown
from ownercat.views.layout import Locate, with_place
from ownercat.views.rows import LONG, Line, Row, Sheet, flat, mention, name, stated
from ownercat.views.who_paging import format_period, list_schedules, page_row

_MOST = 20  # lines of one row, unless all are asked for


def build_sheet(subject: Subject, everything: bool = False, at: int | None = None) -> Sheet:
    """Build the table of an answer. Long rows are cut unless ``everything`` is set; ``at``: an instant to state."""
    if isinstance(subject, ServiceAnswer):
        rows = _list_service_rows(subject, everything)
    elif isinstance(subject, TeamAnswer):
        rows = _list_team_rows(subject, everything)
    else:
        rows = _list_person_rows(subject)
    kept = tuple(row if everything else _cut(row) for row in rows if row.lines)
    as_of = (Line(f"as of {format_full(at, _find_zone(subject))}"),) if at is not None else ()
    return Sheet(tuple(_format_header(subject)), subject.place, (*as_of, *_list_descriptions(subject)), kept)


def render_brief(subjects: Iterable[Subject], locate: Locate) -> str:
    """Render three lines per answer, whatever the width, to be pasted into a chat."""
    lines = []
    for subject in subjects:
        rows = _pick_brief_rows(subject)
        places = locate({line.place for row in rows for line in row.lines if line.place and line.needs_place})
        labels = (clean(subject.name), *(row.label for row in rows[1:]))
        for label, row in zip(labels, rows, strict=True):
            text = " · ".join(" ".join(with_place(line, places).split()) for line in row.lines)
            lines.append(f"{escape_command(label)}: {text}")
    return "\n".join(lines) + "\n"


def _pick_brief_rows(subject: Subject) -> tuple[Row, ...]:
    rows = build_sheet(subject).rows
    labels = {"Service": ("owner", "page", "runbook"), "Team": ("contact", "on call", "members")}.get(
        subject.kind, ("contact", "channels", "teams")
    )
    by_label = {row.label.rpartition(" ")[2] if row.label.endswith(" page") else row.label: row for row in rows}
    return tuple(by_label[label] if label in by_label else Row(label, (Line("unknown"),)) for label in labels)


def _cut(row: Row) -> Row:
    if len(row.lines) <= _MOST:
        return row
    more = Line(f"and {len(row.lines) - _MOST + 1} more (-v shows all)")
    return row._replace(lines=(*row.lines[: _MOST - 1], more))


def _find_zone(subject: Subject) -> str:
    """Return the time zone of the answer: that of its page, of its first on-call person, or of the person."""
    if isinstance(subject, PersonAnswer):
        return subject.time_zone.value if subject.time_zone else "UTC"
    if subject.page.now and subject.page.now.steps:
        return subject.page.now.time_zone
    return next((schedule.now.time_zone for schedule in subject.on_call if schedule.now), "UTC")


def _format_header(subject: Subject) -> Iterator[str]:
    yield f"{subject.kind.lower()} {name(subject.name)}"
    if subject.title and subject.title != subject.name:
        yield name(subject.title)
    if not isinstance(subject, ServiceAnswer):
        return
    if subject.tier is not None:
        yield f"tier {subject.tier.value}"
    if subject.lifecycle is not None:
        yield name(subject.lifecycle.value)
    if subject.type.value != "service":
        yield name(subject.type.value)


def _list_descriptions(subject: Subject) -> Iterator[Line]:
    """List what matched the query, unless it is the name, then the description and mission."""
    by, text, place = subject.match
    if by not in ("name", "case"):
        yield Line(f"found by {'code path' if by == 'path' else by} {name(text)}", place)
    mission = subject.mission if isinstance(subject, TeamAnswer) else None
    for fact in (subject.description, mission):
        if fact is not None:
            yield Line(shown(flat(fact.value), LONG), fact.place)


# --- services ---


def _list_service_rows(answer: ServiceAnswer, everything: bool) -> Iterator[Row]:
    chat = next((c for c in answer.contacts if c.type == "chat"), None)
    yield Row("owner", tuple(_list_owner(answer, chat)), flows=True)
    yield Row("contact", tuple(_format_contact(c) for c in answer.contacts if c is not chat), flows=True)
    yield Row("on call", tuple(list_schedules(answer.on_call, everything, named=not answer.page.steps)))
    yield page_row(answer.page)
    yield Row("authority", tuple(_list_authorities(answer.decisions)), flows=True)
    yield Row("comms", tuple(_format_communicator(role) for role in answer.tells), flows=True)
    yield Row("roles", tuple(_list_roles(answer, everything)), flows=True)
    yield Row("runbook", tuple(_list_runbooks(answer)))
    yield Row("SLA", tuple(line for promise in answer.promises for line in _list_sla_lines(promise)))
    yield Row("ceiling", tuple(_list_ceiling_lines(answer)))
    yield from _list_link_rows(answer.links, everything)
    yield Row("depends on", tuple(_format_dependency(n) for n in answer.needs), flows=True)
    yield Row("dependents", tuple(_format_dependency(n) for n in answer.needed_by), flows=True)
    if everything and answer.system:
        yield Row("system", (stated(answer.system),))


def _list_owner(answer: ServiceAnswer, chat: Contact | None) -> Iterator[Line]:
    if answer.owner is None:
        yield Line("no owner", answer.place)
    else:
        yield Line(mention(answer.owner), answer.owner.place)
    if chat is not None:
        yield Line(name(chat.value), chat.place)
    if answer.lead is not None:
        yield Line(f"lead {mention(answer.lead)}", answer.lead.place)


def _format_contact(contact: Contact) -> Line:
    return Line(f"{name(contact.type)} {shown(contact.value, LONG)}", contact.place)


def _list_authorities(decisions: Sequence[AuthorityHolders]) -> Iterator[Line]:
    """Group the authorities that have the same holders on one line."""
    shared: dict[str, list[AuthorityHolders]] = {}
    for decision in decisions:
        shared.setdefault(", ".join(mention(who) for who in decision.who) or "nobody", []).append(decision)
    for who, these in shared.items():
        yield Line(f"{', '.join(name(d.authority) for d in these)}: {who}", these[0].place)


def _format_communicator(role: RoleHolder) -> Line:
    contact = f" {name(role.who.contact)}" if role.who.contact else ""
    return Line(f"to {name(role.role)}: {mention(role.who)}{contact}", role.place)


def _list_roles(answer: ServiceAnswer, everything: bool) -> Iterator[Line]:
    """List the stated roles; with ``everything``, the roles that the owner has by default as well."""
    for role in answer.roles:
        if role.stated:
            yield Line(f"{name(role.role)}: {mention(role.who)}", role.place)
    rest = [role for role in answer.roles if not role.stated]
    if rest and everything:
        yield Line(f"{', '.join(role.role for role in rest)}: {mention(rest[0].who)} (as owner)", rest[0].place)


def _list_runbooks(answer: ServiceAnswer) -> Iterator[Line]:
    """List the runbooks by symptom; only those of the symptom in the query, if it names one."""
    queried = {symptom.id for symptom in answer.symptoms if symptom.asked}
    by_symptom: dict[str, list[RunbookAnswer]] = {}
    for runbook in answer.runbooks:
        by_symptom.setdefault(runbook.symptom, []).append(runbook)
    for symptom in answer.symptoms:
        if not queried or symptom.asked:
            yield from (_format_runbook(symptom.id, runbook) for runbook in by_symptom.get(symptom.id, ()))
            if symptom.id not in by_symptom:
                yield Line(f"{name(symptom.id)}: no runbook", symptom.place)
    declared = {symptom.id for symptom in answer.symptoms}
    for id, runbooks in by_symptom.items():
        if id not in declared and (not queried or not id):
            yield from (_format_runbook(id, runbook) for runbook in runbooks)


def _format_runbook(symptom: str, runbook: RunbookAnswer) -> Line:
    label = name(symptom) if symptom else mention(runbook.runbook)
    text = f"{label}  {shown(runbook.url, LONG)}" if runbook.url else label
    return Line(text, runbook.runbook.place, not runbook.url)


def _list_sla_lines(sla: SlaAnswer) -> Iterator[Line]:
    """List the objectives of an SLA, then the targets of one severity."""
    objectives = ", ".join(f"{name(term.name)} {name(term.value)}" for term in sla.objectives)
    targets = ", ".join(f"{_TARGETS.get(term.name, term.name)} {name(term.value)}" for term in sla.targets)
    parts = [objectives] if objectives else []
    parts += [f"{name(sla.severity)}: {targets}"] if targets else []
    first, *rest = parts or [name(sla.sla.name)]
    yield Line(f"to {name(sla.to)}: {first}" if sla.to else first, sla.place)
    yield from (Line(text, sla.place) for text in rest)


def _list_ceiling_lines(answer: ServiceAnswer) -> Iterator[Line]:
    if answer.ceiling is not None:
        from ownercat.views import promises_rows  # noqa: PLC0415  # only an answer with all facts has a ceiling

        yield Line(promises_rows.format_limit(answer.ceiling), answer.ceiling.place)


_TARGETS = {"updateEvery": "update every"}


def _list_link_rows(links: Iterable[LinkAnswer], everything: bool) -> Iterator[Row]:
    """List the dashboards and logs; with ``everything``, all links. A row shows an equal link once."""
    by_type: dict[str, dict[str, Line]] = {}
    for link in links:
        if everything or link.type in ("dashboard", "logs"):
            title = f"{name(link.title)}  " if link.title else ""
            text = f"{title}{shown(link.url, LONG)}"
            by_type.setdefault(link.type or "link", {}).setdefault(text, Line(text, link.place))
    for type in sorted(by_type, key=lambda type: ({"dashboard": 0, "logs": 1}.get(type, 2), type)):
        yield Row(name(type), tuple(by_type[type].values()))


def _format_dependency(neighbour: Neighbour) -> Line:
    inside = [mention(neighbour.owner)] if neighbour.owner else []
    inside.append(name(neighbour.mode))
    if neighbour.status != "active":
        inside.append(name(neighbour.status))
    if neighbour.service.note:
        inside.append(neighbour.service.note)
    return Line(f"{name(neighbour.service.name)} ({', '.join(inside)})", neighbour.place)


# --- teams ---


def _list_team_rows(answer: TeamAnswer, everything: bool) -> Iterator[Row]:
    yield Row("contact", tuple(_format_contact(c) for c in answer.contacts), flows=True)
    if answer.lead is not None:
        yield Row("lead", (Line(_format_person(answer.lead), answer.lead.place),))
    members = [Line(_format_person(m.person, m.time_zone), m.place) for m in answer.members]
    yield Row("members", tuple(members))
    yield Row("on call", tuple(list_schedules(answer.on_call, everything, named=True)))
    if answer.page.policy is not None or not answer.policies:
        yield page_row(answer.page)
    yield Row("escalations", tuple(Line(mention(policy), policy.place) for policy in answer.policies), flows=True)
    yield Row("owns", tuple(Line(_format_owned(owned), owned.place) for owned in answer.services), flows=True)
    if answer.parent is not None:
        yield Row("parent team", (Line(mention(answer.parent), answer.parent.place),))
    yield Row("child teams", tuple(Line(mention(team), team.place) for team in answer.teams), flows=True)
    yield from _list_link_rows(answer.links, everything=True)


def _format_owned(owned: Owned) -> str:
    """``checkout (tier 1, deprecated)``."""
    inside = [f"tier {owned.tier}"] if owned.tier is not None else []
    inside += [name(owned.lifecycle)] if owned.lifecycle and owned.lifecycle != "production" else []
    return name(owned.service.name) + (f" ({', '.join(inside)})" if inside else "")


def _format_person(who: Mention, zone: str = "") -> str:
    return "  ".join(part for part in (mention(who), name(who.contact), name(zone)) if part)


# --- people ---


def _list_person_rows(answer: PersonAnswer) -> Iterator[Row]:
    if answer.standing:
        yield Row("note", (Line(answer.standing, answer.place),))
    yield Row("contact", tuple(_format_contact(c) for c in answer.contacts), flows=True)
    yield Row("channels", tuple(stated(fact) for fact in answer.channels), flows=True)
    if answer.time_zone:
        yield Row("time zone", (stated(answer.time_zone),))
    yield Row("away", tuple(stated(fact) for fact in answer.away))
    yield Row("teams", tuple(_format_assignment(part) for part in answer.teams), flows=True)
    yield Row("on call", tuple(_format_rotation(part) for part in answer.rotations))
    yield Row("paged by", tuple(_format_assignment(part) for part in answer.escalations))
    yield Row("authority", tuple(stated(fact) for fact in answer.may), flows=True)
    yield Row("decides on", tuple(_format_assignment(part) for part in answer.decisions), flows=True)
    yield Row("roles", tuple(_format_assignment(part) for part in answer.roles), flows=True)
    yield Row("training", tuple(stated(fact) for fact in answer.trained), flows=True)


def _format_rotation(part: PersonAssignment) -> Line:
    period = f": {format_period(part.stint)}" if part.stint else ""
    return Line(f"{_format_assignment(part).text}{period}", part.place)


def _format_assignment(part: PersonAssignment) -> Line:
    return Line(f"{mention(part.of)} ({name(part.what)})", part.place)
