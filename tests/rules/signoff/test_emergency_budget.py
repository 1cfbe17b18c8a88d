"""SGN011 emergency-budget."""

from __future__ import annotations

from datetime import date

from tests.rules.parts import several, told
from tests.rules.signoff.two_teams import AGREED, change, emergency, policy


def files(*emergencies: str, budget: str = "") -> dict[str, str]:
    found = {**AGREED, "change.yaml": change(), "emergencies.yaml": several(*emergencies)}
    return {**found, "policy.yaml": policy(budget)} if budget else found


FOUR = [emergency(1), emergency(2, day="2026-10-09"), emergency(4, day="2026-11-20"), emergency(3, day="2026-11-19")]


def test_reported_at_the_first_that_is_too_many() -> None:
    assert told("SGN011", files(*FOUR)) == [
        "emergencies.yaml:29:7 warning[emergency-budget] emergency 2026-11-20-down-4 exceeds the quarterly limit:"
        " 4 emergencies in Q4 2026, limit 3",
        "  help: check why teams skip approvals: the policy may require too many approvals, or a team may have too few eligible members",
    ]


def test_reported_by_the_policys_own_budget() -> None:
    found = told("SGN011", files(*FOUR, budget="breakGlass: {budgetPerQuarter: 0}"))
    assert "emergency 2026-10-02-down-1 exceeds the quarterly limit: 4 emergencies in Q4 2026, limit 0" in found[0]
    (one, _) = told("SGN011", files(FOUR[0], budget="breakGlass: {budgetPerQuarter: 0}"))
    assert "1 emergency in Q4 2026, limit 0" in one


def test_silent_within_the_budget_in_other_quarters_and_without_a_day() -> None:
    assert told("SGN011", files(*FOUR[:3])) == []
    assert told("SGN011", files(*FOUR), date(2027, 1, 1)) == []
    assert told("SGN011", files(*FOUR), None) == []
    earlier = emergency(9, day="2026-09-30")
    assert told("SGN011", files(*FOUR[:3], earlier)) == []


def test_a_quarter_begins_in_utc() -> None:
    edge = emergency(9, day="2026-09-30").replace("at: 2026-09-30T02:10:00Z", "at: 2026-09-30T23:30:00-02:00")
    assert len(told("SGN011", files(*FOUR[:3], edge))) == 2
