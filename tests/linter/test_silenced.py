"""Which findings a comment, an exception and an override silence, and which they never do."""

from __future__ import annotations

import pytest

from ownercat.diagnostics import Report
from tests.catalogs import check, compare, loud
from tests.rules.parts import COMPANY, doc, service, several
from tests.rules.signoff.two_teams import AGREED, policy

HOME = {f"catalog/{path}": text for path, text in COMPANY.items()}
IGNORE = '# ownercat: ignore[orphaned-service] reason="later"'
ORPHAN = "catalog/a.yaml:6:8 error[orphaned-service] service a has an undefined owner: team ghost"


def one(text: str, **more: str) -> Report:
    return check({**HOME, "catalog/a.yaml": text, **{f"catalog/{name}.yaml": each for name, each in more.items()}})


def reasons(report: Report) -> list[tuple[str, str, str]]:
    return [(each.diagnostic.name, each.by, each.reason) for each in report.list_suppressed()]


def test_on_the_line_and_on_the_line_above() -> None:
    for text in (service("a", owner=f"ghost  {IGNORE}"), service("a").replace("owner:", f"{IGNORE}\nowner:")):
        report = one(text.replace("storefront", "ghost"))
        assert (loud(report), report.suppressed) == ([], 1)
        assert reasons(report) == [("orphaned-service", "comment", "later")]


def test_two_lines_above_is_too_far() -> None:
    report = one(service("a", owner="ghost").replace("tier:", f"{IGNORE}\ntier:"))
    assert [line.partition(" ")[2].partition("]")[0] for line in loud(report)] == [
        "error[orphaned-service", "warning[unused-suppression",
    ]  # fmt: skip


def test_the_line_of_the_key_counts_if_the_value_is_below() -> None:
    report = one(service("a", f"dependsOn: {IGNORE.replace('orphaned-service', 'wrong-type')}", "  a: b"))
    assert (loud(report), report.suppressed) == ([], 1)


def test_two_rules_have_two_comments() -> None:
    two = f'{IGNORE}\n# ownercat: ignore[deprecated-field] reason="x"\nowner:'
    report = one(service("a", owner="ghost").replace("owner:", two))
    assert [line.partition("] ")[2] for line in loud(report)] == [
        "service a has an unused suppression: no finding of deprecated-field"
    ]


def test_each_reference_to_an_undefined_name_needs_its_comment() -> None:
    text = several(service("a", owner=f"ghost  {IGNORE}"), service("b", owner="ghost"))
    assert [line.partition("] ")[2] for line in loud(one(text))] == [
        "team ghost is undefined, so 2 services have no owner: a and b"
    ]
    report = one(text.replace("owner: ghost\n", f"owner: ghost {IGNORE}\n"))
    assert (loud(report), report.suppressed) == ([], 1)


def test_an_exception_is_about_one_entity() -> None:
    rule = doc("Policy", "shop", "rules: {exceptions: [{rule: orphaned-service, entity: service:a, reason: later}]}")
    report = one(several(service("a", owner="ghost"), service("b", owner="other")), policy=rule)
    assert loud(report) == ["catalog/a.yaml:13:8 error[orphaned-service] service b has an undefined owner: team other"]
    assert reasons(report) == [("orphaned-service", "policy", "later")]


def test_an_override_is_counted() -> None:
    rule = doc("Policy", "shop", "rules: {overrides: [{paths: [catalog/a.yaml], ignore: [orphaned-service]}]}")
    report = one(service("a", owner="ghost"), policy=rule)
    assert (loud(report), report.suppressed) == ([], 1)
    assert reasons(report) == [("orphaned-service", "policy", "")]


@pytest.mark.parametrize("named", ["stale-signoff", "SGN002"])
def test_what_teams_agreed_to_is_never_silenced(named: str) -> None:
    files = {f"catalog/{path}": text for path, text in AGREED.items()}
    files["catalog/sla.yaml"] = files["catalog/sla.yaml"].replace("30m", "2h")
    (stale,) = check(files).diagnostics
    record = files["catalog/record.yaml"].splitlines(keepends=True)
    record.insert(stale.span.start.line - 1, f'# ownercat: ignore[{named}] reason="x"\n')
    name = "2026-10-02-payment-checkout"
    rule = policy(f"rules: {{exceptions: [{{rule: {named}, entity: 'signoff:{name}', reason: x}}]}}")
    report = check({**files, "catalog/record.yaml": "".join(record), "catalog/policy.yaml": rule})
    assert [d.code for d in report.diagnostics] == ["SGN002", "GOV002", "GOV002"]
    assert report.suppressed == 0


def test_a_file_with_an_error_silences_nothing() -> None:
    report = one(service("a", "owner: twice", owner=f"ghost  {IGNORE.replace('orphaned-service', 'duplicate-key')}"))
    assert [line.partition("] ")[2] for line in loud(report)] == [
        "the key `owner` occurs twice in one mapping: first on line 6"
    ]


# -- a change


def test_a_change_that_removes_a_comment_causes_the_finding() -> None:
    with_comment = {**HOME, "catalog/a.yaml": service("a", owner=f"ghost  {IGNORE}")}
    without = {**HOME, "catalog/a.yaml": service("a", owner="ghost")}
    assert loud(compare(with_comment, without)) == [ORPHAN]
    assert loud(compare(without, with_comment)) == []
    assert loud(compare(without, without)) == []


def test_a_change_that_makes_a_comment_obsolete_causes_a_finding() -> None:
    before = {**HOME, "catalog/a.yaml": service("a", owner=f"ghost  {IGNORE}")}
    after = {**HOME, "catalog/a.yaml": service("a", owner=f"storefront  {IGNORE}")}
    unused = "warning[unused-suppression] service a has an unused suppression: no finding of orphaned-service"
    assert loud(compare(before, after)) == [f"catalog/a.yaml:6:20 {unused}"]
    assert loud(compare(after, after)) == []


@pytest.mark.parametrize("dialect", ["backstage"])
def test_a_foreign_format(dialect: str) -> None:
    text = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: web\nspec:\n"
        '  type: service\n  lifecycle: production # ownercat: ignore[orphaned-service] reason="no team yet"\n'
    )
    files = {"catalog-info.yaml": text}
    plain = check({"catalog-info.yaml": text.partition("#")[0].rstrip() + "\n"}, dialects=(dialect,))
    orphan = [each for each in plain.diagnostics if each.code == "OWN001"]
    report = check(files, dialects=(dialect,))
    assert [each.name for each in report.diagnostics if each.code in ("OWN001", "GOV002")] == [
        *(each.name for each in orphan),
        "unused-suppression",
    ]
