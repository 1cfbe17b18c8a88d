"""RUN009: a tier that requires a runbook."""

from __future__ import annotations

import pytest

from tests.rules.shop import RUNBOOK, SERVICE, TEAM_AND_PEOPLE, told

POLICY = 'apiVersion: ownercat/v1\nkind: Policy\nname: shop\ntiers: {"4": {requires: [owner, runbook]}}\n'
LINK = "links: [{type: runbook, title: What to do, url: https://wiki.shop.example/checkout}]\n"


def test_none() -> None:
    assert told(SERVICE, TEAM_AND_PEOPLE, POLICY) == [
        "3:7 RUN009 service checkout of tier 4 has no runbook | write a Runbook with `service: checkout`"
    ]


def test_what_it_is_needed_for() -> None:
    symptoms = "symptoms: [{id: failing, severity: sev1}, {id: slow, severity: sev3}]\n"
    assert told(SERVICE + symptoms, TEAM_AND_PEOPLE, POLICY) == [
        "3:7 RUN009 service checkout of tier 4 has no runbook | "
        "write a Runbook with `service: checkout` that covers 1 major symptom: failing"
    ]


@pytest.mark.parametrize(
    ("subject", "others"),
    [
        pytest.param(SERVICE, [POLICY, RUNBOOK], id="a runbook"),
        pytest.param(SERVICE + LINK, [POLICY], id="a page elsewhere"),
        pytest.param(SERVICE, [], id="not required"),
        pytest.param(SERVICE + "lifecycle: retired\n", [POLICY], id="retired"),
        pytest.param(SERVICE + "type: external\n", [POLICY], id="run by others"),
        pytest.param(SERVICE + "type: library\n", [POLICY], id="a library"),
    ],
)
def test_silent(subject: str, others: list[str]) -> None:
    assert told(subject, TEAM_AND_PEOPLE, *others) == []


@pytest.mark.parametrize(
    ("runbook", "code"),
    [
        pytest.param(RUNBOOK.replace("service: checkout", "service: chekout"), "REF001", id="a misspelt service"),
        pytest.param(RUNBOOK.replace("kind: verify", "kind: verfy"), "SCH006", id="a runbook that the schema refuses"),
        pytest.param(RUNBOOK + "x: {\n", "SYN001", id="a runbook that cannot be read"),
    ],
)
def test_what_may_be_the_runbook_is_one_finding(runbook: str, code: str) -> None:
    assert [line.split()[1] for line in told(SERVICE, TEAM_AND_PEOPLE, POLICY, runbook)] == [code]
