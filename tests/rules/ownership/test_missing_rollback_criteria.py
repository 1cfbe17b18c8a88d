"""OWN022 missing-rollback-criteria."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, told

POLICY = {"policy.yaml": doc("Policy", "shop", "tiers:", '  "4": {requires: [owner, rollback]}')}
SAID = "warning[missing-rollback-criteria] service checkout (tier 4) has no rollback criteria"
HELP = "  help: under `change`, add for example `rollback: error rate above 1 % for five minutes after a release`"

REPORTED = [
    pytest.param(service("checkout"), [f"checkout.yaml:3:7 {SAID}", HELP], id="no change field, at the name"),
    pytest.param(
        service("checkout", "change: {flags: x}"),
        [f"checkout.yaml:7:9 {SAID}", HELP],
        id="no criteria in the change field, at the field",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    assert told("OWN022", {**COMPANY, **POLICY, "checkout.yaml": text}) == expected


SILENT = [
    pytest.param({**POLICY, "checkout.yaml": service("checkout", "change: {rollback: errors}")}, id="criteria"),
    pytest.param({"checkout.yaml": service("checkout")}, id="the tier does not require it"),
    pytest.param(
        {**POLICY, "checkout.yaml": service("checkout", "type: external")}, id="another organization releases it"
    ),
    pytest.param({**POLICY, "checkout.yaml": service("checkout", "lifecycle: retired")}, id="it is retired"),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN022", {**COMPANY, **files}) == []
