"""SLA005: a tier that requires a promise."""

from __future__ import annotations

import pytest

from tests.rules.shop import SERVICE, SLA, TARGETS, TEAM_AND_PEOPLE, told

POLICY = 'apiVersion: ownercat/v1\nkind: Policy\nname: shop\ntiers: {"4": {requires: [owner, sla]}}\n'
PROMISE = SLA + TARGETS


def test_none() -> None:
    assert told(SERVICE, TEAM_AND_PEOPLE, POLICY) == [
        "3:7 SLA005 service checkout of tier 4 has no SLA | "
        "write an SLA with `service: checkout`, and have both sides agree to it"
    ]


@pytest.mark.parametrize(
    ("status", "words", "help"),
    [
        ("draft", "a draft", "have both sides agree to contract, then publish it"),
        ("retired", "retired", "write a new one"),
    ],
)
def test_only_one_that_does_not_hold(status: str, words: str, help: str) -> None:
    assert told(SERVICE, TEAM_AND_PEOPLE, POLICY, PROMISE + f"status: {status}\n") == [
        f"3:7 SLA005 service checkout of tier 4 has no published SLA: SLA contract is {words} | {help}"
    ]


@pytest.mark.parametrize(
    ("subject", "others"),
    [
        pytest.param(SERVICE, [POLICY, PROMISE], id="published"),
        pytest.param(SERVICE, [], id="not required"),
        pytest.param(SERVICE + "lifecycle: retired\n", [POLICY], id="retired"),
        pytest.param(SERVICE + "type: external\n", [POLICY], id="run by others"),
        pytest.param(SERVICE + "type: library\n", [POLICY], id="a library"),
    ],
)
def test_silent(subject: str, others: list[str]) -> None:
    assert told(subject, TEAM_AND_PEOPLE, *others) == []


@pytest.mark.parametrize(
    ("promise", "code"),
    [
        pytest.param(PROMISE.replace("service: checkout", "service: chekout"), "REF001", id="a misspelt service"),
        pytest.param(PROMISE + "sevrity: x\n", "SCH004", id="an SLA that the schema refuses"),
        pytest.param(PROMISE + "x: {\n", "SYN001", id="an SLA that cannot be read"),
    ],
)
def test_what_may_be_the_sla_is_one_finding(promise: str, code: str) -> None:
    assert [line.split()[1] for line in told(SERVICE, TEAM_AND_PEOPLE, POLICY, promise)] == [code]
