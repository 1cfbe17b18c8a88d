"""List what a failure affects: dependents with what still works, and customer journeys. Pure."""

from collections.abc import Iterator, Mapping

from ownercat.answers.book import AnswerContext, build_fact, build_mention, resolve_optional
from ownercat.answers.impact.teams import format_effect
from ownercat.answers.impact.values import Affected, Failed, JourneyHit, Passage, StepHit
from ownercat.graph import count_spares
from ownercat.graph.failure import Effect, PropagatedFailure
from ownercat.graph.network import DependencyEdge, Network, is_active
from ownercat.model import Journey, JourneyStep, Service


def build_failed(book: AnswerContext, service: Service) -> Failed:
    """Build the answer for a failed service."""
    return Failed(
        build_mention(book, service, service.named),
        get_tier(service),
        service.lifecycle,
        resolve_optional(book, service.owner),
        service.named,
    )


def get_tier(service: Service) -> int | None:
    """Return the tier of a service; ``None`` if its format has no tiers."""
    return service.tier if service.can_say("tier") else None


def list_affected(book: AnswerContext, network: Network, hits: Mapping[int, PropagatedFailure]) -> list[Affected]:
    """Return all affected services, the worst affected and nearest first."""
    pairs = [(hit, hit.link) for hit in hits.values()]
    links = [(hit, link) for hit, link in pairs if link is not None]
    order = sorted(
        links, key=lambda pair: (-pair[0].effect, pair[0].distance, _sort_key(network.services[pair[0].number]))
    )
    return [_build_affected(book, network, hits, hit, link) for hit, link in order]


def _sort_key(service: Service) -> tuple[int, str, str]:
    return (service.tier, service.name, service.kind)


def _build_affected(
    book: AnswerContext,
    network: Network,
    hits: Mapping[int, PropagatedFailure],
    hit: PropagatedFailure,
    link: DependencyEdge,
) -> Affected:
    service, provider = network.services[hit.number], network.services[link.end]
    left, need = _count_group(network, hits, link)
    return Affected(
        service=build_mention(book, service, service.named),
        tier=get_tier(service),
        owner=resolve_optional(book, service.owner),
        effect=format_effect(hit.effect),
        mode=link.entry.mode,
        distance=hit.distance,
        via=build_mention(book, provider, link.entry.place),
        keeps=link.entry.degrade or _find_group_fallback(service, link),
        tolerates=link.entry.tolerates.text if link.entry.tolerates else "",
        group=link.entry.group,
        left=left,
        need=need,
        place=link.entry.place,
    )


def _find_group_fallback(service: Service, link: DependencyEdge) -> str:
    """Return what another entry of the same redundancy group states as still working."""
    if not link.entry.group:
        return ""
    return next(
        (entry.degrade for entry in service.depends_on if entry.group == link.entry.group and entry.degrade), ""
    )


def _count_group(network: Network, hits: Mapping[int, PropagatedFailure], link: DependencyEdge) -> tuple[int, int]:
    """Return how many members of a group work, and how many must; ``(0, 0)`` without a group."""
    if not link.entry.group:
        return 0, 0
    ends = {
        other.end for other in network.needs[link.start] if is_active(other) and other.entry.group == link.entry.group
    }
    down = {end for end in ends if end in hits and hits[end].effect >= Effect.DEGRADES}
    return len(ends) - len(down), len(ends) - count_spares(network.services[link.start]).get(link.entry.group, 0)


def list_journeys(book: AnswerContext, network: Network, hits: Mapping[int, PropagatedFailure]) -> list[Passage]:
    """Return the journeys with an affected step, the worst first."""
    passages = []
    for journey in book.catalog.of(Journey):
        steps = list(_list_steps(book, network, hits, journey))
        if steps:
            worst = max(effect for effect, _, _ in steps)
            numbers = dict.fromkeys(hit.number for effect, _, hit in steps if effect is worst)
            journey_answer = _build_journey(book, journey, worst, [step for _, step, _ in steps])
            passages.append(Passage(journey, worst, tuple(numbers), journey_answer))
    return sorted(passages, key=lambda passage: (-passage.effect, passage.journey.name, passage.journey.key))


def _list_steps(
    book: AnswerContext, network: Network, hits: Mapping[int, PropagatedFailure], journey: Journey
) -> Iterator[tuple[Effect, StepHit, PropagatedFailure]]:
    for number, step in enumerate(journey.steps, start=1):
        service = book.catalog.service(step.service)
        hit = hits.get(network.number[(service.kind, service.key)]) if service is not None else None
        if service is not None and hit is not None and hit.effect is not Effect.SPARED:
            step_answer = StepHit(
                number, build_mention(book, service, step.place), step.mode, format_effect(hit.effect), step.place
            )
            yield _limit_effect(step, hit), step_answer, hit


def _limit_effect(step: JourneyStep, hit: PropagatedFailure) -> Effect:
    """Return the effect of a step on the journey: an optional step degrades it at most."""
    return min(hit.effect, Effect.DEGRADES) if step.mode != "hard" else hit.effect


def _build_journey(book: AnswerContext, journey: Journey, worst: Effect, steps: list[StepHit]) -> JourneyHit:
    outcome, impact = build_fact(journey, "outcome", journey.outcome), build_fact(journey, "impact", journey.impact)
    return JourneyHit(
        journey=build_mention(book, journey, journey.named),
        effect=format_effect(worst),
        owner=resolve_optional(book, journey.owner),
        outcome=outcome.value if outcome else "",
        impact=impact.value if impact else "",
        steps=tuple(steps),
        place=journey.named,
    )
