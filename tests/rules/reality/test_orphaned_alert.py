"""REA201: alerts without an owner."""

from __future__ import annotations

import pytest

from tests.catalogs import check
from tests.rules.reality.alert_files import CODES, SLOW, TILL, alert, kept, rules, told
from tests.rules.reality.answers import COMPANY, HEAD, service


def test_without_the_format_everything_is_silent() -> None:
    report = check({**COMPANY, **rules(alert(labels="severity: x"))})
    assert [d.code for d in report.diagnostics if d.code in CODES] == []


def test_alerts_without_labels_are_one_finding_for_a_file() -> None:
    assert told(rules(alert("A", "severity: sev2"), alert("B", "severity: sev2"), alert("C", "team: shop"))) == [
        "ops/rules.yaml:4:16 warning 2 alerts (A and B) have no owner: no label `service` or `team`, and no symptom lists"
        " them | add the label `team`, or list the alert in `alerts` of a symptom of its service"
    ]


def test_a_name_that_no_document_defines_is_one_finding() -> None:
    two = rules(alert("A", "service: tll"), alert("B", "service: tll"), alert("C", "team: shp"))
    assert told({**TILL, **two}) == [
        "ops/rules.yaml:6:27 warning 2 alerts (A and B) have no owner: no document defines service tll of the label"
        " `service` | correct the label, or add service tll to the catalog",
        "ops/rules.yaml:12:24 warning alert C has no owner: no document defines team shp of the label `team`"
        " | correct the label, or add team shp to the catalog",
    ]


def test_a_team_without_active_members_is_no_owner() -> None:
    gone = {"catalog/gone.yaml": f'{HEAD}kind: Team\nname: gone\nmembers: []\ncontacts: {{chat: "#x"}}\n'}
    assert told({**gone, **rules(alert(labels="team: gone"))}) == [
        "ops/rules.yaml:6:24 warning alert Slow has no active owner: team gone has no active members"
        " | add an active member to team gone, or change the label `team`"
    ]


@pytest.mark.parametrize(
    "labels, expr",
    [
        ("service: till", "up"),
        ("team: shop", "up"),
        ("team: '{{ $labels.team }}'", "up"),
        ("severity: sev2", "sum by (service) (errors) > 0"),
        ("service: till, team: shop", "up"),
    ],
)
def test_an_owner_or_an_unknown_one_is_silent(labels: str, expr: str) -> None:
    assert told({**TILL, **rules(alert(labels=labels, expr=expr))}) == []


def test_the_labels_of_the_group_and_symptoms_have_owners() -> None:
    assert told(rules(alert(labels=""), labels="team: shop")) == []
    slow = {"catalog/till.yaml": service("till", SLOW)}
    assert told({**slow, **rules(alert(labels="severity: sev2"))}) == []


def test_a_name_in_a_file_with_an_error_is_not_reported() -> None:
    broken = {"catalog/b.yaml": f"{HEAD}kind: Service\nname: tll\nowner: [\n"}
    assert told({**TILL, **broken, **rules(alert(labels="service: tll"))}) == []


def test_a_name_that_is_declared_elsewhere_is_silent() -> None:
    lost = rules(alert(labels="team: shp"))
    assert told(lost, elsewhere=kept("Team")) == []
    assert len(told(lost, elsewhere=kept("Service"))) == 1
