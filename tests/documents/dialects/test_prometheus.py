"""Rule files of Prometheus and routes of Alertmanager: what is read, and what `who` answers from them."""

from __future__ import annotations

import pytest

from ownercat.answers.nearest import NotFound
from ownercat.answers.values import Answer
from ownercat.documents.dialects.prometheus import claims, templated
from ownercat.model import AlertFile, LabelMatcher
from tests.answers.asking import answer_query
from tests.catalogs import check, loaded
from tests.rules.reality.answers import COMPANY, service

RULES = """\
groups:
  - name: shop
    labels: {team: shop}
    rules:
      - record: job:up
        expr: sum(up)
      - alert: HighLatency
        expr: latency > 1
        labels: {service: till, severity: page}
        annotations: {runbook_url: https://code.example/shop/blob/main/runbooks/till.md#latency}
"""
OBJECT = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop}
spec:
  groups:
    - name: shop
      rules:
        - alert: QueueFull
          expr: queue > 9
          labels: {team: shop}
"""
ROUTES = """\
route:
  receiver: all
  routes:
    - match: {service: till}
      match_re: {severity: "page|warn"}
      continue: true
    - matchers: [team="shop", 'a!~"b,c"', '{x=~y, z!="\\"q\\""}', "not a matcher"]
      receiver: shop
receivers:
  - name: all
  - name: shop
    slack_configs: [{channel: "#shop"}]
