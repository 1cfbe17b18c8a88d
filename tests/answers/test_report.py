"""The report: quarters, teams that kept their promises, and the reasons of risks, each with a silent pair."""

from __future__ import annotations

from datetime import date

import pytest

from ownercat.answers.book import AnswerContext
from ownercat.answers.report import MOST_QUARTERS, ServiceReport, answer_report
from ownercat.answers.risks import MissingRequirements
from tests.catalogs import loaded
from tests.growth import FACTOR, LINEAR, measure_growth
from tests.rules.parts import doc, several

LAST = date(2026, 11, 22)
TEAMS = several(doc("Team", "web", "title: Web people"), doc("Team", "ops"), doc("Team", "lab"))
SERVICES = several(
    doc("Service", "shop", "owner: web", "tier: 1", "dependsOn: [{service: db}]"),
    doc("Service", "db", "owner: ops", "tier: 2"),
    doc("Service", "toy", "owner: lab", "tier: 4"),
)
OBJECTIVE = "objectives: [{{sli: {{type: availability}}, target: {}, window: 28d}}]"
SLA = doc(
    "SLA", "promise", "service: shop", "external: true", "targets: {sev1: {ack: 10m, restore: 1h, impact: 1}}",
    OBJECTIVE.format(99.9), "milestones: [{title: Two of everything, due: 2027-03-31}, {title: Old, doneOn: 2026-01-01}]",
)  # fmt: skip
INNER = doc("SLA", "inner", "service: db", "consumer: shop", OBJECTIVE.format(99.99))


def down(day: str, minutes: int, *lines: str, service: str = "shop", name: str = "") -> str:
    times = (
        f"startedAt: {day}T10:00:00Z", f"triggeredAt: {day}T10:00:00Z", f"acknowledgedAt: {day}T10:05:00Z",
        f"restoredAt: {day}T{10 + minutes // 60}:{minutes % 60:02}:00Z",
    )  # fmt: skip
    return doc("Incident", name or f"{day}-{service}", f"services: [{service}]", "severity: sev1", *times, *lines)


def answer(
    *incidents: str, first: date | None = None, last: date = LAST, missing: dict[str, MissingRequirements] | None = None
) -> ServiceReport:
    found = loaded({"catalog/a.yaml": several(TEAMS, SERVICES, SLA, INNER, *incidents)})
    return answer_report(AnswerContext(found.catalog, found.policy, last), first, last, missing or {})


def reasons(found: ServiceReport, service: str = "shop") -> list[str]:
    return [reason.text for risk in found.risks if risk.service == service for reason in risk.reasons]


def test_every_quarter_has_a_row_also_without_incidents() -> None:
    found = answer(down("2026-02-03", 10), down("2026-09-30", 20), down("2026-10-01", 5, "nearMiss: true"))
    assert [(each.name, each.whole, each.by_severity, each.group.near_misses) for each in found.quarters] == [
        ("2026-Q1", True, (1,), 0), ("2026-Q2", True, (0,), 0), ("2026-Q3", True, (1,), 0), ("2026-Q4", False, (0,), 1),
    ]  # fmt: skip
    assert (found.first, found.severities) == (date(2026, 1, 1), ("sev1",))


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (["2026-10-02"], date(2026, 10, 1)),
        (["2025-12-30"], date(2025, 10, 1)),
        (["2024-05-05", "2026-10-02"], date(2025, 10, 1)),
        (["2027-05-05"], date(2025, 10, 1)),
        ([], date(2025, 10, 1)),
    ],
)
def test_the_range_is_a_year_or_begins_with_the_first_incident(days: list[str], first: date) -> None:
    assert answer(*(down(day, 1) for day in days)).first == first


def test_a_quarter_that_ends_with_the_range_is_whole() -> None:
    assert answer(last=date(2026, 9, 30)).quarters[-1][:2] == ("2026-Q3", True)
    assert answer(first=date(2026, 7, 2), last=date(2026, 9, 30)).quarters[-1][:2] == ("2026-Q3", False)


def test_a_long_range_has_the_last_quarters() -> None:
    found = answer(first=date.min, last=date.max)
    assert (len(found.quarters), found.quarters[-1].name) == (MOST_QUARTERS, "9999-Q4")
    assert [each.name for each in answer(first=date.min, last=date(1, 5, 1)).quarters] == ["0001-Q1", "0001-Q2"]


@pytest.mark.parametrize(
    ("incidents", "state"),
    [
        ([down("2026-11-12", 20)], "kept"),
        ([down("2026-11-12", 61)], "missed"),
        ([down("2026-11-12", 50)], "missed"),  # in time, and 50 min are more than the error budget of 40.3 min
        ([down("2026-11-12", 61, "nearMiss: true")], "unmeasured"),
        ([], "unmeasured"),
    ],
)
def test_the_state_of_a_team(incidents: list[str], state: str) -> None:
    found = answer(*incidents)
    assert {team.team: team.state for team in found.teams} == {"Web people": state, "ops": "unmeasured"}
    assert found.owning_teams == 3


