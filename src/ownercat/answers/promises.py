"""The SLAs of a service, and their consumers."""

from collections.abc import Iterator

from ownercat.answers import paging
from ownercat.answers.book import AnswerContext, build_mention, collect_names, list_referring, refers_to
from ownercat.answers.values import SlaAnswer, SlaFigure
from ownercat.model import SLA, Objective, Service, SlaTarget


def list_published(book: AnswerContext, service: Service) -> list[SLA]:
    """Return the SLAs in force for a service; a draft does not count."""
    names = collect_names(service)
    slas = [sla for sla in list_referring(book, SLA, service) if refers_to(book, sla.service, names, service)]
    return sorted((sla for sla in slas if sla.status == "published"), key=lambda sla: sla.name)


def build_sla_answer(book: AnswerContext, sla: SLA, severity: str) -> SlaAnswer:
    """Return an SLA at a severity; without targets for it, at the worst severity with targets."""
    targets = {book.policy.severity_id(t.severity): t for t in sla.targets}
    level = severity if severity in targets else paging.get_worst(book, list(targets))
    return SlaAnswer(
        sla=build_mention(book, sla, sla.named),
        to=format_consumer(book, sla),
        outcome=sla.outcome,
        objectives=tuple(_build_objective(objective) for objective in sla.objectives),
        severity=level if level in targets else "",
        targets=tuple(_list_targets(targets[level])) if level in targets else (),
        place=sla.named,
    )


def format_consumer(book: AnswerContext, sla: SLA) -> str:
    """Return the consumer of an SLA as text."""
    if sla.external:
        return "customers"
    ref = sla.consumer or sla.journey
    if ref is None:
        return ""
    if ref is sla.journey:
        return f"journey {ref.name}"
    team = book.catalog.team(ref)
    return team.title or ref.name if team else ref.name


def _build_objective(objective: Objective) -> SlaFigure:
    target = "" if objective.target is None else f"{objective.target:.10g} %"
    window = f"over {objective.window.text}" if objective.window else ""
    elsewhere = f"see {objective.ref}" if objective.ref and not target else ""
    value = " ".join(part for part in (target, window, elsewhere) if part)
    return SlaFigure(objective.name or objective.sli, value, objective.place)


def _list_targets(target: SlaTarget) -> Iterator[SlaFigure]:
    stated = {
        "ack": target.ack,
        "respond": target.respond,
        "updateEvery": target.update_every,
        "restore": target.restore,
        "resolve": target.resolve,
    }
    return (SlaFigure(name, d.text, target.place.at(name)) for name, d in stated.items() if d is not None)
