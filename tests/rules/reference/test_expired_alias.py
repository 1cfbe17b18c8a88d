"""REF005 expired-alias."""

from __future__ import annotations

from datetime import date

from ownercat.signoff.digests import compute_change_digest
from tests.rules.parts import COMPANY, doc, service, told

PAYMENT = {"payment.yaml": service("payment", "aliases: [{name: pay, until: 2026-11-21}]")}
USED = {"checkout.yaml": service("checkout", "dependsOn: [{service: pay}]")}


def test_reported_with_the_references_that_are_left() -> None:
    assert [line for line in told("REF005", {**COMPANY, **PAYMENT, **USED}) if "info[" not in line] == [
        "payment.yaml:7:30 warning[expired-alias] service payment has an expired alias:"
        " pay (until 2026-11-21), used by 1 reference",
        "  help: change the references to payment, then remove the alias",
        "  checkout.yaml:7:23 reference to alias pay",
    ]


def test_reported_if_no_reference_uses_it() -> None:
    assert told("REF005", {**COMPANY, **PAYMENT}) == [
        "payment.yaml:7:30 warning[expired-alias] service payment has an expired alias:"
        " pay (until 2026-11-21), used by no reference",
        "  help: remove the alias",
    ]


RECORD = doc(
    "SignOff", "agreed", "change: sla-loosened", "service: pay", "party: {team: storefront, role: owner}", "decision: approve",
    "from: {}", "to: {}", f"terms: {compute_change_digest('default', 'pay', 'storefront', 'owner', 'sla-loosened', {}, {})}",
    "by: ana", "at: 2026-01-01T00:00:00Z",
)  # fmt: skip


def test_an_alias_that_a_record_needs_gets_a_later_day() -> None:
    found = told("REF005", {**COMPANY, **PAYMENT, "record.yaml": RECORD})
    assert found[1:] == [
        "  help: set a later `until`: 1 reference in records cannot be edited",
        "  record.yaml:5:10 reference to alias pay",
    ]
    both = told("REF005", {**COMPANY, **PAYMENT, **USED, "record.yaml": RECORD})
    assert (
        both[1]
        == "  help: change the references to payment, then set a later `until`: 1 reference in records cannot be edited"
    )


def test_silent_on_the_last_day_itself() -> None:
    assert told("REF005", {**COMPANY, **PAYMENT}, as_of=date(2026, 11, 21)) == []


def test_silent_under_timeless() -> None:
    assert told("REF005", {**COMPANY, **PAYMENT, **USED}, as_of=None) == []


def test_silent_about_an_alias_without_a_date() -> None:
    assert told("REF005", {**COMPANY, "payment.yaml": service("payment", "aliases: [{name: pay}]")}) == []
