"""`diff` and `log` tell what the documents state; the gate compares effective values."""

from __future__ import annotations

import pytest

from ownercat.changes.comparison import compare
from tests.changes.parts import BASE, edited, lines, side
from tests.rules.parts import doc
from tests.signoff.company import asked
from tests.signoff.company import edited as company

FILE = "../service-catalog.yml"
TEAMS = "teams:\n  - {name: tides, slack_channel: tides}\n  - {name: gauges, slack_channel: gauges}\n"


def entry(name: str, *more: str, owner: str = "tides", label: str = "") -> str:
    head = f"  - name: {name}\n    friendly_name: The {label or name}\n    tier: sv\n    label: {label or name}\n"
    owned = f"    owner: {owner}\n" if owner else ""
    return head + owned + "".join(f"    {line}\n" for line in more)


def gitlab(*entries: str, teams: str = TEAMS) -> dict[str, str]:
    return {FILE: f"{teams}services:\n{''.join(entries)}"}


def told(before: dict[str, str], after: dict[str, str], stated: bool = True) -> list[str]:
    """Every change on a few lines, without its place."""
    dialects = ("gitlab",) if FILE in before else ()
    found = compare(side(before, dialects=dialects), side(after, dialects=dialects), stated=stated)
    return [line.partition(" @ ")[0] for change in found for line in lines(change)]


QUAY = gitlab(entry("quay"))


# --- no default of a format that cannot state the value ---


def test_a_format_without_tiers_gives_a_new_service_no_tier_and_no_lifecycle() -> None:
    assert told(QUAY, gitlab(entry("quay"), entry("locks"))) == [
        "service-added: Service locks of locks",
        "  owner: - -> tides other",
    ]


def test_a_native_service_has_its_tier() -> None:
    assert told(BASE, {**BASE, "locks.yaml": doc("Service", "locks", "owner: payments", "tier: 2")}) == [
        "service-added: Service locks of locks",
        "  lifecycle: - -> production other",
        "  owner: - -> payments other",
        "  tier: - -> 2 other",
    ]


def test_a_format_without_dependency_modes_gives_a_dependency_no_mode() -> None:
    after = gitlab(entry("quay", "technical: {dependencies: [{service: locks}]}"))
    assert told(QUAY, after) == ["dependency-added: Service quay of quay (locks)", "  service: - -> locks other"]


def test_a_native_dependency_has_its_mode() -> None:
    after = edited(("payment.yaml", "tier: 2", "tier: 2\ndependsOn: [{service: checkout, mode: soft, degrade: none}]"))
    assert "  mode: - -> soft tighter" in told(BASE, after)


# --- owners ---


def test_a_new_service_is_reported_with_an_owner_that_no_file_defines() -> None:
    assert told(QUAY, gitlab(entry("quay"), entry("locks", owner="dredgers")))[1] == "  owner: - -> dredgers other"


def test_a_new_service_without_an_owner_has_none() -> None:
    assert told(QUAY, gitlab(entry("quay"), entry("locks", owner=""))) == ["service-added: Service locks of locks"]


def test_an_owner_that_no_file_defines_replaces_another_one() -> None:
    assert told(QUAY, gitlab(entry("quay", owner="dredgers"))) == [
        "owner-changed: Service quay of quay",
        "  owner: tides -> dredgers other",
    ]


def test_the_gate_does_not_take_an_undefined_team_for_an_owner() -> None:
    assert told(QUAY, gitlab(entry("quay", owner="dredgers")), stated=False)[0] == "owner-removed: Service quay of quay"


def test_a_team_that_moves_to_another_repository_leaves_the_owner() -> None:
    less = gitlab(entry("quay"), teams="teams:\n  - {name: gauges, slack_channel: gauges}\n")
    assert told(QUAY, less) == ["team-dissolved: Team tides gone", "  name: tides -> - other"]


def test_a_native_team_that_is_removed_takes_the_owner_with_it() -> None:
    less = edited(("teams.yaml", "name: payments\n", "name: others\naliases: [{name: spare}]\n"))
    assert "owner-removed: Service payment of payment" in told(BASE, less)


def test_an_owner_that_a_format_takes_from_a_role_is_told_as_the_role() -> None:
    before = gitlab(entry("quay", "infra_owner: gauges", owner=""))
    assert told(before, gitlab(entry("quay", owner=""))) == [
        "role-changed: Service quay of quay (infrastructure)",
        "  infrastructure: gauges -> - other",
    ]


# --- roles and labels ---


def test_a_role_that_is_no_longer_stated_does_not_go_to_the_owner() -> None:
    assert told(gitlab(entry("quay", "infra_owner: gauges")), QUAY) == [
        "role-changed: Service quay of quay (infrastructure)",
        "  infrastructure: gauges -> - other",
    ]


