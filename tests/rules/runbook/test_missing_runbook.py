"""RUN009: a service without the runbook that its tier requires."""

from __future__ import annotations

import pytest

from tests.rules.shop import RUNBOOK, SERVICE, TEAM_AND_PEOPLE, told

POLICY = 'apiVersion: ownercat/v1\nkind: Policy\nname: shop\ntiers: {"4": {requires: [owner, runbook]}}\n'
LINK = "links: [{type: runbook, title: What to do, url: https://wiki.shop.example/checkout}]\n"


def test_no_runbook() -> None:
    assert told(SERVICE, TEAM_AND_PEOPLE, POLICY) == [
        "3:7 RUN009 service checkout has no runbook: tier 4 requires one | add a Runbook with `service: checkout`: "
        "ownercat new runbook checkout-recovery --service checkout"
    ]


def test_the_fix_names_the_major_symptoms() -> None:
    symptoms = "symptoms: [{id: failing, severity: sev1}, {id: slow, severity: sev3}]\n"
    assert told(SERVICE + symptoms, TEAM_AND_PEOPLE, POLICY) == [
        "3:7 RUN009 service checkout has no runbook: tier 4 requires one | "
        "add a Runbook with `service: checkout` that covers the major symptom failing: "
        "ownercat new runbook checkout-recovery --service checkout"
    ]


@pytest.mark.parametrize(
    ("subject", "others"),
    [
        pytest.param(SERVICE, [POLICY, RUNBOOK], id="a runbook"),
        pytest.param(SERVICE + LINK, [POLICY], id="a link to a runbook"),
        pytest.param(SERVICE, [], id="not required"),
        pytest.param(SERVICE + "lifecycle: retired\n", [POLICY], id="a retired service"),
        pytest.param(SERVICE + "type: external\n", [POLICY], id="an external service"),
        pytest.param(SERVICE + "type: library\n", [POLICY], id="a library"),
    ],
)
def test_silent(subject: str, others: list[str]) -> None:
    assert told(subject, TEAM_AND_PEOPLE, *others) == []


@pytest.mark.parametrize(
    ("runbook", "code"),
    [
        pytest.param(RUNBOOK.replace("service: checkout", "service: chekout"), "REF001", id="a misspelt service"),
        pytest.param(RUNBOOK.replace("kind: verify", "kind: verfy"), "SCH006", id="a runbook with a schema error"),
        pytest.param(RUNBOOK + "x: {\n", "SYN001", id="a runbook with a syntax error"),
    ],
)
def test_a_broken_runbook_is_one_finding(runbook: str, code: str) -> None:
    assert [line.split()[1] for line in told(SERVICE, TEAM_AND_PEOPLE, POLICY, runbook)] == [code]
