"""ROT110: a change moves turns of this week to another person."""

from __future__ import annotations

from datetime import date

import pytest

from ownercat.diagnostics import Severity
from tests.catalogs import TODAY, check, compare
from tests.rules.parts import doc, lines_of, several, team

PEOPLE = several(*(doc("Person", name, "contacts: [push, phone]") for name in ("ana", "bo", "cid")))
HOME = {"catalog/people.yaml": PEOPLE, "catalog/shop.yaml": team("shop", members="[ana, bo, cid]")}
ANA_BO = "members: [ana, bo], from: 2026-01-05"


def rota(who: str = ANA_BO, *more: str, name: str = "primary", zone: str = "Europe/Madrid") -> dict[str, str]:
    """A rotation with turns of a week, handed over on Mondays at 09:00; its layer is on line 6."""
    layer = f"  - {{id: everyone, {who}, timeZone: {zone}, turn: {{every: 1w, handoff: {{day: mon, at: '09:00'}}}}}}"
    return {**HOME, "catalog/rota.yaml": doc("Rotation", name, "team: shop", "layers:", layer, *more)}


def told(before: dict[str, str], after: dict[str, str], as_of: date | None = TODAY) -> list[str]:
    """Every warning of a change."""
    return lines_of(d for d in compare(before, after, as_of).diagnostics if d.severity > Severity.INFO)


def test_another_order_moves_the_week() -> None:
    # Sunday the 22nd is the last day of bo's turn
    assert told(rota(), rota("members: [bo, ana], from: 2026-01-05")) == [
        "rota.yaml:6:29 warning[rota-shifted] rotation primary has a different person on call in the next 7 days: bo → ana, "
        "Sun 2026-11-22 01:00 to 2026-11-23 09:00 Europe/Madrid (2026-11-22 00:00 to 2026-11-23 08:00 UTC), "
        "first of 2 changes",
        "  help: inform both people, or keep the turn with an override: `{from: 2026-11-22T01:00, to: 2026-11-23T09:00, "
        "timeZone: Europe/Madrid, remove: ana, add: bo}`",
    ]


def test_the_proposed_overrides_remove_the_finding() -> None:
    after = "members: [ana, cid, bo], from: 2026-11-16"
    (found, help) = told(rota(), rota(after))
    assert "bo → ana, Sun 2026-11-22 01:00 to 2026-11-23" in found and "first of 2 changes" in found
    override = help.split("override: ")[1].strip("`")
    (found, help) = told(rota(), rota(after, "overrides:", f"  - {override}"))
    assert "ana → cid, Mon 2026-11-23 09:00 to 2026-11-30 09:00 Europe/Madrid" in found
    assert "first of" not in found
    second = help.split("override: ")[1].strip("`")
    assert told(rota(), rota(after, "overrides:", f"  - {override}", f"  - {second}")) == []


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(rota(), id="no change"),
        pytest.param({**HOME, "catalog/elsewhere.yaml": rota()["catalog/rota.yaml"]}, id="another file"),
        pytest.param(rota("members: [bo, ana], from: 2026-11-16"), id="the same turns from a later day"),
        pytest.param(rota("members: [bo, ana, cid], from: 2026-11-16"), id="somebody else after this week and the next"),
        pytest.param(
            rota(ANA_BO, "overrides:", "  - {from: 2026-11-23T09:00, to: 2026-11-24T09:00, timeZone: Europe/Madrid, remove: ana, add: bo}"), id="a swap that is said to be one"
        ),
        pytest.param(rota(ANA_BO + ", until: 2026-11-22"), id="nobody at all is a gap"),
        pytest.param(rota("members: [bo, ana], from: 2026-01-05", name="secondary"), id="a new rotation"),
    ],
)  # fmt: skip
def test_a_week_that_stays_is_silent(after: dict[str, str]) -> None:
    assert [line for line in told(rota(), after) if "rota-shifted" in line] == []


@pytest.mark.parametrize(("who", "silent"), [("cid", False), ("bo", True)])
def test_an_override_with_a_person_from_outside_the_rotation(who: str, silent: bool) -> None:
    swap = f"  - {{from: 2026-11-23T09:00, to: 2026-11-24T09:00, timeZone: Europe/Madrid, remove: ana, add: {who}}}"
    found = [line for line in told(rota(), rota(ANA_BO, "overrides:", swap)) if "rota-shifted" in line]
    message = (
        "rota.yaml:8:5 warning[rota-shifted] rotation primary has a different person on call in the next 7 days: ana → cid, "
        "Mon 2026-11-23 09:00 to 2026-11-24 09:00 Europe/Madrid"
    )
    assert [line.startswith(message) for line in found] == [True] * (not silent)


def test_a_swap_that_is_taken_back_moves_the_week() -> None:
    swap = "  - {from: 2026-11-23T09:00, to: 2026-11-24T09:00, timeZone: Europe/Madrid, remove: ana, add: cid}"
    (found, _) = told(rota(ANA_BO, "overrides:", swap), rota())
    assert "cid → ana, Mon 2026-11-23 09:00 to 2026-11-24 09:00 Europe/Madrid" in found


def test_an_override_that_was_there_may_stand_elsewhere_in_the_list() -> None:
    other = "  - {from: 2026-06-01T09:00, to: 2026-06-02T09:00, timeZone: Europe/Madrid, add: cid}"
    swap = "  - {from: 2026-11-23T09:00, to: 2026-11-24T09:00, timeZone: Europe/Madrid, remove: ana, add: cid}"
    assert told(rota(ANA_BO, "overrides:", swap), rota(ANA_BO, "overrides:", other, swap)) == []


def test_another_name_for_a_person_moves_nobody() -> None:
    people = PEOPLE.replace("name: bo\n", "name: bob\naliases: [{name: bo}]\n")
    home = {"catalog/people.yaml": people, "catalog/shop.yaml": team("shop", members="[ana, bob, cid]")}
    assert told(rota(), {**rota("members: [ana, bob], from: 2026-01-05"), **home}) == []
    (found, _) = told(rota(), {**rota("members: [bob, ana], from: 2026-01-05"), **home})
    assert "bob → ana, Sun 2026-11-22" in found


def test_a_change_of_clocks_is_on_the_clock_of_the_people() -> None:
    """Two days before the clocks of New York go back, on a Sunday at 02:00."""
    zone = "America/New_York"
    (found, _) = told(rota(zone=zone), rota("members: [bo, ana], from: 2026-01-05", zone=zone), date(2026, 10, 30))
    assert (
        "Thu 2026-10-29 20:00 to 2026-11-02 09:00 America/New_York (2026-10-30 00:00 to 2026-11-02 14:00 UTC)" in found
    )


def test_what_is_timeless_has_no_week() -> None:
    assert told(rota(), rota("members: [bo, ana], from: 2026-01-05"), None) == []


def test_without_a_base_nothing_is_said() -> None:
    assert [d for d in check(rota()).diagnostics if d.code == "ROT110"] == []
