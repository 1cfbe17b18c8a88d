"""The paging plan of a service or team, and the rotations that it reaches; with an instant, also the people."""

from collections.abc import Iterator
from datetime import date

from ownercat.answers import duty, timing
from ownercat.answers.book import (
    AnswerContext,
    build_mention,
    collect_names,
    get_place,
    list_referring,
    refers_to,
    resolve_mention,
    resolve_optional,
)
from ownercat.answers.values import FailsafeAnswer, LayerAnswer, Mention, PagedLevel, PagingPlan, Schedule, SourcedText
from ownercat.diagnostics import Place
from ownercat.model import Entity, Escalation, EscalationLevel, Layer, Ref, Rotation, Service, Team, Turn
from ownercat.oncall import paths
from ownercat.oncall.basis import format_evidence, format_system, join_bases
from ownercat.oncall.hours import format_hours
from ownercat.text import plural

_FIRST = {"primary": 0, "secondary": 1, "manager": 2, "shadow": 3}


def get_worst(book: AnswerContext, severities: list[str]) -> str:
    """Return the worst severity by the rank of the policy; of none, the worst severity of the policy."""
    return book.policy.worst(severities)


def build_service_page(book: AnswerContext, service: Service, severity: str, symptom: str) -> PagingPlan:
    """Return the paging plan of a service at a severity, by its routes or its team's policy."""
    route = paths.find_route(book.catalog, book.policy, service, severity, symptom or None)
    if route is None:
        return _name_pager(service, _build_page(book, severity, None, get_place(service, "escalation")))
    return _build_page(book, severity, route.policy, route.place)


def build_team_page(book: AnswerContext, team: Team, severity: str) -> PagingPlan:
    """Return the paging plan of a team, by its own policy."""
    place = team.escalation.place if team.escalation else team.named
    return _name_pager(team, _build_page(book, severity, team.escalation, place))


def _name_pager(entity: Service | Team, page: PagingPlan) -> PagingPlan:
    """Return the plan with the paging product, for a format that has no escalation policies."""
    pager = entity.contacts.get("pager")
    if page.policy is not None or not pager or entity.can_say("escalation"):
        return page
    text = f"paged through {pager}; schedule not known here"
    return page._replace(then=(SourcedText(text, get_place(entity, "contacts", "pager")),), basis="assumed")


def _build_page(book: AnswerContext, severity: str, ref: Ref | None, place: Place) -> PagingPlan:
    policy, named = book.catalog.escalation(ref), resolve_optional(book, ref)
    if policy is None:
        return PagingPlan(severity, named, (), None, (), place, basis=named.basis if named else "proved")
    steps = tuple(_list_levels(book, policy))
    page = PagingPlan(
        severity,
        named,
        steps,
        _build_failsafe(book, policy),
        tuple(list_following(book, policy)),
        place,
        basis=join_bases(step.basis for step in steps),
    )
    return page if book.moment is None else timing.add_times(book, page, policy)


def _list_levels(book: AnswerContext, policy: Escalation) -> Iterator[PagedLevel]:
    seconds = policy.hold.seconds if policy.hold else 0
    known: int | None = seconds
    for tier in policy.tiers:
        targets = _list_targets(book, tier)
        yield PagedLevel(
            timing.format_since(known),
            known,
            tier.name,
            tier.purpose,
            targets,
            tier.via,
            tier.inform,
            tier.place,
            join_bases(target.basis for target in targets),
        )
        known = None if known is None or tier.wait is None else known + tier.wait.seconds


def _list_targets(book: AnswerContext, tier: EscalationLevel) -> tuple[Mention, ...]:
    """Return the targets of a level, each once."""
    mentions: dict[tuple[str, str], Mention] = {}
    for target in paths.list_targets(book.catalog, tier):
        there = _build_target(book, target.ref, target.entity)
        mentions.setdefault((there.kind, there.name), there)
    return tuple(mentions.values())


def _build_target(book: AnswerContext, ref: Ref, entity: Entity | None) -> Mention:
    """Build a target; a team is paged through its single primary rotation."""
    if not isinstance(entity, Team):
        return resolve_mention(book, ref)
    primaries = [r for r in list_team_rotations(book, entity) if r.role == "primary"]
    if len(primaries) == 1:
        return build_mention(book, primaries[0], ref.place, f"for team {entity.name}")
    return build_mention(book, entity, ref.place, "has no single primary rotation")


