"""Whom to tell: the teams whose services, journeys or agreements are hit, and who speaks to customers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ownercat.answers.book import AnswerContext, contacts, mention, refer
from ownercat.answers.impact.budgets import Promised
from ownercat.answers.impact.values import Communicator, Passage, TeamServiceEffect, TeamToNotify
from ownercat.answers.values import Mention
from ownercat.diagnostics import Place
from ownercat.graph import node
from ownercat.graph.failure import Effect, PropagatedFailure
from ownercat.graph.network import Network
from ownercat.model import Ref, Service, Team

_AUDIENCE = "communicate."


@dataclass(slots=True)
class _Case:
    """Why a team is told, while the reasons are collected."""

    team: Team
    place: Place
    effect: Effect = Effect.SPARED
    services: dict[Place, TeamServiceEffect] = field(default_factory=dict)
    journeys: dict[Place, Mention] = field(default_factory=dict)
    promised: dict[Place, Mention] = field(default_factory=dict)


def told(
    book: AnswerContext,
    network: Network,
    hits: Mapping[int, PropagatedFailure],
    promised: Promised,
    journeys: Iterable[Passage],
) -> list[TeamToNotify]:
    """Every team that owns what is hit, or a journey through it, or was promised something; the worst hit first."""
    cases: dict[str, _Case] = {}
    for hit in hits.values():
        service = network.services[hit.number]
        case = _case(book, cases, service.owner)
        if case is not None:
            case.effect = max(case.effect, hit.effect)
            what = "fails" if hit.link is None else effect(hit.effect)
            case.services.setdefault(
                service.named, TeamServiceEffect(mention(book, service, service.named), what, service.named)
            )
        for sla in promised.get(node(service), ()) if hit.effect >= Effect.DEGRADES else ():
            consumer = _case(book, cases, sla.consumer)
            if consumer is not None:
                consumer.effect = max(consumer.effect, Effect.SOFT)
                consumer.promised.setdefault(sla.named, mention(book, sla, sla.named))
    for journey, worst, _, _ in journeys:
        case = _case(book, cases, journey.owner)
        if case is not None:
            case.effect = max(case.effect, min(worst, Effect.DEGRADES))
            case.journeys.setdefault(journey.named, mention(book, journey, journey.named))
    return [_told(book, case) for case in sorted(cases.values(), key=lambda case: (-case.effect, case.team.name))]


def _case(book: AnswerContext, cases: dict[str, _Case], ref: Ref | None) -> _Case | None:
    team = book.catalog.team(ref)
    if team is None or ref is None:
        return None
    return cases.setdefault(team.key, _Case(team, ref.place))


def _told(book: AnswerContext, case: _Case) -> TeamToNotify:
    return TeamToNotify(
        team=mention(book, case.team, case.place),
        contacts=tuple(contacts(case.team)),
        effect=effect(case.effect),
        services=tuple(case.services.values()),
        journeys=tuple(case.journeys.values()),
        promised=tuple(case.promised.values()),
        place=case.team.named,
    )


def effect(hit: Effect) -> str:
    """The word for how hard something is hit."""
    if hit in (Effect.SOFT, Effect.ASYNC, Effect.CACHED):
        return "misses"
    return hit.name.lower()


def voices(book: AnswerContext, failed: Iterable[Service]) -> Iterator[Communicator]:
    """Who speaks to customers, executives and partners about the services that failed; each pair once."""
    seen: set[tuple[str, str, str]] = set()
    for service in failed:
        for role, ref in service.roles.items():
            if not role.startswith(_AUDIENCE):
                continue
            who = refer(book, ref)
            audience = role.removeprefix(_AUDIENCE)
            if (audience, who.kind, who.name) not in seen:
                seen.add((audience, who.kind, who.name))
                yield Communicator(audience, who, mention(book, service, service.named), ref.place)
