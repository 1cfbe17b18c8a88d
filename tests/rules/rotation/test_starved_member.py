"""ROT105: a member who never gets a turn."""

from __future__ import annotations

import pytest

from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, told

HELP = "add `advance: activeDays` to layer everyone, so that turns pass only on covered days, or set `every: 1w`"
HIDDEN_HELP = "move layer everyone after the later layers, remove it, or add `windows` to the later layers"
REQUIRED = 'required: {timeZone: Europe/Madrid, days: [sat], from: "09:00", to: "21:00"}\n'
SATURDAYS = (
    ROTATION.replace("turn: {every: 1w, handoff: {day: mon", "turn: {every: 1d, handoff: {")
    .replace("{, at", "{at")
    .replace("[ana, bo]", "[ana, bo, ana, bo, ana, bo, ana]")
    + '    windows: [{days: [sat], from: "09:00", to: "21:00"}]\n'
    + REQUIRED
)
HIDDEN = ROTATION + "  - {id: all, timeZone: Europe/Madrid, members: [bo]}\n"
NO_TURN = ROTATION.replace('    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}\n', "")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(
            SATURDAYS,
            "8:15 ROT105 rotation shop-primary has a member who never gets a turn: ana in layer everyone, because turns of 1d "
            f"for 7 members always give the windows to the same people | {HELP}",
            id="always the same day of the week",
        ),
        pytest.param(
            NO_TURN,
            "8:20 ROT105 rotation shop-primary has a member who never gets a turn: bo in layer everyone, because the layer has "
            "no `turn` and its first member is always on call | add `turn: {every: 1w}` to layer everyone",
            id="no turns",
        ),
        pytest.param(
            HIDDEN,
            "8:15 ROT105 rotation shop-primary has a member who never gets a turn: ana in layer everyone, because later layers "
            f"cover all of their turns | {HIDDEN_HELP}",
            id="a later layer covers all turns",
        ),
    ],
)
def test_reported(subject: str, expected: str) -> None:
    assert told(subject, TEAM_AND_PEOPLE) == [expected]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(ROTATION, id="turns of a week"),
        pytest.param(SATURDAYS.replace("    from", "    advance: activeDays\n    from"), id="turns pass on Saturdays"),
        pytest.param(SATURDAYS.replace("[ana, bo, ana, bo, ana, bo, ana]", "[ana, bo]"), id="an even number"),
        pytest.param(HIDDEN + "external: {provider: x}\n", id="an external schedule"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, TEAM_AND_PEOPLE) == []


def test_the_steady_state_starves_them_as_well() -> None:
    assert told(SATURDAYS, TEAM_AND_PEOPLE, as_of=None) == told(SATURDAYS, TEAM_AND_PEOPLE)


def test_two_layers_that_one_hides_are_one_finding() -> None:
    company = (
        TEAM_AND_PEOPLE.replace("[ana, bo]", "[ana, bo, cy]") + "---\napiVersion: ownercat/v1\nkind: Person\nname: cy\n"
    )
    two = (
        ROTATION.replace("[ana, bo]", "[ana]")
        + "  - {id: b, timeZone: UTC, members: [bo]}\n  - {id: c, members: [cy]}\n"
    )
    assert [line for line in told(two, company) if "ROT103" not in line] == [
        "8:15 ROT105 rotation shop-primary has members who never get a turn: ana and bo in layer everyone and layer b, "
        f"because later layers cover all of their turns | {HIDDEN_HELP}"
    ]


def test_a_layer_that_is_never_open_is_a_gap_and_starves_nobody() -> None:
    found = told(ROTATION + "    windows: [{days: []}]\n", TEAM_AND_PEOPLE)
    assert "ROT105" not in str(found)
