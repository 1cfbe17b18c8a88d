"""REA101: levels, waits, targets and repetitions that differ from the paging system."""

from __future__ import annotations

import pytest

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, ELSEWHERE, FOLDER, HEAD, listed, policy, snapshot, users


def told(files: dict[str, str], code: str = "REA101") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


POLICY = {
    "catalog/e.yaml": f"{HEAD}kind: Escalation\nname: shop-urgent\nteam: shop\nhandles: {{pagerduty: PP1}}\ntiers:\n"
    "  - {name: on-call, notify: [rotation:shop-primary], via: [phone], wait: 5m}\n"
    "  - {name: lead, notify: [person:ana], via: [phone], wait: 10m}\nend: stop\n"
}
USERS = {FOLDER + "u.json": snapshot(users(PU1="ana@shop.example", PU2="bo@shop.example"))}
HELP = "change the policy in PagerDuty, or escalation shop-urgent, so that both are the same"
SAME = [(5, [("schedule", "PX1")]), (10, [("user", "PU1")])]


@pytest.mark.parametrize(
    ("levels", "loops", "difference"),
    [
        (SAME, 0, ""),
        ([(10, [("schedule", "PX1")]), SAME[1]], 0, "level on-call waits 10 min there, 5 min here"),
        (SAME[:1], 0, "1 level there, 2 here"),
        (SAME, 2, "it repeats 2 times there, 0 here"),
        (
            [SAME[0], (10, [("user", "PU2")])],
            0,
            "level lead also notifies person:bo there and notifies person:ana only here",
        ),
        ([SAME[0], (10, [("user", "PU1"), ("user", "PU2")])], 0, "level lead also notifies person:bo there"),
        (
            [(5, [("user", "PU9")]), SAME[1]],
            0,
            "level on-call also notifies user PU9 there and notifies rotation:shop-primary only here",
        ),
    ],
)
def test_each_difference(levels: list[tuple[int, list[tuple[str, str]]]], loops: int, difference: str) -> None:
    page = listed("escalation_policies", policy("PP1", *levels, loops=loops))
    found = told({**ELSEWHERE, **POLICY, **USERS, FOLDER + "p.json": snapshot(page)})
    message = f"catalog/e.yaml:5:22 warning escalation shop-urgent differs from policy PP1 of PagerDuty: {difference} | {HELP}"
    assert found == [message] * bool(difference)


def test_a_policy_that_does_not_exist() -> None:
    page = listed("escalation_policies", policy("PP9"))
    assert told({**ELSEWHERE, **POLICY, FOLDER + "p.json": snapshot(page)}) == [
        "catalog/e.yaml:5:22 warning escalation shop-urgent names policy PP1, which PagerDuty does not have"
        " | set the id of the policy in PagerDuty, or remove the link if the policy was deleted"
    ]


def test_a_target_without_a_counterpart_is_not_compared() -> None:
    page = listed("escalation_policies", policy("PP1", SAME[0], (10, [("user", "PU2")])))
    assert told({**ELSEWHERE, **POLICY, FOLDER + "p.json": snapshot(page)}) == []
