"""REF002 duplicate-name."""

from __future__ import annotations

from tests.rules.parts import COMPANY, service, several, team, told

HELP = "  help: rename one of these documents, or remove the copy; until then, ownercat uses the first one"


def test_reported_with_both_places() -> None:
    files = {"a.yaml": service("checkout"), "b.yaml": service("checkout")}
    assert told("REF002", {**COMPANY, **files}) == [
        "b.yaml:3:7 error[duplicate-name] service checkout has more than one definition: this is definition 2",
        HELP,
        "  a.yaml:3:7 first definition of service checkout",
    ]


def test_each_further_one_is_reported() -> None:
    found = told("REF002", {**COMPANY, "a.yaml": several(*[service("checkout")] * 3)})
    assert found == [
        "a.yaml:10:7 error[duplicate-name] service checkout has more than one definition: this is definition 2",
        HELP,
        "  a.yaml:3:7 first definition of service checkout",
        "a.yaml:17:7 error[duplicate-name] service checkout has more than one definition: this is definition 3",
        HELP,
        "  a.yaml:3:7 first definition of service checkout",
    ]


def test_silent_about_one_name_in_two_kinds() -> None:
    assert told("REF002", {**COMPANY, "a.yaml": service("storefront"), "b.yaml": team("checkout")}) == []
