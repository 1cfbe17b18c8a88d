"""Find the teams to notify: those whose services, journeys or SLAs are affected.

And who communicates with customers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ownercat.answers.book import AnswerContext, build_mention, list_contacts, resolve_mention
from ownercat.answers.impact.budgets import Promised
from ownercat.answers.impact.values import Communicator, Passage, TeamServiceEffect, TeamToNotify
from ownercat.answers.values import Mention
from ownercat.diagnostics import Place
from ownercat.graph import get_node
from ownercat.graph.failure import Effect, PropagatedFailure
from ownercat.graph.network import Network
from ownercat.model import Ref, Service, Team

_AUDIENCE = "communicate."


@dataclass(slots=True)
class _Case:
    """The reasons to notify a team, while they are collected."""

    team: Team
    place: Place
    effect: Effect = Effect.SPARED
    services: dict[Place, TeamServiceEffect] = field(default_factory=dict)
    journeys: dict[Place, Mention] = field(default_factory=dict)
    promised: dict[Place, Mention] = field(default_factory=dict)


def list_teams(
    book: AnswerContext,
    network: Network,
    hits: Mapping[int, PropagatedFailure],
    promised: Promised,
    journeys: Iterable[Passage],
) -> list[TeamToNotify]:
    """Return every team that owns an affected service or journey, or is the consumer of an affected SLA.

    The worst first.
    """
    cases: dict[str, _Case] = {}
    for hit in hits.values():
        service = network.services[hit.number]
        case = _find_case(book, cases, service.owner)
        if case is not None:
            case.effect = max(case.effect, hit.effect)
            what = "fails" if hit.link is None else format_effect(hit.effect)
            case.services.setdefault(
                service.named, TeamServiceEffect(build_mention(book, service, service.named), what, service.named)
            )
        for sla in promised.get(get_node(service), ()) if hit.effect >= Effect.DEGRADES else ():
            consumer = _find_case(book, cases, sla.consumer)
            if consumer is not None:
                consumer.effect = max(consumer.effect, Effect.SOFT)
                consumer.promised.setdefault(sla.named, build_mention(book, sla, sla.named))
    for journey, worst, _, _ in journeys:
        case = _find_case(book, cases, journey.owner)
        if case is not None:
            case.effect = max(case.effect, min(worst, Effect.DEGRADES))
            case.journeys.setdefault(journey.named, build_mention(book, journey, journey.named))
    return [
        _build_team_to_notify(book, case)
        for case in sorted(cases.values(), key=lambda case: (-case.effect, case.team.name))
    ]


def _find_case(book: AnswerContext, cases: dict[str, _Case], ref: Ref | None) -> _Case | None:
    team = book.catalog.team(ref)
    if team is None or ref is None:
        return None
    return cases.setdefault(team.key, _Case(team, ref.place))


def _build_team_to_notify(book: AnswerContext, case: _Case) -> TeamToNotify:
    return TeamToNotify(
        team=build_mention(book, case.team, case.place),
        contacts=tuple(list_contacts(case.team)),
        effect=format_effect(case.effect),
        services=tuple(case.services.values()),
        journeys=tuple(case.journeys.values()),
        promised=tuple(case.promised.values()),
        place=case.team.named,
    )


def format_effect(hit: Effect) -> str:
    """Return the effect of a failure as a word."""
    if hit in (Effect.SOFT, Effect.ASYNC, Effect.CACHED):
        return "misses"
    return hit.name.lower()


def list_communicators(book: AnswerContext, failed: Iterable[Service]) -> Iterator[Communicator]:
    """Yield who communicates with customers, executives and partners about the failed services; each pair once."""
    seen: set[tuple[str, str, str]] = set()
    for service in failed:
        for role, ref in service.roles.items():
            if not role.startswith(_AUDIENCE):
                continue
            who = resolve_mention(book, ref)
            audience = role.removeprefix(_AUDIENCE)
            if (audience, who.kind, who.name) not in seen:
                seen.add((audience, who.kind, who.name))
                yield Communicator(audience, who, build_mention(book, service, service.named), ref.place)
