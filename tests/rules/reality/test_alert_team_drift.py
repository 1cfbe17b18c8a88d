"""REA202: a team label that is not the owner."""

from __future__ import annotations

from tests.rules.reality.alert_files import SLOW, TILL, alert, kept, rules, told
from tests.rules.reality.answers import HEAD, service


def test_another_team_than_the_owner() -> None:
    other = {"catalog/o.yaml": f'{HEAD}kind: Team\nname: pay\nmembers: [ana]\ncontacts: {{chat: "#p"}}\n'}
    assert told({**TILL, **other, **rules(alert(labels="service: till, team: pay"))}) == [
        "ops/rules.yaml:6:39 warning alert Slow has the label `team: pay`, but team shop owns service till"
        " | write `team: shop`, or give service till to team pay"
    ]
    slow = {"catalog/till.yaml": service("till", SLOW)}
    assert len(told({**slow, **other, **rules(alert(labels="team: pay"))}, "REA202")) == 1


def test_a_team_that_is_declared_elsewhere_is_silent() -> None:
    drift = {**TILL, **rules(alert(labels="service: till, team: pay"))}
    assert told(drift, elsewhere=kept("Team")) == []
    assert len(told(drift)) == 1
