"""DEP006 impossible-quorum."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, service, several, told

PROVIDERS = {"providers.yaml": several(*(service(name) for name in "abc"))}


def checkout(*entries: str) -> dict[str, str]:
    text = service("checkout", "dependsOn:", *(f"  - {{{entry}}}" for entry in entries))
    return {**COMPANY, **PROVIDERS, "checkout.yaml": text}


REPORTED = [
    pytest.param(
        checkout("service: a, group: pay, need: 3", "service: b, group: pay"),
        [
            "checkout.yaml:8:36 error[impossible-quorum] service checkout needs 3 members of redundancy group pay, but the group has 2: a and b",
            "  help: set `need: 2` or less, or add the missing services to group pay",
            "  checkout.yaml:9:5 another entry of group pay",
        ],
        id="more than the group has",
    ),
    pytest.param(
        checkout("service: a, group: pay, need: 2", "service: a, group: pay, need: 2"),
        [
            "checkout.yaml:8:36 error[impossible-quorum] service checkout needs 2 members of redundancy group pay, but the group has 1: a",
            "  help: set `need: 1` or less, or add the missing services to group pay",
            "  checkout.yaml:9:5 another entry of group pay",
        ],
        id="the same service twice counts once",
    ),
    pytest.param(
        checkout("service: a, need: 2", "service: b"),
        [
            "checkout.yaml:8:24 error[impossible-quorum] service checkout has a dependency with `need: 2` that is not in a"
            " redundancy group: a",
            "  help: remove `need`, or add the `group` of this dependency",
        ],
        id="need without a group",
    ),
]

SILENT = [
    pytest.param(
        checkout("service: a, group: pay, need: 2", "service: b, group: pay, need: 2"), id="all members are needed"
    ),
    pytest.param(checkout("service: a, group: pay", "service: b, group: pay"), id="any member is enough"),
    pytest.param(checkout("service: a", "service: b"), id="no group"),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("DEP006", files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("DEP006", files) == []
