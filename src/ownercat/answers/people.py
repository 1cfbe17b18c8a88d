"""The answer about a person: contacts, and all assignments."""

from collections.abc import Iterable, Iterator

from ownercat.answers import duty
from ownercat.answers.book import (
    AnswerContext,
    build_fact,
    build_mention,
    collect_names,
    format_standing,
    get_place,
    list_referring,
    refers_to,
)
from ownercat.answers.matching import QueryMatch
from ownercat.answers.values import Contact, PersonAnswer, PersonAssignment, SourcedText
from ownercat.model import Away, Entity, Escalation, Layer, Person, Ref, Rotation, Service, Team
from ownercat.text import shown

_COUNTED = ("first", "second", "third")


def answer_person(book: AnswerContext, hit: QueryMatch, person: Person) -> PersonAnswer:
    """Return everything about one person."""
    return PersonAnswer(
        kind="Person",
        name=person.name,
        title=person.title,
        match=hit.match,
        description=build_fact(person, "description", person.description),
        active=person.is_active(book.as_of),
        standing=format_standing(person, book.as_of),
        leaves_on=person.leaves_on,
        time_zone=build_fact(person, "timeZone", person.time_zone),
        contacts=tuple(_list_contacts(person)),
        channels=_build_texts(person, "contacts", person.contacts),
        away=tuple(_list_away(book, person)),
        may=_build_texts(person, "may", person.may),
        trained=_build_texts(person, "trained", person.trained),
        teams=tuple(_list_teams(book, person)),
        rotations=tuple(_list_rotations(book, person)),
        escalations=tuple(_list_escalations(book, person)),
        decisions=tuple(_list_decisions(book, person)),
        roles=tuple(_list_roles(book, person)),
        notes=tuple(_list_notes(person)),
        place=person.named,
    )


def _list_contacts(person: Person) -> Iterator[Contact]:
    whose = f"person:{person.name}"
    if person.email:
        yield Contact("email", person.email, whose, get_place(person, "email"))
    for forge, login in person.logins.items():
        if login:
            yield Contact(forge, login, whose, get_place(person, "logins", forge))


def _build_texts(person: Person, key: str, values: Iterable[str]) -> tuple[SourcedText, ...]:
    return tuple(SourcedText(value, get_place(person, key, i)) for i, value in enumerate(values))


def _list_away(book: AnswerContext, person: Person) -> Iterator[SourcedText]:
    """Yield the absences that are not over."""
    for away in person.away:
        if book.as_of is None or away.end[:10] >= book.as_of.isoformat():
            yield SourcedText(_format_span(away), away.place)


def _format_span(away: Away) -> str:
    return " to ".join(part for part in (away.start, away.end) if part)


def _sort_assignments(assignments: Iterable[PersonAssignment]) -> list[PersonAssignment]:
    return sorted(assignments, key=lambda part: part.of.name)


def _list_teams(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = collect_names(person)
    assignments = []
    for team in list_referring(book, Team, person):
        if refers_to(book, team.lead, names, person):
            assignments.append(_build_assignment(book, team, "lead", team.lead))
        elif any(refers_to(book, ref, names, person) for ref in team.members):
            ref = next(ref for ref in team.members if ref.name in names)
            assignments.append(_build_assignment(book, team, "member", ref))
    return _sort_assignments(assignments)


def _build_assignment(book: AnswerContext, of: Entity, what: str, ref: Ref | None) -> PersonAssignment:
    place = ref.place if ref else of.named
    return PersonAssignment(build_mention(book, of, place), what, place)


def _list_rotations(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = collect_names(person)
    return _sort_assignments(
        _build_assignment(book, rotation, f"{rotation.role}, {_format_position(layer, place)}", ref)._replace(
            stint=duty.find_period(book, rotation, person)
        )
        for rotation in list_referring(book, Rotation, person)
        for layer in rotation.layers
        for place, ref in enumerate(layer.members)
        if refers_to(book, ref, names, person)
    )


def _format_position(layer: Layer, place: int) -> str:
    count = _COUNTED[place] if place < len(_COUNTED) else f"number {place + 1}"
    return f"{count} of {len(layer.members)}"


def _list_escalations(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = collect_names(person)
    assignments = []
    for policy in list_referring(book, Escalation, person):
        for i, tier in enumerate(policy.tiers):
            what = f"level {tier.name or i + 1}"
            assignments += [
                _build_assignment(book, policy, what, ref) for ref in tier.notify if refers_to(book, ref, names, person)
            ]
        if policy.failsafe and refers_to(book, policy.failsafe.to, names, person):
            assignments.append(_build_assignment(book, policy, "failsafe", policy.failsafe.to))
    return _sort_assignments(assignments)


def _list_decisions(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = collect_names(person)
    return _sort_assignments(
        _build_assignment(book, service, authority, ref)
        for service in list_referring(book, Service, person)
        for authority, refs in service.authorise.items()
        for ref in refs
        if refers_to(book, ref, names, person)
    )


def _list_roles(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = collect_names(person)
    return _sort_assignments(
        _build_assignment(book, service, role, ref)
        for service in list_referring(book, Service, person)
        for role, ref in service.roles.items()
        if refers_to(book, ref, names, person)
    )


def _list_notes(person: Person) -> Iterator[str]:
    if not person.email and not person.contacts:
        yield f"person {shown(person.name)} has no contacts"
