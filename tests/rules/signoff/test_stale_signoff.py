"""SGN002 stale-signoff."""

from __future__ import annotations

import pytest

from tests.rules.parts import person, service, several, team, told
from tests.rules.signoff.two_teams import AGREED, NAME, RENEW, TERMS, checkout, policy, record, sla

CURE = f"  help: if team payments accepts the current terms, {RENEW}; otherwise revert the change"


def stale(values: str) -> str:
    return f"record.yaml:8:8 error[stale-signoff] agreement {NAME} is stale: {values}"


GONE = (
    "hours was 24x7 when agreed and is not stated now, sev1.ack was 10m when agreed and is not stated now,"
    " sev1.restore was 30m when agreed and is not stated now and 2 more"
)
REPORTED = {
    "looser": ({"sla.yaml": sla("s", "consumer: checkout", restore="2h")}, "sev1.restore was 30m when agreed and is 2h now", ["  sla.yaml:8:29 current value of sev1.restore"]),
    "tighter": ({"sla.yaml": sla("s", "consumer: checkout", restore="20m")}, "sev1.restore was 30m when agreed and is 20m now", ["  sla.yaml:8:29 current value of sev1.restore"]),
    "other hours": (
        {"sla.yaml": sla("s", "consumer: checkout", "hours: {days: [mon-fri], from: '09:00', to: '18:00'}")},
        "hours was 24x7 when agreed and is mon-fri 09:00-18:00 UTC now", ["  sla.yaml:7:8 current value of hours"],
    ),
    "a new objective": (
        {"sla.yaml": sla("s", "consumer: checkout") + "objectives: [{sli: {type: availability}, target: 99.9, window: 28d}]\n"},
        "availability.target was not stated when agreed and is 99.9 now and"
        " availability.window was not stated when agreed and is 28d now",
        ["  sla.yaml:11:50 current value of availability.target", "  sla.yaml:11:64 current value of availability.window"],
    ),
    "a promise that is gone": ({"sla.yaml": sla("s", "external: true")}, GONE, []),
    "a draft promises nothing": ({"sla.yaml": sla("s", "consumer: checkout", "status: draft")}, GONE, []),
    "a role that is not the provider's": ({"record.yaml": record(role="consumer")}, "role was consumer when agreed and is provider now", []),
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
    assert told("SGN002", agreed_soft) == [
        stale("mode was soft when agreed and is hard now"),
        CURE,
        "  checkout.yaml:8:15 current value of mode",
    ]


def test_reported_when_the_provider_has_changed_hands() -> None:
    files = {
        **AGREED,
        "payment.yaml": service("payment", owner="treasury", tier=2),
        "treasury.yaml": team("treasury", members="[zoe, yan]"),
        "zoe.yaml": several(person("zoe"), person("yan")),
        "sla.yaml": AGREED["sla.yaml"].replace("[payments,", "[treasury,"),
    }
    assert told("SGN002", files) == [
        stale("owner was payments when agreed and is treasury now"),
        "  help: if team treasury accepts the current terms, ask zoe or yan to run `ownercat signoff approve payment --team treasury"
        " --standing checkout`; otherwise revert the change",
        "  payment.yaml:6:8 current value of owner",
    ]


def test_without_readable_values_the_digests_are_shown() -> None:
    now = record().split("terms: ")[1].split("\n")[0]
    before = record(terms={**TERMS, "sev1.restore": "1h"}).split("terms: ")[1].split("\n")[0]
    same = {**AGREED, "record.yaml": record(terms={**TERMS, "sev1.restore": "1h"}, shown=TERMS)}
    assert told("SGN002", same) == [stale(f"terms was {before} when agreed and is {now} now"), CURE]


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
    "a dependency that is gone": {"checkout.yaml": service("checkout", owner="storefront", tier=2), "sla.yaml": sla("s", "consumer: checkout", restore="2h")},
    "two services of one team": {"payment.yaml": service("payment", owner="storefront", tier=2), "sla.yaml": sla("s", "consumer: checkout", restore="2h")},
    "an unrelated edit": {"checkout.yaml": checkout("title: Buy", "labels: {a: b}", tier=2)},
}  # fmt: skip


@pytest.mark.parametrize("change", SILENT.values(), ids=SILENT)
def test_silent(change: dict[str, str]) -> None:
    assert told("SGN002", {**AGREED, **change}) == []
