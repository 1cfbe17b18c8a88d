"""How pages climb: what a team, a policy or a hand-over changes is told for every service that it alters."""

from __future__ import annotations

import pytest

from tests.changes.parts import BASE, changes, edited
from tests.rules.parts import doc

TEAM = ("teams.yaml", "escalation: payments-urgent", "escalation: storefront-urgent")
SERVICE = "escalation-changed: Service payment of payment"


def routed(*routes: str) -> dict[str, str]:
    return edited(("payment.yaml", "tier: 2", f"tier: 2\nescalation: [{', '.join(routes)}]"))


def test_the_team_s_default_changes_for_each_of_its_services() -> None:
    two = {"more.yaml": doc("Service", "wallet", "owner: payments")}
    found = changes(edited(TEAM) | two, BASE | two)
    moved = [
        "  sev1.tier1.notify: payments-primary -> storefront-primary other",
        "  sev1.tier1.team: payments -> storefront other",
        "  sev1.tier1.via: phone and push -> push looser",
        "  sev1.tier1.wait: 5m -> - looser",
        "  sev1.tier2.notify: ana -> - other",
        "  sev1.tier2.purpose: respond -> - other",
        "  sev1.tier2.urgency: high -> - looser",
    ]
    assert found == [
        "team-changed: Team payments @ teams.yaml:escalation",
        "  escalation: payments-urgent -> storefront-urgent other",
        f"{SERVICE} @ teams.yaml:tiers/0/notify",
        *moved,
        "escalation-changed: Service wallet of wallet @ teams.yaml:tiers/0/notify",
        *moved,
    ]


def test_the_same_way_stated_by_the_service_is_no_change() -> None:
    stated = edited(("payment.yaml", "tier: 2", "tier: 2\nescalation: payments-urgent"))
    assert changes(stated) == []
    assert changes(edited(TEAM, files=stated), stated) == [
        "team-changed: Team payments @ teams.yaml:escalation",
        "  escalation: payments-urgent -> storefront-urgent other",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("wait: 5m", "wait: 15m", "tier1.wait: 5m -> 15m looser", id="later"),
        pytest.param("wait: 5m", "wait: 180s", "tier1.wait: 5m -> 180s tighter", id="sooner"),
        pytest.param("via: [push, phone]", "via: [push]", "tier1.via: phone and push -> push looser", id="channel"),
        pytest.param("wait: 5m", "wait: 5m, urgency: low", "tier1.urgency: high -> low looser", id="urgency"),
        pytest.param("wait: 5m", "wait: 5m, purpose: inform", "tier1.purpose: respond -> inform other", id="purpose"),
        pytest.param("[person:ana]", "[person:cy]", "tier2.notify: ana -> cy other", id="person"),
        pytest.param("[person:ana]}\nend: stop", "[person:ana]}\nend: stop\nhold: 10m", "hold: - -> 10m looser", id="hold"),
        pytest.param("[person:ana]}\nend: stop", "[person:ana]}\nend: stop\nonEmpty: drop", "onEmpty: wait -> drop other", id="empty"),
        pytest.param("[person:ana]}\nend: stop", "[person:ana]}\nend: stop\nackTimeout: 10m", "ackTimeout: - -> 10m tighter", id="timeout"),
    ],
)  # fmt: skip
def test_a_policy_changes(old: str, new: str, line: str) -> None:
    found = changes(edited(("teams.yaml", old, new)))
    assert found[0].startswith(SERVICE)
    assert found[1:] == [f"  sev1.{line}"]


def test_an_order_that_does_not_matter() -> None:
    assert changes(edited(("teams.yaml", "[push, phone]", "[phone, push]"))) == []


def test_a_policy_that_is_handed_over_to_changes_for_those_who_hand_over() -> None:
    before = edited(("teams.yaml", "[person:ana]}\nend: stop", "[person:ana]}\nend: {handoff: storefront-urgent}"))
    after = edited(("teams.yaml", "via: [push]}", "via: [email]}"), files=before)
    assert changes(after, before) == [
        "escalation-changed: Service checkout of checkout @ teams.yaml:tiers/0/via",
        "  sev1.tier1.via: push -> email looser",
        f"{SERVICE} @ teams.yaml:tiers/0/via",
        "  sev1.handoff1.tier1.via: push -> email looser",
    ]


def test_a_tier_of_another_policy_that_is_paged_changes() -> None:
    before = edited(("teams.yaml", "[person:ana]", "[escalation:storefront-urgent]"))
    after = edited(("teams.yaml", "[rotation:storefront-primary]", "[person:di]"), files=before)
    assert changes(after, before)[2:] == [
        "  sev1.tier1.team: storefront -> - other",
        f"{SERVICE} @ teams.yaml:tiers/1/notify",
        "  sev1.tier2.notify: storefront-primary -> di other",
        "  sev1.tier2.team: storefront -> - other",
    ]


def test_a_rotation_that_goes_to_another_team_is_on_the_way() -> None:
    before, after = (
        BASE,
        edited(("teams.yaml", "name: payments-primary\nteam: payments", "name: payments-primary\nteam: storefront")),
    )
    assert changes(after, before) == [
        "rotation-changed: Rotation payments-primary (storefront) @ teams.yaml:team",
        "  team: payments -> storefront other",
        f"{SERVICE} @ teams.yaml:tiers/0/notify",
        "  sev1.tier1.team: payments -> storefront other",
    ]  # fmt: skip


