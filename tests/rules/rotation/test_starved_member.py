"""ROT105: on the list, and never on call."""

from __future__ import annotations

import pytest

from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, told

HELP = "add `advance: activeDays`, so that turns pass on covered days only, or use turns of whole weeks"
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
            "8:15 ROT105 ana never gets a turn in layer everyone of rotation shop-primary: turns of 1d among 7 bring the same "
            f"people to its windows every time | {HELP}",
            id="always the same day of the week",
        ),
        pytest.param(
            NO_TURN,
            "8:20 ROT105 bo never gets a turn in layer everyone of rotation shop-primary: it has no turns, so its first "
            "member holds it for good | add `turn: {every: 1w}`",
            id="no turns",
        ),
        pytest.param(
            HIDDEN,
            "8:15 ROT105 ana never gets a turn in layer everyone of rotation shop-primary: later layers take every one that "
            "comes | put the layer after the others, take layer everyone out, or give the others windows",
            id="a later layer takes all",
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
        pytest.param(HIDDEN + "external: {provider: x}\n", id="a schedule that lives elsewhere"),
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
        "8:15 ROT105 ana and bo never get a turn in layer everyone and layer b of rotation shop-primary: later layers take "
        "every one that comes | put the layer after the others, take layer everyone out, or give the others windows"
    ]


def test_a_layer_that_is_never_open_is_a_gap_and_starves_nobody() -> None:
    found = told(ROTATION + "    windows: [{days: []}]\n", TEAM_AND_PEOPLE)
    assert "ROT105" not in str(found)
