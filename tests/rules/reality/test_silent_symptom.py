"""REA206: a symptom of tier 1 without an alert."""

from __future__ import annotations

from tests.rules.reality.alert_files import SLOW, alert, kept, rules, told
from tests.rules.reality.answers import service


def test_a_symptom_of_tier_1_without_an_alert() -> None:
    slow = {"catalog/till.yaml": service("till", SLOW, tier=1)}
    assert told({**slow, **rules(alert("A"))}, "REA206") == [
        "catalog/till.yaml:7:60 warning symptom slow of service till (tier 1) has no alert: no rule file has Slow"
        " | add an alert to a rule file, and its name to `alerts` of the symptom"
    ]
    none = {"catalog/till.yaml": service("till", SLOW.replace(", alerts: [Slow]", ""), tier=1)}
    assert told({**none, **rules(alert("A"))}, "REA206") == [
        "catalog/till.yaml:7:17 warning symptom slow of service till (tier 1) has no alert"
        " | add an alert to a rule file, and its name to `alerts` of the symptom"
    ]


def test_an_alert_a_lower_tier_and_no_rule_file_are_silent() -> None:
    slow = {"catalog/till.yaml": service("till", SLOW, tier=1)}
    assert told({**slow, **rules(alert())}, "REA206") == []
    assert told({**slow, **rules(alert("A", "service: till, symptom: slow"))}, "REA206") == []
    assert told({"catalog/till.yaml": service("till", SLOW, tier=2), **rules(alert("A"))}, "REA206") == []
    assert told(slow, "REA206") == []


def test_a_template_that_may_have_the_alert_withholds_the_finding() -> None:
    slow = {"catalog/till.yaml": service("till", SLOW, tier=1)}
    helm = {"ops/helm.yaml": "groups:\n{{- if .Values.on }}\n  - rules: [{alert: Slow}]\n  - alert:\n{{- end }}\n"}
    assert told({**slow, **rules(alert("A")), **helm}, "REA206") == []


def test_alerts_that_are_declared_elsewhere_are_silent() -> None:
    slow = {"catalog/till.yaml": service("till", SLOW, tier=1)}
    assert told({**slow, **rules(alert("A"))}, "REA206", elsewhere=kept("Alert")) == []
