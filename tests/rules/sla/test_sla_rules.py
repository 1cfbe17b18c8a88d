"""SLA007, SLA101 to SLA111 and SLA201: a reported and several silent catalogs each."""

from __future__ import annotations

from datetime import date

import pytest

from tests.catalogs import check
from tests.rules.parts import doc
from tests.rules.sla.promised import SERVICES, TARGETS, TEAMS, found, needs, sla, up

OFFICE = 'hours: {timeZone: UTC, days: [mon-fri], from: "09:00", to: "17:00"}'


def shop(**files: str) -> dict[str, str]:
    return {**SERVICES, **{f"{name}.yaml": text for name, text in files.items()}}


def three(checkout: object, payment: object, ledger: object, more: str = "") -> dict[str, str]:
    return shop(
        a=sla("checkout", up(checkout, more)), b=sla("payment", up(payment)), c=sla("ledger", up(ledger))
    )  # fmt: skip


def policy(*lines: str) -> str:
    return doc("Policy", "shop", *lines)


def restores(service: str, restore: str, more: str = "") -> str:
    return sla(
        service,
        lines=("targets:", f"  sev1: {{ack: 15m, restore: {restore}{more}}}", "  sev2: {ack: 30m, restore: 1d}"),
    )


def latency(service: str, threshold: str, percentile: str = ", percentile: 99") -> str:
    return sla(service, f"sli: {{type: latency, threshold: {threshold}{percentile}}}, target: 99, window: 28d")


def updates(every: str, comms: str = "", tier: int = 4) -> dict[str, str]:
    lines = ("targets:", f"  sev1: {{ack: 15m, updateEvery: {every}, restore: 1h}}", "  sev2: {ack: 30m, restore: 4h}")
    ours = needs("checkout", lines=(comms,) if comms else (), owner="storefront").replace("tier: 4", f"tier: {tier}")
    return {"checkout.yaml": ours, "a.yaml": sla("checkout", lines=lines), "policy.yaml": FREE}


FREE = policy("tiers:", '  "1": {requires: [owner]}')
CRITICAL = {
    "policy.yaml": FREE,
    "checkout.yaml": needs("checkout", "service: payment", owner="storefront").replace("tier: 4", "tier: 1"),
    "payment.yaml": needs("payment").replace("tier: 4", "tier: 1"),
    "a.yaml": sla("checkout", up(99.5)),
}
BUY = doc(
    "Journey", "buy", "outcome: I buy.", "owner: storefront", "steps: [{service: checkout}, {service: payment}]",
    "objectives: [{sli: {type: availability}, target: 99.9, window: 28d}]",
)  # fmt: skip
ONE = shop(checkout=needs("checkout", "service: payment", owner="storefront"))
TIGHT = ("targets:", "  sev1: {ack: 15m, restore: 1h, impact: 0.3}", "  sev2: {ack: 30m, restore: 4h}")

REPORTED = {
    "SLA007": updates("20m", "comms: {firstWithin: 10m, every: 1h}"),
    "SLA007 twice too slow": updates("20m", "comms: {firstWithin: 30m, every: 1h}"),
    "SLA007 no interval": updates("20m", "comms: {firstWithin: 10m}", tier=1),
    "SLA007 no comms": updates("20m", tier=1),
    "SLA101": three(99.95, 99.9, 99.99),
    "SLA102": three(99.9, 99.9, 99.9),
    "SLA102 partial": {**three(99.9, 99.99, 99.9), "b.yaml": sla("payment"), "ledger.yaml": needs("ledger", "service: db"),
                       "db.yaml": needs("db"), "c.yaml": sla("ledger", up(99.95, ", basis: intrinsic")),
                       "d.yaml": sla("db", up(99.9))},
    "SLA103": {**three(99.9, 99.95, 99.99),
               "policy.yaml": policy("rules: {options: {missing-extra-nine: {tiers: [4]}}}")},
    "SLA104": CRITICAL,
    "SLA104 no objective in the SLA": {**CRITICAL, "b.yaml": sla("payment")},
    "SLA105": {**ONE, "a.yaml": latency("checkout", "900ms"), "b.yaml": latency("payment", "1s")},
    "SLA106": {**ONE, "a.yaml": restores("checkout", "1h"), "b.yaml": restores("payment", "2h")},
    "SLA106 tolerates too little": {
        **ONE, "checkout.yaml": needs("checkout", "service: payment, tolerates: 30m", owner="storefront"),
        "a.yaml": restores("checkout", "1h"), "b.yaml": restores("payment", "2h"),
    },
    "SLA107": {**ONE, "a.yaml": sla("checkout"), "b.yaml": sla("payment", lines=(OFFICE, *TARGETS))},
    "SLA108": shop(a=sla("checkout", up(99.99), lines=TIGHT)),
    "SLA109": shop(a=sla("payment", whom="consumer: checkout", name="x"),
                   b=sla("payment", whom="consumer: checkout", name="y",
                         lines=("targets:", "  sev1: {ack: 15m, restore: 30m}", "  sev2: {ack: 20m, restore: 4h}"))),
    "SLA110": shop(a=sla("checkout", up(99.95)), b=sla("checkout", up(99.9), name="i", whom="consumer: team:payments")),
    "SLA111": shop(a=sla("checkout", up(99.9)), b=sla("payment", up(99.95)), j=BUY),
    "SLA201 revisitOn": shop(a=sla("checkout", lines=("revisitOn: 2026-11-21", *TARGETS))),
    "SLA201 approvedOn": shop(a=sla("checkout", lines=("approvedOn: 2025-11-01", "reviewEvery: 365d", *TARGETS))),
}  # fmt: skip

