"""ESC006: a list of routes without a catch-all route."""

from __future__ import annotations

import pytest

from tests.rules.shop import DEFAULT, PAGED, SERVICE, URGENT, routed, told

BEGIN = "ESC006 service checkout has no catch-all route:"
HELP = "add a last route without conditions: `- {policy: urgent}`"
SYMPTOMS = "symptoms: [{id: db-down, severity: sev3}]\n"


@pytest.mark.parametrize(
    ("routes", "place", "effect"),
    [
        pytest.param(
            ["{severity: [sev1, sev2, sev3], policy: urgent}"],
            "8:5",
            "sev4 pages nobody",
            id="one severity has no route",
        ),
        pytest.param(
            ["{severity: [sev1], policy: urgent}", "{severity: [sev2], policy: urgent}"],
            "9:5",
            "sev3 and sev4 page nobody",
            id="two severities have no route",
        ),
        pytest.param(
            ["{severity: [sev1, sev2, sev3, sev4], policy: urgent}"],
            "8:5",
            "a new severity would page nobody",
            id="every severity is named",
        ),
        pytest.param(
            ["{severity: [sev1, sev2], policy: urgent}", "{symptom: db-*, policy: urgent}"],
            "9:5",
            "sev3 and sev4 page nobody unless a symptom matches",
            id="the last route has a symptom",
        ),
    ],
)
def test_reported(routes: list[str], place: str, effect: str) -> None:
    assert told(routed(*routes) + SYMPTOMS, PAGED, URGENT) == [f"{place} {BEGIN} {effect} | {HELP}"]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(routed("{severity: [sev1], policy: urgent}", "{policy: default}"), id="a catch-all route"),
        pytest.param(SERVICE + "escalation: urgent\n", id="one escalation for all pages"),
        pytest.param(SERVICE, id="no escalation"),
        pytest.param(
            routed("{severity: [sev1], policy: urgent}").replace("tier: 4", "tier: 4\nlifecycle: retired"),
            id="a retired service",
        ),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, PAGED, URGENT, DEFAULT) == []


def test_a_tier_that_requires_an_escalation_is_not_also_missing_one() -> None:
    subject = routed("{severity: [sev1], policy: urgent}").replace("tier: 4", "tier: 3")
    assert [line.split()[1] for line in told(subject, PAGED, URGENT)] == ["ESC006"]


def test_a_catch_all_route_before_another_one_is_a_shadowed_route() -> None:
    subject = routed("{policy: default}", "{severity: [sev1], policy: urgent}")
    assert [line.split()[1] for line in told(subject, PAGED, URGENT, DEFAULT)] == ["ESC007"]
