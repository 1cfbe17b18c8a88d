"""REF003 alias-collision."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, service, team, told

REPORTED = [
    pytest.param(
        {"a.yaml": service("cart"), "b.yaml": service("payment", "aliases: [{name: cart}]")},
        [
            "b.yaml:7:18 error[alias-collision] service payment has an alias that is the name of another service: cart",
            "  help: remove this alias, or rename service cart",
            "  a.yaml:3:7 definition of service cart",
        ],
        id="the name of another service",
    ),
    pytest.param(
        {"b.yaml": service("payment", "aliases: [{name: payment}]")},
        [
            "b.yaml:7:18 error[alias-collision] service payment has its own name as an alias",
            "  help: remove this alias",
        ],
        id="its own name",
    ),
    pytest.param(
        {"a.yaml": service("cart", "aliases: [{name: old}]"), "b.yaml": service("payment", "aliases: [{name: old}]")},
        [
            "b.yaml:7:18 error[alias-collision] service payment has an alias that service cart also has: old",
            "  help: remove this alias, or the alias old of service cart",
            "  a.yaml:7:18 alias old of service cart",
        ],
        id="the alias of another service",
    ),
]

SILENT = [
    pytest.param({"a.yaml": service("cart", "aliases: [{name: basket}]")}, id="a unique alias"),
    pytest.param(
        {"a.yaml": service("cart", "aliases: [{name: old}]"), "b.yaml": team("web", "aliases: [{name: old}]")},
        id="another kind",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("REF003", {**COMPANY, **files}) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("REF003", {**COMPANY, **files}) == []
