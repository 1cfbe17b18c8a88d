"""OWN002 person-as-owner."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, team, told

OWNED_BY_ANA = [
    "checkout.yaml:6:8 error[person-as-owner] service checkout has a person as owner: ana",
    "  help: set `owner` to a team of ana: storefront",
    "  people.yaml:3:7 definition of person ana",
]

REPORTED = [
    pytest.param({"checkout.yaml": service("checkout", owner="ana")}, OWNED_BY_ANA, id="by name"),
    pytest.param({"checkout.yaml": service("checkout", owner="person:ana")}, OWNED_BY_ANA, id="with a prefix"),
    pytest.param(
        {"checkout.yaml": service("checkout", owner="person:zoe")},
        [
            "checkout.yaml:6:8 error[person-as-owner] service checkout has a person as owner: zoe",
            "  help: set `owner` to a team",
        ],
        id="an undefined person, and no unknown-reference",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout"),
            "buy.yaml": doc("Journey", "buy", "outcome: paid", "owner: ana", "steps: [{service: checkout}]"),
        },
        [
            "buy.yaml:5:8 error[person-as-owner] journey buy has a person as owner: ana",
            "  help: set `owner` to a team of ana: storefront",
            "  people.yaml:3:7 definition of person ana",
        ],
        id="a journey",
    ),
]

SILENT = [
    pytest.param({"checkout.yaml": service("checkout")}, id="a team"),
    pytest.param(
        {"checkout.yaml": service("checkout", owner="ana"), "ana.yaml": team("ana")},
        id="a team with the name of a person",
    ),
    pytest.param({"checkout.yaml": service("checkout", "lifecycle: retired", owner="ana")}, id="a retired service"),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("OWN002", {**COMPANY, **files}) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN002", {**COMPANY, **files}) == []


COMPONENT = (
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: web, description: d}\nspec: {owner: OWNER}\n"
)
TEAM = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: deck}\nspec: {type: team, members: [kalle, lotta]}\n"
USERS = "".join(
    f"---\napiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {{name: {n}}}\n" for n in ("kalle", "lotta")
)


@pytest.mark.parametrize("owner", ["user:kalle", "user:default/kalle", "kalle"])
def test_a_user_as_owner_in_backstage_is_a_warning_of_ownercat(owner: str) -> None:
    files = {"web.yaml": COMPONENT.replace("OWNER", owner), "org.yaml": TEAM + USERS}
    assert told("OWN002", files, dialects=("backstage",)) == [
        "web.yaml:4:15 warning[person-as-owner] component web has a person as owner: kalle"
        " (Backstage allows it, this rule of ownercat does not)",
        "  help: set `owner` to a team of kalle: deck",
        "  org.yaml:8:18 definition of person kalle",
    ]


def test_a_group_as_owner_in_backstage_is_silent() -> None:
    files = {"web.yaml": COMPONENT.replace("OWNER", "group:deck"), "org.yaml": TEAM + USERS}
    assert told("OWN002", files, dialects=("backstage",)) == []
