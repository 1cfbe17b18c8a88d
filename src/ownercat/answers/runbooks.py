"""What a service can show to be failing, and the runbooks for it."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.answers.book import AnswerContext, means, mention, names_of, naming
from ownercat.answers.values import Mention, RunbookAnswer, SymptomRunbooks
from ownercat.model import Cover, Runbook, Service, Symptom


def signs(book: AnswerContext, service: Service, asked: str) -> Iterator[SymptomRunbooks]:
    """The symptom that was asked for, then the others, the worst first."""
    rank = {level.id: i for i, level in enumerate(book.policy.severities)}

    def order(symptom: Symptom) -> tuple[bool, int]:
        return (symptom.id != asked, rank.get(book.policy.severity_id(symptom.severity), len(rank)))

    for symptom in sorted(service.symptoms, key=order):
        yield SymptomRunbooks(
            symptom.id, symptom.title, symptom.severity, symptom.alerts, symptom.id == asked, symptom.place
        )


def guides(book: AnswerContext, service: Service, asked: str) -> list[RunbookAnswer]:
    """The runbooks, those for the symptom that was asked for first."""
    found = _all_guides(book, service)
    return sorted(found, key=lambda g: (not asked or g.symptom != asked, not g.symptom, g.runbook.name))


def _all_guides(book: AnswerContext, service: Service) -> Iterator[RunbookAnswer]:
    names = names_of(service)
    for runbook in naming(book, Runbook, service):
        if means(book, runbook.service, names, service):
            yield from _covered(book, service, runbook)
    for link in service.links:
        if link.type == "runbook" and link.url:
            there = Mention("Runbook", link.title or link.url, link.title, "", "", True, link.place)
            yield RunbookAnswer(there, "", "", link.url, link.place)


def _covered(book: AnswerContext, service: Service, runbook: Runbook) -> Iterator[RunbookAnswer]:
    there = mention(book, runbook, runbook.named)
    url = next((link.url for link in runbook.links if link.url), "")
    if not runbook.covers:
        yield RunbookAnswer(there, "", "", url, runbook.named)
    for cover in runbook.covers:
        for symptom in _symptoms_of(service, cover):
            yield RunbookAnswer(there, symptom, cover.severity, url, cover.place)


def _symptoms_of(service: Service, cover: Cover) -> list[str]:
    """The symptom a runbook names, else those whose alerts it names."""
    if cover.symptom:
        return [cover.symptom]
    alerts = set(cover.alerts)
    return [s.id for s in service.symptoms if not alerts.isdisjoint(s.alerts)] or [""]
