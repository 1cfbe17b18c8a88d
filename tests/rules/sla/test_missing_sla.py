"""SLA005: a service without the SLA that its tier requires."""

from __future__ import annotations

import pytest

from tests.rules.shop import SERVICE, SLA, TARGETS, TEAM_AND_PEOPLE, told

POLICY = 'apiVersion: ownercat/v1\nkind: Policy\nname: shop\ntiers: {"4": {requires: [owner, sla]}}\n'
PROMISE = SLA + TARGETS
NEW = (
    "add an SLA with `service: checkout`, approved by the provider and the consumer: "
    "ownercat new sla checkout-sla --service checkout"
)


def test_none() -> None:
    assert told(SERVICE, TEAM_AND_PEOPLE, POLICY) == [
        f"3:7 SLA005 service checkout (tier 4) has no SLA: the tier requires one | {NEW}"
    ]


@pytest.mark.parametrize(
    ("status", "words", "help"),
    [
        pytest.param(
            "draft",
            "a draft",
            "after the provider and the consumer approve SLA contract, set `status: published`",
            id="only a draft",
        ),
        pytest.param("retired", "retired", NEW, id="only a retired SLA"),
    ],
)
def test_an_sla_that_is_not_published(status: str, words: str, help: str) -> None:
    assert told(SERVICE, TEAM_AND_PEOPLE, POLICY, PROMISE + f"status: {status}\n") == [
        f"3:7 SLA005 service checkout (tier 4) has no published SLA: SLA contract is {words} | {help}"
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
