"""REF010 shared-alert."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, told

SLOW = "symptoms: [{id: slow, title: Slow, severity: sev3, alerts: [Other, HighLatency]}]"


def shop(*lines: str, **files: str) -> dict[str, str]:
    return {**COMPANY, "a.yaml": service("a", SLOW), "b.yaml": service("b", *lines), **files}


def test_reported() -> None:
    found = told("REF010", shop("symptoms:", "  - {id: late, title: Late, severity: sev3, alerts: [HighLatency]}"))
    assert found == [
        "b.yaml:8:54 warning[shared-alert] service b declares an alert that service a also declares: HighLatency",
        "  help: remove the alert from one of the two services, or give each service its own alert",
        "  a.yaml:7:68 alert of service a",
    ]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(shop("symptoms: [{id: slow, title: Slow, severity: sev3, alerts: [Own]}]"), id="another alert"),
        pytest.param(
            shop("symptoms:", *(f"  - {{id: s{n}, title: Slow, severity: sev3, alerts: [Own]}}" for n in "12")),
            id="two symptoms of one service",
        ),
        pytest.param(shop(SLOW, "lifecycle: retired"), id="a retired service"),
        pytest.param(
            {
                **shop(),
                "r.yaml": doc(
                    "Runbook", "r", "service: a", "covers: [{symptom: slow, severity: sev3, alerts: [Other]}]"
                ),
            },
            id="a runbook of the service",
        ),
    ],
)
def test_silent(files: dict[str, str]) -> None:
    assert [line for line in told("REF010", files) if "shared-alert" in line] == []
