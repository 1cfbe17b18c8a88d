"""The built-in policy, and what a document makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from ownercat.diagnostics import Place
from ownercat.model import Channel, SeverityLevel, policy

AT = Place("catalog/policy.yaml")


def resolved(**data: Any) -> Any:
    return policy.resolve_policy(data, AT)


class TestDefaults:
    built_in = policy.resolve_policy(None, AT)

    def test_the_two_worst_severities_wake_people(self) -> None:
        assert self.built_in.major == {"sev1", "sev2"}
        assert [(s.id, s.page) for s in self.built_in.severities] == [
            ("sev1", "24x7"),
            ("sev2", "24x7"),
            ("sev3", "hours"),
            ("sev4", "hours"),
        ]

    @pytest.mark.parametrize(
        ("tier", "requires", "depth"),
        [
            (1, {"owner", "escalation", "sla", "runbook"}, 3),
            (2, {"owner", "escalation", "runbook"}, 2),
            (3, {"owner", "escalation"}, 1),
            (4, {"owner"}, 0),
        ],
    )
    def test_a_tier_requires_what_the_format_page_says(self, tier: int, requires: set[str], depth: int) -> None:
        assert self.built_in.tiers[tier].requires == requires
        assert self.built_in.tiers[tier].escalation_tiers == depth

    def test_push_phone_and_sms_wake(self) -> None:
        assert {c.id for c in self.built_in.channels.values() if c.wakes} == {"push", "phone", "sms"}
        assert set(self.built_in.channels) == {"push", "phone", "sms", "chat", "email", "ticket", "status"}
        assert all(c.provider == c.medium == c.id for c in self.built_in.channels.values())

    def test_a_page_tells_four_things(self) -> None:
        assert self.built_in.required_info == ("severity", "service", "timeline", "workarounds")

    def test_there_is_no_governance_without_a_team(self) -> None:
        assert self.built_in.governance_team is None

    def test_signoff_is_for_hard_dependencies_of_the_upper_tiers(self) -> None:
        assert self.built_in.data["signoff"]["requireFor"] == {"modes": ["hard"], "tiers": [1, 2]}

    def test_every_setting_is_a_default(self) -> None:
        assert set(policy.collect_origins(None).values()) == {"default"}


class TestMerging:
    def test_a_list_replaces(self) -> None:
        found = resolved(severities=[{"id": "p1", "major": True, "page": "24x7"}])
        assert found.severities == (SeverityLevel("p1", "p1", True, "24x7"),)

    def test_a_mapping_merges_by_key(self) -> None:
        found = resolved(channels={"push": {"medium": "push", "provider": "pagerduty"}})
        assert found.channels["push"] == Channel("push", "push", "pagerduty", True)
        assert "phone" in found.channels

    def test_a_channel_of_another_medium_inherits_nothing(self) -> None:
        assert resolved(channels={"push": {"medium": "email"}}).channels["push"] == Channel(
            "push", "email", "email", False
        )

    def test_a_tier_keeps_what_is_not_said(self) -> None:
        found = resolved(tiers={"1": {"escalationTiers": 2}})
        assert found.tiers[1].escalation_tiers == 2
        assert "sla" in found.tiers[1].requires

    def test_a_tier_may_be_keyed_by_number(self) -> None:
        assert resolved(tiers={1: {"escalationTiers": 2}}).tiers[1].escalation_tiers == 2

    def test_an_alias_names_a_severity(self) -> None:
        found = resolved(severityAliases={"p1": "sev1"})
        assert (found.severity_id("p1"), found.severity_id("sev9")) == ("sev1", "sev9")

    def test_rules_are_read(self) -> None:
        rules = resolved(
            rules={
                "ignore": ["OWN016"],
                "severity": {"OWN003": "error"},
                "options": {"OWN016": {"most": 3}, "bad": 1},
                "overrides": [{"paths": ["catalog/old/**"], "ignore": ["SLA"]}, "bad"],
            }
        ).rules
        assert rules.ignore == ("OWN016",)
        assert rules.severity == {"OWN003": "error"}
        assert rules.options == {"OWN016": {"most": 3}}
        assert rules.overrides == ((("catalog/old/**",), ("SLA",)),)

    def test_the_governance_team_and_the_roster_are_references(self) -> None:
        found = resolved(governance={"team": "team:sre"}, breakGlass={"roster": ["ana"]})
        assert [(r.written, r.place.pointer) for r in found.refs] == [
            ("team:sre", ("governance", "team")),
            ("ana", ("breakGlass", "roster", 0)),
        ]
        assert found.governance_team == found.refs[0]

    def test_labels_may_be_keys_or_values(self) -> None:
        assert resolved(vocabulary={"labels": ["a"]}).vocabulary == {"labels": ("a",)}
        assert resolved(vocabulary={"labels": {"a": ["b"]}}).vocabulary == {"labels.a": ("b",)}

    def test_the_defaults_stay_as_they_are(self) -> None:
        before = policy.resolve_policy(None, AT)
        resolved(channels={"push": {"medium": "email"}}, tiers={"1": {"requires": []}}, rules={"options": {"a": {}}})
        assert policy.resolve_policy(None, AT) == before


class TestOrigins:
    def test_say_where_a_setting_comes_from(self) -> None:
        found = policy.collect_origins({"tiers": {"1": {"escalationTiers": 2}}, "requiredInfo": ["service"]})
        assert found["tiers.1.escalationTiers"] == "policy"
        assert found["tiers.1.requires"] == "default"
        assert found["requiredInfo"] == "policy"
        assert found["authorities"] == "default"

    def test_a_value_of_a_wrong_type_does_not_count(self) -> None:
        assert policy.collect_origins({"requiredInfo": "service"})["requiredInfo"] == "default"


HOSTILE: list[Any] = [None, True, 0, -1, 10**200, 1.5, "", "x", [], [None], [[]], [{}], {}, {"a": None}, {"1": []}]


@pytest.mark.parametrize("value", HOSTILE, ids=[repr(v)[:20] for v in HOSTILE])
@pytest.mark.parametrize("key", [*policy.DEFAULT, "name"])
def test_ill_typed_parts_are_left_out(key: str, value: Any) -> None:
    found = policy.resolve_policy({key: value}, AT)
    assert found.severities
    assert set(found.tiers) == {1, 2, 3, 4}
    policy.collect_origins({key: value})
    below = policy.DEFAULT.get(key)
    for part in below if isinstance(below, dict) else ():
        assert policy.resolve_policy({key: {part: value}}, AT).severities
        policy.collect_origins({key: {part: value}})
