"""REA203: a severity that the policy does not define."""

from __future__ import annotations

from tests.rules.reality.alert_files import alert, rules, told
from tests.rules.reality.answers import HEAD


def test_an_unknown_severity_is_one_finding_with_its_alerts() -> None:
    two = rules(alert("A", "team: shop, severity: page"), alert("B", "team: shop, severity: page"))
    assert told(two) == [
        "ops/rules.yaml:6:40 warning 2 alerts (A and B) have a severity that the policy does not define: page"
        " | add page to `severityAliases` of the policy with the severity that it means (sev1, sev2, sev3 or sev4)"
    ]


def test_a_severity_an_alias_and_a_template_are_silent() -> None:
    policy = {"catalog/p.yaml": f"{HEAD}kind: Policy\nname: shop\nseverityAliases: {{page: sev1}}\n"}
    for severity in ("sev2", "page", "'{{ $labels.severity }}'"):
        assert told({**policy, **rules(alert(labels=f"team: shop, severity: {severity}"))}) == []
