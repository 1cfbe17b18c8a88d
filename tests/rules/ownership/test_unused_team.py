"""OWN015 unused-team."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, several, team, told

CHECKOUT = {"s.yaml": service("checkout")}
LAYER = 'layers: [{id: a, timeZone: UTC, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: "09:00"}}, from: 2026-01-05}]'
ROTATION = doc("Rotation", "webshop-primary", "team: webshop", LAYER)
SAID = "info[unused-team] team webshop is unused: it owns nothing, and no page or approval involves it"
HELP = "  help: make the team the owner of a service, or remove it with its rotations and escalation policies"

REPORTED = [
    pytest.param(team("webshop"), [f"webshop.yaml:3:7 {SAID}", HELP], id="no document refers to it"),
    pytest.param(
        several(team("webshop"), ROTATION),
        [f"webshop.yaml:3:7 {SAID}", HELP, "  webshop.yaml:9:7 rotation webshop-primary of this team"],
        id="its own rotation does not count",
    ),
    pytest.param(
        several(team("webshop", "parent: company"), team("company", "parent: webshop")),
        [
            f"webshop.yaml:3:7 {SAID}",
            HELP,
            "webshop.yaml:10:7 info[unused-team] team company is unused:"
            " it owns nothing, and no page or approval involves it",
            HELP,
        ],
        id="teams that only refer to each other",
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
    pytest.param({"storefront.yaml": team("storefront", "parent: webshop")}, id="the parent of a used team"),
    pytest.param({"policy.yaml": doc("Policy", "shop", "governance: {team: webshop}")}, id="it governs"),
    pytest.param(
        {"cart.yaml": service("cart", "lifecycle: retired", owner="webshop")},
        id="a retired service still refers to it",
    ),
    pytest.param({"s.yaml": doc("Person", "chidi")}, id="a catalog without services"),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN015", {**COMPANY, **CHECKOUT, "webshop.yaml": team("webshop"), **files}) == []


def test_a_misspelled_owner_is_one_finding() -> None:
    files = {**COMPANY, "webshop.yaml": team("webshop"), "s.yaml": service("checkout", owner="webshopp")}
    files["cart.yaml"] = service("cart")
    assert [line.split(" ")[1] for line in told("OWN015", files) if "[" in line] == ["error[orphaned-service]"]


def test_a_file_with_errors_may_use_it() -> None:
    files = {**COMPANY, **CHECKOUT, "webshop.yaml": team("webshop"), "broken.yaml": "owner: webshop\nx: [\n"}
    assert [line.split(" ")[1] for line in told("OWN015", files) if "[" in line and "help" not in line] == [
        "error[invalid-yaml]"
    ]
