"""OWN001 orphaned-service."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, PEOPLE, doc, service, several, team, told

LEFT = doc("Person", "ana", "leavesOn: 2026-10-31")
GONE = doc("Person", "bo", "active: false")

REPORTED = [
    pytest.param(
        {**COMPANY, "checkout.yaml": doc("Service", "checkout", "description: d", "tier: 4")},
        [
            "checkout.yaml:3:7 error[orphaned-service] service checkout has no owner",
            "  help: add `owner` with the name of the team that is responsible for the service",
        ],
        id="no owner at all",
    ),
    pytest.param(
        {**COMPANY, "checkout.yaml": service("checkout", owner="storefrnt")},
        [
            "checkout.yaml:6:8 error[orphaned-service] service checkout has an undefined owner: team storefrnt",
            "  help: did you mean storefront?",
        ],
        id="a misspelled owner, and no unknown-reference",
    ),
    pytest.param(
        {**COMPANY, "checkout.yaml": service("checkout", owner="team:wizards")},
        [
            "checkout.yaml:6:8 error[orphaned-service] service checkout has an undefined owner: team wizards",
            "  help: add team wizards, or give service checkout to another team",
        ],
        id="an owner without a similar name",
    ),
    pytest.param(
        {
            **COMPANY,
            "checkout.yaml": service("checkout", owner="duty"),
            "duty.yaml": doc("Rotation", "duty", "team: storefront", "external: {provider: pagerduty, id: P1}"),
        },
        [
            "checkout.yaml:6:8 error[orphaned-service] service checkout has an owner that is not a team: rotation duty",
            "  help: did you mean storefront?",
            "  duty.yaml:3:7 definition of rotation duty",
        ],
        id="a rotation, with its team as the fix",
    ),
    pytest.param(
        {"checkout.yaml": service("checkout"), "people.yaml": LEFT, "team.yaml": team("storefront", members="[ana]")},
        [
            "checkout.yaml:6:8 error[orphaned-service]"
            " service checkout has no active owner: the last active member of team storefront left",
            "  help: add an active member to team storefront, or give service checkout to another team",
            "  team.yaml:4:11 member who left on 2026-10-31",
        ],
        id="the last member left, and no departed-member",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout"),
            "people.yaml": several(GONE, doc("Person", "robo", "bot: true")),
            "team.yaml": team("storefront", members="[bo, robo]"),
        },
        [
            "checkout.yaml:6:8 error[orphaned-service]"
            " service checkout has no active owner: team storefront has no active members",
            "  help: add an active member to team storefront, or give service checkout to another team",
            "  team.yaml:4:11 inactive member",
            "  team.yaml:4:15 bot",
        ],
        id="an inactive member and a bot",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout"),
            "team.yaml": doc("Team", "storefront"),
        },
        [
            "checkout.yaml:6:8 error[orphaned-service] service checkout has no active owner: team storefront has no members",
            "  help: add an active member to team storefront, or give service checkout to another team",
            "  team.yaml:3:7 team storefront without members",
        ],
        id="a team without members, and no unreachable-team",
    ),
    pytest.param(
        {
            "cart.yaml": service("cart"),
            "checkout.yaml": service("checkout"),
            "old.yaml": service("old", "lifecycle: retired"),
            "people.yaml": LEFT,
            "team.yaml": team("storefront", members="[ana]"),
        },
        [
            "team.yaml:4:10 error[orphaned-service] the last active member of team storefront left,"
            " so 2 services have no active owner: cart and checkout",
            "  help: add an active member to team storefront, or give its services to other teams",
            "  team.yaml:4:11 member who left on 2026-10-31",
            "  cart.yaml:6:8 owner of service cart",
            "  checkout.yaml:6:8 owner of service checkout",
        ],
        id="one finding at the team for several services",
    ),
]

SILENT = [
    pytest.param({**COMPANY, "checkout.yaml": service("checkout")}, id="a team of two"),
    pytest.param(
        {**COMPANY, "checkout.yaml": doc("Service", "checkout", "description: d", "lifecycle: retired")},
        id="a retired service",
    ),
    pytest.param(
        {
            **COMPANY,
            "checkout.yaml": doc("Service", "checkout", "description: d", "tier: 4"),
            "policy.yaml": doc("Policy", "shop", 'tiers: {"4": {requires: []}}'),
        },
        id="a tier that requires no owner",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout", owner="shops"),
            "people.yaml": PEOPLE,
            "team.yaml": several(
                team("storefront", "aliases: [{name: shops}]"), team("retail", members="[]"), doc("Team", "empty")
            ),
        },
        id="an owner by its alias, and empty teams that own nothing",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout", owner="retail"),
            "people.yaml": PEOPLE,
            "team.yaml": several(team("storefront", "parent: retail"), team("retail", members="[]")),
        },
        id="members of a child team",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout", owner="a"),
            "people.yaml": PEOPLE,
            "team.yaml": several(team("a", "parent: b", members="[]"), team("b", "parent: a")),
        },
        id="teams that are each other's parent",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout"),
            "people.yaml": LEFT,
            "team.yaml": team("storefront", members="[ana, bo"),
        },
        id="a team in a file that cannot be read",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("OWN001", files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert [line for line in told("OWN001", files) if "orphaned" in line or "unknown" in line] == []


def test_a_misspelled_member_is_one_finding() -> None:
    files = {
        "checkout.yaml": service("checkout"),
        "people.yaml": LEFT,
        "team.yaml": team("storefront", members="[anna]"),
    }
    assert told("OWN001", files) == [
        "team.yaml:4:11 error[unknown-reference] team storefront has an undefined member: person anna",
        "  help: did you mean ana?",
    ]


def test_a_team_twice_is_one_finding() -> None:
    files = {**COMPANY, "checkout.yaml": service("checkout"), "again.yaml": doc("Team", "storefront")}
    assert [line for line in told("OWN001", files) if "[" in line] == [
        "storefront.yaml:3:7 error[duplicate-name] team storefront has more than one definition: this is definition 2"
    ]


def test_without_a_date_nobody_has_left() -> None:
    files = {
        "checkout.yaml": service("checkout"),
        "people.yaml": several(LEFT, doc("Person", "bo")),
        "team.yaml": team("storefront"),
    }
    assert told("OWN001", files, as_of=None) == []
