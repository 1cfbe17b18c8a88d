"""RUN001: a major symptom that no runbook covers."""

from __future__ import annotations

import pytest

from tests.rules.shop import RUNBOOK, SERVICE, TEAM_AND_PEOPLE, told

SYMPTOMS = (
    SERVICE
    + """\
symptoms:
  - {id: failing, severity: sev1, alerts: [Errors, Refused]}
  - {id: slow, severity: sev3}
"""
)
SECOND = SYMPTOMS + "  - {id: lost, severity: p2}\n"
ALIASES = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\nseverityAliases: {p2: sev2}\n"
REQUIRED = ALIASES + 'tiers: {"4": {requires: [owner, runbook]}}\n'


def covering(*covers: str) -> str:
    return RUNBOOK + f"covers: [{', '.join(covers)}]\n"


def test_one_symptom_without_any_runbook() -> None:
    assert told(SYMPTOMS, TEAM_AND_PEOPLE) == [
        "8:10 RUN001 service checkout has a major symptom but no runbook: failing (sev1) | "
        "add a Runbook with `service: checkout` and `covers: [{symptom: failing}]`"
    ]


def test_all_symptoms_without_any_runbook_are_one_finding() -> None:
    assert told(SECOND, TEAM_AND_PEOPLE, ALIASES) == [
        "7:1 RUN001 service checkout has major symptoms but no runbook: failing (sev1) and lost (p2) | "
        "add a Runbook with `service: checkout` and `covers: [{symptom: failing}]`"
    ]


def test_a_runbook_that_the_tier_requires_is_one_finding() -> None:
    found = told(SECOND, TEAM_AND_PEOPLE, REQUIRED)
    assert [line.split()[1] for line in found] == ["RUN009"]


def test_one_symptom_is_uncovered() -> None:
    assert told(SECOND, TEAM_AND_PEOPLE, ALIASES, covering("{symptom: failing}")) == [
        "10:10 RUN001 service checkout has a major symptom that no runbook covers: lost (p2) | "
        "add `{symptom: lost}` to `covers` of runbook checkout-errors, or add another runbook for it"
    ]


def test_a_runbook_without_covers() -> None:
    found = told(SYMPTOMS, TEAM_AND_PEOPLE, RUNBOOK)
    assert [line.split()[:2] for line in found] == [["8:10", "RUN001"]]


def test_a_runbook_of_another_service_does_not_count() -> None:
    other = SERVICE.replace("checkout", "basket")
    found = told(SYMPTOMS, other, TEAM_AND_PEOPLE, RUNBOOK.replace("service: checkout", "service: basket"))
    assert [line.split()[1] for line in found] == ["RUN001"]


@pytest.mark.parametrize(
    "runbook",
    [
        pytest.param(covering("{symptom: failing}"), id="by its name"),
        pytest.param(covering("{alerts: [Refused]}"), id="by an alert"),
        pytest.param(covering("{severity: sev1}"), id="by its severity"),
    ],
)
def test_silent(runbook: str) -> None:
    assert told(SYMPTOMS, TEAM_AND_PEOPLE, runbook) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(SYMPTOMS.replace("sev1", "sev3"), id="no major symptom"),
        pytest.param(SYMPTOMS + "lifecycle: retired\n", id="a retired service"),
        pytest.param(SYMPTOMS + "type: external\n", id="an external service"),
    ],
)
def test_silent_without_a_runbook(subject: str) -> None:
    assert told(subject, TEAM_AND_PEOPLE) == []


@pytest.mark.parametrize(
    ("runbook", "code"),
    [
        pytest.param(covering("{symptom: faling}"), "REF001", id="a misspelt symptom"),
        pytest.param(covering().replace("service: checkout", "service: chekout"), "REF001", id="a misspelt service"),
        pytest.param(RUNBOOK + "covers: {\n", "SYN001", id="a runbook with a syntax error"),
    ],
)
def test_a_broken_runbook_is_one_finding(runbook: str, code: str) -> None:
    assert [line.split()[1] for line in told(SYMPTOMS, TEAM_AND_PEOPLE, runbook)] == [code]
