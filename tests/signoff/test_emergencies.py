"""Emergencies: two people of the base's roster, for exactly these agreements, within the policy's limits, as a debt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from ownercat.changes.comparison import compare
from ownercat.model import BreakGlass
from ownercat.signoff.emergencies import list_overdue_services
from ownercat.signoff.obligations import list_required_approvals
from ownercat.signoff.scene import compare_sides
from ownercat.signoff.values import ApprovalStatus, Emergency, Evidence
from tests.changes.parts import edited, side
from tests.rules.parts import doc
from tests.signoff.company import BASE, GOVERNED, NOON, judge_change, raised, review

Files = Mapping[str, str]
ROSTER = edited(("policy.yaml", "signoff:", "breakGlass: {roster: [gus, hal]}\nsignoff:"), files=BASE)
LOOSER = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=ROSTER)
BOTH = frozenset({"gus", "hal"})
USUAL = {
    "incident": "INC-4711", "reason": "The provider is down and stays down for hours.", "services": "[payment]",
    "invokedBy": "gus", "second": "hal", "at": "2026-10-02T11:00:00Z", "expires": "2026-10-03T11:00:00Z",
    "retroDue": "2026-10-07",
}  # fmt: skip


def glass(covers: list[str], **changed: str) -> str:
    said = {**USUAL, **changed}
    return doc("BreakGlass", "outage", *(f"{key}: {value}" for key, value in said.items()), f"covers: {covers}")


def verdicts(
    after: Files = LOOSER, before: Files = ROSTER, proven: frozenset[str] = BOTH, evidence: tuple[Evidence, ...] = (),
    only: int | None = None, now: datetime = NOON, **changed: str,
) -> tuple[ApprovalStatus, ...]:  # fmt: skip
    """The change with an emergency that covers everything (or one agreement)."""
    digests = [one.digest for one in raised(after, before)]
    covered = digests if only is None else digests[only : only + 1]
    one, other = side(before), side({**after, "glass.yaml": glass(covered, **changed)})
    asked = list_required_approvals(one, other, compare(one, other))
    (record,) = other.catalog.of(BreakGlass)
    seen = {"c1": asked}
    return judge_change(
        asked, evidence, one, other, frozenset(), now, seen=seen, emergencies=[Emergency(record, proven)]
    )


def states(**options: object) -> list[str]:
    return [one.state for one in verdicts(**options)]  # type: ignore[arg-type]


def test_it_waives_what_it_covers_and_says_that_it_is_owed() -> None:
    found = verdicts()
    assert {one.state for one in found} == {"waived"}
    assert (found[0].by, found[0].detail) == (("emergency outage (INC-4711)",), "the approval is outstanding")


def test_only_what_it_names_is_waived() -> None:
    assert states(only=1) == ["pending", "waived", "pending"]


def test_what_is_agreed_to_is_not_owed() -> None:
    assert states(evidence=(review("cy"),)) == ["waived", "satisfied", "waived"]


def test_a_refusal_is_not_waived() -> None:
    assert states(evidence=(review("cy", decision="reject"),)) == ["waived", "rejected", "waived"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"second": "gus"}, "`invokedBy` and `second` must be two different people of the base branch"),
        ({"second": "person:gus"}, "`invokedBy` and `second` must be two different people of the base branch"),
        ({"second": "nobody"}, "`invokedBy` and `second` must be two different people of the base branch"),
        ({"second": "ivy"}, "ivy is not on the roster of the base branch"),
        ({"invokedBy": "ana"}, "ana is not on the roster of the base branch"),
        ({"reason": '"                    a  "'}, "`incident` is missing, or `reason` is shorter than 20 characters"),
        ({"expires": "2026-10-03T11:00:01Z"}, "it lasts longer than 24 hours"),
        ({"retroDue": "2026-10-08"}, "`retroDue` is more than 5 days after `at`"),
        ({"at": "2026-10-02T12:00:01Z"}, "it applies from 2026-10-02 12:00 UTC to 2026-10-03 11:00 UTC"),
        ({"expires": "2026-10-02T12:00:00Z"}, "it applies from 2026-10-02 11:00 UTC to 2026-10-02 12:00 UTC"),
        ({"at": "9999-12-31T23:00:00Z"}, "it applies from 9999-12-31 23:00 UTC to 2026-10-03 11:00 UTC"),
        ({"services": "[bank]"}, "`services` does not contain payment"),
    ],
    ids=lambda value: " ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_does_not_hold_waives_nothing(changed: dict[str, str], why: str) -> None:
    found = verdicts(proven=frozenset({"gus", "hal", "ivy", "ana"}), **changed)
    assert {one.state for one in found} == {"pending"}
    assert {one.detail for one in found} == {f"emergency outage is not valid: {why}"}


@pytest.mark.parametrize(
    "proven", [frozenset(), frozenset({"gus"}), frozenset({"hal"}), frozenset({"ivy", "gus"})], ids=sorted
)
def test_both_have_to_stand_behind_it(proven: frozenset[str]) -> None:
    missing = sorted(BOTH - proven)[0]
    found = verdicts(proven=proven)
    assert {one.detail for one in found} == {
        f"emergency outage is not valid: the record has no valid signature by {missing}"
    }


def test_the_roster_is_that_of_the_base() -> None:
    joined = edited(("policy.yaml", "roster: [gus, hal]", "roster: [gus, hal, ana]"), files=LOOSER)
    found = [
        one
        for one in verdicts(joined, second="ana", proven=frozenset({"gus", "ana"}))
        if one.obligation.service == "payment"
    ]
    assert {one.detail for one in found} == {
        "emergency outage is not valid: ana is not on the roster of the base branch"
    }


def test_who_left_or_is_a_bot_invokes_nothing() -> None:
    left = edited(("people.yaml", "name: hal\n", "name: hal\nleavesOn: 2026-09-30\n"), files=ROSTER)
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=left)
    assert {one.detail for one in verdicts(after, left)} == {"emergency outage is not valid: hal left on 2026-09-30"}


@pytest.mark.parametrize(
    "edit",
    [("payment.yaml", "owner: payments", "owner: search"), ("teams.yaml", "members: [ana, bo]", "members: [ana, bo, eve]"),
     ("policy.yaml", "quorum: 2", "quorum: 1"), ("people.yaml", "{github: ana-gh}", "{github: mallory}")],
    ids=["owner", "member", "governance", "identity"],
)  # fmt: skip
def test_owners_members_and_governance_are_never_waived(edit: tuple[str, str, str]) -> None:
    before = edited(("policy.yaml", "signoff:", "breakGlass: {roster: [gus, hal]}\nsignoff:"), files=GOVERNED)
    found = verdicts(edited(edit, files=before), before)
    assert {one.state for one in found} == {"pending"}
    assert all("is never waived" in one.detail for one in found)


def test_what_is_blocked_is_not_waived() -> None:
    after = {path: text for path, text in ROSTER.items() if path != "payment.yaml"}
    assert {one.state for one in verdicts(after) if one.obligation.change.kind == "service-retired"} == {"impossible"}


def test_terms_that_moved_are_not_covered() -> None:
    """The digest is over the values, so an emergency for one number is none for another."""
    digests = [one.digest for one in raised(LOOSER, ROSTER)]
    more = edited(("sla.yaml", "restore: 50m", "restore: 9h"), files=LOOSER)
    one, other = side(ROSTER), side({**more, "glass.yaml": glass(digests)})
    asked = list_required_approvals(one, other, compare(one, other))
    (record,) = other.catalog.of(BreakGlass)
    found = judge_change(asked, (), one, other, frozenset(), NOON, emergencies=[Emergency(record, BOTH)])
    assert {one.state for one in found} == {"pending"}


def test_a_debt_is_known_by_the_service_and_its_day() -> None:
    base = side({**ROSTER, "glass.yaml": glass(["sha256:" + "1" * 64])})
    here = compare_sides(base, base)
    (late,) = list_overdue_services(here, datetime(2026, 10, 8, tzinfo=UTC).date())
    assert (here.lines[late[0]].name, late[1].emergency.name) == ("payment", "outage")
    assert list(list_overdue_services(here, (NOON + timedelta(days=5)).date())) == []
