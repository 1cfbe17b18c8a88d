"""Things are what their names and aliases say, wherever they stand."""

from __future__ import annotations

from ownercat.changes.comparison import compare
from ownercat.changes.matching import match_entities
from ownercat.model import Catalog, Service
from tests.changes.parts import BASE, changes, edited, side
from tests.rules.parts import doc

RENAMED = edited(("payment.yaml", "name: payment", "name: charge\naliases: [{name: payment, until: 2027-01-01}]"))
DEFAULTS = ["  lifecycle: - -> production other", "  owner: - -> payments other", "  tier: - -> 2 other"]


def pairs(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    return services(side(before).catalog, side(after).catalog)


def services(before: Catalog, after: Catalog) -> dict[str, str]:
    return {
        pair.before.key: pair.after.key
        for pair in match_entities(before, after).pairs
        if isinstance(pair.before, Service) and isinstance(pair.after, Service)
    }


def test_a_name_that_lives_on_as_an_alias_is_the_same_service() -> None:
    assert pairs(BASE, RENAMED) == {"payment": "charge", "checkout": "checkout"}
    assert changes(RENAMED) == [
        "alias-changed: Service charge of charge (payment) @ payment.yaml:aliases/0/until",
        "  alias.payment.until: - -> 2027-01-01 other",
        "service-renamed: Service charge of charge (payment) @ payment.yaml:name",
        "  name: payment -> charge other",
    ]


def test_the_renaming_may_follow_into_every_reference() -> None:
    new = edited(
        ("sla.yaml", "service: payment", "service: charge"), ("checkout.yaml", "service: payment", "service: charge"), files=RENAMED
    )  # fmt: skip
    assert [line for line in changes(new) if "alias" not in line] == [
        "service-renamed: Service charge of charge (payment) @ payment.yaml:name", "  name: payment -> charge other",
    ]  # fmt: skip
    assert changes(new, RENAMED) == []


def test_a_renaming_taken_back() -> None:
    assert pairs(RENAMED, BASE) == {"charge": "payment", "checkout": "checkout"}
    assert changes(BASE, RENAMED)[0] == "service-renamed: Service payment of payment (charge) @ payment.yaml:name"


def test_a_renaming_hides_nothing() -> None:
    weaker = edited(("sla.yaml", "30m", "50m"), ("payment.yaml", "tier: 2", "tier: 3"), files=RENAMED)
    assert changes(weaker) == [
        "sla-loosened: SLA payment-for-checkout of charge (payment-for-checkout) @ sla.yaml:targets/sev1/restore",
        "  sev1.restore: 30m -> 50m looser",
        "alias-changed: Service charge of charge (payment) @ payment.yaml:aliases/0/until",
        "  alias.payment.until: - -> 2027-01-01 other",
        "service-renamed: Service charge of charge (payment) @ payment.yaml:name",
        "  name: payment -> charge other",
        "tier-lowered: Service charge of charge @ payment.yaml:tier",
        "  tier: 2 -> 3 looser",
    ]


def test_a_new_name_without_an_alias_is_a_new_service() -> None:
    assert changes(edited(("payment.yaml", "name: payment", "name: charge"))) == [
        "service-added: Service charge of charge @ payment.yaml:name",
        *DEFAULTS,
        "service-retired: Service payment of payment gone @ payment.yaml:name",
        "  lifecycle: production -> - other",
        "  owner: payments -> - other",
    ]


def test_a_service_that_goes_into_another_one_is_retired() -> None:
    merged = {
        **{path: text for path, text in BASE.items() if path != "payment.yaml"},
        "checkout.yaml": BASE["checkout.yaml"].replace("name: checkout", "name: checkout\naliases: [{name: payment}]"),
    }
    found = changes(merged)
    assert "service-retired: Service payment of payment (checkout) gone @ payment.yaml:name" in found
    assert "sla-loosened: SLA payment-for-checkout of payment (payment-for-checkout) gone @ sla.yaml:name" in found


def test_a_service_is_split() -> None:
    split = edited(("checkout.yaml", "{service: payment}", "{service: wallet}"))
    split["wallet.yaml"] = doc("Service", "wallet", "owner: payments", "tier: 2")
    assert [line for line in changes(split) if not line.startswith("  ")] == [
        "dependency-added: Service checkout of checkout (wallet) @ checkout.yaml:dependsOn/0/mode",
        "dependency-removed: Service checkout of checkout (payment) gone @ checkout.yaml:dependsOn/0/mode",
        "service-added: Service wallet of wallet @ wallet.yaml:name",
    ]


def test_an_alias_that_moves_takes_the_promise_with_it() -> None:
    other = doc("Service", "other", "owner: payments", "tier: 2")
    alias = "aliases: [{name: pay}]\n"
    files = edited(("sla.yaml", "service: payment", "service: pay"))
    before = files | {"payment.yaml": BASE["payment.yaml"] + alias, "other.yaml": other}
    after = files | {"other.yaml": other + alias}
    found = changes(after, before)
    assert "sla-loosened: SLA payment-for-checkout of payment (payment-for-checkout) gone @ sla.yaml:name" in found
    assert "sla-added: SLA payment-for-checkout of other (payment-for-checkout) @ sla.yaml:name" in found


def test_the_older_name_wins_over_an_alias() -> None:
    both = {**RENAMED, "new.yaml": doc("Service", "payment", "owner: storefront", "tier: 4")}
    assert pairs(BASE, both) == {"payment": "payment", "checkout": "checkout"}
    assert [line for line in changes(both) if not line.startswith("  ")] == [
        "alias-changed: Service charge of charge (payment) @ payment.yaml:aliases/0",
        "service-added: Service charge of charge @ payment.yaml:name",
        "escalation-changed: Service payment of payment @ teams.yaml:tiers/0/notify",
        "owner-changed: Service payment of payment @ new.yaml:owner",
        "tier-lowered: Service payment of payment @ new.yaml:tier",
    ]


def test_what_a_foreign_format_calls_a_component_is_a_service() -> None:
    text = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: pay}}\nspec: {{type: service, lifecycle: production, owner: {}}}\n"
    before, after = (
        side({"../catalog-info.yaml": text.format(owner)}, dialects=("backstage",))
        for owner in ("group:web", "group:money")
    )
    assert services(before.catalog, after.catalog) == {"pay": "pay"}
    assert [change.kind for change in compare(before, after)] == ["owner-changed"]
    assert [change.kind for change in compare(before, side({}, dialects=("backstage",)))] == ["service-retired"]
