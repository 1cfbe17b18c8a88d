"""OWN020 missing-telemetry."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, told

TIERS = ["tiers:", '  "4": {requires: [owner, telemetry]}']
POLICY = {"policy.yaml": doc("Policy", "shop", *TIERS)}
ALL = "{dashboard: https://a.example, logs: https://b.example, metrics: m, traces: t, alerts: a}"
HELP = "  help: under `telemetry`, add the missing links, for example"

REPORTED = [
    pytest.param(
        POLICY,
        service("checkout", "telemetry: {dashboard: https://a.example, logs: https://b.example}"),
        [
            "checkout.yaml:7:12 warning[missing-telemetry]"
            " service checkout (tier 4) has no link to metrics, traces or alerts",
            f"{HELP} `metrics: https://metrics.shop.example/checkout`",
        ],
        id="some links are missing, at telemetry",
    ),
    pytest.param(
        POLICY,
        service("checkout", "links: [{type: dashboard, url: https://a.example}]"),
        [
            "checkout.yaml:3:7 warning[missing-telemetry]"
            " service checkout (tier 4) has no link to logs, metrics, traces or alerts",
            f"{HELP} `logs: https://logs.shop.example/checkout`",
        ],
        id="no telemetry, at the name; a link of that type counts",
    ),
    pytest.param(
        {"policy.yaml": doc("Policy", "shop", *TIERS, "rules: {options: {OWN020: {needs: [logSchema]}}}")},
        service("checkout", f"telemetry: {ALL}"),
        [
            "checkout.yaml:7:12 warning[missing-telemetry] service checkout (tier 4) has no link to logSchema",
            f"{HELP} `logSchema: https://logSchema.shop.example/checkout`",
        ],
        id="the policy requires other links",
    ),
    pytest.param(
        {"policy.yaml": doc("Policy", "shop", *TIERS, "rules: {options: {missing-telemetry: {needs: 7}}}")},
        service("checkout", f"telemetry: {ALL[:-11]}}}"),
        [
            "checkout.yaml:7:12 warning[missing-telemetry] service checkout (tier 4) has no link to alerts",
            f"{HELP} `alerts: https://alerts.shop.example/checkout`",
        ],
        id="an option of the wrong type is ignored",
    ),
]


@pytest.mark.parametrize(("policy", "text", "expected"), REPORTED)
def test_reported(policy: dict[str, str], text: str, expected: list[str]) -> None:
    assert told("OWN020", {**COMPANY, **policy, "checkout.yaml": text}) == expected


SILENT = [
    pytest.param({**POLICY, "checkout.yaml": service("checkout", f"telemetry: {ALL}")}, id="all links are there"),
    pytest.param({"checkout.yaml": service("checkout")}, id="the tier does not require it"),
    pytest.param({**POLICY, "checkout.yaml": service("checkout", "type: external")}, id="another organization runs it"),
    pytest.param({**POLICY, "checkout.yaml": service("checkout", "lifecycle: retired")}, id="it is retired"),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN020", {**COMPANY, **files}) == []


def test_silent_about_a_format_without_telemetry() -> None:
    component = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: checkout, description: d}\n"
        "spec: {type: service, lifecycle: production, owner: storefront}\n"
    )
    tiers = doc("Policy", "shop", "tiers:", '  "3": {requires: [owner, telemetry]}')
    files = {**COMPANY, "policy.yaml": tiers, "catalog-info.yaml": component}
    assert told("OWN020", files, dialects=("backstage",)) == []
