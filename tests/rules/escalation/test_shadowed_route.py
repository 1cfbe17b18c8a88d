"""ESC007: routes that no page can reach."""

from __future__ import annotations

import pytest

from tests.rules.shop import DEFAULT, PAGED, URGENT, routed, told

LAST = "{policy: default}"
SYMPTOMS = "symptoms: [{id: db-down, severity: sev3}, {id: db-primary-down, severity: sev3}]\n"
POLICY = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\nseverityAliases: {p1: sev1}\n"


def to(severity: str = "", symptom: str = "") -> str:
    conditions = [f"severity: [{severity}]"] * bool(severity) + [f"symptom: '{symptom}'"] * bool(symptom)
    return f"{{{', '.join([*conditions, 'policy: urgent'])}}}"


@pytest.mark.parametrize(
    ("routes", "place", "number", "earlier", "matches"),
    [
        pytest.param([to("sev1"), to("sev1"), LAST], "9:5", 2, "route 1", "matches", id="the same route twice"),
        pytest.param([to("sev1"), to("p1"), LAST], "9:5", 2, "route 1", "matches", id="the same under an alias"),
        pytest.param(
            [to("sev1, sev2"), to("sev2", "db-down"), LAST],
            "9:5",
            2,
            "route 1",
            "matches",
            id="an earlier route for all symptoms",
        ),
        pytest.param(
            [to("sev1"), to("sev2"), to("sev1, sev2"), LAST],
            "10:5",
            3,
            "routes 1 and 2",
            "match",
            id="two earlier routes together",
        ),
        pytest.param([LAST, to("sev1")], "9:5", 2, "route 1", "matches", id="after the catch-all route"),
        pytest.param(
            [to(symptom="db-*"), to(symptom="db-down"), LAST], "9:5", 2, "route 1", "matches", id="an earlier pattern"
        ),
        pytest.param(
            [to(symptom="db-*"), to("sev1", "db-primary-*"), LAST],
            "9:5",
            2,
            "route 1",
            "matches",
            id="an earlier and wider pattern",
        ),
        pytest.param(
            [to(symptom="*"), to(symptom="db-*"), LAST],
            "9:5",
            2,
            "route 1",
            "matches",
            id="an earlier pattern for all symptoms",
        ),
    ],
)
def test_reported(routes: list[str], place: str, number: int, earlier: str, matches: str) -> None:
    assert told(routed(*routes) + SYMPTOMS, PAGED, URGENT, DEFAULT, POLICY) == [
        f"{place} ESC007 route {number} of service checkout never receives a page: {earlier} {matches} the same pages first"
        f" | move route {number} above {earlier}, or remove route {number}"
    ]


@pytest.mark.parametrize(
    "routes",
    [
        pytest.param([to("sev1"), to("sev1, sev2"), LAST], id="one severity has no earlier route"),
        pytest.param([to("sev1", "db-down"), to("sev1"), LAST], id="the narrow route first"),
        pytest.param([to(symptom="db-down"), to(symptom="db-*"), LAST], id="the narrow pattern first"),
        pytest.param([to(symptom="db-*"), to("sev1"), LAST], id="a page without a symptom"),
        pytest.param([to("sev1, sev2, sev3, sev4"), LAST], id="a catch-all route after routes for all severities"),
        pytest.param([to(symptom="*-down"), to(symptom="db-*"), LAST], id="patterns that overlap"),
        pytest.param([to(symptom="d?-down"), to(symptom="db-*"), LAST], id="a pattern that cannot be compared"),
    ],
)
def test_silent(routes: list[str]) -> None:
    assert told(routed(*routes) + SYMPTOMS, PAGED, URGENT, DEFAULT, POLICY) == []