EXPECTED = {
    "SLA007": [
        "checkout.yaml:7:34 warning[slow-comms] SLA checkout-sla: updates every 20m for sev1 promised, but `comms` of service checkout is slower: `every: 1h`",
        "  help: set `every` to at most 20m in `comms` of checkout",
        "  a.yaml:9:33 update interval of SLA checkout-sla",
    ],
    "SLA007 twice too slow": [
        "checkout.yaml:7:34 warning[slow-comms] SLA checkout-sla: updates every 20m for sev1 promised, but `comms` of service checkout is slower: `every: 1h` and `firstWithin: 30m`",
        "  help: set `every` to at most 20m and `firstWithin` to at most 20m in `comms` of checkout",
        "  a.yaml:9:33 update interval of SLA checkout-sla",
    ],
    "SLA007 no interval": [
        "checkout.yaml:7:1 warning[slow-comms] SLA checkout-sla: updates every 20m for sev1 promised, but service checkout states no interval (`comms.every`)",
        "  help: add `every: 20m` to `comms`",
        "  a.yaml:9:33 update interval of SLA checkout-sla",
    ],
    "SLA007 no comms": [
        "checkout.yaml:3:7 warning[slow-comms] SLA checkout-sla: updates every 20m for sev1 promised, but service checkout states no interval (`comms.every`)",
        "  help: add `comms: {every: 20m}`",
        "  a.yaml:9:33 update interval of SLA checkout-sla",
    ],
    "SLA101": [
        "a.yaml:12:41 error[impossible-promise] SLA checkout-sla: 99.95 % promised, but checkout → payment (99.9 %) allows at most 99.9 %",
        "  help: set `target` to at most 99.9, or agree with payment on at least 99.95 %; if checkout works without it, change `mode` to `soft` and add `degrade`",
        "  b.yaml:12:41 objective of payment",
    ],
    "SLA102": [
        "a.yaml:12:41 warning[improbable-promise] SLA checkout-sla: 99.9 % promised, but checkout → payment (99.9 %) × ledger (99.9 %) allows at most 99.80 %, assuming independence; weakest: payment",
        "  help: set `target` to at most 99.80, or change `mode` of a dependency to `soft`, `async` or `cached` and add `degrade`, or add a redundancy group",
        "  b.yaml:12:41 objective of payment",
        "  c.yaml:12:41 objective of ledger",
    ],
    "SLA102 partial": [
        "a.yaml:12:41 warning[improbable-promise] SLA checkout-sla: 99.9 % promised, but checkout → ledger (99.95 %) × db (99.9 %) allows at most 99.85 %, assuming independence; weakest: db; payment unknown",
        "  help: set `target` to at most 99.85, or change `mode` of a dependency to `soft`, `async` or `cached` and add `degrade`, or add a redundancy group",
        "  c.yaml:12:41 objective of ledger",
        "  d.yaml:12:41 objective of db",
    ],
    "SLA103": [
        "a.yaml:12:41 info[missing-extra-nine] SLA checkout-sla: 99.9 % promised, so each hard dependency of checkout needs 99.99 %: payment (99.95 %)",
        "  help: agree with payment on at least 99.99 %, or add a redundancy group for payment",
        "  b.yaml:12:41 objective of payment",
    ],
    "SLA104": [
        "payment.yaml:3:7 warning[unpromised-dependency] service payment has no availability objective, but tier 1 service checkout has a hard dependency on it",
        "  help: add an objective such as `{name: availability, sli: {type: availability}, target: 99.9, window: 28d}` to the `objectives` of an SLA with `service: payment`",
        "  checkout.yaml:8:15 dependency of checkout",
    ],
    "SLA104 no objective in the SLA": [
        "b.yaml:3:7 warning[unpromised-dependency] service payment has no availability objective, but tier 1 service checkout has a hard dependency on it",
        "  help: add an objective such as `{name: availability, sli: {type: availability}, target: 99.9, window: 28d}` to `objectives` of SLA payment-sla",
        "  checkout.yaml:8:15 dependency of checkout",
    ],
    "SLA105": [
        "a.yaml:12:38 warning[slower-dependency] SLA checkout-sla: latency 900ms at percentile 99 promised, but checkout → payment takes up to 1s at percentile 99",
        "  help: set `threshold` to more than 1s, or agree with payment on less than 900ms",
        "  b.yaml:12:38 latency of payment",
        "  checkout.yaml:8:15 dependency on payment",
    ],
    "SLA106": [
        "checkout.yaml:8:15 error[slower-restore] service checkout has a hard dependency that is restored later than checkout promises: payment sev1 2h > 1h",
        "  help: set `restore` of sev1 to at most 1h in SLA payment-sla, or state why checkout can wait: `degrade`, or `tolerates: 1h`",
        "  b.yaml:9:29 sev1 restore target of SLA payment-sla",
        "  a.yaml:9:29 sev1 restore target of SLA checkout-sla",
    ],
    "SLA106 tolerates too little": [
        "checkout.yaml:8:15 error[slower-restore] service checkout has a hard dependency that is restored later than checkout promises: payment sev1 2h > 1h",
        "  help: set `restore` of sev1 to at most 1h in SLA payment-sla, or state why checkout can wait: `degrade`, or `tolerates: 1h`",
        "  b.yaml:9:29 sev1 restore target of SLA payment-sla",
        "  a.yaml:9:29 sev1 restore target of SLA checkout-sla",
    ],
    "SLA107": [
        "checkout.yaml:8:15 error[hours-mismatch] SLA checkout-sla: 24x7 promised, but checkout → payment has support mon–fri 09:00–17:00 UTC: effective wait +64h + ack 15m = 64h15m (Fri 2026-11-27 17:00 to 2026-11-30 09:00 UTC)",
        "  help: set `hours: 24x7` in SLA payment-sla, or change `mode` of the dependency to `soft` and add `degrade`",
        "  b.yaml:8:8 hours of SLA payment-sla",
        "  a.yaml:3:7 hours of SLA checkout-sla",
    ],
    "SLA108": [
        "a.yaml:9:29 warning[one-incident-breach] SLA checkout-sla: one sev1 incident uses restore 1h × impact 0.3 = 18 min, more than the error budget of 4 min (99.99 % over 28d)",
        "  help: shorten `restore` of sev1, correct `impact`, or set `target` of the objective lower",
        "  a.yaml:12:41 objective with this error budget",
    ],
    "SLA109": [
        "b.yaml:9:29 error[contradicting-sla] SLA y and SLA x state different targets of service payment for service checkout: sev1 restore 30m and 1h and sev2 ack 20m and 30m",
        "  help: keep one SLA with the agreed targets, and remove the other or set `status: retired`",
        "  a.yaml:9:29 sev1 restore of SLA x",
    ],
    "SLA110": [
        "a.yaml:12:41 warning[promise-above-objective] SLA checkout-sla: 99.95 % promised to customers, more than the internal 99.9 % of SLA i",
        "  help: set `target` to at most 99.9 here, or to at least 99.95 in SLA i",
        "  b.yaml:12:41 internal objective in SLA i",
    ],
    "SLA111": [
        "j.yaml:7:50 warning[journey-below-promise] journey buy: 99.9 % promised, but checkout (99.9 %) × payment (99.95 %) allows at most 99.85 %, assuming independence; weakest: checkout; kept by teams storefront and payments",
        "  help: set `target` to at most 99.85, or raise the objectives of the services, the weakest first",
        "  a.yaml:12:41 objective of checkout",
        "  b.yaml:12:41 objective of payment",
    ],
    "SLA201 revisitOn": [
        "a.yaml:8:12 warning[sla-review-overdue] SLA checkout-sla has a review that is 1 day overdue: `revisitOn` is 2026-11-21",
        "  help: review the SLA with its consumer, then set `revisitOn` to the date of the next review",
    ],
    "SLA201 approvedOn": [
        "a.yaml:8:13 warning[sla-review-overdue] SLA checkout-sla has a review that is 21 days overdue: `approvedOn` 2025-11-01 + `reviewEvery` 365d = 2026-11-01",
        "  help: review the SLA with its consumer, then set `approvedOn` to the date of the approval",
    ],
}


