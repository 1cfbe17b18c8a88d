"""The scenario of a drill: the symptom whose path was exercised longest ago, with everything that the script needs.

Needs a context with an instant. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ownercat.answers import promises, services
from ownercat.answers.book import AnswerContext, build_mention
from ownercat.answers.climbs import Escalated
from ownercat.answers.escalate import Question, answer_escalate
from ownercat.answers.runbooks import RunbookPage, answer_runbook, find_runbook
from ownercat.answers.values import LinkAnswer, Mention, RoleHolder, SlaAnswer
from ownercat.model import Entity, Escalation, Runbook, Service, Symptom
from ownercat.oncall import exercises, paths

_NO_SYMPTOM = ""


class ExercisedPart(NamedTuple):
    """A part of the path of a page, and the last day on which it was exercised (``None``: never).

    ``kind``: Symptom, Runbook, Escalation, Level or Rotation. ``label``: as text.
    """

    kind: str
    label: str
    last: date | None


class DrillScenario(NamedTuple):
    """The scenario of a drill. ``choices``: the number of scenarios of the service; ``parts``: the oldest first.

    ``escalations``: the policies of the page, with those that continue it. ``newcomers``: the people of these policies
    who took part in no drill and no shadow rotation.
    """

    symptom: Symptom | None
    severity: str
    choices: int
    parts: tuple[ExercisedPart, ...]
    page: Escalated
    runbook: RunbookPage | None
    escalations: tuple[str, ...]
    slas: tuple[SlaAnswer, ...]
    communicators: tuple[RoleHolder, ...]
    links: tuple[LinkAnswer, ...]
    newcomers: tuple[Mention, ...]


class _Path(NamedTuple):
    """A possible scenario: what a page of a symptom uses."""

    symptom: Symptom | None
    severity: str
    runbook: Runbook | None
    chain: tuple[Escalation, ...]


def choose_scenario(book: AnswerContext, service: Service, symptom: str) -> DrillScenario | None:
    """Return the scenario of a symptom, else the one whose path was exercised longest ago; ``None`` if none exists."""
    days = exercises.collect_exercised(book.catalog, book.policy)
    candidates = [path for path in _list_paths(book, service) if path.runbook or path.chain]
    asked = [path for path in candidates if not symptom or (path.symptom and path.symptom.id == symptom)]
    parts = [sorted(_list_parts(book, service, path, days), key=lambda part: part.last or date.min) for path in asked]
    if not asked:
        return None
    # the oldest part decides, then the next one; of equal paths, the longer one, then the one of the worst severity
    chosen = min(range(len(asked)), key=lambda i: [*(part.last or date.min for part in parts[i]), date.max])
    return _build_scenario(book, service, asked[chosen], tuple(parts[chosen]), len(candidates))


def _list_paths(book: AnswerContext, service: Service) -> Iterator[_Path]:
    """Yield the path of each symptom, the worst severity first; without symptoms, that of a page of the service."""
    symptoms: dict[str, Symptom] = {each.id: each for each in service.symptoms}
    for id in [each.id for each in services.list_symptoms(book, service, "")] or [_NO_SYMPTOM]:
        severity = services.find_page_severity(book, service, "", id)
        first = paths.find_escalation(book.catalog, book.policy, service, severity, id or None)
        chain = paths.list_chain(book.catalog, first) if first and paths.is_paged(service) else ()
        yield _Path(symptoms.get(id), severity, find_runbook(book, service, id), chain)


def _list_parts(
    book: AnswerContext, service: Service, path: _Path, days: Mapping[exercises.PartKey, int]
) -> Iterator[ExercisedPart]:
    def build(key: exercises.PartKey, label: str) -> ExercisedPart:
        return ExercisedPart(key[0], label, date.fromordinal(days[key]) if key in days else None)

    if path.symptom:
        yield build(exercises.get_symptom_key(service, path.symptom), f"symptom {path.symptom.id}")
    if path.runbook:
        yield build(("Runbook", path.runbook.key), path.runbook.label)
    rotations: dict[str, Entity] = {}
    for escalation in path.chain:
        yield build(("Escalation", escalation.key), escalation.label)
        for number, level in enumerate(escalation.tiers):
            key = exercises.get_level_key(escalation, number)
            if days.get(key) != days.get(("Escalation", escalation.key)):
                yield build(key, f"{paths.format_level(level, number)} of {escalation.name}")
            rotations |= {each.key: each for each in exercises.list_rotations(book.catalog, escalation, number)}
    yield from (build(("Rotation", key), rotation.label) for key, rotation in rotations.items())


def _build_scenario(
    book: AnswerContext, service: Service, path: _Path, parts: tuple[ExercisedPart, ...], choices: int
) -> DrillScenario:
    id = path.symptom.id if path.symptom else _NO_SYMPTOM
    slas = promises.list_published(book, service)
    return DrillScenario(
        symptom=path.symptom,
        severity=path.severity,
        choices=choices,
        parts=parts,
        page=answer_escalate(book, service, Question(symptom=id)),
        runbook=answer_runbook(book, service, path.runbook, id) if path.runbook else None,
        escalations=tuple(escalation.name for escalation in path.chain),
        slas=tuple(promises.build_sla_answer(book, sla, path.severity) for sla in slas),
        communicators=tuple(services.list_communicators(book, service)),
        links=tuple(services.list_service_links(service, slas)),
        newcomers=tuple(_list_newcomers(book, path.chain)),
    )


def _list_newcomers(book: AnswerContext, chain: Sequence[Escalation]) -> Iterator[Mention]:
    trained = exercises.collect_trained(book.catalog)
    levels = [level for escalation in chain for level in escalation.tiers]
    people = {each.key: each for level in levels for each in paths.list_reachable_people(book.catalog, level)}
    for key, person in people.items():
        if key not in trained and person.is_active(book.as_of):
            yield build_mention(book, person, person.named)
