"""``impact``: what breaks when services fail, who has to know, and what one failure would explain several. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ownercat.answers import paging
from ownercat.answers.book import AnswerContext, contact_of, mention, refer_maybe
from ownercat.answers.impact import blast, budgets, teams
from ownercat.answers.impact.values import Call, Explained, FirstPage, Impact, Suspect
from ownercat.graph.causes import CommonCause, calls, causes
from ownercat.graph.failure import PropagatedFailure, spread
from ownercat.graph.network import Network, network
from ownercat.model import Service


def impact(book: AnswerContext, services: Sequence[Service]) -> Impact:
    """What it means that all of these services fail at once."""
    net = network(book.catalog)
    numbers = net.numbers(services)
    hits = spread(net, numbers)
    promised = budgets.published(book)
    journeys = blast.journeys(book, net, hits)
    several = causes(net, numbers) if len(numbers) > 1 else []
    named = [net.services[number] for number in numbers]
    return Impact(
        failed=tuple(blast.failed(book, service) for service in named),
        causes=tuple(_suspect(book, net, cause) for cause in several),
        calls=tuple(_call(book, net, *call) for call in calls(several, numbers)),
        dependents=tuple(blast.dependents(book, net, hits)),
        journeys=tuple(passage.said for passage in journeys),
        teams=tuple(teams.told(book, net, hits, promised, journeys)),
        voices=tuple(teams.voices(book, named)),
        promises=tuple(budgets.dangers(book, net, hits, promised, journeys)),
        notes=(*_notes(named), *_modes(net, hits)),
    )


def _modes(net: Network, hits: Mapping[int, PropagatedFailure]) -> Iterator[str]:
    """Name the formats without dependency modes, if a dependency of such a format matters."""
    starts = (net.services[hit.number] for hit in hits.values() if hit.link is not None)
    for dialect in sorted({service.dialect for service in starts if not service.can_say("modes")}):
        yield f"format {dialect} has no dependency modes: ownercat treats all of its dependencies as hard"


def _notes(services: Sequence[Service]) -> Iterator[str]:
    """What the reader must not take for granted."""
    for service in services:
        if service.lifecycle == "retired":
            yield f"{service.label} is retired: no running service should depend on it"
        if not service.sound:
            yield f"{service.label} has errors: run `ownercat check`"


def _suspect(book: AnswerContext, net: Network, cause: CommonCause) -> Suspect:
    service = net.services[cause.number]
    return Suspect(
        service=mention(book, service, service.named),
        tier=blast.tier_of(service),
        owner=refer_maybe(book, service.owner),
        explains=tuple(_explained(book, net, hit) for hit in cause.explains),
        others=cause.others,
        circle=tuple(mention(book, net.services[n], net.services[n].named) for n in cause.circle),
        place=service.named,
    )


def _explained(book: AnswerContext, net: Network, hit: PropagatedFailure) -> Explained:
    service = net.services[hit.number]
    via = mention(book, net.services[hit.link.end], hit.link.entry.place) if hit.link else None
    mode = hit.link.entry.mode if hit.link else ""
    place = hit.link.entry.place if hit.link else service.named
    return Explained(mention(book, service, service.named), teams.effect(hit.effect), mode, hit.distance, via, place)


def _call(book: AnswerContext, net: Network, number: int, about: tuple[int, ...]) -> Call:
    service = net.services[number]
    team = book.catalog.team(service.owner)
    level = paging.worst(book, [symptom.severity for symptom in service.symptoms])
    page = paging.service_page(book, service, level, "")
    return Call(
        service=mention(book, service, service.named),
        about=tuple(mention(book, net.services[n], net.services[n].named) for n in about),
        owner=refer_maybe(book, service.owner),
        contact=service.contacts.get("chat", "") or (contact_of(team) if team is not None else ""),
        page=FirstPage(page.severity, page.policy, page.steps[0] if page.steps else None, page.place),
        place=service.named,
    )
