"""The symptoms of a service, and its runbooks."""

from collections.abc import Iterator

from ownercat.answers.book import AnswerContext, build_mention, collect_names, list_referring, refers_to
from ownercat.answers.values import Mention, RunbookAnswer, SymptomRunbooks
from ownercat.model import Cover, Runbook, Service, Symptom


def list_symptoms(book: AnswerContext, service: Service, symptom_id: str) -> Iterator[SymptomRunbooks]:
    """Yield the symptom of the query first, then the others, the worst first."""
    rank = {level.id: i for i, level in enumerate(book.policy.severities)}

    def order(symptom: Symptom) -> tuple[bool, int]:
        return (symptom.id != symptom_id, rank.get(book.policy.severity_id(symptom.severity), len(rank)))

    for symptom in sorted(service.symptoms, key=order):
        yield SymptomRunbooks(
            symptom.id, symptom.title, symptom.severity, symptom.alerts, symptom.id == symptom_id, symptom.place
        )


def list_runbooks(book: AnswerContext, service: Service, symptom_id: str) -> list[RunbookAnswer]:
    """Return the runbooks, those for the symptom of the query first."""
    runbooks = _list_all_runbooks(book, service)
    return sorted(runbooks, key=lambda g: (not symptom_id or g.symptom != symptom_id, not g.symptom, g.runbook.name))


def _list_all_runbooks(book: AnswerContext, service: Service) -> Iterator[RunbookAnswer]:
    names = collect_names(service)
    for runbook in list_referring(book, Runbook, service):
        if refers_to(book, runbook.service, names, service):
            yield from _list_covers(book, service, runbook)
    for link in service.links:
        if link.type == "runbook" and link.url:
            there = Mention("Runbook", link.title or link.url, link.title, "", "", True, link.place)
            yield RunbookAnswer(there, "", "", link.url, link.place)


def _list_covers(book: AnswerContext, service: Service, runbook: Runbook) -> Iterator[RunbookAnswer]:
    there = build_mention(book, runbook, runbook.named)
    url = next((link.url for link in runbook.links if link.url), "")
    if not runbook.covers:
        yield RunbookAnswer(there, "", "", url, runbook.named)
    for cover in runbook.covers:
        for symptom in _list_covered_symptoms(service, cover):
            yield RunbookAnswer(there, symptom, cover.severity, url, cover.place)


def _list_covered_symptoms(service: Service, cover: Cover) -> list[str]:
    """Return the symptom of a runbook, else those whose alerts it names."""
    if cover.symptom:
        return [cover.symptom]
    alerts = set(cover.alerts)
    return [s.id for s in service.symptoms if not alerts.isdisjoint(s.alerts)] or [""]