"""


def read(**files: str) -> list[AlertFile]:
    """The documents of the format."""
    named = {f"ops/{name}.yaml": text for name, text in files.items()}
    return list(loaded({**COMPANY, "runbooks/till.md": "# Till\n", **named}, ("prometheus",)).catalog.of(AlertFile))


def test_a_rule_file_has_alerts_with_the_labels_of_their_group() -> None:
    (file,) = read(rules=RULES)
    (alert,) = file.alerts
    assert (alert.name, alert.expr) == ("HighLatency", "latency > 1")
    assert alert.labels == {"team": "shop", "service": "till", "severity": "page"}
    assert (alert.runbook.endswith("#latency"), alert.runbook_path) == (True, "runbooks/till.md")
    assert (alert.place.path, alert.place.pointer) == ("ops/rules.yaml", ("groups", 0, "rules", 1))


def test_numbers_are_texts_and_other_values_are_unknown() -> None:
    labels = "{service: 7, team: true, severity: 1.50, cluster: null, zone: [a]}"
    (file,) = read(rules=f"groups:\n- rules:\n  - alert: A\n    expr: up\n    labels: {labels}\n")
    names = ("service", "team", "severity", "cluster", "zone")
    assert [file.alerts[0].get_label(name) for name in names] == ["7", None, None, "", ""]


def test_long_urls_and_matchers_take_no_time() -> None:
    long = RULES.replace("/shop/blob", "/shop" * 20_000 + "/blob")
    assert read(rules=long)[0].alerts[0].runbook_path == ""
    (file,) = read(alertmanager=ROUTES.replace('"not a matcher"', f"'x={chr(34) * 30_000}'"))
    assert file.root is not None
    assert file.root.routes[1].matchers[-1] == LabelMatcher("", "", "")


def test_an_object_of_kubernetes_has_alerts() -> None:
    (file,) = read(rules=OBJECT)
    assert [(a.name, a.place.pointer) for a in file.alerts] == [("QueueFull", ("spec", "groups", 0, "rules", 0))]


def test_the_routes_of_alertmanager_have_matchers_in_both_forms() -> None:
    (file,) = read(alertmanager=ROUTES)
    assert file.root is not None
    first, second = file.root.routes
    assert (first.receiver, first.continues) == ("all", True)
    assert first.matchers == (LabelMatcher("service", "=", "till"), LabelMatcher("severity", "=~", "page|warn"))
    assert (second.receiver, second.continues) == ("shop", False)
    assert second.matchers == (
        LabelMatcher("team", "=", "shop"),
        LabelMatcher("a", "!~", "b,c"),
        LabelMatcher("x", "=~", "y"),
        LabelMatcher("z", "!=", '"q"'),
        LabelMatcher("", "", ""),
    )
    assert file.receivers["shop"].channels == {"#shop"}


@pytest.mark.parametrize(
    "text",
    [
        "groups: [a]\n",
        "kind: Prometheus\nspec: {}\n",
        "route: /till\n",
        "receivers: [a]\n",
        "a: |\n  groups:\n  - alert: x\n",
        "updates:\n  groups:\n    alert: x\n",
    ],
)
def test_other_files_are_not_read(text: str) -> None:
    assert not claims("ops/x.yaml", text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "groups: 1\nalert:\n",
        "groups: [1, {rules: [1, {alert: 1}, {alert: ''}]}]\nalert: x\n",
        "kind: PrometheusRule\nspec: 1\n",
        "route: 1\nreceivers: 1\n",
        "kind: PrometheusRule\n",
    ],
)
def test_values_of_another_type_are_absent(text: str) -> None:
    assert read(rules=text) == []


def test_a_template_is_named_and_not_parsed() -> None:
    text = "groups:\n{{- range .Values.teams }}\n  - alert: X\n{{- end }}\n"
    report = check({**COMPANY, "ops/rules.yaml": text}, dialects=("prometheus",))
    assert [(d.path, d.severity.word, d.message) for d in report.diagnostics] == [
        ("ops/rules.yaml", "info", "skipped: the file is a template, not YAML")
    ]


def test_the_usual_name_of_a_silent_receiver_is_no_placeholder() -> None:
    text = "route: {receiver: 'null'}\nreceivers: [{name: 'null'}]\n"
    assert check({**COMPANY, "ops/am.yaml": text}, dialects=("prometheus",)).diagnostics == ()


def test_texts_of_prometheus_do_not_make_a_file_a_template() -> None:
    assert not templated(b"summary: '{{ $labels.job }} has {{ $value }}'\n")


TILL = {"catalog/till.yaml": service("till", "symptoms: [{id: slow, title: Slow, severity: sev2, alerts: [Slow]}]")}


def who(query: str, **files: str) -> list[tuple[str, str, str]]:
    """The entities of the answer, each with how the query matched, and where."""
    named = {f"ops/{name}.yaml": text for name, text in files.items()}
    found = loaded({**COMPANY, **TILL, **named}, ("prometheus",))
    answer = answer_query(found.catalog, found.policy, query)
    assert isinstance(answer, Answer)
    return [(s.name, s.match.by, s.match.place.path) for s in answer.subjects]


def test_who_finds_the_service_of_an_alert_by_its_label() -> None:
    assert who("highlatency", rules=RULES) == [("till", "alert", "ops/rules.yaml")]


def test_who_finds_the_team_of_an_alert_without_a_service() -> None:
    assert who("QueueFull", rules=OBJECT) == [("shop", "alert", "ops/rules.yaml")]


def test_who_prefers_the_symptom_that_lists_the_alert() -> None:
    slow = RULES.replace("HighLatency", "Slow").replace("service: till, ", "")
    assert who("Slow", rules=slow) == [("till", "alert", "catalog/till.yaml")]


def test_who_suggests_the_alerts_of_rule_files() -> None:
    found = loaded({**COMPANY, **TILL, "ops/rules.yaml": RULES}, ("prometheus",))
    answer = answer_query(found.catalog, found.policy, "HighLatenc")
    assert isinstance(answer, NotFound)
    assert [(near.name, near.kind) for near in answer.nearest] == [("HighLatency", "alert of ops/rules.yaml")]


def test_a_name_with_control_characters_is_not_printed() -> None:
    odd = RULES.replace("HighLatency", '"\\e[31m"').replace("service: till", 'service: "../till"')
    report = check({**COMPANY, **TILL, "ops/rules.yaml": odd}, dialects=("prometheus",))
    assert not any("\x1b" in d.message + d.help for d in report.diagnostics)
