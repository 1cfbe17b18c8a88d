"""REA207: an alert that Alertmanager does not deliver to its owner."""

from __future__ import annotations

import pytest

from tests.rules.reality.alert_files import TILL, alert, rules, told
from tests.rules.reality.answers import HEAD

PAY = {"catalog/pay.yaml": f'{HEAD}kind: Team\nname: pay\nmembers: [ana]\ncontacts: {{chat: "#pay-alerts"}}\n'}


def routes(*routes: str, receivers: str = "[{name: all}, {name: shop-pager}, {name: pay}]") -> dict[str, str]:
    """A configuration of Alertmanager."""
    below = "".join(f"    - {route}\n" for route in routes) or "    []\n"
    return {"ops/am.yaml": f"route:\n  receiver: all\n  routes:\n{below}receivers: {receivers}\n"}


RULES = rules(alert("A"), alert("B", "service: till, severity: sev2"))


def test_alerts_that_go_to_another_team_are_one_finding() -> None:
    tree = routes("{match: {service: till}, receiver: pay}", "{match: {team: shop}, receiver: shop-pager}")
    assert told({**TILL, **PAY, **RULES, **tree}) == [
        "ops/rules.yaml:4:16 warning 2 alerts (A and B) are not delivered to team shop, but to receiver pay"
        " | add a route to receiver shop-pager, or correct the labels of the alert"
    ]


def test_an_alert_that_only_the_default_receiver_gets() -> None:
    tree = routes("{match: {service: tll}, receiver: shop-pager}")
    assert told({**TILL, **RULES, **tree}) == [
        "ops/rules.yaml:4:16 warning 2 alerts (A and B) are not delivered to team shop, but to receiver all"
        " | add a route to receiver shop-pager, or correct the labels of the alert"
    ]


@pytest.mark.parametrize(
    "route",
    [
        "{match: {service: till}, receiver: shop-pager}",
        "{match_re: {service: 't.*'}, receiver: shop-pager}",
        '{matchers: [\'{service=~"t.+",alertname!="C"}\'], receiver: shop-pager}',
        "{match: {cluster: eu}, receiver: shop-pager}",  # the rule file does not show this label
        "{match_re: {service: '(?i)TILL'}, receiver: shop-pager}",  # not read, so unknown
    ],
)
def test_an_alert_that_reaches_or_may_reach_the_owner_is_silent(route: str) -> None:
    assert told({**TILL, **PAY, **RULES, **routes(route)}) == []


def test_the_next_sibling_counts_after_continue() -> None:
    first, second = "{match: {service: till}, receiver: pay%s}", "{match: {service: till}, receiver: shop-pager}"
    assert told({**TILL, **PAY, **RULES, **routes(first % ", continue: true", second)}) == []
    assert len(told({**TILL, **PAY, **RULES, **routes(first % "", second)})) == 1


def test_a_receiver_that_writes_to_the_channel_of_the_team_is_its_own() -> None:
    receivers = '[{name: all, slack_configs: [{channel: "#shop"}]}]'
    assert told({**TILL, **RULES, **routes(receivers=receivers)}) == []
    other = receivers.replace("#shop", "#pay-alerts")
    assert told({**TILL, **PAY, **RULES, **routes(receivers=other)}) == [
        "ops/rules.yaml:4:16 warning 2 alerts (A and B) are not delivered to team shop, but to receiver all"
        " | add a route to a receiver for team shop, or correct the labels of the alert"
    ]


def test_receivers_of_no_team_prove_nothing() -> None:
    assert told({**TILL, **RULES, **routes(receivers="[{name: all}]")}) == []


def test_one_of_several_configurations_that_delivers_is_enough() -> None:
    wrong = {"ops/stage.yaml": routes("{match: {service: tll}, receiver: shop-pager}")["ops/am.yaml"]}
    right = routes("{match: {service: till}, receiver: shop-pager}")
    assert told({**TILL, **RULES, **wrong, **right}) == []
    assert len(told({**TILL, **RULES, **wrong})) == 1


def test_no_configuration_is_silent() -> None:
    assert told({**TILL, **RULES}) == []
