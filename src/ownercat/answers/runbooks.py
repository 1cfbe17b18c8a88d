"""The runbook for a symptom of a service, with the people who may authorize each step at the instant of the query."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownercat.answers import duty, paging
from ownercat.answers.book import AnswerContext, build_mention, resolve_mention
from ownercat.answers.services import list_runbooks, list_symptoms
from ownercat.answers.values import Mention
from ownercat.diagnostics import Place
from ownercat.model import Person, Ref, Rotation, Runbook, RunbookStep, Service, Team


class Authorizer(NamedTuple):
    """A person who may authorize a step now. ``through``: the rotation that has the person on call, if any.

    If no person is known, ``who`` is the rotation or team, with the reason as its note.
    """

    who: Mention
    through: Mention | None


class StepAnswer(NamedTuple):
    """A step; ``number`` counts from 1. ``on_pass`` and ``on_fail`` are ids of steps, or ``""`` for the next step."""

    number: int
    id: str
    kind: str
    do: str
    run: str
    timebox: str
    mode: str
    parallel: bool
    needs: str
    authorized: tuple[Authorizer, ...]
    ask: str
    on_pass: str
    on_fail: str
    place: Place


class OtherRunbook(NamedTuple):
    """Another runbook of the service, its symptom (``""``: it is for the whole service) and its link, or ``""``."""

    runbook: Mention
    symptom: str
    url: str


class RunbookPage(NamedTuple):
    """A runbook for a service, and the symptom for which it was chosen (``""`` if it is for the whole service)."""

    service: Mention
    symptom: str
    symptom_title: str
    severity: str
    runbook: Mention
    description: str
    steps: tuple[StepAnswer, ...]
    others: tuple[OtherRunbook, ...]
    place: Place


def find_runbook(book: AnswerContext, service: Service, symptom: str) -> Runbook | None:
    """Return the runbook for a symptom; without one, that of the most severe symptom, or one for the whole service."""
    covers = [each for each in list_runbooks(book, service, symptom) if not each.url or not _is_link(each.runbook)]
    wanted = [symptom] if symptom else [each.id for each in list_symptoms(book, service, "")]
    names = [each.runbook.name for id in (*wanted, "") for each in covers if each.symptom == id]
    names += [each.runbook.name for each in covers if not symptom]
    found = next((book.catalog.get("Runbook", name) for name in names if book.catalog.get("Runbook", name)), None)
    return found if isinstance(found, Runbook) else None


def _is_link(runbook: Mention) -> bool:
    """Return whether a runbook is only a link of its service."""
    return runbook.place.pointer[:1] == ("links",)


def answer_runbook(book: AnswerContext, service: Service, runbook: Runbook, symptom: str) -> RunbookPage:
    """Return a runbook of a service with the people of each step."""
    covered = {each.symptom for each in list_runbooks(book, service, symptom) if each.runbook.name == runbook.name}
    shown = next((each for each in list_symptoms(book, service, symptom) if each.id in covered), None)
    others = dict.fromkeys(
        OtherRunbook(each.runbook, each.symptom, each.url)
        for each in list_runbooks(book, service, "")
        if each.runbook.name != runbook.name
    )
    return RunbookPage(
        service=build_mention(book, service, service.named),
        symptom=shown.id if shown else "",
        symptom_title=shown.title if shown else "",
        severity=book.policy.severity_id(shown.severity) if shown else "",
        runbook=build_mention(book, runbook, runbook.named),
        description=runbook.description,
        steps=tuple(_build_step(book, service, number, step) for number, step in enumerate(runbook.steps, 1)),
        others=tuple(others),
        place=runbook.named,
    )


def _build_step(book: AnswerContext, service: Service, number: int, step: RunbookStep) -> StepAnswer:
    checkpoint = step.checkpoint
    return StepAnswer(
        number=number,
        id=step.id,
        kind=step.kind,
        do=step.do,
        run=step.run,
        timebox=step.timebox.text if step.timebox else "",
        mode=step.mode,
        parallel=step.parallel,
        needs=step.needs,
        authorized=tuple(list_authorizers(book, service.authorise.get(step.needs, ()))) if step.needs else (),
        ask=checkpoint.ask if checkpoint else "",
        on_pass=checkpoint.on_pass if checkpoint else "",
        on_fail=checkpoint.on_fail if checkpoint else "",
        place=step.place,
    )


def list_authorizers(book: AnswerContext, refs: Sequence[Ref]) -> Iterator[Authorizer]:
    """Yield the people of the references, each once: a rotation and a team stand for their on-call people."""
    seen: set[tuple[str, str]] = set()
    for ref in refs:
        for authorizer in _list_people(book, ref):
            key = (authorizer.who.kind, authorizer.who.name)
            if key not in seen:
                seen.add(key)
                yield authorizer


def _list_people(book: AnswerContext, ref: Ref) -> Iterator[Authorizer]:
    entity = book.catalog.find(ref)
    if isinstance(entity, Person):
        yield Authorizer(duty.mention_person(book, entity.key, ref.place, book.at), None)
    elif isinstance(entity, Rotation):
        yield _find_on_call(book, entity, ref.place)
    elif isinstance(entity, Team):
        rotations = paging.list_team_rotations(book, entity)
        yield from (_find_on_call(book, rotation, ref.place) for rotation in rotations)
        for member in entity.members if not rotations else ():
            yield from _list_people(book, member)
    else:
        yield Authorizer(resolve_mention(book, ref), None)


def _find_on_call(book: AnswerContext, rotation: Rotation, place: Place) -> Authorizer:
    through = build_mention(book, rotation, place)
    current = duty.find_current(book, rotation)
    if current is not None and current.person is not None:
        return Authorizer(current.person, through)
    state = current.state if current else "unknown"
    note = {"nobody": "nobody on call", "external": "on call in another system"}.get(state, "on call unknown")
    return Authorizer(through._replace(note=note), None)
