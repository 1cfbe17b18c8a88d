"""OWN023 stale-capacity."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, told

TIERS = ["tiers:", '  "4": {requires: [owner, capacity]}']
POLICY = {"policy.yaml": doc("Policy", "shop", *TIERS)}
HELP = "  help: review load and forecast, then set `reviewedOn` under `capacity` to the date of the review"
NEVER = "service checkout (tier 4) has no date of a capacity review"

REPORTED = [
    pytest.param(
        "capacity: {reviewedOn: 2026-08-20, reviewEvery: 30d}",
        "checkout.yaml:7:24 warning[stale-capacity] service checkout has a capacity review that is 64 days overdue:"
        " due 2026-09-19 (last review 2026-08-20, every 30d)",
        id="the time of the service has passed",
    ),
    pytest.param(
        "capacity: {reviewedOn: 2026-08-20}",
        "checkout.yaml:7:24 warning[stale-capacity] service checkout has a capacity review that is 4 days overdue:"
        " due 2026-11-18 (last review 2026-08-20, every 90d)",
        id="the default time has passed",
    ),
    pytest.param("capacity: {headroom: 40}", f"checkout.yaml:7:11 warning[stale-capacity] {NEVER}", id="no day"),
    pytest.param("x-note: none", f"checkout.yaml:3:7 warning[stale-capacity] {NEVER}", id="no capacity, at the name"),
]


@pytest.mark.parametrize(("line", "expected"), REPORTED)
def test_reported(line: str, expected: str) -> None:
    assert told("OWN023", {**COMPANY, **POLICY, "checkout.yaml": service("checkout", line)}) == [expected, HELP]


SILENT = [
    pytest.param(
        {**POLICY, "checkout.yaml": service("checkout", "capacity: {reviewedOn: 2026-11-01}")}, id="a recent review"
    ),
    pytest.param(
        {**POLICY, "checkout.yaml": service("checkout", "capacity: {reviewedOn: 2026-08-24}")}, id="due today"
    ),
    pytest.param({**POLICY, "checkout.yaml": service("checkout", "type: library")}, id="a library"),
    pytest.param({"checkout.yaml": service("checkout")}, id="the tier does not require it"),
    pytest.param(
        {
            "policy.yaml": doc("Policy", "shop", *TIERS, "rules: {options: {OWN023: {every: 52w}}}"),
            "checkout.yaml": service("checkout", "capacity: {reviewedOn: 2026-08-20}"),
        },
        id="the policy requires a review once a year",
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN023", {**COMPANY, **files}) == []


def test_time_does_not_pass_under_timeless() -> None:
    files = {**COMPANY, **POLICY, "checkout.yaml": service("checkout", "capacity: {reviewedOn: 2020-01-01}")}
    assert told("OWN023", files, as_of=None) == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "20260820", "7", "[]"])
def test_odd_days_are_no_trouble(day: str) -> None:
    files = {
        **COMPANY,
        **POLICY,
        "checkout.yaml": service("checkout", f"capacity: {{reviewedOn: {day}, reviewEvery: 99999w}}"),
    }
    told("OWN023", files)
