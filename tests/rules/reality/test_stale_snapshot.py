"""REA002: a snapshot that is older than the policy allows."""

from __future__ import annotations

import pytest

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, snapshot, users


def told(files: dict[str, str], code: str = "REA002") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


POLICY = {
    "catalog/policy.yaml": "apiVersion: ownercat/v1\nkind: Policy\nname: default\nsnapshots: {maxAge: {pagerduty: 14d}}\n"
}


@pytest.mark.parametrize(
    ("fetched", "more", "age"),
    [
        ("2026-11-22T02:00:00Z", {}, ""),
        ("2026-11-15T00:00:00Z", {}, ""),
        ("2026-11-14T23:00:00Z", {}, "7 days old, limit 7 days"),
        ("2026-11-10T00:00:00Z", {}, "12 days old, limit 7 days"),
        ("2026-11-10T00:00:00Z", POLICY, ""),
        ("2026-11-07T00:00:00Z", POLICY, "15 days old, limit 14 days"),
    ],
)
def test_the_age_of_a_snapshot(fetched: str, more: dict[str, str], age: str) -> None:
    found = told({**more, FOLDER + "a.json": snapshot(users("PU1"), fetched=fetched)})
    expected = f"{FOLDER}a.json:1:1 warning snapshot {FOLDER}a.json of PagerDuty is {age}: its facts count as assumed | fetch the answer of PagerDuty again"
    assert found == [expected] * bool(age)
