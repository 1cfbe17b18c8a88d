"""Answer ``impact``: what a failure affects, whom to notify, and which single failure explains several. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from ownercat.answers import paging
from ownercat.answers.book import AnswerContext, build_mention, find_contact, resolve_optional
from ownercat.answers.ceilings import list_ceilings
from ownercat.answers.impact import blast, budgets, teams
from ownercat.answers.impact.values import Call, Explained, FirstPage, Impact, LimitedService, Suspect
from ownercat.graph.causes import CommonCause, list_calls, list_causes
from ownercat.graph.failure import PropagatedFailure, propagate
from ownercat.graph.network import Network, build_network
from ownercat.model import Service
from ownercat.promises.objectives import collect_slas


def answer_impact(book: AnswerContext, services: Sequence[Service]) -> Impact:
    """Return the impact if all of these services fail together."""
    net = build_network(book.catalog)
    numbers = net.numbers(services)
    hits = propagate(net, numbers)
    promised = collect_slas(book.catalog, with_errors=True)
    journeys = blast.list_journeys(book, net, hits)
    several = list_causes(net, numbers) if len(numbers) > 1 else []
    failed_services = [net.services[number] for number in numbers]
    return Impact(
        failed=tuple(blast.build_failed(book, service) for service in failed_services),
        causes=tuple(_build_suspect(book, net, cause) for cause in several),
        calls=tuple(_build_call(book, net, *call) for call in list_calls(several, numbers)),
        dependents=tuple(blast.list_affected(book, net, hits)),
        journeys=tuple(passage.said for passage in journeys),
        teams=tuple(teams.list_teams(book, net, hits, promised, journeys)),
        voices=tuple(teams.list_communicators(book, failed_services)),
        promises=tuple(budgets.list_at_risk(book, net, hits, promised, journeys)),
        ceilings=tuple(
            LimitedService(build_mention(book, service, service.named), ceiling)
            for service, ceiling in list_ceilings(book, [*failed_services, *_list_limited(net, hits)])
        ),
        notes=(*_list_notes(failed_services), *_list_mode_notes(net, hits)),
    )


def _list_limited(net: Network, hits: Mapping[int, PropagatedFailure]) -> list[Service]:
    """Return the services with a hard dependency on a failed service, which limits their ceilings."""
    direct = (hit for hit in hits.values() if hit.link is not None and hit.distance == 1)
    return [net.services[hit.number] for hit in direct if hit.link is not None and hit.link.entry.mode == "hard"]


def _list_mode_notes(net: Network, hits: Mapping[int, PropagatedFailure]) -> Iterator[str]:
    """Yield the formats without dependency modes, if a dependency of such a format matters."""
    starts = (net.services[hit.number] for hit in hits.values() if hit.link is not None)
    for dialect in sorted({service.dialect for service in starts if not service.can_say("modes")}):
        yield f"format {dialect} has no dependency modes: ownercat treats all of its dependencies as hard"


def _list_notes(services: Sequence[Service]) -> Iterator[str]:
    """Yield warnings about retired services and services with errors."""
    for service in services:
        if service.lifecycle == "retired":
            yield f"{service.label} is retired: no running service should depend on it"
        if not service.sound:
            yield f"{service.label} has errors: run `ownercat check`"


def _build_suspect(book: AnswerContext, net: Network, cause: CommonCause) -> Suspect:
    service = net.services[cause.number]
    return Suspect(
        service=build_mention(book, service, service.named),
        tier=blast.get_tier(service),
        owner=resolve_optional(book, service.owner),
        explains=tuple(_build_explained(book, net, hit) for hit in cause.explains),
        others=cause.others,
        circle=tuple(build_mention(book, net.services[n], net.services[n].named) for n in cause.circle),
        place=service.named,
    )


def _build_explained(book: AnswerContext, net: Network, hit: PropagatedFailure) -> Explained:
    service = net.services[hit.number]
    via = build_mention(book, net.services[hit.link.end], hit.link.entry.place) if hit.link else None
    mode = hit.link.entry.mode if hit.link else ""
    place = hit.link.entry.place if hit.link else service.named
    return Explained(
        build_mention(book, service, service.named), teams.format_effect(hit.effect), mode, hit.distance, via, place
    )


def _build_call(book: AnswerContext, net: Network, number: int, about: tuple[int, ...]) -> Call:
    service = net.services[number]
    team = book.catalog.team(service.owner)
    level = paging.get_worst(book, [symptom.severity for symptom in service.symptoms])
    page = paging.build_service_page(book, service, level, "")
    return Call(
        service=build_mention(book, service, service.named),
        about=tuple(build_mention(book, net.services[n], net.services[n].named) for n in about),
        owner=resolve_optional(book, service.owner),
        contact=service.contacts.get("chat", "") or (find_contact(team) if team is not None else ""),
        page=FirstPage(page.severity, page.policy, page.steps[0] if page.steps else None, page.place),
        place=service.named,
    )
