"""What two catalogs differ in, and what does not count as a difference."""

from __future__ import annotations

import pytest

from tests.changes.parts import BASE, changes, edited

LOOSE = ("sla.yaml", "restore: 30m", "restore: 50m")


def test_nothing_changed() -> None:
    assert changes(BASE) == []


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(("sla.yaml", "30m", "1800s"), id="another unit"),
        pytest.param(("sla.yaml", "99.9,", "99.90,"), id="a trailing zero"),
        pytest.param(("sla.yaml", "service: payment\n", "# a comment\nservice: payment\nhours: 24x7\n"), id="a default"),
        pytest.param(("payment.yaml", "owner: payments", "escalation: payments-urgent\nowner: team:payments"), id="the team's default, stated"),
        pytest.param(("sla.yaml", "[payments, storefront]", "[team:storefront, payments]"), id="another order"),
    ],
)  # fmt: skip
def test_spelling_changes_nothing(edit: tuple[str, str, str]) -> None:
    assert changes(edited(edit)) == []


def test_a_moved_file_changes_nothing_and_hides_nothing() -> None:
    moved = {f"elsewhere/{path}": text for path, text in BASE.items()}
    assert changes(moved) == []
    assert changes(edited(("elsewhere/sla.yaml", "restore: 30m", "restore: 50m"), files=moved)) == [
        "sla-loosened: SLA payment-for-checkout of payment (payment-for-checkout)"
        " @ elsewhere/sla.yaml:targets/sev1/restore",
        "  sev1.restore: 30m -> 50m looser",
    ]


def test_looser_and_tighter_terms_of_one_promise_are_two_changes() -> None:
    edits = (LOOSE, ("sla.yaml", "99.9,", "99.5,"), ("sla.yaml", "ack: 10m", "ack: 5m"))
    assert changes(edited(*edits)) == [
        "sla-loosened: SLA payment-for-checkout of payment (payment-for-checkout) @ sla.yaml:objectives/0/target",
        "  availability.target: 99.9 % -> 99.5 % looser",
        "  sev1.restore: 30m -> 50m looser",
        "sla-tightened: SLA payment-for-checkout of payment (payment-for-checkout) @ sla.yaml:targets/sev1/ack",
        "  sev1.ack: 10m -> 5m tighter",
    ]


def test_an_owner_changes() -> None:
    assert changes(edited(("payment.yaml", "owner: payments", "owner: storefront"))) == [
        "escalation-changed: Service payment of payment @ teams.yaml:tiers/0/notify",
        "  sev1.tier1.notify: payments-primary -> storefront-primary other",
        "  sev1.tier1.team: payments -> storefront other",
        "  sev1.tier1.via: phone and push -> push looser",
        "  sev1.tier1.wait: 5m -> - looser",
        "  sev1.tier2.notify: ana -> - other",
        "  sev1.tier2.purpose: respond -> - other",
        "  sev1.tier2.urgency: high -> - looser",
        "owner-changed: Service payment of payment @ payment.yaml:owner",
        "  owner: payments -> storefront other",
    ]


def test_an_owner_that_is_taken_away_or_does_not_exist_owns_nothing() -> None:
    gone = "  owner: payments -> - looser"
    kinds = changes(edited(("payment.yaml", "owner: payments\n", "")))
    assert kinds[-2:] == ["owner-removed: Service payment of payment @ payment.yaml:name", gone]
    kinds = changes(edited(("payment.yaml", "owner: payments\n", "owner: nobody-knows\n")))
    assert kinds[-2:] == ["owner-removed: Service payment of payment @ payment.yaml:name", gone]


@pytest.mark.parametrize(
    ("tier", "kind", "way"), [("1", "tier-raised", "tighter"), ("3", "tier-lowered", "looser")], ids=["up", "down"]
)
def test_a_tier_moves(tier: str, kind: str, way: str) -> None:
    assert changes(edited(("payment.yaml", "tier: 2", f"tier: {tier}"))) == [
        f"{kind}: Service payment of payment @ payment.yaml:tier",
        f"  tier: 2 -> {tier} {way}",
    ]


def test_a_new_dependency_shows_how_it_leans() -> None:
    after = edited(
        ("payment.yaml", "tier: 2", "tier: 2\ndependsOn: [{service: checkout, mode: soft, interface: cart}]")
    )
    assert changes(after) == [
        "dependency-added: Service payment of payment (checkout) @ payment.yaml:dependsOn/0/interface",
        "  interface: - -> cart other",
        "  mode: - -> soft tighter",
        "  service: - -> checkout other",
        "  status: - -> active other",
    ]


def test_a_dependency_that_leans_harder_and_one_that_is_dropped() -> None:
    soft = edited(("checkout.yaml", "{service: payment}", "{service: payment, mode: soft}"))
    assert changes(BASE, soft) == [
        "dependency-hardened: Service checkout of checkout (payment) @ checkout.yaml:dependsOn/0/mode",
        "  mode: soft -> hard tighter",
    ]
    assert changes(soft) == [
        "dependency-softened: Service checkout of checkout (payment) @ checkout.yaml:dependsOn/0/mode",
        "  mode: hard -> soft looser",
    ]
    dropped = changes(edited(("checkout.yaml", "dependsOn: [{service: payment}]\n", "")))
    assert (
        dropped[0] == "dependency-removed: Service checkout of checkout (payment) gone @ checkout.yaml:dependsOn/0/mode"
    )
