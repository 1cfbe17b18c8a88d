"""Promises: whatever hides that one became weaker, it is told; whatever is only written in another way is not."""

from __future__ import annotations

import pytest

from tests.changes.parts import BASE, changes, edited
from tests.rules.parts import doc

NAME = "SLA payment-for-checkout of payment (payment-for-checkout)"
TARGETS = "sev1: {ack: 10m, restore: 30m}"
OBJECTIVE = "  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}"
ALL_GONE = [
    "  approvers: payments and storefront -> - looser",
    "  availability.basis: inclusive -> - looser",
    "  availability.calendar: rolling -> - looser",
    "  availability.target: 99.9 % -> - looser",
    "  availability.type: availability -> - looser",
    "  availability.window: 28d -> - looser",
    "  hours: 24x7 -> - looser",
    "  sev1.ack: 10m -> - looser",
    "  sev1.restore: 30m -> - looser",
    "  status: published -> - looser",
]


def sla(old: str, new: str) -> dict[str, str]:
    return edited(("sla.yaml", old, new))


def service_sla(name: str, *lines: str) -> str:
    return doc("SLA", name, "service: payment", "consumer: checkout", *lines)


def test_a_weaker_value_behind_an_anchor() -> None:
    head = edited(
        ("sla.yaml", TARGETS, "sev1: &weak {ack: 10m, restore: 50m}"),
        ("sla.yaml", "objectives:", "x-a: *weak\nobjectives:"),
    )
    assert changes(head) == [
        f"sla-loosened: {NAME} @ sla.yaml:targets/sev1/restore",
        "  sev1.restore: 30m -> 50m looser",
    ]  # fmt: skip


def test_a_merge_key_is_refused_so_its_values_are_no_promise() -> None:
    assert changes(sla(TARGETS, "sev1: {<<: {restore: 30m}, ack: 10m}")) == [
        f"sla-loosened: {NAME} @ sla.yaml:name",
        "  sev1.restore: 30m -> - looser",
    ]


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_an_sla_that_is_no_longer_published_promises_nothing(status: str) -> None:
    head = sla("consumer: checkout", f"consumer: checkout\nstatus: {status}")
    assert changes(head) == [f"sla-loosened: {NAME} @ sla.yaml:name", *ALL_GONE]
    assert changes(BASE, head)[0] == f"sla-added: {NAME} @ sla.yaml:name"
    assert changes({**head, "sla.yaml": head["sla.yaml"].replace("30m", "9h")}, head) == []


def test_a_promise_that_is_deleted() -> None:
    head = {path: text for path, text in BASE.items() if path != "sla.yaml"}
    assert changes(head) == [f"sla-loosened: {NAME} gone @ sla.yaml:name", *ALL_GONE]


@pytest.mark.parametrize("party", ["external: true", "consumer: team:storefront"])
def test_a_promise_to_somebody_else_is_another_promise(party: str) -> None:
    found = changes(sla("consumer: checkout", party))
    gone = found.index(f"sla-loosened: {NAME} gone @ sla.yaml:name")
    assert found[gone:] == [f"sla-loosened: {NAME} gone @ sla.yaml:name", *ALL_GONE]
    assert found[0] == f"sla-added: {NAME} @ sla.yaml:name"


def test_a_promise_for_another_service_is_gone_for_the_first() -> None:
    found = changes(sla("service: payment", "service: checkout"))
    assert [line for line in found if not line.startswith("  ")] == [
        "sla-added: SLA payment-for-checkout of checkout (payment-for-checkout) @ sla.yaml:name",
        f"sla-loosened: {NAME} gone @ sla.yaml:name",
    ]


def test_a_promise_moves_to_another_document_with_a_weaker_value() -> None:
    head = {
        **sla(TARGETS, "sev2: {ack: 10m}"),
        "other.yaml": service_sla("other", "targets: {sev1: {ack: 10m, restore: 2h}}"),
    }
    assert changes(head) == [
        "sla-added: SLA other of payment (other) @ other.yaml:name",
        "  sev1.ack: - -> 10m tighter",
        "  sev1.restore: - -> 2h tighter",
        f"sla-loosened: {NAME} @ sla.yaml:name",
        "  sev1.ack: 10m -> - looser",
        "  sev1.restore: 30m -> - looser",
        f"sla-tightened: {NAME} @ sla.yaml:targets/sev2/ack",
        "  sev2.ack: - -> 10m tighter",
    ]