@pytest.mark.parametrize("case", REPORTED)
def test_reported(case: str) -> None:
    assert found(case[:6], REPORTED[case]) == EXPECTED[case]


def depends(entry: str) -> dict[str, str]:
    """Checkout needs payment in some way; payment has worse objectives, targets and hours than checkout."""
    return {
        **SERVICES,
        "checkout.yaml": needs("checkout", entry, owner="storefront"),
        "a.yaml": sla("checkout", up(99.9), "name: fast, " + latency_objective("1s")),
        "b.yaml": sla(
            "payment", up(99), "name: fast, " + latency_objective("2s"),
            lines=(OFFICE, "targets:", "  sev1: {ack: 15m, restore: 2h}", "  sev2: {ack: 30m, restore: 5h}"),
        ),
    }  # fmt: skip


def latency_objective(threshold: str) -> str:
    return f"sli: {{type: latency, threshold: {threshold}, percentile: 99}}, target: 99, window: 28d"


def test_a_hard_dependency_with_four_faults_has_four_findings() -> None:
    codes = [line.split("[")[1].split("]")[0] for line in found("SLA101", depends("service: payment")) if "[" in line]
    assert sorted(codes) == ["hours-mismatch", "impossible-promise", "slower-dependency", "slower-restore"]


SILENT = {
    "SLA007 equal": updates("20m", "comms: {firstWithin: 20m, every: 20m}"),
    "SLA007 no interval below tier 1": updates("20m"),
    "SLA007 a library": updates("20m", "type: library", tier=1),
    "SLA007 own team": {
        **updates("20m", tier=1), "cart.yaml": needs("cart", owner="storefront"),
        "a.yaml": updates("20m")["a.yaml"].replace("external: true", "consumer: cart"),
    },
    "SLA101 equal": {**ONE, "a.yaml": sla("checkout", up(99.9)), "b.yaml": sla("payment", up(99.9))},
    "SLA102 equal to the product": three(99.8001, 99.9, 99.9),
    "SLA102 intrinsic": three(99.99, 99.9, 99.9, ", basis: intrinsic"),
    "SLA102 a draft": {**three(99.5, 99.9, 99.9), "d.yaml": sla("checkout", up(99.99), name="d", lines=("status: draft", *TARGETS))},
    "SLA103 by default": three(99.8, 99.9, 99.9),
    "SLA103 one more nine": {**three(99.9, 99.99, 99.99), "policy.yaml": policy("rules: {options: {SLA103: {tiers: [4]}}}")},
    "SLA104 with an objective": {**CRITICAL, "b.yaml": sla("payment", up(99.9))},
    "SLA104 a library": {**CRITICAL, "payment.yaml": needs("payment", lines=("type: library",)).replace("tier: 4", "tier: 1")},
    "SLA104 in another file": {**CRITICAL, "b.yaml": sla("payment", "sli: {type: availability}, ref: 'https://slo.example/payment'")},
    "SLA104 without an SLA of the consumer": {**CRITICAL, "a.yaml": ""},
    "SLA105 equal": {**ONE, "a.yaml": latency("checkout", "1s"), "b.yaml": latency("payment", "1000ms")},
    "SLA105 another percentile": {**ONE, "a.yaml": latency("checkout", "1s"), "b.yaml": latency("payment", "2s", ", percentile: 95")},
    "SLA105 without a unit": {**ONE, "a.yaml": latency("checkout", "1s"), "b.yaml": latency("payment", "300")},
    "SLA106 equal": {**ONE, "a.yaml": restores("checkout", "1h"), "b.yaml": restores("payment", "1h")},
    "SLA106 tolerates": {
        **ONE, "checkout.yaml": needs("checkout", "service: payment, tolerates: 1h", owner="storefront"),
        "a.yaml": restores("checkout", "1h"), "b.yaml": restores("payment", "2h"),
    },
    "SLA106 degrades": {
        **ONE, "checkout.yaml": needs("checkout", "service: payment, degrade: orders wait", owner="storefront"),
        "a.yaml": restores("checkout", "1h"), "b.yaml": restores("payment", "2h"),
    },
    "SLA107 the same hours": {
        **ONE, "a.yaml": sla("checkout", lines=(OFFICE, *TARGETS)), "b.yaml": sla("payment", lines=(OFFICE, *TARGETS))
    },
    "SLA107 tolerates": {
        **ONE, "checkout.yaml": needs("checkout", "service: payment, tolerates: 3d", owner="storefront"),
        "a.yaml": sla("checkout"), "b.yaml": sla("payment", lines=(OFFICE, *TARGETS)),
    },
    "SLA108 without impact": shop(a=sla("checkout", up(99.99))),
    "SLA108 it fits": shop(a=sla("checkout", up(99.95), lines=TIGHT)),
    "SLA109 equal in other words": shop(
        a=sla("payment", whom="consumer: checkout", name="x"),
        b=sla("payment", whom="consumer: checkout", name="y",
              lines=("targets:", "  sev1: {ack: 15m, restore: 60m}", "  sev2: {ack: 30m, restore: 4h}")),
    ),
    "SLA109 other hours": shop(
        a=sla("payment", whom="consumer: checkout", name="x"),
        b=sla("payment", whom="consumer: checkout", name="y", lines=(OFFICE, *TARGETS[:1], "  sev1: {ack: 5m, restore: 1h}", TARGETS[2])),
    ),
    "SLA110 equal": shop(a=sla("checkout", up(99.9)), b=sla("checkout", up(99.9), name="i", whom="consumer: team:payments")),
    "SLA111 soft step": shop(
        a=sla("checkout", up(99.9)), b=sla("payment", up(99.95)), j=BUY.replace("payment}", "payment, mode: soft}")
    ),
    "SLA111 nothing known": shop(j=BUY),
    "SLA201 today": shop(a=sla("checkout", lines=("revisitOn: 2026-11-22", *TARGETS))),
    "SLA201 a draft": shop(a=sla("checkout", lines=("status: draft", "revisitOn: 2026-11-01", *TARGETS))),
    "weak modes": depends("service: payment, mode: soft"),
    "planned": depends("service: payment, status: planned"),
}  # fmt: skip


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert found(case[:6] if case.startswith("SLA") else "SLA101", SILENT[case]) == []


