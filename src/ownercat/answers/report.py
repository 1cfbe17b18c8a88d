"""Answer ``report``: the trend over quarters, which teams kept their promises, and the largest risks. Pure.

The figures are those of ``metrics``; nothing is computed twice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from ownercat.answers.book import AnswerContext
from ownercat.answers.measured import MeasuredIncident, measure_incidents
from ownercat.answers.metrics import (
    ActionRow,
    Metrics,
    MetricsGroup,
    MetricsQuestion,
    build_group,
    build_groups,
    build_metrics,
    format_quarter,
    is_in_range,
    list_open_actions,
)
from ownercat.answers.risks import MissingRequirements, Risk, rank_risks
from ownercat.graph import get_node
from ownercat.model import Drill, Service, parse_day
from ownercat.promises.objectives import collect_slas

MOST_QUARTERS = 8
MOST_SEVERITIES = 6
OTHER = "other"
_QUARTERS_BACK = 4  # a year: each quarter stands beside the same quarter of the year before
PromiseState = Literal["kept", "missed", "unmeasured"]


class QuarterRecord(NamedTuple):
    """One quarter; ``by_severity``: its incidents in the order of the severities; ``whole``: it has ended."""

    name: str
    whole: bool
    group: MetricsGroup
    by_severity: tuple[int, ...]


class TeamRecord(NamedTuple):
    """A team with an SLA. ``spent``: its services whose error budget is spent; ``unmeasured``: no time has a target."""

    team: str
    services: int
    group: MetricsGroup
    spent: tuple[str, ...]
    state: PromiseState


class Milestone(NamedTuple):
    """Planned work for the reliability of a service, from an SLA."""

    service: str
    title: str
    due: date | None


class ServiceReport(NamedTuple):
    """The answer. ``promising``: how many teams have an SLA, of how many that own a service."""

    title: str
    first: date
    last: date
    metrics: Metrics
    severities: tuple[str, ...]
    quarters: tuple[QuarterRecord, ...]
    teams: tuple[TeamRecord, ...]
    owning_teams: int
    risks: tuple[Risk, ...]
    by_severity: tuple[MetricsGroup, ...]
    by_service: tuple[MetricsGroup, ...]
    incidents: tuple[MeasuredIncident, ...]
    drills: tuple[Drill, ...]
    open_actions: tuple[ActionRow, ...]
    milestones: tuple[Milestone, ...]


def answer_report(
    book: AnswerContext, first: date | None, last: date, missing: Mapping[str, MissingRequirements]
) -> ServiceReport:
    """Return the report of a range that ends with ``last``; by default, of a year.

    ``missing``: what the services lack of the requirements of their tiers, by key.
    """
    measured = list(measure_incidents(book))
    question = MetricsQuestion("quarter", first or _find_first(measured, last), last)
    chosen = [each for each in measured if is_in_range(each.day, question)]
    metrics = build_metrics(book, question, measured)
    teams, owning = _list_teams(book, metrics, build_groups(book, chosen, "team"))
    drills = [drill for drill in book.catalog.of(Drill) if is_in_range(drill.held_on, question)]
    by_severity = build_groups(book, chosen, "severity")
    names = tuple(group.name for group in by_severity)
    severities = names if len(names) <= MOST_SEVERITIES else (*names[: MOST_SEVERITIES - 1], OTHER)
    policy = next((each for each in book.catalog.entities.values() if each.kind == "Policy"), None)
    return ServiceReport(
        title=policy.title if policy else "",
        first=question.first or last,
        last=last,
        metrics=metrics,
        severities=severities,
        quarters=tuple(_list_quarters(chosen, question, severities)),
        teams=teams,
        owning_teams=owning,
        risks=rank_risks(book, chosen, metrics.budgets, missing),
        by_severity=by_severity,
        by_service=build_groups(book, chosen, "service"),
        incidents=tuple(sorted(chosen, key=lambda each: (each.day or date.min, each.incident.name))),
        drills=tuple(sorted(drills, key=lambda each: (each.held_on or date.min, each.name))),
        open_actions=tuple(list_open_actions([*(each.incident for each in chosen), *drills])),
        milestones=tuple(sorted(_list_milestones(book), key=lambda each: (each.due or date.max, each.service))),
    )


def _find_first(measured: Iterable[MeasuredIncident], last: date) -> date:
    """Return the start of the quarter of a year before ``last``, or of the first incident, if it is later."""
    days = [each.day for each in measured if each.day is not None and each.day <= last]
    return max(_start_quarter(last, _QUARTERS_BACK), _start_quarter(min(days), 0) if days else date.min)


def _start_quarter(day: date, back: int) -> date:
    """Return the first day of the quarter of a day, or of an earlier quarter."""
    month = day.year * 12 + (day.month - 1) // 3 * 3 - 3 * back
    return date(month // 12, month % 12 + 1, 1) if month >= 12 else date.min


def _list_quarters(
    chosen: Sequence[MeasuredIncident], question: MetricsQuestion, severities: Sequence[str]
) -> Iterator[QuarterRecord]:
    """Yield every quarter of the range, also those without incidents; of a long range, the last ones."""
    first, last = question.first or date.min, question.last or date.max
    members: dict[str, list[MeasuredIncident]] = {}
    for each in chosen:
        members.setdefault(format_quarter(each.day), []).append(each)
    for back in range(MOST_QUARTERS - 1, -1, -1):
        start = _start_quarter(last, back)
        name = format_quarter(start)
        if name < format_quarter(first) or (back and start == _start_quarter(last, back - 1)):
            continue  # before the range, or before the calendar
        own = members.get(name, [])
        found = [each.severity for each in own if not each.incident.near_miss]
        real = [severity if severity in severities else OTHER for severity in found]
        whole = _start_quarter(last + timedelta(1), 0) > start if last < date.max else True
        yield QuarterRecord(name, whole and start >= first, build_group(name, own), tuple(map(real.count, severities)))


def _list_teams(
    book: AnswerContext, metrics: Metrics, groups: Iterable[MetricsGroup]
) -> tuple[tuple[TeamRecord, ...], int]:
    """Return the teams that own a service with an SLA, those that missed a promise last, and how many own a service."""
    slas = collect_slas(book.catalog, with_errors=True)
    owned: dict[str, list[Service]] = {}
    for service in book.catalog.of(Service):
        team = book.catalog.team(service.owner)
        if team is not None and service.lifecycle != "retired":
            owned.setdefault(team.key, []).append(service)
    by_name = {group.name: group for group in groups}
    records = []
    for name, services in sorted(owned.items()):
        promised = [service for service in services if get_node(service) in slas]
        if promised:
            names = {service.name for service in promised}
            spent = tuple(each.service for each in metrics.budgets if each.left < 0 and each.service in names)
            group = by_name.get(name) or build_group(name, [])
            entity = book.catalog.get("Team", name)
            title = (entity.title if entity else "") or name
            records.append(TeamRecord(title, len(promised), group, spent, _find_state(group, spent)))
    order = {"kept": 0, "unmeasured": 1, "missed": 2}
    return tuple(sorted(records, key=lambda each: (order[each.state], -each.group.incidents, each.team))), len(owned)


def _find_state(group: MetricsGroup, spent: Sequence[str]) -> PromiseState:
    if spent or any(figure.kept < figure.promised for figure in group.figures):
        return "missed"
    return "kept" if any(figure.promised for figure in group.figures) else "unmeasured"


def _list_milestones(book: AnswerContext) -> Iterator[Milestone]:
    """Yield the milestones of the SLAs in force that are not done."""
    for slas in collect_slas(book.catalog, with_errors=True).values():
        for sla in slas:
            written = sla.extra.get("milestones")
            service = book.catalog.service(sla.service)
            for each in written if isinstance(written, list | tuple) else ():
                if (
                    isinstance(each, Mapping)
                    and service
                    and not each.get("doneOn")
                    and isinstance(each.get("title"), str)
                ):
                    yield Milestone(service.name, each["title"], parse_day(each.get("due")))
