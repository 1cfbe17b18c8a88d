"""GOV006: what judges a change is loosened by it."""

from __future__ import annotations

import pytest

from ownercat.changes.values import Change, FieldChange
from ownercat.diagnostics import EntityId, Place
from ownercat.linter import LintBase, LintOptions, compare_with_base
from tests.catalogs import TODAY, check, compare, loaded
from tests.rules.parts import doc, lines_of, several, team

COUNCIL = {
    "catalog/people.yaml": several(
        *(
            doc("Person", name, f"labels: {{represents: {part}}}")
            for name, part in (("ana", "product"), ("bo", "support"))
        )
    ),
    "catalog/council.yaml": team("council"),
}


def policy(*lines: str) -> dict[str, str]:
    """A catalog with a governance team and a policy; its own lines begin at line 5."""
    return {**COUNCIL, "catalog/policy.yaml": doc("Policy", "shop", "governance: {team: council}", *lines)}


def told(before: dict[str, str], after: dict[str, str], gate: bool = True) -> list[str]:
    """What is said about a change by this rule."""
    report = compare(before, after, gate=gate)
    return lines_of(d for d in report.diagnostics if d.code == "GOV006")


def test_a_rule_that_is_turned_off_is_reported_at_its_line() -> None:
    assert told(policy(), policy("rules: {ignore: [OWN001]}")) == [
        "policy.yaml:5:17 error[weakened-check] the change loosens the policy without approval from the governance "
        "team: rules.ignore (not set) → OWN001",
        "  help: ask the governance team to approve (`ownercat signoff check` lists the eligible people), or move this change to "
        "its own pull request",
    ]


def test_several_values_are_one_finding() -> None:
    found = told(policy(), policy("rules: {ignore: [OWN001]}", "breakGlass: {maxHours: 48}"))
    assert found[0].endswith("team: breakGlass.maxHours 24 → 48 and rules.ignore (not set) → OWN001")
    assert found[2:] == ["  policy.yaml:5:17 another changed value"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(policy("rules: {ignore: [OWN001]}"), policy(), id="stricter"),
        pytest.param(policy(), policy("# nothing"), id="no value"),
        pytest.param(policy(), {**policy(), "catalog/more.yaml": team("more")}, id="another document"),
    ],
)
def test_what_loosens_nothing_is_silent(before: dict[str, str], after: dict[str, str]) -> None:
    assert told(before, after) == []


def test_only_the_gate_knows_who_has_agreed() -> None:
    after = policy("rules: {ignore: [OWN001]}")
    assert told(policy(), after, gate=False) == []
    assert [d for d in check(after).diagnostics if d.code == "GOV006"] == []


def test_a_file_that_is_no_document_is_told_by_its_name() -> None:
    """Signers, baseline and configuration come to the gate as files beside the catalog."""
    signers = "catalog/allowed_signers"
    added = FieldChange(
        "mallory ssh-ed25519 AAAA", None, "mallory ssh-ed25519 AAAA", "", "mallory ssh-ed25519 AAAA", "looser"
    )
    change = Change("signers-loosened", EntityId("File", signers), "", (added,), Place(signers), signers)
    agreed = change._replace(kind="owner-changed")
    base = loaded(policy())
    against = LintBase("main", ("0" * 40,), (base,), (change, agreed), (change, agreed))
    (found,) = (
        d
        for d in compare_with_base(loaded(policy()), against, LintOptions(as_of=TODAY)).diagnostics
        if d.code == "GOV006"
    )
    assert lines_of([found])[0] == (
        "allowed_signers:1:1 error[weakened-check] the change loosens the allowed signers file without approval from the "
        "governance team: mallory ssh-ed25519 AAAA is added"
    )
