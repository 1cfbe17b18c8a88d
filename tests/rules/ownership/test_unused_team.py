"""OWN015 unused-team."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, several, team, told

CHECKOUT = {"s.yaml": service("checkout")}
LAYER = 'layers: [{id: a, timeZone: UTC, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: "09:00"}}, from: 2026-01-05}]'
ROTATION = doc("Rotation", "webshop-primary", "team: webshop", LAYER)
SAID = "info[unused-team] team webshop is not used: it owns nothing, and no page and no agreement leads to it"
HELP = "  help: give it what it answers for, or remove it with its rotations and policies"

REPORTED = [
    pytest.param(team("webshop"), [f"webshop.yaml:3:7 {SAID}", HELP], id="nothing names it"),
    pytest.param(
        several(team("webshop"), ROTATION),
        [f"webshop.yaml:3:7 {SAID}", HELP, "  webshop.yaml:9:7 rotation webshop-primary is its own"],
        id="its own rotation does not count",
    ),
    pytest.param(
        several(team("webshop", "parent: company"), team("company", "parent: webshop")),
        [
            f"webshop.yaml:3:7 {SAID}",
            HELP,
            "webshop.yaml:10:7 info[unused-team] team company is not used:"
            " it owns nothing, and no page and no agreement leads to it",
            HELP,
        ],
        id="teams that only know each other",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    assert told("OWN015", {**COMPANY, **CHECKOUT, "webshop.yaml": text}) == expected


SILENT = [
    pytest.param({"cart.yaml": service("cart", owner="webshop")}, id="an owner"),
    pytest.param({"s.yaml": service("checkout", "roles: {champion: team:webshop}")}, id="it has a role"),
    pytest.param(
        {"s.yaml": several(service("checkout", "roles: {champion: rotation:webshop-primary}"), ROTATION)},
        id="its rotation has a role",
    ),
    pytest.param({"storefront.yaml": team("storefront", "parent: webshop")}, id="it is above a team that is used"),
    pytest.param({"policy.yaml": doc("Policy", "shop", "governance: {team: webshop}")}, id="it governs"),
    pytest.param(
        {"cart.yaml": service("cart", "lifecycle: retired", owner="webshop")},
        id="what it owned is retired, and still names it",
    ),
    pytest.param({"s.yaml": doc("Person", "chidi")}, id="a catalog without services"),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN015", {**COMPANY, **CHECKOUT, "webshop.yaml": team("webshop"), **files}) == []


def test_a_slip_of_the_pen_is_one_finding() -> None:
    files = {**COMPANY, "webshop.yaml": team("webshop"), "s.yaml": service("checkout", owner="webshopp")}
    files["cart.yaml"] = service("cart")
    assert [line.split(" ")[1] for line in told("OWN015", files) if "[" in line] == ["error[orphaned-service]"]


def test_a_file_that_cannot_be_read_may_use_it() -> None:
    files = {**COMPANY, **CHECKOUT, "webshop.yaml": team("webshop"), "broken.yaml": "owner: webshop\nx: [\n"}
    assert [line.split(" ")[1] for line in told("OWN015", files) if "[" in line and "help" not in line] == [
        "error[invalid-yaml]"
    ]
