"""Services beside their owner and tier: life, roles, authorities, interfaces, runbooks, and what needs nobody."""

from __future__ import annotations

import pytest

from tests.changes.parts import BASE, changes, edited
from tests.rules.parts import doc

OF = "Service payment of payment"


def payment(*lines: str) -> dict[str, str]:
    return BASE | {"payment.yaml": BASE["payment.yaml"] + "".join(f"{line}\n" for line in lines)}


def test_a_service_retires_and_comes_back() -> None:
    retired = payment("lifecycle: retired")
    assert changes(retired) == [
        f"service-retired: {OF} @ payment.yaml:lifecycle",
        "  lifecycle: production -> retired other",
    ]
    assert changes(BASE, retired) == [
        f"service-revived: {OF} @ payment.yaml:lifecycle",
        "  lifecycle: retired -> production other",
    ]


def test_a_document_that_is_deleted_retires_what_runs_and_only_removes_what_was_retired() -> None:
    gone = {path: text for path, text in BASE.items() if path != "payment.yaml"}
    fields = ["  lifecycle: production -> - other", "  owner: payments -> - other"]
    assert changes(gone) == [f"service-retired: {OF} gone @ payment.yaml:name", *fields]
    assert changes(gone, payment("lifecycle: retired"))[0] == f"service-removed: {OF} gone @ payment.yaml:name"
    assert changes(BASE, gone)[0] == f"service-added: {OF} @ payment.yaml:name"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param((), ("lifecycle: deprecated",), ["lifecycle-changed", "lifecycle: production -> deprecated"], id="lifecycle"),
        pytest.param((), ("type: external",), ["type-changed", "type: service -> external"], id="type"),
        pytest.param((), ("code: {paths: [src/]}",), ["paths-changed", "paths: - -> src/"], id="paths"),
        pytest.param((), ("code: {repository: 'https://x.example'}",), ["paths-changed", "repository: - -> https://x.example"], id="repository"),
        pytest.param((), ('contacts: {chat: "#pay"}',), ["contacts-changed", "contacts.chat: - -> #pay"], id="contact"),
        pytest.param(("system: a",), ("system: b",), ["service-changed", "system: a -> b"], id="system"),
        pytest.param(("capacity: {headroom: 20%}",), ("capacity: {headroom: 10%}",), ["service-changed", "capacity.headroom: 20% -> 10%"], id="capacity"),
        pytest.param(("labels: {data: none}",), ("labels: {data: personal}",), ["service-changed", "labels.data: none -> personal"], id="label"),
    ],
)  # fmt: skip
def test_what_it_says_of_itself(before: tuple[str, ...], after: tuple[str, ...], expected: list[str]) -> None:
    found = changes(payment(*after), payment(*before))
    assert [found[0].partition(":")[0], found[1].strip()] == [expected[0], f"{expected[1]} other"]
    assert len(found) == 2


def test_text_is_no_change_of_meaning() -> None:
    words = payment("title: Pay", "description: Takes money.", "links: [{type: docs, url: 'https://x.example'}]")
    assert changes(words) == []


def test_a_symptom_s_severity() -> None:
    before, after = (payment(f"symptoms: [{{id: slow, severity: {s}, alerts: [A]}}]") for s in ("sev1", "sev2"))
    assert changes(after, before) == [
        f"symptom-loosened: {OF} @ payment.yaml:symptoms/0/severity",
        "  slow.severity: sev1 -> sev2 looser",
    ]


# roles and authorities


def test_a_role_goes_to_another_team() -> None:
    assert changes(payment("roles: {code: storefront, champion: person:ana}")) == [
        f"role-changed: {OF} (champion) @ payment.yaml:roles/champion",
        "  champion: - -> ana other",
        f"role-changed: {OF} (code) @ payment.yaml:roles/code",
        "  code: payments -> storefront other",
    ]
    assert changes(payment("roles: {code: team:payments}")) == []


def test_roles_that_follow_the_owner_are_not_told_again() -> None:
    kept = payment("roles: {code: payments}")
    moved = edited(("payment.yaml", "owner: payments", "owner: storefront"), files=kept)
    kinds = [line.partition(":")[0] for line in changes(moved, kept) if not line.startswith("  ")]
    assert kinds == ["escalation-changed", "owner-changed"]
    follows = [
        line.partition(":")[0] for line in changes(edited(("payment.yaml", "owner: payments", "owner: storefront")))
    ]
    assert "role-changed" not in follows


def test_somebody_else_may_authorise() -> None:
    before, after = payment("authorise: {rollback: [ana]}"), payment("authorise: {rollback: [ana, storefront]}")
    assert changes(after, before) == [
        f"authority-changed: {OF} (rollback) @ payment.yaml:authorise/rollback",
        "  rollback: ana -> ana and storefront other",
    ]
    assert changes(payment("authorise: {rollback: [person:ana]}"), before) == []
    assert changes(BASE, before)[1] == "  rollback: ana -> - other"


# interfaces and runbooks


def test_interfaces_come_change_and_go() -> None:
    one, other = (payment(f"provides: [{{interface: charge, type: {kind}}}]") for kind in ("grpc", "http"))
    assert changes(one) == [
        f"interface-added: {OF} (charge) @ payment.yaml:provides/0/interface",
        "  interface: - -> charge tighter",
        "  type: - -> grpc tighter",
    ]
    assert changes(other, one) == [
        f"interface-changed: {OF} (charge) @ payment.yaml:provides/0/type",
        "  type: grpc -> http looser",
    ]
    assert changes(BASE, one)[0] == f"interface-removed: {OF} (charge) gone @ payment.yaml:provides/0/interface"


