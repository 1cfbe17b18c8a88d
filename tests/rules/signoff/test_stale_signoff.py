"""SGN002 stale-signoff."""

from __future__ import annotations

import pytest

from tests.rules.parts import several, told
from tests.rules.signoff.two_teams import (
    AGREED,
    NAME,
    RENEW,
    TERMS,
    checkout,
    person,
    policy,
    record,
    service,
    sla,
    team,
)

CURE = f"  help: if team payments agrees to that, {RENEW}; else take the change back"


def stale(values: str) -> str:
    return f"record.yaml:8:8 error[stale-signoff] signoff {NAME} is not what payment promises checkout today: {values}"


REPORTED = {
    "looser": ({"sla.yaml": sla("s", "consumer: checkout", restore="2h")}, "sev1.restore 30m → 2h", ["  sla.yaml:8:29 sev1.restore today"]),
    "tighter": ({"sla.yaml": sla("s", "consumer: checkout", restore="20m")}, "sev1.restore 30m → 20m", ["  sla.yaml:8:29 sev1.restore today"]),
    "other hours": (
        {"sla.yaml": sla("s", "consumer: checkout", "hours: {days: [mon-fri], from: '09:00', to: '18:00'}")},
        "hours 24x7 → mon-fri 09:00-18:00 UTC", ["  sla.yaml:7:8 hours today"],
    ),
    "a new objective": (
        {"sla.yaml": sla("s", "consumer: checkout") + "objectives: [{sli: {type: availability}, target: 99.9, window: 28d}]\n"},
        "availability.target not stated → 99.9 and availability.window not stated → 28d",
        ["  sla.yaml:11:50 availability.target today", "  sla.yaml:11:64 availability.window today"],
    ),
    "a promise that is gone": ({"sla.yaml": sla("s", "external: true")}, "hours 24x7 → not stated, sev1.ack 10m → not stated,"
        " sev1.restore 30m → not stated and 2 more", []),
    "a draft promises nothing": ({"sla.yaml": sla("s", "consumer: checkout", "status: draft")}, "hours 24x7 → not stated, sev1.ack"
        " 10m → not stated, sev1.restore 30m → not stated and 2 more", []),
    "a role that is not the provider's": ({"record.yaml": record(role="consumer")}, "role consumer → provider", []),
}  # fmt: skip


@pytest.mark.parametrize(("change", "values", "related"), REPORTED.values(), ids=REPORTED)
@pytest.mark.parametrize("as_of", [True, False], ids=["today", "timeless"])
def test_reported(change: dict[str, str], values: str, related: list[str], as_of: bool) -> None:
    files = {**AGREED, **change}
    assert (told("SGN002", files) if as_of else told("SGN002", files, None)) == [stale(values), CURE, *related]


def test_reported_when_a_need_becomes_harder_and_silent_when_it_becomes_weaker() -> None:
    asked = policy("signoff: {requireFor: {modes: [hard, soft]}}")
    soft = {
        **AGREED,
        "policy.yaml": asked,
        "checkout.yaml": checkout(needs="{service: payment, mode: soft, degrade: later}"),
    }
    assert told("SGN002", soft) == []
    agreed_soft = {**AGREED, "record.yaml": record(terms={**TERMS, "mode": "soft"})}
    assert told("SGN002", agreed_soft) == [stale("mode soft → hard"), CURE, "  checkout.yaml:8:15 mode today"]


def test_reported_when_the_provider_has_changed_hands() -> None:
    files = {
        **AGREED,
        "payment.yaml": service("payment", "treasury"),
        "treasury.yaml": team("treasury", "[zoe, yan]"),
        "zoe.yaml": several(person("zoe"), person("yan")),
        "sla.yaml": AGREED["sla.yaml"].replace("[payments,", "[treasury,"),
    }
    assert told("SGN002", files) == [
        stale("owner payments → treasury"),
        "  help: if team treasury agrees to that, zoe or yan runs `ownercat signoff approve payment --team treasury"
        " --standing checkout`; else take the change back",
        "  payment.yaml:6:8 owner today",
    ]


def test_without_readable_values_the_digests_are_shown() -> None:
    now = record().split("terms: ")[1].split("\n")[0]
    before = record(terms={**TERMS, "sev1.restore": "1h"}).split("terms: ")[1].split("\n")[0]
    same = {**AGREED, "record.yaml": record(terms={**TERMS, "sev1.restore": "1h"}, shown=TERMS)}
    assert told("SGN002", same) == [stale(f"terms {before} → {now}"), CURE]


def test_reported_when_the_catalog_has_another_name() -> None:
    files = {**AGREED, "policy.yaml": policy().replace("name: shop", "name: mall")}
    assert told("SGN002", files)[0].startswith("record.yaml:8:8 error[stale-signoff] ")


SILENT = {
    "as agreed": {},
    "in other units": {"sla.yaml": sla("s", "consumer: checkout", restore="1800s")},
    "under another name": {"sla.yaml": sla("other-name", "title: Another", "consumer: checkout")},
    "for the team": {"sla.yaml": sla("s", "consumer: team:storefront")},
    "for everybody inside": {"sla.yaml": sla("s")},
    "with a second, looser promise": {"loose.yaml": sla("t", "consumer: storefront", restore="3h")},
    "with a promise to somebody else": {"loose.yaml": sla("t", "external: true", restore="3h")},
    "an older record is history": {"old.yaml": record(name="old", terms={"mode": "hard"}, at="2026-01-01T00:00:00Z")},
    "a dependency that is gone": {"checkout.yaml": service("checkout", "storefront"), "sla.yaml": sla("s", "consumer: checkout", restore="2h")},
    "two services of one team": {"payment.yaml": service("payment", "storefront"), "sla.yaml": sla("s", "consumer: checkout", restore="2h")},
    "an unrelated edit": {"checkout.yaml": checkout("title: Buy", "labels: {a: b}", tier=2)},
}  # fmt: skip


@pytest.mark.parametrize("change", SILENT.values(), ids=SILENT)
def test_silent(change: dict[str, str]) -> None:
    assert told("SGN002", {**AGREED, **change}) == []
