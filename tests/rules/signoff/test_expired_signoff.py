"""SGN003 expired-signoff."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.parts import told
from tests.rules.signoff.two_teams import AGREED, NAME, RENEW, policy, record

CURE = f"  help: if team payments still agrees, {RENEW}"
OLD = policy("signoff: {maxAge: 30d}")


def files(*lines: str, **changed: str) -> dict[str, str]:
    return {**AGREED, "record.yaml": record(*lines), **{f"{name}.yaml": text for name, text in changed.items()}}


def test_reported_on_the_day_after_the_last() -> None:
    ended = files("expires: 2026-11-21")
    assert told("SGN003", ended) == [
        f"record.yaml:11:10 error[expired-signoff] agreement {NAME} expired 1 day ago: its last day was 2026-11-21",
        CURE,
    ]
    assert told("SGN003", ended, date(2026, 11, 21)) == []


def test_reported_when_it_is_older_than_the_policy_allows() -> None:
    assert told("SGN003", files(policy=OLD)) == [
        f"record.yaml:10:5 error[expired-signoff] agreement {NAME} expired 21 days ago: its last day was 2026-11-01"
        " (2026-10-02 + `signoff.maxAge` 30d)",
        CURE,
    ]
    # no later than the policy allows, whatever the record says of itself
    assert told("SGN003", files("expires: 2030-01-01", policy=OLD))[0].startswith("record.yaml:10:5 ")
    assert told("SGN003", files("expires: 2026-10-20", policy=OLD))[0].startswith("record.yaml:11:10 ")


SILENT = {
    "no last day": files(),
    "the last day": files("expires: 2026-11-22"),
    "young enough": files(policy=policy("signoff: {maxAge: 51d}")),
    "renewed": files("expires: 2026-11-01") | {"new.yaml": record(name="new", at="2026-11-02T00:00:00Z")},
    "after the last year": {**files(policy=policy("signoff: {maxAge: 99999w}")), "record.yaml": record(at="9999-12-31T23:59:59-09:00")},
}  # fmt: skip


@pytest.mark.parametrize("catalog", SILENT.values(), ids=SILENT)
def test_silent(catalog: dict[str, str]) -> None:
    assert told("SGN003", catalog) == []


def test_time_passing_is_not_judged_without_a_day() -> None:
    assert told("SGN003", files("expires: 2026-01-01"), None) == []