def runbook(*lines: str, of: str = "payment") -> dict[str, str]:
    return BASE | {"runbook.yaml": doc("Runbook", "restart", f"service: {of}", "covers: [{symptom: slow}]", *lines)}


def test_runbooks_come_change_and_go() -> None:
    steps = [
        "steps: [{id: one, kind: restart, do: Turn it off.}]",
        "steps: [{id: one, kind: restart, do: Turn it on.}]",
    ]
    assert changes(runbook()) == [
        "runbook-added: Runbook restart of payment (restart) @ runbook.yaml:name",
        "  covers.slow: - -> slow tighter",
    ]
    assert changes(runbook(steps[1]), runbook(steps[0])) == [
        "runbook-changed: Runbook restart of payment (restart) @ runbook.yaml:steps/0/do",
        "  step.one.do: Turn it off. -> Turn it on. other",
    ]
    assert changes(BASE, runbook()) == [
        "runbook-removed: Runbook restart of payment (restart) gone @ runbook.yaml:name",
        "  covers.slow: slow -> - looser",
    ]


def test_a_runbook_of_another_service_is_gone_for_the_first() -> None:
    found = changes(runbook(of="checkout"), runbook())
    assert [line for line in found if not line.startswith("  ")] == [
        "runbook-added: Runbook restart of checkout (restart) @ runbook.yaml:name",
        "runbook-removed: Runbook restart of payment (restart) gone @ runbook.yaml:name",
    ]


# dependencies


def needs(*entries: str) -> dict[str, str]:
    return edited(("checkout.yaml", "[{service: payment}]", f"[{', '.join(entries)}]"))


@pytest.mark.parametrize(
    ("before", "after", "kind", "line"),
    [
        pytest.param("mode: soft, degrade: later", "mode: soft", "hardened", "degrade: later -> - tighter", id="no fallback"),
        pytest.param("tolerates: 1h", "tolerates: 5m", "hardened", "tolerates: 1h -> 5m tighter", id="sooner"),
        pytest.param("tolerates: 1h", "tolerates: 3600s", "", "", id="the same time"),
        pytest.param("mode: cached", "mode: async", "hardened", "mode: cached -> async tighter", id="mode"),
        pytest.param("mode: hard", "mode: async", "softened", "mode: hard -> async looser", id="softer"),
        pytest.param("interface: a", "interface: b", "changed", "interface: a -> b other", id="interface"),
        pytest.param("degrade: later", "degrade: at once", "changed", "degrade: later -> at once other", id="fallback"),
    ],
)  # fmt: skip
def test_how_it_leans(before: str, after: str, kind: str, line: str) -> None:
    found = changes(needs(f"{{service: payment, {after}}}"), needs(f"{{service: payment, {before}}}"))
    assert [each.partition(":")[0] for each in found[:1]] == ([f"dependency-{kind}"] if kind else [])
    assert found[1:] == ([f"  {line}"] if line else [])


def test_leaving_a_group_is_leaning_harder() -> None:
    before = needs("{service: payment, group: cards, need: 1}")
    assert changes(needs("{service: payment}"), before)[0].startswith("dependency-hardened")
    assert changes(needs("{service: payment, group: cards, need: 2}"), before)[1:] == ["  need: 1 -> 2 tighter"]


def test_a_planned_dependency_is_none_until_it_is_active() -> None:
    planned = needs("{service: payment, status: planned}")
    without = edited(("checkout.yaml", "dependsOn: [{service: payment}]\n", ""))
    assert changes(planned, without)[0].startswith("dependency-planned: Service checkout of checkout (payment)")
    assert changes(BASE, planned) == [
        "dependency-added: Service checkout of checkout (payment) @ checkout.yaml:dependsOn/0/status",
        "  status: planned -> active other",
    ]
    assert changes(planned)[0].startswith("dependency-removed: Service checkout of checkout (payment) @")


def test_one_provider_needed_in_two_ways_is_two_dependencies() -> None:
    one, two = "{service: payment, interface: charge}", "{service: payment, interface: refund, mode: soft}"
    assert changes(needs(two, one), needs(one, two)) == []
    assert changes(needs(one, two), needs(one)) == [
        "dependency-added: Service checkout of checkout (payment) @ checkout.yaml:dependsOn/1/interface",
        "  interface: - -> refund other",
        "  mode: - -> soft tighter",
        "  service: - -> payment other",
        "  status: - -> active other",
    ]


# journeys


def test_a_journey_s_shared_objective_is_looser() -> None:
    before, after = (
        BASE | {"j.yaml": doc("Journey", "buy", "steps: [{service: checkout}]", f"objectives: [{{name: ok, target: {target}}}]")}
        for target in ("99.9", "99")
    )  # fmt: skip
    assert changes(after, before) == [
        "journey-loosened: Journey buy @ j.yaml:objectives/0/target",
        "  objective ok.target: 99.9 % -> 99 % looser",
    ]
    assert changes(before, after)[0] == "journey-tightened: Journey buy @ j.yaml:objectives/0/target"
    longer = before | {
        "j.yaml": before["j.yaml"].replace("{service: checkout}", "{service: checkout}, {service: payment}")
    }
    assert changes(longer, before) == [
        "journey-changed: Journey buy @ j.yaml:steps",
        "  steps: checkout hard -> checkout hard, payment hard other",
    ]
    assert changes(before)[0] == "journey-added: Journey buy @ j.yaml:name"
    assert changes(BASE, before)[0] == "journey-removed: Journey buy gone @ j.yaml:name"
