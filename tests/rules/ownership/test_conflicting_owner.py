"""OWN017 conflicting-owner."""

from __future__ import annotations

import pytest

from tests.rules.parts import PEOPLE, doc, service, several, team, told

TEAMS = {
    "people.yaml": several(PEOPLE, doc("Person", "chidi"), doc("Person", "dana")),
    "storefront.yaml": team("storefront"),
    "payments.yaml": team("payments", members="[chidi, dana]"),
    "checkout.yaml": service("checkout"),
}
INFO = "apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata: {{name: {name}, description: d}}\nspec: {{{spec}}}\n"


def component(owner: str, name: str = "checkout", kind: str = "Component") -> dict[str, str]:
    spec = f"type: service, lifecycle: production, owner: {owner}" + (", definition: x" if kind == "API" else "")
    return {"catalog-info.yaml": INFO.format(kind=kind, name=name, spec=spec)}


def found(files: dict[str, str]) -> list[str]:
    return told("OWN017", {**TEAMS, **files}, dialects=("backstage",))


def test_reported() -> None:
    assert found(component("payments")) == [
        "checkout.yaml:6:8 warning[conflicting-owner] service checkout has different owners:"
        " team storefront in the native format, payments in the backstage format",
        "  help: name the same team in both formats; if both names mean the same team, add the alias payments to team storefront",
        "  catalog-info.yaml:4:53 owner in the backstage format",
    ]


def test_a_name_in_another_case_is_the_same_service() -> None:
    assert len(found(component("payments", name="Checkout"))) == 3


SILENT = [
    pytest.param(component("storefront"), id="the same team"),
    pytest.param(component("group:default/storefront"), id="the same team, written in full"),
    pytest.param(component("payments", kind="API"), id="an API with the same name"),
    pytest.param(component("payments", name="cart"), id="another service"),
    pytest.param(component("nobody"), id="an undefined owner, which another rule reports"),
    pytest.param(
        {**component("payments"), "storefront.yaml": team("storefront", "aliases: [{name: webshop}]",
         'handles: {github: "@shop/payments"}')},
        id="a handle shows that both are one team",
    ),
]  # fmt: skip


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert [line for line in found(files) if "conflicting" in line] == []


def test_services_of_one_format_are_not_compared() -> None:
    files = {**TEAMS, "again.yaml": service("checkout", owner="payments")}
    assert [line for line in told("OWN017", files) if "conflicting" in line] == []


@pytest.mark.parametrize(("native", "fix"), [
    ("storefront", "name the same team in both formats; if both names mean the same team, add the alias crew to team storefront"),
    ("payments", "name the same team in both formats; if both names mean the same team, add the alias crew to team payments"),
    ("crew", "name the same team in both formats; if both names mean the same team, add the alias crew to team payments"),
    ("gang", "name the same team in both formats"),
])  # fmt: skip
def test_only_a_native_team_gets_an_alias(native: str, fix: str) -> None:
    groups = "---\n".join(INFO.format(kind="Group", name=name, spec="type: team") for name in ("crew", "gang"))
    component_owner = "payments" if native == "crew" else "crew"
    files = {**component(component_owner), "groups.yaml": groups, "checkout.yaml": service("checkout", owner=native)}
    assert [line for line in found(files) if line.startswith("  help")] == [f"  help: {fix}"]
