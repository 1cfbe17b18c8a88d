"""DEP008 hidden-choke-point."""

from __future__ import annotations

import pytest

from ownercat.rules.dependency import hidden_choke_point
from tests.rules.parts import COMPANY, doc, several, told

POLICY = {"policy.yaml": doc("Policy", "shop", "tiers:", *[f'  "{n}": {{requires: [owner]}}' for n in range(1, 5)])}


def at(name: str, tier: int, *needs: str, more: str = "x-note: none") -> str:
    entries = ", ".join(f"{{service: {need}}}" for need in needs)
    return doc("Service", name, "description: d", f"tier: {tier}", "owner: storefront", f"dependsOn: [{entries}]", more)


def journey(*steps: str, name: str = "buy") -> str:
    listed = ", ".join(f"{{service: {step}}}" for step in steps)
    return doc("Journey", name, "outcome: o", "owner: storefront", f"steps: [{listed}]")


def shop(*documents: str) -> dict[str, str]:
    return {**COMPANY, **POLICY, "s.yaml": several(*documents)}


CORE = (at("cart", 1), at("checkout", 1))


def test_reported() -> None:
    documents = (at("gateway", 2, "cart", "checkout"), *CORE, journey("gateway", "cart", "checkout"))
    assert told("DEP008", shop(*documents)) == [
        "s.yaml:5:7 warning[hidden-choke-point] service gateway (tier 2)"
        " is on every path from journey buy to its 2 tier 1 services: cart and checkout",
        "  help: set `tier: 1` in gateway, or add a path that avoids gateway",
        "  s.yaml:30:7 journey buy, whose paths include gateway",
    ]


def test_one_that_is_no_step_is_found_as_well() -> None:
    documents = (
        at("front", 1, "gateway"), at("gateway", 3, "cart", "checkout"), *CORE, journey("front", "cart", "checkout"),
    )  # fmt: skip
    assert [line for line in told("DEP008", shop(*documents)) if "choke" in line] == []  # front itself is of tier 1
    documents = (
        at("front", 4, "gateway"), at("gateway", 3, "cart", "checkout"), *CORE, journey("front", "cart", "checkout"),
    )  # fmt: skip
    lines = [line.split(" (tier")[0] for line in told("DEP008", shop(*documents)) if "choke" in line]
    assert lines == [
        "s.yaml:5:7 warning[hidden-choke-point] service front",
        "s.yaml:12:7 warning[hidden-choke-point] service gateway",
    ]


def test_several_journeys_are_one_finding() -> None:
    documents = (
        at("gateway", 2, "cart", "checkout"), *CORE,
        journey("gateway", "cart", "checkout"), journey("gateway", "cart", "checkout", name="return"),
    )  # fmt: skip
    assert [line.split("] ")[-1] for line in told("DEP008", shop(*documents))][2:] == [
        "  s.yaml:30:7 journey buy, whose paths include gateway",
        "  s.yaml:37:7 journey return, whose paths include gateway",
    ]


SILENT = [
    pytest.param((at("gateway", 1, "cart", "checkout"), *CORE, journey("gateway", "cart", "checkout")), id="the service is of tier 1"),
    pytest.param(
        (at("gateway", 2, "cart", "checkout"), at("second", 2, "cart", "checkout"), *CORE,
         journey("gateway", "second", "cart", "checkout")),
        id="another path exists",
    ),
    pytest.param(
        (at("gateway", 2, "cart"), *CORE, journey("gateway", "cart", "checkout")), id="one tier 1 service is reached without it"
    ),
    pytest.param((at("gateway", 2, "cart"), *CORE, journey("gateway", "cart")), id="there is only one service of tier 1"),
    pytest.param(
        (at("gateway", 2, "cart", "checkout", more="type: external"), *CORE, journey("gateway", "cart", "checkout")),
        id="external services are ignored",
    ),
]  # fmt: skip


@pytest.mark.parametrize("documents", SILENT)
def test_silent(documents: tuple[str, ...]) -> None:
    assert told("DEP008", shop(*documents)) == []


def test_a_journey_with_many_steps_and_many_candidates() -> None:
    chain = [at(f"s{n}", 3, f"s{n + 1}") for n in range(60)]
    documents = (
        *chain, at("s60", 2, "cart", "checkout"), *CORE, journey(*(f"s{n}" for n in range(61)), "cart", "checkout"),
    )  # fmt: skip
    lines = [line for line in told("DEP008", shop(*documents)) if "choke" in line]
    assert len(lines) == 61
    assert lines[-1] == (
        "s.yaml:545:7 warning[hidden-choke-point] service s60 (tier 2)"
        " is on every path from journey buy to its 2 tier 1 services: cart and checkout"
    )


def test_a_search_that_was_cut_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = (
        at("gateway", 2, "cart", "checkout"), *CORE, journey("gateway", "cart", "checkout"),
        journey("gateway", "cart", "checkout", name="return"), journey("cart", "checkout", name="pay"),
    )  # fmt: skip
    assert not [line for line in told("DEP008", shop(*documents)) if "info" in line]
    monkeypatch.setattr(hidden_choke_point, "_LOOKS", 5)
    lines = told("DEP008", shop(*documents))
    assert [line.split("] ")[-1] for line in lines[:3]] == [
        "service gateway (tier 2) is on every path from journey buy to its 2 tier 1 services: cart and checkout",
        "  help: set `tier: 1` in gateway, or add a path that avoids gateway",
        "  s.yaml:30:7 journey buy, whose paths include gateway",
    ]
    assert lines[3:] == [
        "s.yaml:37:7 info[hidden-choke-point] 2 journeys without a search for choke points, journey return first:"
        " the search ended after 5 visits of services",
        "  help: check these journeys in a smaller catalog",
    ]


def test_circles_end() -> None:
    documents = (
        at("gateway", 2, "cart"), at("cart", 1, "checkout"), at("checkout", 1, "gateway"),
        journey("cart", "checkout", "gateway"),
    )  # fmt: skip
    assert [line for line in told("DEP008", shop(*documents)) if "choke" in line] == []


def test_a_service_that_cannot_be_read_whole_may_be_the_way_around() -> None:
    documents = (
        at("gateway", 2, "cart", "checkout", "odd"), at("odd", 2, more="tier: many"), *CORE,
        journey("gateway", "cart", "checkout"),
    )  # fmt: skip
    assert [line for line in told("DEP008", shop(*documents)) if "choke" in line] == []
