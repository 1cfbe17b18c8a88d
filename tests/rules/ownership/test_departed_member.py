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
            "team.yaml:4:20 error[departed-member] team storefront has a member who has left: chidi, last day 2026-10-31",
            "  help: remove chidi from team storefront",
            "  people.yaml:12:11 last day of chidi",
        ],
        id="a last day that has passed",
    ),
    pytest.param(
        {"team.yaml": team("storefront", "lead: dana")},
        [
            "team.yaml:6:7 error[departed-member] team storefront has a lead who is not active: dana",
            "  help: set another `lead` of team storefront",
            "  people.yaml:17:9 `active` of dana",
        ],
        id="a lead who is not active",
    ),
    pytest.param(
        {"team.yaml": team("storefront", "lead: dana", members="[ana, bo, dana]")},
        [
            "team.yaml:4:20 error[departed-member] team storefront has a member who is not active: dana",
            "  help: remove dana from team storefront",
            "  people.yaml:17:9 `active` of dana",
        ],
        id="member and lead in one finding",
    ),
    pytest.param(
        {"team.yaml": team("storefront", members="[chidi]")},
        [
            "team.yaml:4:11 error[departed-member] team storefront has a member who has left: chidi, last day 2026-10-31",
            "  help: remove chidi from team storefront",
            "  people.yaml:12:11 last day of chidi",
        ],
        id="the last member of a team that owns nothing",
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


def test_orphaned_service_reports_a_team_without_active_members() -> None:
    files = {
        "people.yaml": EVERYBODY,
        "team.yaml": team("storefront", members="[chidi, dana]"),
        "checkout.yaml": service("checkout"),
    }
    assert [line for line in told("OWN004", files) if "[" in line] == [
        "checkout.yaml:6:8 error[orphaned-service]"
        " service checkout has no active owner: the last active member of team storefront left"
    ]
