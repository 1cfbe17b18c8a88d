"""A change in words that can be read aloud."""

from __future__ import annotations

import pytest

from ownercat.changes.comparison import compare
from ownercat.changes.kinds import KINDS
from ownercat.changes.values import Side
from ownercat.changes.words import format_change
from tests.changes.parts import BASE, edited, side
from tests.rules.parts import doc


def says(after: dict[str, str], before: dict[str, str] = BASE) -> list[str]:
    return [format_change(change) for change in compare(side(before), side(after))]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param([("sla.yaml", "30m", "50m")],
                     "payment: SLA payment-for-checkout is looser: restore at sev1 from 30m to 50m", id="term"),
        pytest.param([("sla.yaml", "ack: 10m, ", "")],
                     "payment: SLA payment-for-checkout is looser: ack at sev1 removed (10m)", id="term gone"),
        pytest.param([("sla.yaml", "restore: 30m", "restore: 30m, resolve: 2h")],
                     "payment: SLA payment-for-checkout is tighter: resolve at sev1 added (2h)", id="term new"),
        pytest.param([("sla.yaml", "[payments, storefront]", "[payments]")],
                     "payment: SLA payment-for-checkout is looser: approvers loses storefront", id="set"),
        pytest.param([("payment.yaml", "tier: 2", "tier: 1")], "payment: tier raised: from 2 to 1", id="tier"),
        pytest.param([("payment.yaml", "tier: 2", "tier: 2\nlifecycle: retired")],
                     "payment: service retired", id="retired"),
        pytest.param([("teams.yaml", "wait: 5m", "wait: 9m")],
                     "payment: escalation sev1: level 1 wait from 5m to 9m", id="page"),
        pytest.param([("teams.yaml", "[push, phone]", "[push, sms]")],
                     "payment: escalation sev1: level 1 via gains sms and loses phone", id="channels"),
        pytest.param([("teams.yaml", "\n  - {notify: [person:ana]}", "")],
                     "payment: escalation sev1: level 2 notify removed (ana)", id="a tier less"),
        pytest.param([("teams.yaml", "[ana, bo]\nlead: ana", "[ana, bo, cy]\nlead: ana")], "payments: member cy joins", id="member"),
        pytest.param([("people.yaml", "name: bo", "name: bo\nemail: b@x.example")],
                     "bo: identity email added (b@x.example)", id="identity"),
    ],
)  # fmt: skip
def test_sentences(edits: list[tuple[str, str, str]], expected: str) -> None:
    assert says(edited(*edits)) == [expected]


def test_what_is_the_same_for_several_severities_is_said_once() -> None:
    policy = {"policy.yaml": doc("Policy", "shop", "severities: [{id: sev1, page: 24x7}, {id: sev2}, {id: sev3}]")}
    assert says(edited(("teams.yaml", "wait: 5m", "wait: 9m")) | policy, BASE | policy) == [
        "payment: escalation sev1, sev2 and sev3: level 1 wait from 5m to 9m"
    ]


def test_a_line_of_a_file_is_its_own_name() -> None:
    signers = "catalog/allowed_signers"
    here = side(BASE)
    (change,) = compare(here, Side(here.catalog, here.policy, {signers: b"eve@x.example ssh-ed25519 AAAA\n"}))
    assert format_change(change) == f"{signers}: signers looser: eve@x.example ssh-ed25519 AAAA"


def test_every_kind_has_words_that_fill_in() -> None:
    for kind in KINDS.values():
        assert kind.label and kind.means
        assert kind.says.format(other="x").isprintable()