def test_a_review_after_the_last_year_is_never_due() -> None:
    files = shop(a=sla("checkout", lines=("approvedOn: 9999-12-01", "reviewEvery: 99999w", *TARGETS)))
    assert [line.split("[")[1].split("]")[0] for line in found("SLA201", files) if "[" in line] == ["future-date"]


def test_a_review_is_not_overdue_under_timeless() -> None:
    files = {f"catalog/{path}": text for path, text in {**TEAMS, **REPORTED["SLA201 revisitOn"]}.items()}
    assert [d.code for d in check(files, None).diagnostics] == []
    assert [d.code for d in check(files, date(2026, 11, 20)).diagnostics] == []


@pytest.mark.parametrize(
    "objective",
    [
        pytest.param(up(0), id="0"),
        pytest.param(up(100), id="100"),
        pytest.param(up(101), id="101"),
        pytest.param(up(0.999), id="a fraction"),
        pytest.param("sli: {type: availability}, target: 99.9", id="no window"),
        pytest.param("sli: {type: availability}, target: 99.9, window: 31d, calendar: true", id="no calendar window"),
    ],
)
@pytest.mark.parametrize("side", ["a.yaml", "b.yaml"])
def test_an_invalid_objective_is_one_finding(side: str, objective: str) -> None:
    files = {
        **CRITICAL,
        "b.yaml": sla("payment", up(99.9)),
        side: sla("checkout" if side == "a.yaml" else "payment", objective),
    }
    assert [line.split("[")[1].split("]")[0] for line in found("SLA001", files) if "[" in line] == ["invalid-objective"]


def test_a_cycle_is_one_finding() -> None:
    files = {
        **SERVICES, "checkout.yaml": needs("checkout", "service: payment", owner="storefront"),
        "payment.yaml": needs("payment", "service: checkout"),
        "a.yaml": sla("checkout", up(99.9)), "b.yaml": sla("payment", up(99.9)),
    }  # fmt: skip
    assert [line.split("[")[1].split("]")[0] for line in found("DEP001", files) if "[" in line] == ["hard-cycle"]


def test_a_finding_that_an_unreadable_sla_may_disprove_is_withheld() -> None:
    broken = sla("payment", up(99.99), name="p").replace("approvers", "aprovers")
    codes = [
        line
        for line in found(
            "SLA101",
            {**ONE, "a.yaml": sla("checkout", up(99.95)), "b.yaml": sla("payment", up(99.9)), "z.yaml": broken},
        )
        if "[" in line
    ]
    assert [line.split("[")[1].split("]")[0] for line in codes] == ["unknown-field"]
