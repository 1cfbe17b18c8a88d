"""What was promised for a service, and to whom."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.answers import paging
from ownercat.answers.book import AnswerContext, means, mention, names_of, naming
from ownercat.answers.values import SlaAnswer, SlaFigure
from ownercat.model import SLA, Objective, Service, SlaTarget


def published(book: AnswerContext, service: Service) -> list[SLA]:
    """The SLAs that are in force for a service; a draft promises nothing yet."""
    names = names_of(service)
    found = [sla for sla in naming(book, SLA, service) if means(book, sla.service, names, service)]
    return sorted((sla for sla in found if sla.status == "published"), key=lambda sla: sla.name)


def promise(book: AnswerContext, sla: SLA, severity: str) -> SlaAnswer:
    """What an SLA promises at a severity; where it says nothing there, at the worst one it speaks about."""
    targets = {book.policy.severity_id(t.severity): t for t in sla.targets}
    level = severity if severity in targets else paging.worst(book, list(targets))
    return SlaAnswer(
        sla=mention(book, sla, sla.named),
        to=consumer(book, sla),
        outcome=sla.outcome,
        objectives=tuple(_objective(objective) for objective in sla.objectives),
        severity=level if level in targets else "",
        targets=tuple(_terms(targets[level])) if level in targets else (),
        place=sla.named,
    )


def consumer(book: AnswerContext, sla: SLA) -> str:
    """To whom an SLA promises, in words."""
    if sla.external:
        return "customers"
    ref = sla.consumer or sla.journey
    if ref is None:
        return ""
    if ref is sla.journey:
        return f"journey {ref.name}"
    team = book.catalog.team(ref)
    return team.title or ref.name if team else ref.name


def _objective(objective: Objective) -> SlaFigure:
    target = "" if objective.target is None else f"{objective.target:.10g} %"
    window = f"over {objective.window.text}" if objective.window else ""
    return SlaFigure(
        objective.name or objective.sli, " ".join(part for part in (target, window) if part), objective.place
    )


def _terms(target: SlaTarget) -> Iterator[SlaFigure]:
    stated = {
        "ack": target.ack,
        "respond": target.respond,
        "updateEvery": target.update_every,
        "restore": target.restore,
        "resolve": target.resolve,
    }
    return (SlaFigure(name, d.text, target.place.at(name)) for name, d in stated.items() if d is not None)
