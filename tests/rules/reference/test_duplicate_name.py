"""REF002 duplicate-name."""

from __future__ import annotations

from tests.rules.parts import COMPANY, service, several, team, told

HELP = "  help: give one of them another name, or remove the copy; the first definition counts until then"


def test_reported_with_both_places() -> None:
    files = {"a.yaml": service("checkout"), "b.yaml": service("checkout")}
    assert told("REF002", {**COMPANY, **files}) == [
        "b.yaml:3:7 error[duplicate-name] service checkout is defined a second time",
        HELP,
        "  a.yaml:3:7 service checkout is first defined here",
    ]


def test_each_further_one_is_reported() -> None:
    found = told("REF002", {**COMPANY, "a.yaml": several(*[service("checkout")] * 3)})
    assert found == [
        "a.yaml:10:7 error[duplicate-name] service checkout is defined a second time",
        HELP,
        "  a.yaml:3:7 service checkout is first defined here",
        "a.yaml:17:7 error[duplicate-name] service checkout is defined a further time",
        HELP,
        "  a.yaml:3:7 service checkout is first defined here",
    ]


def test_silent_about_one_name_in_two_kinds() -> None:
    assert told("REF002", {**COMPANY, "a.yaml": service("storefront"), "b.yaml": team("checkout")}) == []
