"""OWN004 departed-member."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.parts import PEOPLE, doc, service, several, team, told

EVERYBODY = several(PEOPLE, doc("Person", "chidi", "leavesOn: 2026-10-31"), doc("Person", "dana", "active: false"))

REPORTED = [
    pytest.param(
        {"team.yaml": team("storefront", members="[ana, bo, chidi]")},
        [
            "team.yaml:4:20 error[departed-member] team storefront still has chidi as a member, who left on 2026-10-31",
            "  help: take chidi out of team storefront",
            "  people.yaml:12:11 the last day",
        ],
        id="a last day that has passed",
    ),
    pytest.param(
        {"team.yaml": team("storefront", "lead: dana")},
        [
            "team.yaml:6:7 error[departed-member] team storefront still has dana as its lead, who is not active",
            "  help: name another lead of team storefront",
            "  people.yaml:17:9 not active",
        ],
        id="a lead who is not active",
    ),
    pytest.param(
        {"team.yaml": team("storefront", "lead: dana", members="[ana, bo, dana]")},
        [
            "team.yaml:4:20 error[departed-member] team storefront still has dana as a member, who is not active",
            "  help: take dana out of team storefront",
            "  people.yaml:17:9 not active",
        ],
        id="member and lead in one finding",
    ),
    pytest.param(
        {"team.yaml": team("storefront", members="[chidi]")},
        [
            "team.yaml:4:11 error[departed-member] team storefront still has chidi as a member, who left on 2026-10-31",
            "  help: take chidi out of team storefront",
            "  people.yaml:12:11 the last day",
        ],
        id="the last one of a team that owns nothing",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("OWN004", {"people.yaml": EVERYBODY, **files}) == expected


def test_silent_on_the_last_day_itself() -> None:
    files = {"people.yaml": EVERYBODY, "team.yaml": team("storefront", members="[ana, bo, chidi]")}
    assert told("OWN004", files, as_of=date(2026, 10, 31)) == []


def test_silent_under_timeless() -> None:
    files = {"people.yaml": EVERYBODY, "team.yaml": team("storefront", members="[ana, bo, chidi, dana]")}
    assert told("OWN004", files, as_of=None) == []


def test_orphaned_service_speaks_for_a_team_that_is_gone() -> None:
    files = {
        "people.yaml": EVERYBODY,
        "team.yaml": team("storefront", members="[chidi, dana]"),
        "checkout.yaml": service("checkout"),
    }
    assert [line for line in told("OWN004", files) if "[" in line] == [
        "checkout.yaml:6:8 error[orphaned-service]"
        " service checkout has no living owner: the last active member of team storefront left"
    ]