def test_a_severity_word_of_a_route_means_another_severity() -> None:
    files = routed("{severity: [critical], policy: storefront-urgent}", "{policy: payments-urgent}")
    severities = "severities: [{id: sev1, major: true, page: 24x7}, {id: sev2, major: true, page: 24x7}]"
    before, after = (
        files | {"policy.yaml": doc("Policy", "shop", severities, f"severityAliases: {{critical: {to}}}")}
        for to in ("sev1", "sev2")
    )
    found = changes(after, before)
    assert found[0] == "policy-loosened: Policy shop @ policy.yaml:severityAliases/critical"
    assert "  sev1.tier1.team: storefront -> payments other" in found
    assert "  sev2.tier1.team: payments -> storefront other" in found


def test_of_two_symptom_patterns_the_order_counts() -> None:
    one, two, rest = (
        "{symptom: 'pay-*', policy: storefront-urgent}", "{symptom: '*-slow', policy: payments-urgent}", "{policy: payments-urgent}"
    )  # fmt: skip
    found = changes(routed(two, one, rest), routed(one, two, rest))
    assert found == [
        f"{SERVICE} @ payment.yaml:escalation",
        "  sev1.order: pay-*, *-slow,  -> *-slow, pay-*,  other",
    ]


def test_a_policy_that_does_not_exist_is_named() -> None:
    found = changes(routed("{policy: nowhere}"))
    assert found[-1] == "  sev1.tier2.urgency: high -> - looser"
    assert "  sev1.policy: - -> nowhere (undefined) other" in found


def test_a_circle_of_hand_overs_ends() -> None:
    circle = edited(("teams.yaml", "end: stop", "end: {handoff: payments-urgent}"))
    assert changes(circle, circle) == []
    assert [line for line in changes(circle) if ".end:" in line] == [
        "  sev1.end: stop -> handoff other",
        "  sev1.handoff1.end: - -> handoff other",
        "  sev1.end: stop -> handoff other",
    ]


def test_policies_come_and_go() -> None:
    more = BASE | {"more.yaml": doc("Escalation", "spare", "team: payments")}
    assert changes(more) == ["escalation-added: Escalation spare @ more.yaml:name"]
    assert changes(BASE, more) == ["escalation-removed: Escalation spare gone @ more.yaml:name"]


# rotations


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("members: [ana, bo]", "members: [bo, ana]", "members: ana and bo -> bo and ana", id="order"),
        pytest.param("members: [ana, bo]", "members: [ana]", "members: ana and bo -> ana", id="one less"),
        pytest.param("members: [ana, bo]", "members: [ana, bo, none]", "members: ana and bo -> ana, bo and none", id="nobody"),
        pytest.param("turn: {every: 1w}", "turn: {every: 2d}", "turn: 1w -> 2d", id="turn"),
        pytest.param("turn: {every: 1w}", "turn: {every: 1w, handoff: {day: mon, at: '12:00'}}", "handoff: - -> mon 12:00", id="hand-off"),
        pytest.param("from: 2026-01-05", "from: 2026-01-12", "from: 2026-01-05 -> 2026-01-12", id="start"),
        pytest.param("turn: {every: 1w}", "turn: {every: 1w}, windows: [{days: [sat, sun], from: '08:00', to: '20:00'}]",
                     "windows: - -> sat, sun 08:00–20:00 UTC", id="hours"),
    ],
)  # fmt: skip
def test_a_rotation_changes(old: str, new: str, line: str) -> None:
    layer = "layers: [{id: a, " + old if old.startswith("members") else old
    shape = "layers: [{id: a, " + new if old.startswith("members") else new
    found = changes(edited(("teams.yaml", layer, shape)))
    assert found[0].startswith("rotation-changed: Rotation payments-primary (payments) @ teams.yaml:layers/0/")
    assert found[1] == f"  layer1.{line} other"


def test_a_week_is_a_week() -> None:
    assert changes(edited(("teams.yaml", "every: 1w", "every: 7d"))) == []


def test_a_swap_is_no_change_of_the_order() -> None:
    swap = "overrides: [{from: 2026-12-24, to: 2026-12-26, remove: ana, add: bo}]"
    after = edited(("teams.yaml", "name: payments-primary\n", f"name: payments-primary\n{swap}\n"))
    assert changes(after) == [
        "override-changed: Rotation payments-primary (payments) @ teams.yaml:overrides/0",
        "  bo for ana, 2026-12-24 to 2026-12-26 UTC: - -> bo for ana, 2026-12-24 to 2026-12-26 UTC other",
    ]


def test_a_rotation_that_is_gone_has_changed() -> None:
    more = BASE | {"more.yaml": doc("Rotation", "spare", "team: payments", "layers: [{id: a, members: [ana]}]")}
    assert changes(BASE, more)[0] == "rotation-changed: Rotation spare (payments) gone @ more.yaml:name"
    assert changes(more)[0] == "rotation-added: Rotation spare (payments) @ more.yaml:name"
