"""GOV001: documents that say themselves that they are too old."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.shop import SERVICE, TEAM_AND_PEOPLE, told

DUE = date(2026, 4, 15)  # 2026-01-15 + 90 days


def reviewed(text: str = "every: 90d, lastDone: 2026-01-15, by: ana") -> str:
    return SERVICE + f"review: {{{text}}}\n"


def test_one_day_late() -> None:
    assert told(reviewed(), TEAM_AND_PEOPLE, as_of=date(2026, 4, 16)) == [
        "7:32 GOV001 service checkout has an overdue review: due 2026-04-15 (2026-01-15 + 90d), 1 day late | "
        "ask ana to review the document, then set `review.lastDone` to the date of the review"
    ]


def test_nobody_in_particular_looks() -> None:
    [found] = told(reviewed("every: 1w, lastDone: 2026-01-15"), TEAM_AND_PEOPLE, as_of=date(2026, 2, 1))
    assert found == (
        "7:31 GOV001 service checkout has an overdue review: due 2026-01-22 (2026-01-15 + 1w), 10 days late | "
        "review the document, then set `review.lastDone` to the date of the review"
    )


@pytest.mark.parametrize("kind", ["Policy", "Team"])
def test_any_kind_of_document(kind: str) -> None:
    lines = f"apiVersion: ownercat/v1\nkind: {kind}\nname: web\nreview: {{every: 90d, lastDone: 2026-01-15}}\n"
    [found] = told(lines, SERVICE, TEAM_AND_PEOPLE, about="review-overdue")[:1]
    assert found.startswith(
        f"4:32 GOV001 {kind.lower()} web has an overdue review: due 2026-04-15 (2026-01-15 + 90d), 221 days late"
    )


@pytest.mark.parametrize(
    ("subject", "as_of"),
    [
        pytest.param(reviewed(), DUE, id="the day itself"),
        pytest.param(reviewed(), None, id="no date"),
        pytest.param(reviewed("every: 90d, by: ana"), date(2026, 11, 22), id="never done"),
        pytest.param(reviewed("lastDone: 2020-01-01"), date(2026, 11, 22), id="no rhythm"),
        pytest.param(reviewed("every: 99999w, lastDone: 9999-12-31"), date(9999, 12, 31), id="beyond the calendar"),
        pytest.param(SERVICE, date(2026, 11, 22), id="no review"),
    ],
)
def test_silent(subject: str, as_of: date | None) -> None:
    assert told(subject, TEAM_AND_PEOPLE, as_of=as_of) == []