def test_a_promise_moves_to_another_document_as_it_is() -> None:
    head = {
        **edited(("sla.yaml", "targets:\n  sev1: {ack: 10m, restore: 30m}\n", "")),
        "other.yaml": service_sla("other", "targets: {sev1: {ack: 600s, restore: 30m}}"),
    }
    assert changes(head) == []
    assert changes(BASE, head) == []
    narrow = head | {"other.yaml": head["other.yaml"] + "hours: {days: [mon-fri], from: '08:00', to: '18:00'}\n"}
    assert changes(narrow)[-3:] == [
        f"sla-loosened: {NAME} @ sla.yaml:name",
        "  sev1.ack: 10m -> - looser",
        "  sev1.restore: 30m -> - looser",
    ]


def test_two_weak_objectives_do_not_carry_a_strong_one() -> None:
    weak = "objectives: [{{name: availability, sli: {{type: availability}}, target: {}, window: {}}}]"
    head = {
        **edited(("sla.yaml", f"objectives:\n{OBJECTIVE}\n", "")),
        "a.yaml": service_sla("a", weak.format("99.9", "90d")),
        "b.yaml": service_sla("b", weak.format("90", "28d")),
    }
    assert f"sla-loosened: {NAME} @ sla.yaml:name" in changes(head)
    assert "  availability.target: 99.9 % -> - looser" in changes(head)


def test_an_sla_under_another_name_is_the_same_promise() -> None:
    assert changes(sla("name: payment-for-checkout", "name: other")) == []
    assert changes(edited(("sla.yaml", "name: payment-for-checkout", "name: other"), ("sla.yaml", "30m", "40m"))) == [
        "sla-loosened: SLA other of payment (other) @ sla.yaml:targets/sev1/restore",
        "  sev1.restore: 30m -> 40m looser",
    ]


def test_an_objective_is_removed_and_another_one_comes() -> None:
    latency = OBJECTIVE.replace(
        "availability, sli: {type: availability}", "latency, sli: {type: latency, threshold: 3s}"
    )
    assert changes(sla(OBJECTIVE, latency)) == [
        f"sla-loosened: {NAME} @ sla.yaml:name",
        *[line for line in ALL_GONE if "availability." in line],
        f"sla-tightened: {NAME} @ sla.yaml:objectives/0/basis",
        "  latency.basis: - -> inclusive tighter",
        "  latency.calendar: - -> rolling tighter",
        "  latency.target: - -> 99.9 % tighter",
        "  latency.threshold: - -> 3s tighter",
        "  latency.type: - -> latency tighter",
        "  latency.window: - -> 28d tighter",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("type: availability}", "type: availability, good: all}", "availability.good: - -> all", id="what counts as good"),
        pytest.param("window: 28d", "window: 90d", "availability.window: 28d -> 90d", id="window"),
        pytest.param("window: 28d", "window: 7d", "availability.window: 28d -> 7d", id="shorter window, not comparable"),
        pytest.param("window: 28d", "window: 28d, calendar: true", "availability.calendar: rolling -> calendar", id="calendar"),
        pytest.param("window: 28d", "window: 28d, basis: intrinsic", "availability.basis: inclusive -> intrinsic", id="basis"),
        pytest.param("restore: 30m", "restore: 30m, impact: 0.5", "sev1.impact: - -> 0.5", id="impact"),
        pytest.param("[payments, storefront]", "[payments]", "approvers: payments and storefront -> payments", id="approver"),
        pytest.param("consumer: checkout", "consumer: checkout\nhours: {days: [mon-fri], from: '08:00', to: '18:00'}",
                     "hours: 24x7 -> mon–fri 08:00–18:00 UTC", id="hours"),
    ],
)  # fmt: skip
def test_what_is_weaker_or_cannot_be_compared_is_looser(old: str, new: str, line: str) -> None:
    found = changes(sla(old, new))
    assert found[0].startswith(f"sla-loosened: {NAME} @ sla.yaml:")
    assert found[1:] == [f"  {line} looser"]


