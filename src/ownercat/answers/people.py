"""The answer about a person: how to reach them, and everything that counts on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ownercat.answers import duty
from ownercat.answers.book import AnswerContext, fact, means, mention, names_of, naming, standing, where
from ownercat.answers.matching import QueryMatch
from ownercat.answers.values import Contact, PersonAnswer, PersonAssignment, SourcedText
from ownercat.model import Away, Entity, Escalation, Layer, Person, Ref, Rotation, Service, Team
from ownercat.text import shown

_COUNTED = ("first", "second", "third")


def answer(book: AnswerContext, hit: QueryMatch, person: Person) -> PersonAnswer:
    """Everything about one person."""
    return PersonAnswer(
        kind="Person",
        name=person.name,
        title=person.title,
        match=hit.match,
        description=fact(person, "description", person.description),
        active=person.is_active(book.as_of),
        standing=standing(person, book.as_of),
        leaves_on=person.leaves_on,
        time_zone=fact(person, "timeZone", person.time_zone),
        contacts=tuple(_contacts(person)),
        channels=_each(person, "contacts", person.contacts),
        away=tuple(_away(book, person)),
        may=_each(person, "may", person.may),
        trained=_each(person, "trained", person.trained),
        teams=tuple(_teams(book, person)),
        rotations=tuple(_rotations(book, person)),
        escalations=tuple(_escalations(book, person)),
        decisions=tuple(_decisions(book, person)),
        roles=tuple(_roles(book, person)),
        notes=tuple(_notes(person)),
        place=person.named,
    )


def _contacts(person: Person) -> Iterator[Contact]:
    whose = f"person:{person.name}"
    if person.email:
        yield Contact("email", person.email, whose, where(person, "email"))
    for forge, login in person.logins.items():
        if login:
            yield Contact(forge, login, whose, where(person, "logins", forge))


def _each(person: Person, key: str, values: Iterable[str]) -> tuple[SourcedText, ...]:
    return tuple(SourcedText(value, where(person, key, i)) for i, value in enumerate(values))


def _away(book: AnswerContext, person: Person) -> Iterator[SourcedText]:
    """Absences that are not over."""
    for away in person.away:
        if book.as_of is None or away.end[:10] >= book.as_of.isoformat():
            yield SourcedText(_span(away), away.place)


def _span(away: Away) -> str:
    return " to ".join(part for part in (away.start, away.end) if part)


def _parts(found: Iterable[PersonAssignment]) -> list[PersonAssignment]:
    return sorted(found, key=lambda part: part.of.name)


def _teams(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = names_of(person)
    found = []
    for team in naming(book, Team, person):
        if means(book, team.lead, names, person):
            found.append(_part(book, team, "lead", team.lead))
        elif any(means(book, ref, names, person) for ref in team.members):
            ref = next(ref for ref in team.members if ref.name in names)
            found.append(_part(book, team, "member", ref))
    return _parts(found)


def _part(book: AnswerContext, of: Entity, what: str, ref: Ref | None) -> PersonAssignment:
    place = ref.place if ref else of.named
    return PersonAssignment(mention(book, of, place), what, place)


def _rotations(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = names_of(person)
    return _parts(
        _part(book, rotation, f"{rotation.role}, {_turn_of(layer, place)}", ref)._replace(
            stint=duty.stint(book, rotation, person)
        )
        for rotation in naming(book, Rotation, person)
        for layer in rotation.layers
        for place, ref in enumerate(layer.members)
        if means(book, ref, names, person)
    )


def _turn_of(layer: Layer, place: int) -> str:
    count = _COUNTED[place] if place < len(_COUNTED) else f"number {place + 1}"
    return f"{count} of {len(layer.members)}"


def _escalations(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = names_of(person)
    found = []
    for policy in naming(book, Escalation, person):
        for i, tier in enumerate(policy.tiers):
            what = f"level {tier.name or i + 1}"
            found += [_part(book, policy, what, ref) for ref in tier.notify if means(book, ref, names, person)]
        if policy.failsafe and means(book, policy.failsafe.to, names, person):
            found.append(_part(book, policy, "failsafe", policy.failsafe.to))
    return _parts(found)


def _decisions(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = names_of(person)
    return _parts(
        _part(book, service, authority, ref)
        for service in naming(book, Service, person)
        for authority, refs in service.authorise.items()
        for ref in refs
        if means(book, ref, names, person)
    )


def _roles(book: AnswerContext, person: Person) -> Iterable[PersonAssignment]:
    names = names_of(person)
    return _parts(
        _part(book, service, role, ref)
        for service in naming(book, Service, person)
        for role, ref in service.roles.items()
        if means(book, ref, names, person)
    )


def _notes(person: Person) -> Iterator[str]:
    if not person.email and not person.contacts:
        yield f"person {shown(person.name)} has no contacts"
