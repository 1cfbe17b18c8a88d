"""REF004 reference-through-alias."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, team, told

FILES = {**COMPANY, "storefront.yaml": team("storefront", "aliases: [{name: shops}]")}
ALIAS = "  storefront.yaml:6:18 alias shops of team storefront"

REPORTED = [
    pytest.param(
        service("checkout", owner="shops"),
        [
            "checkout.yaml:6:8 info[reference-through-alias] service checkout uses an alias of team storefront: shops",
            "  help: write `storefront`",
            ALIAS,
        ],
        id="a plain name",
    ),
    pytest.param(
        service("checkout", "roles: {champion: team:shops}"),
        [
            "checkout.yaml:7:19 info[reference-through-alias] service checkout uses an alias of team storefront: shops",
            "  help: write `team:storefront`",
            ALIAS,
        ],
        id="a name with a prefix",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    assert told("REF004", {**FILES, "checkout.yaml": text}) == expected


def test_silent_about_a_record_which_is_never_edited() -> None:
    record = doc(
        "BreakGlass", "down", "incident: INC-1", "reason: The provider is down for hours.", "services: [pay]",
        "invokedBy: ana", "second: bo", "covers: [" + "sha256:" + "0" * 64 + "]", "at: 2026-11-22T00:00:00Z",
        "expires: 2026-11-22T09:00:00Z", "retroDue: 2026-11-25",
    )  # fmt: skip
    files = {**FILES, "payment.yaml": service("payment", "aliases: [{name: pay}]"), "record.yaml": record}
    assert told("REF004", files) == []


def test_silent_about_the_real_name() -> None:
    assert told("REF004", {**FILES, "checkout.yaml": service("checkout")}) == []


def test_silent_where_something_that_fits_really_has_that_name() -> None:
    text = service("checkout", "roles: {champion: shops}")
    rotation = doc("Rotation", "shops", "team: storefront", "external: {provider: pagerduty, id: P1}")
    assert told("REF004", {**FILES, "checkout.yaml": text, "rotation.yaml": rotation}) == []
