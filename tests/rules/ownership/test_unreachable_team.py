"""OWN005 unreachable-team."""

from __future__ import annotations

import pytest

from tests.rules.parts import PEOPLE, doc, service, told


def storefront(*lines: str) -> str:
    return doc("Team", "storefront", "members: [ana, bo]", *lines)


REPORTED = [
    pytest.param(
        storefront(),
        [
            "team.yaml:3:7 error[unreachable-team] team storefront has no chat, email or pager contact,"
            " and owns 1 service: checkout",
            '  help: under `contacts`, add for example `chat: "#storefront"`',
            "  checkout.yaml:6:8 owner of service checkout",
        ],
        id="no contacts, at the name",
    ),
    pytest.param(
        storefront("contacts: {tickets: https://tickets.shop.example}"),
        [
            "team.yaml:5:11 error[unreachable-team] team storefront has no chat, email or pager contact,"
            " and owns 1 service: checkout",
            '  help: under `contacts`, add for example `chat: "#storefront"`',
            "  checkout.yaml:6:8 owner of service checkout",
        ],
        id="contacts that people do not read immediately, at the contacts",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    assert told("OWN005", {"people.yaml": PEOPLE, "team.yaml": text, "checkout.yaml": service("checkout")}) == expected


@pytest.mark.parametrize("way", ['chat: "#storefront"', "email: storefront@shop.example", "pager: P123"])
def test_silent_with_one_direct_contact(way: str) -> None:
    files = {
        "people.yaml": PEOPLE,
        "team.yaml": storefront(f"contacts: {{{way}}}"),
        "checkout.yaml": service("checkout"),
    }
    assert told("OWN005", files) == []


def test_silent_about_a_team_that_owns_nothing() -> None:
    assert told("OWN005", {"people.yaml": PEOPLE, "team.yaml": storefront()}) == []


def test_a_swallowed_channel_is_one_finding() -> None:
    files = {
        "people.yaml": PEOPLE,
        "team.yaml": storefront("contacts:", "  chat: #storefront"),
        "a.yaml": service("checkout"),
    }
    assert [line.split("]")[0] for line in told("OWN005", files) if "[" in line] == [
        "team.yaml:6:9 error[comment-swallowed-value"
    ]
