"""Answer ``metrics``: how often services failed, and how long people needed, against the targets. Pure.

A figure uses only incidents with both of its times: the others are counted as left out. Percentiles are nearest ranks;
a median of an even number of values is the mean of the middle two, rounded down to a second.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from ownercat.answers.book import AnswerContext
from ownercat.answers.budgets import ServiceBudget, list_budgets
from ownercat.answers.measured import MeasuredIncident, measure_incidents
from ownercat.answers.slow_levels import SlowLevel, list_slow_levels
from ownercat.diagnostics import Place
from ownercat.model import Drill, Incident, Service
from ownercat.promises.measures import MEASURES

LEAST = 10  # a 90th percentile of fewer values is a single incident
GROUPINGS = ("quarter", "service", "team", "severity")
NO_TIME, NO_TEAM = "(no time)", "(no team)"


class MetricsQuestion(NamedTuple):
    """Which incidents count. ``service``, ``team``: keys, empty for all. ``first``, ``last``: days, inclusive."""

    by: str = "quarter"
    first: date | None = None
    last: date | None = None
    service: str = ""
    team: str = ""
    severity: str = ""


class Figure(NamedTuple):
    """One measure in seconds. ``promised``: the measured incidents with a target; ``kept``: those within it."""

    measure: str
    n: int
    left_out: int
    median: int | None
    p90: int | None
    worst: int | None
    worst_incident: str
    promised: int
    kept: int


class MetricsGroup(NamedTuple):
    """The figures of some incidents. Near misses are counted, and are in no figure."""

    name: str
    incidents: int
    near_misses: int
    figures: tuple[Figure, ...]


class ActionRow(NamedTuple):
    """An action that is not done."""

    incident: str
    id: str
    what: str
    owner: str
    due: date | None
    place: Place


class ActionCounts(NamedTuple):
    """The actions after incidents and drills, by status; ``overdue`` are part of ``open``."""

    open: int
    done: int
    dropped: int
    overdue: tuple[ActionRow, ...]


class Metrics(NamedTuple):
    """The answer. ``near_misses``: their own figures. ``undated``: incidents without a time, left out of a range.

    ``budgets``: those that incidents used, at the end of the range; ``unused_budgets``: how many others there are.
    """

    as_of: date | None
    first: date | None
    last: date | None
    by: str
    total: MetricsGroup
    near_misses: MetricsGroup
    groups: tuple[MetricsGroup, ...]
    undated: int
    actions: ActionCounts
    budgets: tuple[ServiceBudget, ...]
    unused_budgets: int
    slow_levels: tuple[SlowLevel, ...]


def answer_metrics(book: AnswerContext, question: MetricsQuestion) -> Metrics:
    """Return the figures of the incidents that a question selects."""
    return build_metrics(book, question, list(measure_incidents(book)))


def build_metrics(book: AnswerContext, question: MetricsQuestion, measured: Sequence[MeasuredIncident]) -> Metrics:
    """Return the same from incidents that are measured already."""
    chosen = [each for each in measured if _is_chosen(book, each, question)]
    in_range = [each for each in chosen if is_in_range(each.day, question)]
    days = sorted(each.day for each in in_range if each.day)
    has_range = question.first is not None or question.last is not None
    near = [each for each in in_range if each.incident.near_miss]
    budgets, unused = list_budgets(book, _list_services(book, question), measured, question.last)
    return Metrics(
        as_of=book.as_of,
        first=question.first or (days[0] if days else None),
        last=question.last or (days[-1] if days else None),
        by=question.by,
        total=build_group("", in_range),
        near_misses=MetricsGroup("near misses", 0, len(near), _build_figures(near)),
        groups=build_groups(book, in_range, question.by),
        undated=sum(1 for each in chosen if each.day is None) if has_range else 0,
        actions=_count_actions(book, [each.incident for each in in_range], question),
        budgets=budgets,
        unused_budgets=unused,
        slow_levels=list_slow_levels(book, [each for each in in_range if not each.incident.near_miss]),
    )


def _is_chosen(book: AnswerContext, each: MeasuredIncident, question: MetricsQuestion) -> bool:
    return (
        (not question.severity or each.severity == question.severity)
        and (not question.service or question.service in {service.key for service in each.services})
        and (not question.team or question.team in set(_list_teams(book, each)))
    )


def _list_services(book: AnswerContext, question: MetricsQuestion) -> Iterator[Service]:
    """Yield the services whose error budgets a question is about; a severity does not select a service."""
    for service in book.catalog.of(Service):
        if question.service in ("", service.key) and question.team in ("", _get_team(book, service)):
            yield service


def is_in_range(day: date | None, question: MetricsQuestion) -> bool:
    """Return whether a day is in the range of a question; a missing day is only if the question has no range."""
    if question.first is None and question.last is None:
        return True
    return day is not None and (question.first or date.min) <= day <= (question.last or date.max)


def _list_teams(book: AnswerContext, each: MeasuredIncident) -> Iterator[str]:
    return (_get_team(book, service) for service in each.services)


def _get_team(book: AnswerContext, service: Service) -> str:
    team = book.catalog.team(service.owner)
    return team.key if team else NO_TEAM


def _is_of(book: AnswerContext, by: str, name: str, service: Service) -> bool:
    return (service.name if by == "service" else _get_team(book, service)) == name


def build_groups(book: AnswerContext, chosen: Iterable[MeasuredIncident], by: str) -> tuple[MetricsGroup, ...]:
    """Return the figures by quarter, service, team or severity; those of a service or team have only its targets."""
    naming: Mapping[str, Callable[[MeasuredIncident], Iterable[str]]] = {
        "quarter": lambda each: [format_quarter(each.day)],
        "service": lambda each: [service.name for service in each.services],
        "team": lambda each: _list_teams(book, each),
        "severity": lambda each: [each.severity],
    }
    groups: dict[str, list[MeasuredIncident]] = {}
    for each in chosen:
        for name in dict.fromkeys(naming[by](each)):
            parted = by in ("service", "team") and len(each.services) > 1
            own = each.restrict(partial(_is_of, book, by, name)) if parted else each
            groups.setdefault(name, []).append(own)
    rank = {level.id: f"{number:03}" for number, level in enumerate(book.policy.severities)} if by == "severity" else {}
    return tuple(
        build_group(name, groups[name]) for name in sorted(groups, key=lambda name: (rank.get(name, ""), name))
    )


def format_quarter(day: date | None) -> str:
    """Return the quarter of a day: ``2026-Q3``."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}" if day else NO_TIME