RISKS = {
    "late": ([down("2026-05-12", 61)], "1 of 1 incident restored later than promised, at worst 1h1m instead of 1h"),
    "acknowledged late": (
        [down("2026-05-12", 20).replace("10:05:00", "10:11:00")],
        "1 of 1 incident acknowledged later than promised, at worst 11m instead of 10m",
    ),
    "spent": ([down("2026-11-12", 50)], "error budget spent, 50 min of 40.3 min used in 28d"),
    "half": ([down("2026-11-12", 21)], "less than half of the error budget left, 21 min of 40.3 min used in 28d"),
    "again": (
        [down("2026-05-12", 1, "symptom: slow"), down("2026-06-12", 1, "symptom: slow")],
        "same symptom again: slow (2 incidents)",
    ),
    "near": ([down("2026-05-12", 1, "nearMiss: true")], "1 near miss"),
    "overdue": (
        [down("2026-05-12", 1, "actions: [{id: a, due: 2026-11-21}, {id: b, due: 2026-11-23}]")],
        "1 action after its incidents overdue, the oldest since 2026-11-21",
    ),
}


@pytest.mark.parametrize("case", RISKS)
def test_a_reason(case: str) -> None:
    incidents, reason = RISKS[case]
    assert reasons(answer(*incidents)) == [reason]


SILENT = {
    "in time": down("2026-05-12", 60),
    "a budget of another month": down("2026-10-12", 50),
    "half is left": down("2026-11-12", 20),
    "different symptoms": several(down("2026-05-12", 1, "symptom: slow"), down("2026-06-12", 1, "symptom: down")),
    "done": down("2026-05-12", 1, "actions: [{id: a, due: 2026-11-21, status: done}]"),
    "out of the range": down("2024-05-12", 300),
}


@pytest.mark.parametrize("case", SILENT)
def test_no_reason(case: str) -> None:
    assert answer(SILENT[case]).risks == ()


def test_missing_requirements() -> None:
    found = answer(missing={"shop": MissingRequirements(2, 9), "db": MissingRequirements(0, 4)})
    assert reasons(found) == ["2 of 9 requirements of tier 1 missing"]
    assert [risk.service for risk in found.risks] == ["shop"]


def test_a_promise_above_the_ceiling() -> None:
    found = loaded({"catalog/a.yaml": several(TEAMS, SERVICES, SLA, INNER.replace("99.99", "99.8"))})
    report = answer_report(AnswerContext(found.catalog, found.policy, LAST), None, LAST, {})
    assert reasons(report) == ["promises 99.9 %, and its dependencies allow at most 99.8 %"]


def test_the_tier_and_the_reasons_decide_the_order() -> None:
    found = answer(
        down("2026-11-12", 61, "actions: [{id: a, status: done}, {id: b, due: 2026-12-24}]"),
        missing={"db": MissingRequirements(1, 4), "toy": MissingRequirements(9, 9)},
    )
    assert [(risk.service, risk.team, risk.weight, len(risk.actions), risk.done) for risk in found.risks] == [
        ("shop", "Web people", 24, 1, 1), ("db", "ops", 3, 0, 0), ("toy", "lab", 1, 0, 0),
    ]  # fmt: skip
    assert [reason.weight for reason in found.risks[0].reasons] == [4, 2]


def test_an_incident_of_two_services_counts_for_each_with_its_own_targets() -> None:
    found = answer(down("2026-05-12", 61, service="db, shop", name="both"))
    assert reasons(found) and not reasons(found, "db")


def test_milestones_that_are_not_done() -> None:
    assert [each[:2] for each in answer().milestones] == [("shop", "Two of everything")]


def test_many_severities_become_other() -> None:
    found = answer(*(down("2026-11-12", 1, name=f"a{n}").replace("sev1", f"level{n}") for n in range(9)))
    assert found.severities == ("level0", "level1", "level2", "level3", "level4", "other")
    assert found.quarters[-1].by_severity == (1, 1, 1, 1, 1, 4)


def test_the_time_grows_with_the_number_of_services_and_incidents() -> None:
    def build(count: int) -> AnswerContext:
        texts = [
            text
            for number in range(count)
            for text in (
                doc("Service", f"s{number}", "owner: web", f"dependsOn: [{{service: s{number // 2}}}]" * bool(number)),
                doc("SLA", f"of-s{number}", f"service: s{number}", "external: true", OBJECTIVE.format(99.9)),
                down("2026-05-12", 61, service=f"s{number}"),
            )
        ]
        found = loaded({"catalog/a.yaml": several(TEAMS, *texts)})
        return AnswerContext(found.catalog, found.policy, LAST)

    books = {size: build(size) for size in (10, 200, 200 * FACTOR)}
    assert measure_growth(lambda size: answer_report(books[size], None, LAST, {}), 200) < LINEAR
