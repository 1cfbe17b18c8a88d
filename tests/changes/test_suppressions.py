"""A suppression that a change adds: a comment or a rule exception, and whose approval it needs."""

from __future__ import annotations

import pytest

from tests.changes.parts import BASE, changes, edited
from tests.signoff.company import BASE as COMPANY
from tests.signoff.company import GOVERNED, asked

IGNORE = '# ownercat: ignore[lone-owner] reason="one year"'


def commented(text: str, path: str = "payment.yaml", at: str = "tier: 2") -> dict[str, str]:
    return edited((path, at, f"{at} {text}"))


def excepted(*items: str) -> dict[str, str]:
    return edited(("policy.yaml", "name: shop\n", f"name: shop\nrules: {{exceptions: [{', '.join(items)}]}}\n"))


def test_a_comment() -> None:
    assert changes(commented(IGNORE)) == [
        "suppression-added: Service payment of payment (lone-owner) @ payment.yaml:tier",
        "  rule: - -> lone-owner (tier) looser",
    ]
    assert changes(BASE, commented(IGNORE)) == []
    assert changes(commented(IGNORE), commented(IGNORE)) == []


@pytest.mark.parametrize("text", ["# ownercat: ignore[lone-owner]", "# a comment", "# ownercat: ignore[a, b] reason=x"])
def test_what_has_no_effect_changes_nothing(text: str) -> None:
    assert changes(commented(text)) == []


def test_until() -> None:
    short, long = (commented(f"{IGNORE} until={day}") for day in ("2026-12-31", "2027-12-31"))
    assert changes(long, short) == [
        "suppression-added: Service payment of payment (lone-owner) @ payment.yaml:tier",
        "  rule: lone-owner (tier) -> lone-owner (tier) looser",
        "  until: 2026-12-31 -> 2027-12-31 looser",
    ]
    assert changes(short, long) == []
    assert changes(commented(IGNORE), short) == [
        "suppression-added: Service payment of payment (lone-owner) @ payment.yaml:tier",
        "  rule: lone-owner (tier) -> lone-owner (tier) looser",
        "  until: 2026-12-31 -> - looser",
    ]
    assert changes(commented(IGNORE.replace("one year", "two years")), commented(IGNORE)) == []


def test_another_key_is_another_suppression_and_another_line_is_not() -> None:
    moved = edited(("payment.yaml", "owner: payments", f"owner: payments {IGNORE}"))
    assert len(changes(moved, commented(IGNORE))) == 2
    above = edited(("payment.yaml", "tier: 2", f"{IGNORE}\ntier: 2"))
    assert changes(above, commented(IGNORE)) == []


def test_an_exception_of_the_policy() -> None:
    item = "{rule: OWN001, entity: service:payment, reason: one year, until: 2026-12-31}"
    assert changes(excepted(item)) == [
        "suppression-added: Service payment of payment (OWN001) @ policy.yaml:rules/exceptions/0",
        "  rule: - -> OWN001 looser",
        "  until: - -> 2026-12-31 looser",
    ]
    assert changes(BASE, excepted(item)) == []


def test_the_owner_approves() -> None:
    comment = edited(("payment.yaml", "tier: 2", f"tier: 2 {IGNORE}"), files=COMPANY)
    assert asked(comment) == ["suppression-added payment: payments as owner"]
    team = edited(("teams.yaml", "name: search\n", f"name: search {IGNORE}\n"), files=COMPANY)
    assert asked(team) == ["suppression-added search: search as owner"]
    rule = "rules: {exceptions: [{rule: OWN001, entity: service:checkout, reason: x}]}\n"
    exception = edited(("policy.yaml", "signoff:", f"{rule}signoff:"), files=GOVERNED)
    assert asked(exception, GOVERNED) == ["suppression-added checkout: storefront as owner"]


def test_governance_approves_where_nobody_owns() -> None:
    comment = edited(("policy.yaml", "name: shop", f"name: shop {IGNORE}"), files=GOVERNED)
    assert asked(comment, GOVERNED) == ["suppression-added shop: council as governance x2"]
    rule = "rules: {exceptions: [{rule: OWN001, entity: service:gone, reason: x}]}\n"
    exception = edited(("policy.yaml", "signoff:", f"{rule}signoff:"), files=GOVERNED)
    assert asked(exception, GOVERNED) == ["suppression-added gone: council as governance x2"]
