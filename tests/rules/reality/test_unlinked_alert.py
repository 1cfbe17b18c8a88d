"""REA205: alerts without a symptom."""

from __future__ import annotations

from tests.rules.reality.alert_files import SLOW, alert, rules, told
from tests.rules.reality.answers import service


def test_alerts_without_a_symptom_are_one_finding_for_a_service() -> None:
    slow = {"catalog/till.yaml": service("till", SLOW)}
    assert told({**slow, **rules(alert("A"), alert("B"), alert("Slow"))}) == [
        "ops/rules.yaml:4:16 info 2 alerts (A and B) belong to no symptom of service till"
        " | add the name to `alerts` of a symptom of service till"
    ]


def test_a_label_links_an_alert_to_a_symptom() -> None:
    slow = {"catalog/till.yaml": service("till", SLOW)}
    assert told({**slow, **rules(alert("A", "service: till, symptom: slow"))}) == []
