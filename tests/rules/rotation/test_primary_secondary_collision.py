"""ROT104: the same person on call in the primary and the secondary rotation."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.shop import escalation, tier, told

NAMES = ("ana", "bo", "chidi", "dana", "emre")
START = date(2026, 1, 5)
ORDER = "the members of shop-primary, starting with the second"


def rotation(name: str, members: str, role: str = "primary", at: str = "09:00", more: str = "") -> str:
    turn = f'turn: {{every: 1w, handoff: {{day: mon, at: "{at}"}}}}'
    return (
        f"apiVersion: ownercat/v1\nkind: Rotation\nname: {name}\nteam: shop\nrole: {role}\nlayers:\n"
        f"  - {{timeZone: Europe/Madrid, members: [{members}], {turn}, from: 2026-01-05}}\n{more}"
    )


PEOPLE = "---\n".join(f"apiVersion: ownercat/v1\nkind: Person\nname: {name}\ncontacts: [phone]\n" for name in NAMES)
TEAM = f"apiVersion: ownercat/v1\nkind: Team\nname: shop\nmembers: [{', '.join(NAMES)}]\ncontacts: {{chat: '#shop'}}\n"
FIVE = rotation("shop-primary", "ana, bo, chidi, dana, emre")
FOUR = rotation("shop-secondary", "bo, chidi, dana, ana", "secondary")
SHIFTED = rotation("shop-secondary", "bo, chidi, dana, emre, ana", "secondary")


def test_five_and_four_meet_in_the_sixteenth_week() -> None:
    assert told(FOUR, FIVE, TEAM, PEOPLE, as_of=START) == [
        "3:7 ROT104 rotations shop-primary and shop-secondary have the same person on call: ana, Mon 2026-04-20 09:00 to "
        "2026-04-27 09:00 Europe/Madrid (2026-04-20 07:00 to 2026-04-27 07:00 UTC), first of 11 times | set "
        f"`members: [bo, chidi, dana, emre, ana]` in rotation shop-secondary: {ORDER}"
    ]


def test_the_fix_removes_the_finding() -> None:
    assert told(SHIFTED, FIVE, TEAM, PEOPLE, as_of=START) == []


def test_an_hour_between_two_handoffs() -> None:
    later = rotation("shop-secondary", "bo, chidi, dana, emre, ana", "secondary", at="10:00")
    found = told(later, FIVE, TEAM, PEOPLE, as_of=START)
    assert found == [
        "3:7 ROT104 rotations shop-primary and shop-secondary have the same person on call: bo, Mon 2026-01-12 09:00–10:00 "
        "Europe/Madrid (08:00–09:00 UTC), first of 57 times | set the same `handoff` and `from` in both rotations; in "
        f"shop-secondary, list {ORDER}"
    ]


def test_an_override() -> None:
    swap = "overrides:\n  - {from: 2026-01-06T09:00, to: 2026-01-06T17:00, remove: bo, add: ana}\n"
    assert told(SHIFTED + swap, FIVE, TEAM, PEOPLE, as_of=START) == [
        "3:7 ROT104 rotations shop-primary and shop-secondary have the same person on call: ana, Tue 2026-01-06 10:00–18:00 "
        "Europe/Madrid (09:00–17:00 UTC) | in override 1 of rotation shop-secondary, set `add` to another person"
    ]


def other(name: str, role: str, members: str) -> str:
    return rotation(name, members, role)


@pytest.mark.parametrize(
    ("paged", "expected"),
    [
        pytest.param("[rotation:shop-primary], [rotation:cart-primary]", 0, id="two primaries"),
        pytest.param("[rotation:shop-primary], [rotation:shop-secondary]", 1, id="one escalation pages both"),
    ],
)
def test_a_team_with_several_of_them(paged: str, expected: int) -> None:
    first, second = paged.split(", ")
    climb = escalation("urgent", "tiers:", tier("one", first, "via: [phone], wait: 5m"), tier("two", second))
    more = other("cart-primary", "primary", "emre, dana, chidi")
    found = told(FOUR, FIVE, TEAM, PEOPLE, more, climb, as_of=START)
    assert len([line for line in found if "ROT104" in line]) == expected


@pytest.mark.parametrize(
    "secondary",
    [
        pytest.param(rotation("x", "ana, bo, chidi, dana, emre", "shadow"), id="a shadow"),
        pytest.param(
            rotation("x", "ana, bo", "secondary", more="external: {provider: x}\n"), id="an external schedule"
        ),
        pytest.param(rotation("x", "ana", "secondary").replace("team: shop", "team: cart"), id="another team"),
    ],
)
def test_silent(secondary: str) -> None:
    cart = TEAM.replace("name: shop", "name: cart")
    assert not [line for line in told(secondary, FIVE, TEAM, PEOPLE, cart, as_of=START) if "ROT104" in line]


def test_a_name_that_nobody_has_is_left_to_the_reference_rule() -> None:
    first, second = rotation("a", "eva, bo"), rotation("b", "eva, ana", "secondary")
    assert {line.split()[1] for line in told(first, second, TEAM, PEOPLE, as_of=START)} == {"REF001"}


def test_one_person_in_both_is_told_once() -> None:
    first, second = rotation("a", "ana"), rotation("b", "ana", "secondary")
    assert {line.split()[1] for line in told(first, second, TEAM, PEOPLE, as_of=START)} == {"ROT103"}


def test_without_dates_nobody_meets_before_the_layers_begin() -> None:
    same = rotation("shop-secondary", "ana, bo, chidi, dana, emre", "secondary")
    [found] = [each for each in told(same, FIVE, TEAM, PEOPLE, as_of=None) if " ROT104 " in each]
    assert "ana, Mon 2026-01-05 09:00 to" in found
