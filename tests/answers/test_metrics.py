"""Metrics: each figure against hand calculation, and what is left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ownercat.answers.book import AnswerContext
from ownercat.answers.metrics import (
    Figure,
    Metrics,
    MetricsQuestion,
    answer_metrics,
    compute_median,
    compute_percentile,
    format_quarter,
)
from ownercat.oncall.clock import to_datetime
from tests.catalogs import loaded
from tests.growth import FACTOR, LINEAR, measure_growth
from tests.rules.parts import doc, several

START = 1_777_629_600  # 2026-05-01T10:00:00Z
TEAMS = several(doc("Team", "web"), doc("Team", "ops"))
SERVICES = several(doc("Service", "shop", "owner: web"), doc("Service", "db", "owner: ops"), doc("Service", "lost"))
SLA = doc("SLA", "promise", "service: shop", "external: true", "targets: {sev1: {ack: 10m, restore: 1h}}")
STRICT = doc("SLA", "inner", "service: db", "consumer: shop", "targets: {sev1: {ack: 5m}}")


def at(minutes: int) -> str:
    return to_datetime(START + 60 * minutes).isoformat()


def incident(name: str, *lines: str, services: str = "shop", severity: str = "sev1") -> str:
    return doc("Incident", name, f"services: [{services}]", f"severity: {severity}", *lines)


def acked(name: str, minutes: int, **how: str) -> str:
    return incident(name, f"triggeredAt: {at(0)}", f"acknowledgedAt: {at(minutes)}", **how)


def answer(*incidents: str, question: MetricsQuestion = MetricsQuestion()) -> Metrics:  # noqa: B008  # a value
    found = loaded({"catalog/a.yaml": several(TEAMS, SERVICES, SLA, STRICT, *incidents)})
    return answer_metrics(AnswerContext(found.catalog, found.policy, date(2026, 11, 22)), question)


def ack(found: Metrics) -> Figure:
    return found.total.figures[1]


def test_the_four_measures() -> None:
    found = answer(
        incident(
            "a", f"startedAt: {at(0)}", f"detectedAt: {at(2)}", f"triggeredAt: {at(3)}", f"acknowledgedAt: {at(9)}",
            f"restoredAt: {at(61)}", f"resolvedAt: {at(90)}",
        )
    )  # fmt: skip
    assert found.total.figures == (
        Figure("detect", 1, 0, 120, None, 120, "a", 0, 0),
        Figure("ack", 1, 0, 360, None, 360, "a", 1, 1),
        Figure("restore", 1, 0, 3_660, None, 3_660, "a", 1, 0),
        Figure("resolve", 1, 0, 5_400, None, 5_400, "a", 0, 0),
    )


@pytest.mark.parametrize(("values", "median"), [([], None), ([7], 7), ([1, 4], 2), ([1, 4, 9], 4), ([1, 2, 5, 9], 3)])
def test_the_median(values: list[int], median: int | None) -> None:
    assert compute_median(values) == median


@pytest.mark.parametrize(("count", "rank"), [(10, 9), (11, 10), (19, 18), (20, 18), (100, 90)])
def test_the_percentile_is_the_nearest_rank(count: int, rank: int) -> None:
    assert compute_percentile(range(1, count + 1), 90) == rank


def test_the_percentile_begins_with_ten_values() -> None:
    assert ack(answer(*(acked(f"a{n}", n) for n in range(1, 10)))).p90 is None
    assert ack(answer(*(acked(f"a{n}", n) for n in range(1, 11)))).p90 == 9 * 60


def test_the_strictest_target_of_the_services_counts() -> None:
    assert ack(answer(acked("a", 10)))[-2:] == (1, 1)
    assert ack(answer(acked("a", 10, services="shop, db")))[-2:] == (1, 0)
    assert ack(answer(acked("a", 10, severity="sev2")))[-2:] == (0, 0)


def test_a_missing_time_and_times_out_of_order_are_left_out() -> None:
    found = ack(answer(acked("a", 4), acked("b", -4), incident("c", f"triggeredAt: {at(0)}")))
    assert (found.n, found.left_out, found.median) == (1, 2, 240)


def test_near_misses_are_separate() -> None:
    found = answer(acked("a", 4), acked("b", 9).replace("severity", "nearMiss: true\nseverity"))
    assert (found.total.incidents, found.total.near_misses, ack(found).worst) == (1, 1, 240)
    assert (found.near_misses.near_misses, found.near_misses.figures[1].worst) == (1, 540)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("quarter", [("(no time)", 1), ("2026-Q2", 2)]),
        ("service", [("db", 1), ("lost", 1), ("shop", 2)]),
        ("team", [("(no team)", 1), ("ops", 1), ("web", 2)]),
        ("severity", [("sev1", 2), ("sev3", 1)]),
    ],
)
def test_the_groups(by: str, names: list[tuple[str, int]]) -> None:
    incidents = acked("a", 4, services="shop, db"), acked("b", 4), incident("c", services="lost", severity="sev3")
    found = answer(*incidents, question=MetricsQuestion(by))
    assert [(group.name, group.incidents) for group in found.groups] == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (MetricsQuestion(service="db"), 1),
        (MetricsQuestion(team="web"), 2),
        (MetricsQuestion(severity="sev3"), 1),
        (MetricsQuestion(first=date(2026, 5, 1)), 2),
        (MetricsQuestion(last=date(2026, 4, 30)), 0),
    ],
)
def test_the_selection(question: MetricsQuestion, names: int) -> None:
    incidents = acked("a", 4, services="shop, db"), acked("b", 4), incident("c", services="lost", severity="sev3")
    found = answer(*incidents, question=question)
    assert found.total.incidents == names
    assert found.undated == (1 if question.first or question.last else 0)


def test_actions_by_status_and_those_that_are_overdue() -> None:
    found = answer(
        incident(
            "a", "actions:", "  - {id: late, what: Fix it., owner: team:web, due: 2026-11-21}",
            "  - {id: today, due: 2026-11-22}", "  - {id: done, due: 2026-01-01, status: done}", "  - {id: no, status: wontDo}",
        ),
        doc("Drill", "d", "heldOn: 2026-05-01", "actions: [{id: x, due: 2026-02-01}]"),
    )  # fmt: skip
    actions = found.actions
    assert (actions.open, actions.done, actions.dropped) == (3, 1, 1)
    assert [row[:5] for row in actions.overdue] == [
        ("d", "x", "", "", date(2026, 2, 1)),
        ("a", "late", "Fix it.", "team:web", date(2026, 11, 21)),
    ]


def test_the_end_of_the_calendar() -> None:
    found = answer(incident("a", "startedAt: 9999-12-31T23:59:59-14:00", "restoredAt: 9999-12-31T23:59:59-14:00"))
    assert found.groups[0].name == "9999-Q4"
    assert found.total.figures[2].worst == 0
    assert answer(incident("a", "startedAt: 0001-01-01T00:00:00+14:00")).groups[0].name == "0001-Q1"


@pytest.mark.parametrize("month", range(1, 13))
def test_the_quarter(month: int) -> None:
    assert format_quarter(date(2026, month, 1)) == f"2026-Q{(month - 1) // 3 + 1}"


def test_no_incident() -> None:
    found = answer()
    assert (found.total.incidents, found.groups, found.first) == (0, (), None)


def test_the_time_grows_with_the_number_of_incidents() -> None:
    def build(count: int) -> AnswerContext:
        day = date(2026, 1, 1)
        texts = [incident(f"a{n}", f"startedAt: {day + timedelta(n % 300)}T10:00:00Z") for n in range(count)]
        found = loaded({"catalog/a.yaml": several(TEAMS, SERVICES, SLA, *texts)})
        return AnswerContext(found.catalog, found.policy, day)

    books = {size: build(size) for size in (10, 500, 500 * FACTOR)}
    assert measure_growth(lambda size: answer_metrics(books[size], MetricsQuestion("team")), 500) < LINEAR


def budgeted(*incidents: str, question: MetricsQuestion = MetricsQuestion()) -> Metrics:  # noqa: B008  # a value
    objective = "objectives: [{sli: {type: availability}, target: 99.9, window: 28d}]"
    slas = (
        doc("SLA", f"of-{name}", f"service: {name}", "external: true", "targets: {sev1: {impact: 0.5}}", objective)
        for name in ("shop", "db")
    )
    found = loaded({"catalog/a.yaml": several(TEAMS, SERVICES, *slas, *incidents)})
    return answer_metrics(AnswerContext(found.catalog, found.policy, date(2026, 5, 20)), question)


def failed(name: str, minutes: int, **how: str) -> str:
    return incident(name, f"startedAt: {at(0)}", f"restoredAt: {at(minutes)}", **how)


def test_what_is_left_of_the_error_budgets() -> None:
    found = budgeted(failed("a", 60), failed("b", 30), failed("c", 9, severity="sev3"))
    (budget,) = found.budgets  # 99.9 % over 28 days: 2,419.2 s; used: 90 min × 0.5
    assert budget[:12] == (
        "shop", "web", "of-shop", 99.9, "28d", date(2026, 4, 23), date(2026, 5, 20), 2_419, 2_700, -280, 2, 1,
    )  # fmt: skip
    assert found.unused_budgets == 1


@pytest.mark.parametrize(
    ("question", "budgets", "unused"),
    [
        (MetricsQuestion(team="ops"), [], 1),
        (MetricsQuestion(service="shop"), ["shop"], 0),
        (MetricsQuestion(severity="sev3"), ["shop"], 1),
        (MetricsQuestion(last=date(2026, 4, 30)), [], 2),
        (MetricsQuestion(last=date(2027, 4, 30)), ["shop"], 1),
    ],
)
def test_the_error_budgets_of_a_selection(question: MetricsQuestion, budgets: list[str], unused: int) -> None:
    found = budgeted(failed("a", 60), question=question)
    assert ([each.service for each in found.budgets], found.unused_budgets) == (budgets, unused)


def test_the_smallest_part_left_comes_first() -> None:
    found = budgeted(failed("a", 10), failed("b", 11, services="db"))
    assert [each.service for each in found.budgets] == ["db", "shop"]


@pytest.mark.parametrize("by", ["service", "team"])
def test_a_group_has_only_its_own_targets(by: str) -> None:
    found = answer(acked("a", 7, services="shop, db"), question=MetricsQuestion(by))  # shop promises 10m, db 5m
    kept = {group.name: group.figures[1][-2:] for group in found.groups}
    assert kept == ({"db": (1, 0), "shop": (1, 1)} if by == "service" else {"ops": (1, 0), "web": (1, 1)})
    assert ack(found)[-2:] == (1, 0)


def test_the_actions_of_drills_in_the_range() -> None:
    drill = doc("Drill", "d", "heldOn: 2026-05-02", "actions: [{id: x, due: 2026-02-01}]")
    ranges = {date(2026, 5, 2): 1, date(2026, 5, 3): 0}
    for first, count in ranges.items():
        assert answer(drill, question=MetricsQuestion(first=first)).actions.open == count
    assert answer(drill, question=MetricsQuestion(team="web")).actions.open == 0