def _build_failsafe(book: AnswerContext, policy: Escalation) -> FailsafeAnswer | None:
    if policy.failsafe is None:
        return None
    to, after, via = policy.failsafe.to, policy.failsafe.after, policy.failsafe.via
    seconds = after.seconds if after else None
    labels = tuple(_format_channel(book, channel) for channel in via)
    there = _build_target(book, to, book.catalog.find(to)) if to else None
    return FailsafeAnswer(timing.format_since(seconds), seconds, there, labels, policy.failsafe.place)


def _format_channel(book: AnswerContext, channel: str) -> str:
    """Format a channel with its provider, because the provider fails as a whole."""
    known = book.policy.channels.get(channel)
    return f"{channel} ({known.provider})" if known and known.provider else channel


def list_following(book: AnswerContext, policy: Escalation) -> Iterator[SourcedText]:
    """Yield what follows the last level, as text."""
    if policy.repeat is not None:
        start = f" from level {policy.repeat.to}" if policy.repeat.to else ""
        apart = f", {policy.repeat.every.text} apart" if policy.repeat.every else ""
        yield SourcedText(f"repeats{start}: {plural(policy.repeat.times, 'more round')}{apart}", policy.repeat.place)
    if isinstance(policy.end, Ref):
        end = resolve_mention(book, policy.end)
        yield SourcedText(f"continues with escalation {end.name}" + (f" ({end.note})" if end.note else ""), end.place)


def list_team_policies(book: AnswerContext, team: Team) -> list[Escalation]:
    """Return the escalation policies of a team."""
    names = collect_names(team)
    policies = [e for e in list_referring(book, Escalation, team) if refers_to(book, e.team, names, team)]
    return sorted(policies, key=lambda policy: policy.name)


def list_team_rotations(book: AnswerContext, team: Team) -> list[Rotation]:
    """Return the rotations of a team, the primary first."""
    names = collect_names(team)
    rotations = [r for r in list_referring(book, Rotation, team) if refers_to(book, r.team, names, team)]
    return sorted(rotations, key=lambda r: (_FIRST.get(r.role, len(_FIRST)), r.name))


def list_paged_schedules(book: AnswerContext, page: PagingPlan) -> tuple[Schedule, ...]:
    """Return the rotations that a page reaches, in its order, each once."""
    schedules: dict[str, Schedule] = {}
    for step in page.steps:
        for target in step.targets:
            rotation = book.catalog.entities.get(("Rotation", target.name)) if target.kind == "Rotation" else None
            if isinstance(rotation, Rotation):
                schedules.setdefault(rotation.key, build_schedule(book, rotation, target.place))
    return tuple(schedules.values())


def build_schedule(book: AnswerContext, rotation: Rotation, place: Place) -> Schedule:
    """Return a rotation with the order of its members."""
    shifts = tuple(_build_layer(book, layer) for layer in rotation.layers if not _is_over(layer, book.as_of))
    external = rotation.external or {}
    provider, url = str(external.get("provider", "")), str(external.get("url", "") or external.get("id", ""))
    current = duty.find_current(book, rotation)
    return Schedule(
        rotation=build_mention(book, rotation, place),
        role=rotation.role,
        shifts=shifts,
        provider=provider,
        url=url,
        place=rotation.named,
        now=current,
        basis=duty.find_coverage_basis(rotation, book.moment and book.at),
        system=format_system(rotation),
        evidence=format_evidence(rotation),
    )


def _build_layer(book: AnswerContext, layer: Layer) -> LayerAnswer:
    windows = tuple(format_hours(window) for window in layer.windows)
    members = tuple(resolve_optional(book, ref) for ref in layer.members)
    day = layer.start[:10]
    later = f"from {day}" if book.as_of is not None and day > book.as_of.isoformat() else ""
    return LayerAnswer(layer.id, layer.time_zone, _format_turn(layer.turn), windows, members, later, layer.place)


def _is_over(layer: Layer, as_of: date | None) -> bool:
    return as_of is not None and "" < layer.until[:10] < as_of.isoformat()


def _format_turn(turn: Turn | None) -> str:
    if turn is None:
        return ""
    every = f"every {turn.every.text}" if turn.every else ""
    handoff = " ".join(word for word in (turn.day, turn.at) if word)
    return ", ".join(part for part in (every, handoff and f"handoff {handoff}") if part)
