"""What a failure hits: dependents with what keeps working, and customer journeys. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.answers.book import AnswerContext, fact, mention, refer_maybe
from ownercat.answers.impact.teams import effect
from ownercat.answers.impact.values import Affected, Failed, JourneyHit, Passage, StepHit
from ownercat.graph import spares
from ownercat.graph.failure import Effect, PropagatedFailure
from ownercat.graph.network import DependencyEdge, Network, counts
from ownercat.model import Journey, JourneyStep, Service


def failed(book: AnswerContext, service: Service) -> Failed:
    """A service that is taken to be down."""
    return Failed(
        mention(book, service, service.named),
        tier_of(service),
        service.lifecycle,
        refer_maybe(book, service.owner),
        service.named,
    )


def tier_of(service: Service) -> int | None:
    """Its tier; ``None`` where the format has none."""
    return service.tier if service.can_say("tier") else None


def dependents(book: AnswerContext, network: Network, hits: Mapping[int, PropagatedFailure]) -> list[Affected]:
    """Everything that is hit, the worst and the nearest first."""
    found = [(hit, hit.link) for hit in hits.values()]
    links = [(hit, link) for hit, link in found if link is not None]
    order = sorted(
        links, key=lambda pair: (-pair[0].effect, pair[0].distance, _order(network.services[pair[0].number]))
    )
    return [_affected(book, network, hits, hit, link) for hit, link in order]


def _order(service: Service) -> tuple[int, str, str]:
    return (service.tier, service.name, service.kind)


def _affected(
    book: AnswerContext,
    network: Network,
    hits: Mapping[int, PropagatedFailure],
    hit: PropagatedFailure,
    link: DependencyEdge,
) -> Affected:
    service, provider = network.services[hit.number], network.services[link.end]
    left, need = _group(network, hits, link)
    return Affected(
        service=mention(book, service, service.named),
        tier=tier_of(service),
        owner=refer_maybe(book, service.owner),
        effect=effect(hit.effect),
        mode=link.entry.mode,
        distance=hit.distance,
        via=mention(book, provider, link.entry.place),
        keeps=link.entry.degrade or _others(service, link),
        tolerates=link.entry.tolerates.text if link.entry.tolerates else "",
        group=link.entry.group,
        left=left,
        need=need,
        place=link.entry.place,
    )


def _others(service: Service, link: DependencyEdge) -> str:
    """What an entry of the same group says that remains."""
    if not link.entry.group:
        return ""
    return next(
        (entry.degrade for entry in service.depends_on if entry.group == link.entry.group and entry.degrade), ""
    )


def _group(network: Network, hits: Mapping[int, PropagatedFailure], link: DependencyEdge) -> tuple[int, int]:
    """How many of a group work, and how many must; ``(0, 0)`` without a group."""
    if not link.entry.group:
        return 0, 0
    ends = {other.end for other in network.needs[link.start] if counts(other) and other.entry.group == link.entry.group}
    down = {end for end in ends if end in hits and hits[end].effect >= Effect.DEGRADES}
    return len(ends) - len(down), len(ends) - spares(network.services[link.start]).get(link.entry.group, 0)


def journeys(book: AnswerContext, network: Network, hits: Mapping[int, PropagatedFailure]) -> list[Passage]:
    """The journeys with a step that is hit, the worst first."""
    found = []
    for journey in book.catalog.of(Journey):
        steps = list(_steps(book, network, hits, journey))
        if steps:
            worst = max(effect for effect, _, _ in steps)
            numbers = dict.fromkeys(hit.number for effect, _, hit in steps if effect is worst)
            said = _journey(book, journey, worst, [step for _, step, _ in steps])
            found.append(Passage(journey, worst, tuple(numbers), said))
    return sorted(found, key=lambda passage: (-passage.effect, passage.journey.name, passage.journey.key))


def _steps(
    book: AnswerContext, network: Network, hits: Mapping[int, PropagatedFailure], journey: Journey
) -> Iterator[tuple[Effect, StepHit, PropagatedFailure]]:
    for number, step in enumerate(journey.steps, start=1):
        service = book.catalog.service(step.service)
        hit = hits.get(network.number[(service.kind, service.key)]) if service is not None else None
        if service is not None and hit is not None and hit.effect is not Effect.SPARED:
            said = StepHit(number, mention(book, service, step.place), step.mode, effect(hit.effect), step.place)
            yield _through(step, hit), said, hit


def _through(step: JourneyStep, hit: PropagatedFailure) -> Effect:
    """What a step's failure means for the journey: one that may be left out degrades it at most."""
    return min(hit.effect, Effect.DEGRADES) if step.mode != "hard" else hit.effect


def _journey(book: AnswerContext, journey: Journey, worst: Effect, steps: list[StepHit]) -> JourneyHit:
    outcome, impact = fact(journey, "outcome", journey.outcome), fact(journey, "impact", journey.impact)
    return JourneyHit(
        journey=mention(book, journey, journey.named),
        effect=effect(worst),
        owner=refer_maybe(book, journey.owner),
        outcome=outcome.value if outcome else "",
        impact=impact.value if impact else "",
        steps=tuple(steps),
        place=journey.named,
    )
