"""The services with the largest risk, and why. Pure.

The risk of a service is the sum of the weights of its reasons × the weight of its tier (4 for tier 1, 1 for tier 4).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from ownercat.answers.book import AnswerContext
from ownercat.answers.budgets import ServiceBudget
from ownercat.answers.ceilings import list_ceilings
from ownercat.answers.measured import MeasuredIncident
from ownercat.answers.metrics import ActionRow, list_open_actions
from ownercat.graph import Node, get_node
from ownercat.model import Service
from ownercat.oncall.wording import format_duration
from ownercat.promises.objectives import collect_slas, find_strictest
from ownercat.promises.wording import format_minutes, format_percent
from ownercat.text import listed, plural, shown

_LOWEST = 4  # the tier that weighs least
_LATE = {"restore": "restored", "ack": "acknowledged", "resolve": "resolved"}  # what customers notice first
SPENT, IMPROBABLE, LATE, OVERDUE, LOW, REPEATED, MISSING, NEAR = 4, 3, 2, 2, 1, 1, 1, 1


class MissingRequirements(NamedTuple):
    """How many requirements of its tier a service lacks, of how many."""

    missing: int
    required: int


class RiskReason(NamedTuple):
    """One reason, as a sentence about the service."""

    weight: int
    text: str


class Risk(NamedTuple):
    """A service with a risk, the strongest reason first. ``tier``: ``None`` if its format has none.

    ``late``: how many times its incidents missed a target. ``actions``: the open ones after its incidents;
    ``done``: how many others are done.
    """

    service: str
    team: str
    tier: int | None
    weight: int
    late: int
    reasons: tuple[RiskReason, ...]
    actions: tuple[ActionRow, ...]
    done: int


def rank_risks(
    book: AnswerContext,
    chosen: Iterable[MeasuredIncident],
    budgets: Iterable[ServiceBudget],
    missing: Mapping[str, MissingRequirements],
) -> tuple[Risk, ...]:
    """Return the services with a reason for concern, the largest risk first."""
    services = [service for service in book.catalog.of(Service) if service.lifecycle != "retired"]
    incidents: dict[Node, list[MeasuredIncident]] = {}
    for each in chosen:
        for service in each.services:
            incidents.setdefault(get_node(service), []).append(each.restrict(partial(_is_node, get_node(service))))
    left = {budget.service: budget for budget in budgets}
    above = dict(_list_improbable(book, services))
    risks = []
    for service in services:
        own = incidents.get(get_node(service), [])
        actions = list_open_actions(each.incident for each in own)
        reasons = [
            *_explain_budget(left.get(service.name)),
            *above.get(get_node(service), ()),
            *_explain_late(own),
            *_explain_overdue(book, actions),
            *_explain_pattern(own),
            *_explain_missing(missing.get(service.key), service),
        ]
        if reasons:
            tier = service.tier if service.can_say("tier") else None
            team = book.catalog.team(service.owner)
            weight = (_LOWEST + 1 - tier if tier else 1) * sum(reason.weight for reason in reasons)
            late = sum(len(_time(own, measure)[1]) for measure in _LATE)
            ordered = tuple(sorted(reasons, key=lambda reason: -reason.weight))
            done = sum(action.status == "done" for each in own for action in each.incident.actions)
            owner = team.title or team.name if team else ""
            risks.append(Risk(service.name, owner, tier, weight, late, ordered, tuple(actions), done))
    return tuple(sorted(risks, key=lambda each: (-each.weight, -each.late, each.service)))


def _is_node(node: Node, service: Service) -> bool:
    return get_node(service) == node


def _explain_budget(budget: ServiceBudget | None) -> Iterator[RiskReason]:
    if budget is None:
        return
    used, allowed = (format_minutes(Decimal(seconds)) for seconds in (budget.used, budget.allowed))
    share = f"{used} of {allowed} used in {budget.window}"
    if budget.left < 0:
        yield RiskReason(SPENT, f"error budget spent, {share}")
    elif 2 * budget.left < budget.allowed:
        yield RiskReason(LOW, f"less than half of the error budget left, {share}")


def _list_improbable(book: AnswerContext, services: Sequence[Service]) -> Iterator[tuple[Node, list[RiskReason]]]:
    slas = collect_slas(book.catalog, with_errors=True)
    for service, ceiling in list_ceilings(book, services):
        promised = find_strictest(slas.get(get_node(service), ()))
        if promised and ceiling.product is not None and (promised.objective.target or 0) > ceiling.product:
            target = format_percent(promised.objective.target or 0)
            yield (
                get_node(service),
                [RiskReason(IMPROBABLE, f"promises {target}, and its dependencies allow at most {ceiling.value}")],
            )


def _explain_late(own: Sequence[MeasuredIncident]) -> Iterator[RiskReason]:
    for measure, verb in _LATE.items():
        timed, late = _time(own, measure)
        if late:
            seconds, target = max(late, key=lambda pair: pair[0] - pair[1])
            worst = f"at worst {format_duration(seconds)} instead of {format_duration(target)}"
            text = f"{len(late)} of {plural(timed, 'incident')} {verb} later than promised, {worst}"
            yield RiskReason(LATE, text)


def _time(own: Sequence[MeasuredIncident], measure: str) -> tuple[int, list[tuple[int, int]]]:
    """Return how many incidents have a time and a target, and both of those that were late."""
    timed = [
        (seconds, target)
        for each in own
        if not each.incident.near_miss
        and (seconds := each.measured[measure]) is not None
        and (target := each.get_target(measure)) is not None
    ]
    return len(timed), [pair for pair in timed if pair[0] > pair[1]]


def _explain_overdue(book: AnswerContext, actions: Sequence[ActionRow]) -> Iterator[RiskReason]:
    late = [row for row in actions if row.due and book.as_of and row.due < book.as_of]
    if late:
        since = f"the oldest since {late[0].due}"
        yield RiskReason(OVERDUE, f"{plural(len(late), 'action')} after its incidents overdue, {since}")


def _explain_pattern(own: Sequence[MeasuredIncident]) -> Iterator[RiskReason]:
    symptoms = [each.incident.symptom for each in own if each.incident.symptom and not each.incident.near_miss]
    again = [f"{shown(one)} ({count} incidents)" for one, count in Counter(symptoms).items() if count > 1]
    if again:
        yield RiskReason(REPEATED, f"same symptom again: {listed(again)}")
    near = sum(1 for each in own if each.incident.near_miss)
    if near:
        yield RiskReason(NEAR, plural(near, "near miss", "near misses"))


def _explain_missing(missing: MissingRequirements | None, service: Service) -> Iterator[RiskReason]:
    if missing and missing.missing:
        count = f"{missing.missing} of {plural(missing.required, 'requirement')}"
        yield RiskReason(MISSING, f"{count} of tier {service.tier} missing")
