"""The way a page climbs, and the rotations on it in their order; with a moment, whom it reaches then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ownercat.answers import duty, timing
from ownercat.answers.book import Book, means, mention, names_of, naming, refer, refer_maybe, where
from ownercat.answers.values import Fact, Failsafe, Mention, Page, Schedule, Shift, Step
from ownercat.diagnostics import Place
from ownercat.model import Entity, Escalation, Layer, Ref, Rotation, Service, Team, Tier, Turn
from ownercat.oncall import paths
from ownercat.oncall.hours import told

_FIRST = {"primary": 0, "secondary": 1, "manager": 2, "shadow": 3}


def worst(book: Book, severities: list[str]) -> str:
    """The worst of some severities by the policy's rank; of none, the worst there is."""
    return book.policy.worst(severities)


def service_page(book: Book, service: Service, severity: str, symptom: str) -> Page:
    """The page of a service at a severity, by its routes or its team's policy."""
    route = paths.route_for(book.catalog, book.policy, service, severity, symptom or None)
    if route is None:
        return _page(book, severity, None, where(service, "escalation"))
    return _page(book, severity, route.policy, route.place)


def team_page(book: Book, team: Team, severity: str) -> Page:
    """The page of a team, by its own policy."""
    return _page(book, severity, team.escalation, team.escalation.place if team.escalation else team.named)


def _page(book: Book, severity: str, ref: Ref | None, place: Place) -> Page:
    policy = book.catalog.escalation(ref)
    if policy is None:
        return Page(severity, refer_maybe(book, ref), (), None, (), place)
    steps = tuple(_steps(book, policy))
    page = Page(severity, refer_maybe(book, ref), steps, _failsafe(book, policy), tuple(follows(book, policy)), place)
    return page if book.moment is None else timing.timed(book, page, policy)


def _steps(book: Book, policy: Escalation) -> Iterator[Step]:
    seconds = policy.hold.seconds if policy.hold else 0
    known: int | None = seconds
    for tier in policy.tiers:
        targets = _targets(book, tier)
        yield Step(timing.since(known), known, tier.name, tier.purpose, targets, tier.via, tier.inform, tier.place)
        known = None if known is None or tier.wait is None else known + tier.wait.seconds


def _targets(book: Book, tier: Tier) -> tuple[Mention, ...]:
    """Where a page of the tier arrives, each once."""
    found: dict[tuple[str, str], Mention] = {}
    for target in paths.targets(book.catalog, tier):
        there = _target(book, target.ref, target.entity)
        found.setdefault((there.kind, there.name), there)
    return tuple(found.values())


def _target(book: Book, ref: Ref, entity: Entity | None) -> Mention:
    """A team is paged through its single primary rotation."""
    if not isinstance(entity, Team):
        return refer(book, ref)
    found = [r for r in team_rotations(book, entity) if r.role == "primary"]
    if len(found) == 1:
        return mention(book, found[0], ref.place, f"for team {entity.name}")
    return mention(book, entity, ref.place, "has no single primary rotation")


def _failsafe(book: Book, policy: Escalation) -> Failsafe | None:
    if policy.failsafe is None:
        return None
    to, after, via = policy.failsafe.to, policy.failsafe.after, policy.failsafe.via
    seconds = after.seconds if after else None
    labels = tuple(_channel(book, channel) for channel in via)
    there = _target(book, to, book.catalog.find(to)) if to else None
    return Failsafe(timing.since(seconds), seconds, there, labels, policy.failsafe.place)


def _channel(book: Book, channel: str) -> str:
    """A channel and its provider, which is what fails as a whole."""
    known = book.policy.channels.get(channel)
    return f"{channel} ({known.provider})" if known and known.provider else channel


def follows(book: Book, policy: Escalation) -> Iterator[Fact]:
    """What comes after the last tier, in words."""
    if policy.repeat is not None:
        start = f" from {policy.repeat.to}" if policy.repeat.to else ""
        every = f" every {policy.repeat.every.text}" if policy.repeat.every else ""
        times = "once" if policy.repeat.times == 1 else f"{policy.repeat.times} times"
        yield Fact(f"again{start}: {times}{every}", policy.repeat.place)
    if isinstance(policy.end, Ref):
        end = refer(book, policy.end)
        yield Fact(f"then escalation {end.name}" + (f" ({end.note})" if end.note else ""), end.place)


def team_policies(book: Book, team: Team) -> list[Escalation]:
    """The escalation policies that a team keeps."""
    names = names_of(team)
    found = [e for e in naming(book, Escalation, team) if means(book, e.team, names, team)]
    return sorted(found, key=lambda policy: policy.name)


def team_rotations(book: Book, team: Team) -> list[Rotation]:
    """The rotations of a team, the primary first."""
    names = names_of(team)
    found = [r for r in naming(book, Rotation, team) if means(book, r.team, names, team)]
    return sorted(found, key=lambda r: (_FIRST.get(r.role, len(_FIRST)), r.name))


def on_page(book: Book, page: Page) -> tuple[Schedule, ...]:
    """The rotations that a page reaches, in its order, each once."""
    found: dict[str, Schedule] = {}
    for step in page.steps:
        for target in step.targets:
            rotation = book.catalog.entities.get(("Rotation", target.name)) if target.kind == "Rotation" else None
            if isinstance(rotation, Rotation):
                found.setdefault(rotation.key, schedule(book, rotation, target.place))
    return tuple(found.values())


def schedule(book: Book, rotation: Rotation, place: Place) -> Schedule:
    """A rotation and who follows whom."""
    shifts = tuple(_shift(book, layer) for layer in rotation.layers if not _is_over(layer, book.as_of))
    external = rotation.external or {}
    provider, url = str(external.get("provider", "")), str(external.get("url", "") or external.get("id", ""))
    held = duty.now(book, rotation)
    return Schedule(mention(book, rotation, place), rotation.role, shifts, provider, url, rotation.named, held)


def _shift(book: Book, layer: Layer) -> Shift:
    windows = tuple(told(window) for window in layer.windows)
    members = tuple(refer_maybe(book, ref) for ref in layer.members)
    day = layer.start[:10]
    later = f"from {day}" if book.as_of is not None and day > book.as_of.isoformat() else ""
    return Shift(layer.id, layer.time_zone, _turn(layer.turn), windows, members, later, layer.place)


def _is_over(layer: Layer, as_of: date | None) -> bool:
    return as_of is not None and "" < layer.until[:10] < as_of.isoformat()


def _turn(turn: Turn | None) -> str:
    if turn is None:
        return ""
    every = f"every {turn.every.text}" if turn.every else ""
    handoff = " ".join(word for word in (turn.day, turn.at) if word)
    return ", ".join(part for part in (every, handoff and f"hand-off {handoff}") if part)
