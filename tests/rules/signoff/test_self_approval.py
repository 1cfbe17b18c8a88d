"""SGN004 self-approval."""

from __future__ import annotations

import pytest

from tests.rules.parts import team, told
from tests.rules.signoff.two_teams import AGREED, NAME, RENEW, record

REPORTED = [
    f"record.yaml:9:5 error[self-approval] agreement {NAME} has an approver from the consumer's team: ana of team storefront;"
    " only team payments can agree that payment supports checkout",
    f"  help: {RENEW}",
    "  payment.yaml:6:8 owner of service payment: team payments",
]


@pytest.mark.parametrize("party", ["payments", "storefront"])
def test_reported_for_a_person_of_the_side_that_asks(party: str) -> None:
    assert told("SGN004", {**AGREED, "record.yaml": record(by="ana", team=party)}) == REPORTED


@pytest.mark.parametrize("members", ["[joao, bruna, ana]", "[bo, ana]"])
def test_silent_for_somebody_of_both_sides(members: str) -> None:
    assert (
        told("SGN004", {**AGREED, "payments.yaml": team("payments", members=members), "record.yaml": record(by="ana")})
        == []
    )


def test_silent_for_the_other_side() -> None:
    assert told("SGN004", AGREED) == []


def test_a_newer_record_replaces_it() -> None:
    files = {**AGREED, "own.yaml": record(name="own", by="ana", at="2026-01-01T00:00:00Z")}
    assert told("SGN004", files) == []
