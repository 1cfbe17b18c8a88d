"""REF005 expired-alias."""

from __future__ import annotations

from datetime import date

from tests.rules.parts import COMPANY, service, told

PAYMENT = {"payment.yaml": service("payment", "aliases: [{name: pay, until: 2026-11-21}]")}
USED = {"checkout.yaml": service("checkout", "dependsOn: [{service: pay}]")}


def test_reported_with_the_references_that_are_left() -> None:
    assert [line for line in told("REF005", {**COMPANY, **PAYMENT, **USED}) if "info[" not in line] == [
        "payment.yaml:7:30 warning[expired-alias] the alias pay of service payment was meant to work until 2026-11-21,"
        " and 1 reference still uses it",
        "  help: write payment there, then remove the alias",
        "  checkout.yaml:7:23 pay is used here",
    ]


def test_reported_when_nobody_uses_it() -> None:
    assert told("REF005", {**COMPANY, **PAYMENT}) == [
        "payment.yaml:7:30 warning[expired-alias] the alias pay of service payment was meant to work until 2026-11-21,"
        " and no document uses it any more",
        "  help: remove the alias",
    ]


def test_silent_on_the_last_day_itself() -> None:
    assert told("REF005", {**COMPANY, **PAYMENT}, as_of=date(2026, 11, 21)) == []


def test_silent_under_timeless() -> None:
    assert told("REF005", {**COMPANY, **PAYMENT, **USED}, as_of=None) == []


def test_silent_about_an_alias_without_a_date() -> None:
    assert told("REF005", {**COMPANY, "payment.yaml": service("payment", "aliases: [{name: pay}]")}) == []
