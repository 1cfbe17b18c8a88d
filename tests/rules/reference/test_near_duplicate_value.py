"""REF006 near-duplicate-value."""

from __future__ import annotations

import pytest

from ownercat.rules.reference.near_duplicate_value import fold
from tests.rules.parts import COMPANY, doc, service, told


def services(*lines: str) -> dict[str, str]:
    return {**COMPANY, **{f"s{n}.yaml": service(f"s{n}", line) for n, line in enumerate(lines)}}


REPORTED = [
    pytest.param(
        services("system: Data Engineering", "system: Data Engineering", "system: Data engineering"),
        [
            "s2.yaml:7:9 warning[near-duplicate-value]"
            " service s2 spells a value of `system` differently: `Data engineering` (2 documents have `Data Engineering`)",
            "  help: write `Data Engineering`",
            "  s0.yaml:7:9 first use of `Data Engineering`",
        ],
        id="the rarer spelling, once",
    ),
    pytest.param(
        services("domain: web_shop", "domain: web-shop"),
        [
            "s1.yaml:7:9 warning[near-duplicate-value]"
            " service s1 spells a value of `domain` differently: `web-shop` (1 document has `web_shop`)",
            "  help: write `web_shop`",
            "  s0.yaml:7:9 first use of `web_shop`",
        ],
        id="the later one of two equally common spellings",
    ),
    pytest.param(
        services(
            "labels: {cost: Retail}", "labels: {cost: retail}", "labels: {cost: retail}", "labels: {cost: retail}"
        ),
        [
            "s0.yaml:7:16 warning[near-duplicate-value]"
            " service s0 spells a value of label `cost` differently: `Retail` (3 documents have `retail`)",
            "  help: write `retail`",
            "  s1.yaml:7:16 first use of `retail`",
        ],
        id="a label, located at its value",
    ),
]

SILENT = [
    pytest.param(services("system: shop", "system: shops"), id="another word"),
    pytest.param(services("system: shop", "domain: Shop"), id="another field"),
    pytest.param(services("labels: {a: x1}", "labels: {b: X1}"), id="another label"),
    pytest.param(services("labels: {v: '1.10'}", "labels: {v: '1-10'}"), id="values without letters"),
    pytest.param(services("labels: {lang: C++}", "labels: {lang: C}"), id="other punctuation has a meaning"),
    pytest.param(
        {
            **services("system: shop"),
            "policy.yaml": doc("Policy", "shop", "vocabulary: {labels: {cost: [Retail, retail]}}"),
            "a.yaml": service("a", "labels: {cost: Retail}"),
            "b.yaml": service("b", "labels: {cost: retail}"),
        },
        id="a list that the policy closes",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("REF006", files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("REF006", files) == []


def test_folding() -> None:
    assert fold("Data  Engineering") == fold("data-engineering") == fold("data_Engineering ")
    assert fold("ﬁnance") == fold("Finance")
    assert fold("1.10") != fold("1-10")
