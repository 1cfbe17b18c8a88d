"""RUN101: a runbook with an overdue review."""

from __future__ import annotations

import pytest

from tests.catalogs import check, loud
from tests.rules.runbook.books import BACK, VERIFY, reported, runbook
from tests.rules.shop import SERVICE, TEAM_AND_PEOPLE


@pytest.mark.parametrize(
    ("review", "arithmetic", "actor"),
    [
        ("lastDone: 2026-07-01, by: ana", "due 2026-09-29 (2026-07-01 + 90d), 54 days late", "ask ana to review"),
        ("lastDone: 2026-07-01, every: 30d", "due 2026-07-31 (2026-07-01 + 30d), 114 days late", "review"),
    ],
)
def test_overdue(review: str, arithmetic: str, actor: str) -> None:
    assert reported(BACK, VERIFY, more=f"review: {{{review}}}\n") == [
        f"5:20 RUN101 runbook checkout-errors has an overdue review: {arithmetic} | "
        f"{actor} the document, then set `review.lastDone` to the date of the review"
    ]


@pytest.mark.parametrize("review", ["lastDone: 2026-11-01", "lastDone: 2026-07-01, every: 365d", "by: ana"])
def test_silent(review: str) -> None:
    assert reported(BACK, VERIFY, more=f"review: {{{review}}}\n") == []


def test_timeless() -> None:
    text = runbook(BACK, VERIFY, more="review: {lastDone: 2026-07-01}\n")
    assert loud(check({"catalog/a.yaml": "---\n".join((text, SERVICE, TEAM_AND_PEOPLE))}, as_of=None)) == []
