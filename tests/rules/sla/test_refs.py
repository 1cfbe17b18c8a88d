"""SLA009 and SLA010: the objects that the `ref` of an objective names; SLA001 for what they do not state."""

from __future__ import annotations

import pytest

from tests.catalogs import check
from tests.rules.sla.promised import SERVICES, TEAMS, needs, sla, up

SLO = """\
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: payment-up}
spec: {target: "99.9", window: 28d}
"""
SLOTH = "version: prometheus/v1\nslos: [{name: payment-up, objective: 99.9}]\n"
REF = "name: up, sli: {type: availability}, ref: slo/payment.yaml"


def told(objective: str, stored: str | None = SLO, status: str = "published") -> list[str]:
    files = {f"catalog/{path}": text for path, text in {**TEAMS, **SERVICES}.items()}
    files["catalog/sla.yaml"] = sla("payment", objective) + f"status: {status}\n"
    files |= {} if stored is None else {"slo/payment.yaml": stored}
    found = [d for d in check(files).diagnostics if d.path == "catalog/sla.yaml" and d.code.startswith("SLA0")]
    return [
        f"{d.span.start.line}:{d.span.start.column} {d.code} {d.message} | {d.help}"
        + "".join(f" | {r.path}:{r.span.start.line} {r.message}" for r in d.related)
        for d in found
    ]


@pytest.mark.parametrize(
    ("objective", "stored", "expected"),
    [
        pytest.param(
            REF, None,
            "12:48 SLA009 objective `up` of SLA payment-sla has an unknown `ref`: slo/payment.yaml does not exist | "
            "correct the path, which begins at the top folder of the repository", id="no file",
        ),
        pytest.param(
            REF + "#paiment-up", SLO,
            "12:48 SLA009 objective `up` of SLA payment-sla has an unknown `ref`: slo/payment.yaml has no objective "
            "paiment-up | write `ref: slo/payment.yaml#payment-up`", id="no such object",
        ),
        pytest.param(
            REF, SLO + "---\n" + SLO.replace("payment-up", "refund-up"),
            "12:48 SLA009 objective `up` of SLA payment-sla has an unknown `ref`: slo/payment.yaml has 2 objectives | "
            "write `ref: slo/payment.yaml#payment-up` or `ref: slo/payment.yaml#refund-up`", id="several",
        ),
        pytest.param(
            REF, SLO.replace("99.9", "0.999"),
            "12:48 SLA009 objective `up` of SLA payment-sla has an unknown `ref`: ServiceLevelObjective payment-up in "
            "slo/payment.yaml: its target 0.999 is not a percentage above 0 and below 100 | correct the file",
            id="a fraction",
        ),
        pytest.param(
            REF + ", target: 99.5", SLO,
            "12:74 SLA010 objective `up` of SLA payment-sla and ServiceLevelObjective payment-up in slo/payment.yaml have "
            "different numbers: target 99.5 % and 99.9 % | remove `target` here, so that the number of the file counts, or "
            "correct the file | slo/payment.yaml:4 ServiceLevelObjective payment-up in slo/payment.yaml", id="a target",
        ),
        pytest.param(
            REF + ", target: 99.5, window: 30d, calendar: true", SLO,
            "12:74 SLA010 objective `up` of SLA payment-sla and ServiceLevelObjective payment-up in slo/payment.yaml have "
            "different numbers: target 99.5 % and 99.9 %; window 30d (calendar) and 28d | remove `target` and `window` "
            "here, so that the number of the file counts, or correct the file | slo/payment.yaml:4 ServiceLevelObjective "
            "payment-up in slo/payment.yaml", id="both",
        ),
        pytest.param(
            REF, SLOTH,
            "12:12 SLA001 objective `up` of SLA payment-sla has no measurement period (`window`) | "
            "add the period, for example `window: 28d`", id="no window anywhere",
        ),
    ],
)  # fmt: skip
def test_reported(objective: str, stored: str | None, expected: str) -> None:
    assert told(objective, stored) == [expected]


@pytest.mark.parametrize(
    ("objective", "stored", "status"),
    [
        pytest.param(REF, SLO, "published", id="the file has all"),
        pytest.param(REF + ", target: 99.9, window: 28d", SLO, "published", id="equal"),
        pytest.param(REF + ", target: 99.9, window: 4w", SLO, "published", id="a window of equal length"),
        pytest.param(REF + ", window: 30d", SLOTH, "published", id="the window of Sloth"),
        pytest.param(REF, None, "retired", id="retired"),
        pytest.param("name: up, sli: {type: availability}, ref: 'https://slo.example/1'", None, "published", id="a URL"),
        pytest.param("name: up, sli: {type: latency, threshold: 1s, percentile: 99}, ref: slo/payment.yaml", SLO,
                     "published", id="latency"),
    ],
)  # fmt: skip
def test_silent(objective: str, stored: str | None, status: str) -> None:
    assert told(objective, stored, status) == []


def ceilings(*slas: str, stored: str | None = SLO) -> list[str]:
    files = {f"catalog/{path}": text for path, text in {**TEAMS, **SERVICES}.items()}
    files |= {f"catalog/sla-{number}.yaml": text for number, text in enumerate(slas)}
    files["catalog/checkout.yaml"] = needs("checkout", "service: payment", owner="storefront")
    files |= {} if stored is None else {"slo/payment.yaml": stored}
    return [f"{d.code} {d.message}" for d in check(files).diagnostics if d.code.startswith("SLA1")]


PROMISE = sla("checkout", f"name: up, {up(99.95)}")


def test_a_ceiling_uses_the_number_of_the_file() -> None:
    assert ceilings(PROMISE, sla("payment", REF)) == [
        "SLA101 SLA checkout-sla: 99.95 % promised, but checkout → payment (99.9 %) allows at most 99.9 %"
    ]
    assert ceilings(PROMISE, sla("payment", REF), stored=SLO.replace("99.9", "99.99")) == []


def test_an_objective_that_cannot_be_read_is_unknown_and_not_absent() -> None:
    known = sla("payment", f"name: up, {up(99.9)}", name="payment-2")
    assert ceilings(PROMISE, sla("payment", REF), known, stored=None) == []
    assert len(ceilings(PROMISE, known, stored=None)) == 1
