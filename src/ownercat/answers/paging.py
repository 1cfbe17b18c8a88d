"""The way a page climbs, and the rotations on it in their order; with a moment, whom it reaches then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ownercat.answers import duty, timing
from ownercat.answers.book import AnswerContext, means, mention, names_of, naming, refer, refer_maybe, where
from ownercat.answers.values import FailsafeAnswer, LayerAnswer, Mention, PagedLevel, PagingPlan, Schedule, SourcedText
from ownercat.diagnostics import Place
from ownercat.model import Entity, Escalation, EscalationLevel, Layer, Ref, Rotation, Service, Team, Turn
from ownercat.oncall import paths
from ownercat.oncall.hours import format_hours
from ownercat.text import plural

_FIRST = {"primary": 0, "secondary": 1, "manager": 2, "shadow": 3}


def worst(book: AnswerContext, severities: list[str]) -> str:
    """The worst of some severities by the policy's rank; of none, the worst there is."""
    return book.policy.worst(severities)


def service_page(book: AnswerContext, service: Service, severity: str, symptom: str) -> PagingPlan:
    """The page of a service at a severity, by its routes or its team's policy."""
    route = paths.find_route(book.catalog, book.policy, service, severity, symptom or None)
    if route is None:
        return _page(book, severity, None, where(service, "escalation"))
    return _page(book, severity, route.policy, route.place)


def team_page(book: AnswerContext, team: Team, severity: str) -> PagingPlan:
    """The page of a team, by its own policy."""
    return _page(book, severity, team.escalation, team.escalation.place if team.escalation else team.named)


def _page(book: AnswerContext, severity: str, ref: Ref | None, place: Place) -> PagingPlan:
    policy = book.catalog.escalation(ref)
    if policy is None:
        return PagingPlan(severity, refer_maybe(book, ref), (), None, (), place)
    steps = tuple(_steps(book, policy))
    page = PagingPlan(
        severity, refer_maybe(book, ref), steps, _failsafe(book, policy), tuple(follows(book, policy)), place
    )
    return page if book.moment is None else timing.timed(book, page, policy)


def _steps(book: AnswerContext, policy: Escalation) -> Iterator[PagedLevel]:
    seconds = policy.hold.seconds if policy.hold else 0
    known: int | None = seconds
    for tier in policy.tiers:
        targets = _targets(book, tier)
        yield PagedLevel(
            timing.since(known), known, tier.name, tier.purpose, targets, tier.via, tier.inform, tier.place
        )
        known = None if known is None or tier.wait is None else known + tier.wait.seconds


def _targets(book: AnswerContext, tier: EscalationLevel) -> tuple[Mention, ...]:
    """Where a page of the tier arrives, each once."""
    found: dict[tuple[str, str], Mention] = {}
    for target in paths.list_targets(book.catalog, tier):
        there = _target(book, target.ref, target.entity)
        found.setdefault((there.kind, there.name), there)
    return tuple(found.values())


def _target(book: AnswerContext, ref: Ref, entity: Entity | None) -> Mention:
    """A team is paged through its single primary rotation."""
    if not isinstance(entity, Team):
        return refer(book, ref)
    found = [r for r in team_rotations(book, entity) if r.role == "primary"]
    if len(found) == 1:
        return mention(book, found[0], ref.place, f"for team {entity.name}")
    return mention(book, entity, ref.place, "has no single primary rotation")


def _failsafe(book: AnswerContext, policy: Escalation) -> FailsafeAnswer | None:
    if policy.failsafe is None:
        return None
    to, after, via = policy.failsafe.to, policy.failsafe.after, policy.failsafe.via
    seconds = after.seconds if after else None
    labels = tuple(_channel(book, channel) for channel in via)
    there = _target(book, to, book.catalog.find(to)) if to else None
    return FailsafeAnswer(timing.since(seconds), seconds, there, labels, policy.failsafe.place)


def _channel(book: AnswerContext, channel: str) -> str:
    """A channel and its provider, which is what fails as a whole."""
    known = book.policy.channels.get(channel)
    return f"{channel} ({known.provider})" if known and known.provider else channel


def follows(book: AnswerContext, policy: Escalation) -> Iterator[SourcedText]:
    """What comes after the last tier, in words."""
    if policy.repeat is not None:
        start = f" from level {policy.repeat.to}" if policy.repeat.to else ""
        apart = f", {policy.repeat.every.text} apart" if policy.repeat.every else ""
        yield SourcedText(f"repeats{start}: {plural(policy.repeat.times, 'more round')}{apart}", policy.repeat.place)
    if isinstance(policy.end, Ref):
        end = refer(book, policy.end)
        yield SourcedText(f"continues with escalation {end.name}" + (f" ({end.note})" if end.note else ""), end.place)


def team_policies(book: AnswerContext, team: Team) -> list[Escalation]:
    """The escalation policies that a team keeps."""
    names = names_of(team)
    found = [e for e in naming(book, Escalation, team) if means(book, e.team, names, team)]
    return sorted(found, key=lambda policy: policy.name)


def team_rotations(book: AnswerContext, team: Team) -> list[Rotation]:
    """The rotations of a team, the primary first."""
    names = names_of(team)
    found = [r for r in naming(book, Rotation, team) if means(book, r.team, names, team)]
    return sorted(found, key=lambda r: (_FIRST.get(r.role, len(_FIRST)), r.name))


def on_page(book: AnswerContext, page: PagingPlan) -> tuple[Schedule, ...]:
    """The rotations that a page reaches, in its order, each once."""
    found: dict[str, Schedule] = {}
    for step in page.steps:
        for target in step.targets:
            rotation = book.catalog.entities.get(("Rotation", target.name)) if target.kind == "Rotation" else None
            if isinstance(rotation, Rotation):
                found.setdefault(rotation.key, schedule(book, rotation, target.place))
    return tuple(found.values())


def schedule(book: AnswerContext, rotation: Rotation, place: Place) -> Schedule:
    """A rotation and who follows whom."""
    shifts = tuple(_shift(book, layer) for layer in rotation.layers if not _is_over(layer, book.as_of))
    external = rotation.external or {}
    provider, url = str(external.get("provider", "")), str(external.get("url", "") or external.get("id", ""))
    held = duty.now(book, rotation)
    return Schedule(mention(book, rotation, place), rotation.role, shifts, provider, url, rotation.named, held)


def _shift(book: AnswerContext, layer: Layer) -> LayerAnswer:
    windows = tuple(format_hours(window) for window in layer.windows)
    members = tuple(refer_maybe(book, ref) for ref in layer.members)
    day = layer.start[:10]
    later = f"from {day}" if book.as_of is not None and day > book.as_of.isoformat() else ""
    return LayerAnswer(layer.id, layer.time_zone, _turn(layer.turn), windows, members, later, layer.place)


def _is_over(layer: Layer, as_of: date | None) -> bool:
    return as_of is not None and "" < layer.until[:10] < as_of.isoformat()


def _turn(turn: Turn | None) -> str:
    if turn is None:
        return ""
    every = f"every {turn.every.text}" if turn.every else ""
    handoff = " ".join(word for word in (turn.day, turn.at) if word)
    return ", ".join(part for part in (every, handoff and f"handoff {handoff}") if part)