def test_narrower_and_wider_hours() -> None:
    def hours(text: str) -> dict[str, str]:
        return sla("consumer: checkout", f"consumer: checkout\nhours: {{timeZone: Europe/Madrid, {text}}}")

    day, longer = hours("days: [mon-fri], from: '09:00', to: '17:00'"), hours("from: '08:00', to: '17:00'")
    assert changes(longer, day)[0].startswith("sla-tightened")
    assert changes(day, longer)[0].startswith("sla-loosened")
    assert changes(hours("days: [fri, mon, tue, wed, thu], from: '09:00', to: '17:00'"), day) == []
    night = hours("days: [sun], from: '22:00', to: '06:00'")
    assert changes(hours("days: [sun], from: '23:00', to: '06:00'"), night)[0].startswith("sla-loosened")


def test_a_reworded_outcome_is_looser_and_what_is_beside_the_terms_is_not() -> None:
    before = sla("consumer: checkout", "consumer: checkout\noutcome: A card is charged once.")
    after = before | {"sla.yaml": before["sla.yaml"].replace("once.", "once or twice.\nimpact: Orders wait.")}
    assert changes(after, before) == [
        f"sla-changed: {NAME} @ sla.yaml:impact",
        "  impact: - -> Orders wait. other",
        f"sla-loosened: {NAME} @ sla.yaml:outcome",
        "  outcome: A card is charged once. -> A card is charged once or twice. looser",
    ]
    folded = before["sla.yaml"].replace("A card is charged once.", ">-\n  A card is\n  charged once.")
    assert changes(before | {"sla.yaml": folded}, before) == []


def test_a_severity_alias_that_means_another_severity() -> None:
    files = edited(("sla.yaml", "sev1:", "critical:"))
    before, after = (
        files | {"policy.yaml": doc("Policy", "shop", f"severityAliases: {{critical: {to}}}")}
        for to in ("sev1", "sev2")
    )
    assert changes(after, before) == [
        "policy-loosened: Policy shop @ policy.yaml:severityAliases/critical",
        "  severityAliases.critical: sev1 -> sev2 looser",
        f"sla-loosened: {NAME} @ sla.yaml:name",
        "  sev1.ack: 10m -> - looser",
        "  sev1.restore: 30m -> - looser",
        f"sla-tightened: {NAME} @ sla.yaml:targets/critical/ack",
        "  sev2.ack: - -> 10m tighter",
        "  sev2.restore: - -> 30m tighter",
    ]


def test_of_two_words_for_one_severity_the_stricter_target_counts() -> None:
    policy = {"policy.yaml": doc("Policy", "shop", "severityAliases: {critical: sev1}")}
    both = sla(TARGETS, f"critical: {{restore: 9h}}\n  {TARGETS}") | policy
    assert changes(both, BASE | policy) == []


def test_thresholds_compare_by_what_they_measure() -> None:
    def latency(threshold: str, kind: str = "latency") -> dict[str, str]:
        return sla("type: availability}", f"type: {kind}, threshold: {threshold}}}")

    assert changes(latency("300ms"), latency("0.3s")) == []
    assert changes(latency("300ms"), latency("3s"))[0].startswith("sla-tightened")
    assert changes(latency("3s"), latency("300ms"))[0].startswith("sla-loosened")
    assert changes(latency("10", "throughput"), latency("20", "throughput"))[0].startswith("sla-loosened")
    assert changes(latency("a while"), latency("300ms"))[0].startswith("sla-loosened")


def test_more_exceptions_from_the_error_budget_are_looser() -> None:
    def budget(text: str) -> dict[str, str]:
        return sla("consumer: checkout", f"consumer: checkout\nerrorBudget: {{{text}}}")

    assert changes(budget("onExhausted: stop, except: [security]"), budget("onExhausted: stop"))[1:] == [
        "  errorBudget.except: - -> security looser"
    ]
    assert changes(budget("onExhausted: go on"), budget("onExhausted: stop"))[1:] == [
        "  errorBudget.onExhausted: stop -> go on looser"
    ]