def test_the_gate_knows_who_has_the_role_now() -> None:
    assert told(gitlab(entry("quay", "infra_owner: gauges")), QUAY, stated=False)[1] == (
        "  infrastructure: gauges -> tides other"
    )


def test_a_role_that_moves_is_told_with_both_holders() -> None:
    two = gitlab(entry("quay", "infra_owner: gauges")), gitlab(entry("quay", "infra_owner: tugs"))
    assert told(*two)[1] == "  infrastructure: gauges -> tugs other"


def test_the_role_of_the_owner_is_the_same_stated_or_not() -> None:
    assert told(gitlab(entry("quay", "infra_owner: tides")), QUAY) == []


def test_the_list_of_teams_is_what_the_file_has_whoever_owns() -> None:
    before, after = (gitlab(entry("quay", "teams: [gauges]", owner=owner)) for owner in ("tides", "gauges"))
    assert told(before, after) == ["owner-changed: Service quay of quay", "  owner: tides -> gauges other"]


def test_a_changed_list_of_teams_is_told() -> None:
    before, after = (gitlab(entry("quay", f"teams: [{names}]")) for names in ("gauges", "gauges, tugs"))
    assert told(before, after) == [
        "service-changed: Service quay of quay",
        "  labels.teams: gauges -> gauges, tugs other",
    ]


# --- names that change in place ---


RENAMED = ["service-renamed: Service tide-table of tide-table (tide_table)", "  name: tide_table -> tide-table other"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([entry("quay"), entry("tide_table")], [entry("quay"), entry("tide-table")]),
        ([entry("tide_table"), entry("quay")], [entry("tide-table"), entry("quay")]),
        # an entry in front of it is new, so the number in the list is another one
        ([entry("quay"), entry("tide_table")], [entry("a"), entry("quay"), entry("tide-table")]),
        ([entry("quay"), entry("tide_table")], [entry("quay"), entry("a", owner="tugs"), entry("tide-table")]),
    ],
)
def test_a_name_that_changes_in_place_is_a_renaming(before: list[str], after: list[str]) -> None:
    found = told(gitlab(*before), gitlab(*after))
    at = found.index(RENAMED[0])
    assert found[at : at + 2] == RENAMED
    assert not any(line.startswith(("service-retired", "service-removed")) for line in found)
    assert not any(line.startswith("service-added: Service tide") for line in found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # another owner
        ([entry("quay"), entry("tide_table")], [entry("quay"), entry("tide-table", owner="gauges")]),
        # another place
        ([entry("quay"), entry("tide_table")], [entry("tide-table"), entry("quay")]),
        # two entries that are alike, and only one of them can be the old one
        ([entry("quay"), entry("tide_table")], [entry("quay"), entry("a"), entry("tide-table")]),
        # the old name is still there
        ([entry("quay"), entry("tide_table")], [entry("quay"), entry("tide_table"), entry("tide-table")]),
    ],
)
def test_another_content_or_place_is_another_service(before: list[str], after: list[str]) -> None:
    found = told(gitlab(*before), gitlab(*after))
    assert "service-added: Service tide-table of tide-table" in found
    assert not any(line.startswith("service-renamed") for line in found)


def test_two_names_that_change_in_place_keep_their_order() -> None:
    found = told(gitlab(entry("a_1"), entry("a_2")), gitlab(entry("a-1"), entry("a-2")))
    assert [line for line in found if line.startswith("  name")] == [
        "  name: a_1 -> a-1 other",
        "  name: a_2 -> a-2 other",
    ]


def test_references_follow_a_name_that_changes_in_place() -> None:
    needs = "technical: {{dependencies: [{{service: {}}}]}}"
    before, after = (gitlab(entry("quay", needs.format(name)), entry(name)) for name in ("tide_table", "tide-table"))
    assert [line for line in told(before, after) if not line.startswith("  ")] == [
        "service-changed: Service tide-table of tide-table",
        "service-renamed: Service tide-table of tide-table (tide_table)",
    ]


def test_a_native_rotation_that_changes_its_name_in_place_is_renamed() -> None:
    after = edited(("teams.yaml", "payments-primary", "payments-first"))
    assert told(BASE, after) == [
        "rotation-renamed: Rotation payments-first (payments-primary)",
        "  name: payments-primary -> payments-first other",
    ]


def test_the_gate_takes_a_new_name_for_a_new_service_and_asks_the_owner() -> None:
    after = company(
        ("payment.yaml", "name: payment\n", "name: charge\n"),
        ("checkout.yaml", "service: payment", "service: charge"),
    )
    assert "service-retired payment: payments as owner high" in asked(after)
