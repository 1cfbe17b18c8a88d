"""ROT112: rotations whose schedule is in another system, once per run."""

import pytest

from ownercat.diagnostics import Severity
from tests.catalogs import check, compare
from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, told

HEAD = "apiVersion: ownercat/v1\nkind: Rotation\n"


def elsewhere(name: str, external: str = "{provider: pagerduty, id: PX1}") -> str:
    return f"{HEAD}name: {name}\nteam: shop\nexternal: {external}\n"


ONE = "1 rotation is taken on trust: its schedule is in PagerDuty"
TWO = "2 rotations are taken on trust: their schedules are in PagerDuty"


def help(systems: str) -> str:
    return f"look in {systems} to see who is on call: ownercat does not check these schedules"


@pytest.mark.parametrize(
    ("others", "message", "systems"),
    [
        ((), ONE, "PagerDuty"),
        ((elsewhere("b", "{provider: PagerDuty, id: PX2}"),), TWO, "PagerDuty"),
        (
            (elsewhere("b", "{provider: opsgenie, id: NL}"), elsewhere("c", "{provider: pagerduty}")),
            "3 rotations are taken on trust: their schedules are in Opsgenie (1) and PagerDuty (2)",
            "Opsgenie (1) and PagerDuty (2)",
        ),
    ],
)
def test_one_finding_names_the_number_and_the_systems(others: tuple[str, ...], message: str, systems: str) -> None:
    found = told(elsewhere("a"), *others, TEAM_AND_PEOPLE, about="assumed-schedule")
    assert found == [f"5:1 ROT112 {message} | {help(systems)}"]


def test_a_rotation_of_the_catalog_is_silent() -> None:
    assert told(ROTATION, TEAM_AND_PEOPLE, about="assumed-schedule") == []


def test_a_system_that_the_file_does_not_name() -> None:
    subject = elsewhere("a", "{url: 'https://oncall.example/1'}")
    [found] = [line for line in told(subject, TEAM_AND_PEOPLE, about="assumed-schedule") if " ROT112 " in line]
    message = "1 rotation is taken on trust: its schedule is in another system"
    assert found == f"5:1 ROT112 {message} | {help('another system')}"


def test_the_other_rotations_are_related_and_the_report_counts_all() -> None:
    report = check(
        {"catalog/a.yaml": elsewhere("a"), "catalog/b.yaml": elsewhere("b"), "catalog/t.yaml": TEAM_AND_PEOPLE}
    )
    [found] = [each for each in report.diagnostics if each.code == "ROT112"]
    assert (found.severity, found.message, found.path) == (Severity.INFO, TWO, "catalog/a.yaml")
    assert [(each.path, each.span.start, each.message) for each in found.related] == [
        ("catalog/b.yaml", (5, 1), "schedule of rotation b: PagerDuty (PX1)")
    ]
    assert report.assumed == 2


def test_a_catalog_with_its_own_schedules_counts_none() -> None:
    assert check({"catalog/a.yaml": ROTATION, "catalog/t.yaml": TEAM_AND_PEOPLE}).assumed == 0


@pytest.mark.parametrize(("added", "codes"), [(elsewhere("b"), ["ROT112"]), ("", [])])
def test_a_change_is_told_only_if_it_adds_one(added: str, codes: list[str]) -> None:
    before = {"catalog/a.yaml": elsewhere("a"), "catalog/t.yaml": TEAM_AND_PEOPLE}
    report = compare(before, before | ({"catalog/b.yaml": added} if added else {}))
    assert [each.code for each in report.diagnostics if each.code == "ROT112"] == codes