def build_group(name: str, members: Sequence[MeasuredIncident]) -> MetricsGroup:
    """Return the figures of some incidents, without their near misses."""
    real = [each for each in members if not each.incident.near_miss]
    return MetricsGroup(name, len(real), len(members) - len(real), _build_figures(real))


def _build_figures(members: Sequence[MeasuredIncident]) -> tuple[Figure, ...]:
    return tuple(build_figure(measure, members) for measure in MEASURES)


def build_figure(measure: str, members: Sequence[MeasuredIncident]) -> Figure:
    """Return one figure: n, median, the 90th percentile from ten values on, the worst value, and the kept targets."""
    known = [(seconds, each) for each in members if (seconds := each.measured[measure]) is not None]
    values = sorted(seconds for seconds, _ in known)
    promised = [(seconds, target) for seconds, each in known if (target := each.get_target(measure)) is not None]
    worst = next((each.incident.name for seconds, each in known if seconds == values[-1]), "")
    return Figure(
        measure=measure,
        n=len(values),
        left_out=len(members) - len(values),
        median=compute_median(values),
        p90=compute_percentile(values, 90) if len(values) >= LEAST else None,
        worst=values[-1] if values else None,
        worst_incident=worst,
        promised=len(promised),
        kept=sum(1 for seconds, target in promised if seconds <= target),
    )


def compute_median(values: Sequence[int]) -> int | None:
    """Return the middle value, or the mean of the middle two, of sorted values."""
    if not values:
        return None
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) // 2


def compute_percentile(values: Sequence[int], percent: int) -> int:
    """Return the nearest rank of sorted values: the smallest value that at least so many percent do not exceed."""
    return values[-(-percent * len(values) // 100) - 1]


def _count_actions(book: AnswerContext, incidents: Iterable[Incident], question: MetricsQuestion) -> ActionCounts:
    """Count the actions of the incidents and, if no service, team or severity is chosen, of the drills of the range."""
    drills = book.catalog.of(Drill) if not (question.service or question.team or question.severity) else ()
    entities = [*incidents, *(drill for drill in drills if is_in_range(drill.held_on, question))]
    statuses = [action.status for entity in entities for action in entity.actions]
    waiting, done = list_open_actions(entities), statuses.count("done")
    overdue = tuple(row for row in waiting if row.due and book.as_of and row.due < book.as_of)
    return ActionCounts(len(waiting), done, len(statuses) - len(waiting) - done, overdue)


def list_open_actions(entities: Iterable[Incident | Drill]) -> list[ActionRow]:
    """Return the open actions after incidents and drills, in the order of their due dates."""
    rows = [
        ActionRow(each.name, one.id, one.what, one.owner.written if one.owner else "", one.due, one.place)
        for each in entities
        for one in each.actions
        if one.status == "open"
    ]
    return sorted(rows, key=lambda row: (row.due or date.max, row.incident, row.id))
