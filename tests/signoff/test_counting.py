"""Evidence × obligations → where each stands. What does not count is said, and nothing counts that should not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest

from ownercat.changes.comparison import compare
from ownercat.signoff.counting import list_unknown_identities
from ownercat.signoff.electors import build_approver_directory
from ownercat.signoff.obligations import list_required_approvals
from ownercat.signoff.scene import compare_sides
from ownercat.signoff.values import ApprovalStatus, Evidence, EvidenceLevel, Identity, RequiredApproval
from tests.changes.parts import edited, side
from tests.signoff.company import BASE, GOVERNED, LOOSER, NOON, judge_change, raised, record, review, trailer

Files = Mapping[str, str]
ANA = Identity("github", "ana-gh")
NOBODY: frozenset[Identity] = frozenset()


def verdicts(
    after: Files,
    *evidence: Evidence,
    before: Files = BASE,
    proposers: frozenset[Identity] = NOBODY,
    at: datetime = NOON + timedelta(hours=1),
    seen: Mapping[str, Files | None] | None = None,
) -> tuple[ApprovalStatus, ...]:
    """Everything judged; by default reviews saw what is there now, at commit c1."""
    one, other = side(before), side(after)
    asked = list_required_approvals(one, other, compare(one, other))
    there = {"c1": after} if seen is None else seen
    known = {c: None if files is None else raised(files, before) for c, files in there.items()}
    return judge_change(asked, evidence, one, other, proposers, at, seen=known)


def states(*args: object, **options: object) -> list[str]:
    """``team: state`` for each obligation."""
    return [f"{one.obligation.party.team}: {one.state}" for one in verdicts(*args, **options)]  # type: ignore[arg-type]


def of(team: str, found: Sequence[ApprovalStatus]) -> ApprovalStatus:
    return next(one for one in found if one.obligation.party.team == team)


def asked(team: str, after: Files = LOOSER, before: Files = BASE) -> RequiredApproval:
    return next(one for one in raised(after, before) if one.party.team == team)


ALL = (review("ana"), review("cy"), review("gus"))


def test_nobody_has_said_anything() -> None:
    found = verdicts(LOOSER)
    assert [(one.state, one.able) for one in found] == [
        ("pending", ("ana", "bo")), ("pending", ("cy", "di")), ("pending", ("gus", "hal", "ivy")),
    ]  # fmt: skip


def test_a_review_counts_for_each_party_of_its_author() -> None:
    found = verdicts(LOOSER, *ALL)
    assert [(one.state, one.by) for one in found] == [
        ("satisfied", ("ana, review by @ana-gh",)),
        ("satisfied", ("cy, review by @cy-gh",)),
        ("satisfied", ("gus, review by @gus-gh",)),
    ]


@pytest.mark.parametrize("evidence", [record, trailer])
def test_signed_evidence_counts(evidence: object) -> None:
    one = evidence("cy", asked("storefront"))  # type: ignore[operator]
    assert states(LOOSER, one) == ["payments: pending", "storefront: satisfied", "council: pending"]


def test_a_login_and_an_address_count_in_any_case() -> None:
    loud = review("cy")._replace(identity=Identity("github", "CY-GH"))
    assert of("storefront", verdicts(LOOSER, loud)).state == "satisfied"
    mail = record("cy", asked("storefront"))._replace(identity=Identity("email", "Cy@Shop.example"))
    assert of("storefront", verdicts(LOOSER, mail)).state == "satisfied"


def test_a_look_alike_is_somebody_else() -> None:
    base = edited(("people.yaml", "cy@shop.example", "kim@shop.example"), files=BASE)
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=base)
    kelvin = record("cy", asked("storefront", after, base))._replace(
        identity=Identity("email", "\u212aim@shop.example")
    )
    assert of("storefront", verdicts(after, kelvin, before=base)).state == "unverified"


# who


def test_somebody_of_another_team_does_not_count() -> None:
    assert of("storefront", verdicts(LOOSER, review("eve"))).state == "pending"
    found = of("storefront", verdicts(LOOSER, record("eve", asked("storefront"))))
    assert (found.state, found.detail) == ("ineligible", "eve is not eligible to approve for team storefront")


def test_who_joins_in_the_same_change_does_not_count() -> None:
    after = edited(("teams.yaml", "members: [cy, di]", "members: [cy, di, eve]"), files=LOOSER)
    assert (
        of(
            "storefront", [v for v in verdicts(after, review("eve")) if v.obligation.change.kind == "sla-loosened"]
        ).state
        == "pending"
    )


def test_who_is_taken_out_in_the_same_change_still_counts() -> None:
    after = edited(
        ("teams.yaml", "members: [cy, di]", "members: [di]"), ("teams.yaml", "lead: cy", "lead: di"), files=LOOSER
    )
    found = [v for v in verdicts(after, review("cy")) if v.obligation.change.kind == "sla-loosened"]
    assert of("storefront", found).state == "satisfied"


def test_who_left_does_not_count() -> None:
    gone = edited(("people.yaml", "name: cy\n", "name: cy\nleavesOn: 2026-09-30\n"), files=BASE)
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=gone)
    found = of("storefront", verdicts(after, review("cy"), before=gone))
    assert (found.state, found.detail, found.able) == ("ineligible", "cy left on 2026-09-30", ("di",))


def test_a_bot_never_counts() -> None:
    bots = edited(("people.yaml", "name: cy\n", "name: cy\nbot: true\n"), files=BASE)
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=bots)
    found = of("storefront", verdicts(after, review("cy"), before=bots))
    assert (found.state, found.detail) == ("ineligible", "cy is a bot, and bots are not eligible")


def test_one_identity_of_two_people_is_nobody() -> None:
    twins = edited(("people.yaml", "{github: di-gh}", "{github: cy-gh}"), files=BASE)
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=twins)
    assert of("storefront", verdicts(after, review("cy"), before=twins)).state == "pending"
    assert list_unknown_identities(
        build_approver_directory(compare_sides(side(twins), side(after))), [review("cy")], []
    ) == (Identity("github", "cy-gh"),)


def test_taking_an_identity_in_the_same_change_does_not_help() -> None:
    stolen = edited(("people.yaml", "{github: cy-gh}", "{github: mallory}"), files=LOOSER)
    mallory = review("cy")._replace(identity=Identity("github", "mallory"))
    found = [v for v in verdicts(stolen, mallory) if v.obligation.change.kind == "sla-loosened"]
    assert of("storefront", found).state == "pending"


def test_an_unknown_identity_is_told() -> None:
    known = build_approver_directory(compare_sides(side(BASE), side(LOOSER)))
    unknown = Identity("email", "x@evil.example")
    assert list_unknown_identities(known, [review("cy")], [unknown, ANA]) == (unknown,)


# proposers


def test_who_proposes_speaks_for_their_own_side() -> None:
    assert states(LOOSER, *ALL, proposers=frozenset({ANA})) == [
        "payments: satisfied", "storefront: satisfied", "council: satisfied",
    ]  # fmt: skip


def test_who_proposes_never_speaks_for_the_other_side() -> None:
    both = edited(("teams.yaml", "members: [cy, di]", "members: [cy, di, ana]"), files=BASE)
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=both)
    found = verdicts(after, review("ana"), before=both, proposers=frozenset({Identity("email", "ana@shop.example")}))
    assert of("payments", found).state == "satisfied"
    assert (of("storefront", found).state, of("storefront", found).detail) == (
        "ineligible", "ana is an author of this change and cannot approve it for this team",
    )  # fmt: skip
    assert of("storefront", found).able == ("cy", "di")


def test_a_team_whose_people_all_proposed_it_cannot_agree_to_the_other_side() -> None:
    both = edited(
        ("teams.yaml", "members: [cy, di]", "members: [ana]"), ("teams.yaml", "lead: cy", "lead: ana"), files=BASE
    )
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=both)
    found = of("storefront", verdicts(after, review("ana"), before=both, proposers=frozenset({ANA})))
    assert (found.state, found.detail) == (
        "impossible", "team storefront cannot approve: 1 approval required, no eligible people, authors of the change excluded",
    )  # fmt: skip


def test_who_proposes_a_member_does_not_let_them_in() -> None:
    after = edited(("teams.yaml", "members: [ana, bo]", "members: [ana, bo, eve]"), files=BASE)
    assert states(after, review("ana"), proposers=frozenset({ANA})) == ["payments: ineligible"]
    assert states(after, review("bo"), proposers=frozenset({ANA})) == ["payments: satisfied"]
    assert states(after, review("eve")) == ["payments: pending"]


def test_a_new_lead_does_not_make_themselves_one() -> None:
    after = edited(("teams.yaml", "lead: ana", "lead: bo"), files=BASE)
    assert states(after, review("bo")) == ["payments: pending"]
    assert states(after, review("ana")) == ["payments: satisfied"]


# how many


def test_one_person_in_all_teams_is_not_enough_for_high_impact() -> None:
    both = edited(("teams.yaml", "members: [cy, di]", "members: [cy, di, ana]"),
                  ("teams.yaml", "members: [gus, hal, ivy]", "members: [gus, hal, ivy, ana]"), files=BASE)  # fmt: skip
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=both)
    found = verdicts(after, review("ana"), before=both)
    assert [one.state for one in found] == ["satisfied", "satisfied", "pending"]
    assert found[-1].detail == "only ana approved, and a high-impact change needs approvals from 2 people"
    assert found[-1].able == ("gus", "hal", "ivy")
    assert {one.state for one in verdicts(after, review("ana"), review("cy"), before=both)} == {"satisfied"}


def test_a_person_counts_once_per_party() -> None:
    looser = edited(("policy.yaml", "quorum: 2", "quorum: 1"), files=GOVERNED)
    one = raised(looser, GOVERNED)[0]
    twice = verdicts(looser, review("gus"), record("gus", one), trailer("gus", one), before=GOVERNED)
    assert [(v.state, v.detail) for v in twice] == [("pending", "1 of 2 approvals given")]
    assert [v.state for v in verdicts(looser, review("gus"), record("hal", one), before=GOVERNED)] == ["satisfied"]


# what


def test_a_review_of_other_values_is_stale_and_says_which() -> None:
    more = edited(("sla.yaml", "restore: 50m", "restore: 2h"), files=LOOSER)
    found = of("storefront", verdicts(more, review("cy"), seen={"c1": LOOSER}))
    assert (found.state, found.detail, found.able) == ("stale", "sev1.restore 50m → 2h", ("cy", "di"))


def test_a_review_of_something_else_in_the_same_state_still_counts() -> None:
    more = {**LOOSER, "bank.yaml": LOOSER["bank.yaml"] + "title: Bank\n"}
    assert of("storefront", verdicts(more, review("cy"), seen={"c1": LOOSER})).state == "satisfied"


def test_a_review_from_before_the_change_is_stale() -> None:
    found = of("storefront", verdicts(LOOSER, review("cy"), seen={"c1": BASE}))
    assert (found.state, found.detail) == ("stale", "the approval at commit c1 is for different terms")


@pytest.mark.parametrize("seen", [{"c1": None}, {}], ids=["not here", "never looked at"])
def test_a_review_of_a_commit_that_is_not_here_is_stale(seen: Mapping[str, None]) -> None:
    found = of("storefront", verdicts(LOOSER, review("cy"), seen=seen))
    assert (found.state, found.detail) == (
        "stale",
        "it is for commit c1, which is not in this clone: run git fetch origin c1",
    )


def test_a_review_without_a_commit_is_stale() -> None:
    assert of("storefront", verdicts(LOOSER, review("cy", commit=""), seen={})).state == "stale"


def test_a_record_of_other_terms_is_stale() -> None:
    old = record("cy", asked("storefront", edited(("sla.yaml", "restore: 30m", "restore: 40m"), files=BASE)))
    assert of("storefront", verdicts(LOOSER, old)).state == "stale"


def test_a_record_for_another_party_role_or_service_is_none_for_this_one() -> None:
    mine = asked("storefront")
    for other in (asked("payments"), asked("council")):
        assert of("storefront", verdicts(LOOSER, record("cy", other))).state == "pending"
    wrong = record("cy", mine, digest=asked("payments").digest)
    assert of("storefront", verdicts(LOOSER, wrong)).state == "pending"
    elsewhere = record("cy", mine, service="bank", digest="sha256:" + "0" * 64)
    assert of("storefront", verdicts(LOOSER, elsewhere)).state == "pending"


@pytest.mark.parametrize("digits", [0, 1, 11])
def test_too_few_digits_name_nothing(digits: int) -> None:
    assert of("storefront", verdicts(LOOSER, trailer("cy", asked("storefront"), digits))).state == "stale"


def test_a_record_has_to_name_the_whole_digest() -> None:
    one = asked("storefront")
    assert of("storefront", verdicts(LOOSER, record("cy", one, digest=one.digest[:40]))).state == "stale"


def test_a_trailer_whose_own_commit_shows_other_terms_is_stale() -> None:
    """Twelve digits can be met by trying; the tree that was signed cannot."""
    found = of("storefront", verdicts(LOOSER, trailer("cy", asked("storefront")), seen={"c1": BASE}))
    assert found.state == "stale"


# how well proven, and when


def test_a_claim_never_counts() -> None:
    claim = record("cy", asked("storefront"), level=EvidenceLevel.CLAIM, identity=Identity("person", "cy"))
    found = of("storefront", verdicts(LOOSER, claim))
    assert (found.state, found.detail) == ("unverified", "the evidence level is E0, and E1 is required")


def test_the_policy_of_the_base_says_how_well() -> None:
    strict = edited(("policy.yaml", "minEvidence: E1", "minEvidence: E2"), files=BASE)
    after = edited(
        ("sla.yaml", "restore: 30m", "restore: 50m"),
        ("policy.yaml", "minEvidence: E2", "minEvidence: E1"),
        files=strict,
    )
    found = of("storefront", verdicts(after, review("cy"), before=strict))
    assert (found.state, found.detail) == ("unverified", "the evidence level is E1, and E2 is required")


def test_a_problem_of_the_evidence_is_handed_on() -> None:
    revoked = record("cy", asked("storefront"), problem="the key is revoked", problem_state="unverified")
    found = of("storefront", verdicts(LOOSER, revoked))
    assert (found.state, found.detail, found.by) == ("unverified", "the key is revoked", ("cy, record of cy",))


def test_agreements_end() -> None:
    one = asked("storefront")
    over = record("cy", one, expires=NOON)
    assert of("storefront", verdicts(LOOSER, over)).detail == "it expired on 2026-10-02"
    aged = edited(("policy.yaml", "minEvidence: E1", "minEvidence: E1, maxAge: 30d"), files=BASE)
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=aged)
    old = record("cy", asked("storefront", after, aged), at=NOON - timedelta(days=31))
    found = of("storefront", verdicts(after, old, before=aged))
    assert (found.state, found.detail) == ("expired", "it is from 2026-09-01, and approvals expire after 30d")


def test_what_is_dated_in_the_future_does_not_count_yet() -> None:
    assert (
        of("storefront", verdicts(LOOSER, record("cy", asked("storefront"), at=NOON + timedelta(days=1)))).state
        == "unverified"
    )


# refusals


def test_a_refusal_is_a_veto_whatever_others_say() -> None:
    found = of("storefront", verdicts(LOOSER, review("cy"), review("di", decision="reject")))
    assert (found.state, found.by, found.able) == ("rejected", ("di, review by @di-gh",), ("di",))


def test_only_the_same_person_takes_a_refusal_back_and_only_later() -> None:
    no = review("cy", decision="reject")
    later, earlier = NOON + timedelta(minutes=1), NOON - timedelta(minutes=1)
    assert of("storefront", verdicts(LOOSER, no, review("cy", at=later))).state == "satisfied"
    assert of("storefront", verdicts(LOOSER, review("cy", at=later), no)).state == "satisfied"
    assert of("storefront", verdicts(LOOSER, no, review("cy", at=earlier))).state == "rejected"
    assert of("storefront", verdicts(LOOSER, no, review("cy", at=None))).state == "rejected"
    assert of("storefront", verdicts(LOOSER, no, review("di", at=later))).state == "rejected"


def test_a_refusal_stands_when_the_values_move() -> None:
    no = review("cy", decision="reject")
    assert of("storefront", verdicts(LOOSER, no, review("di"), seen={"c1": LOOSER})).state == "rejected"
    stale = no._replace(problem="it saw an earlier commit", problem_state="stale")
    assert of("storefront", verdicts(LOOSER, stale, review("di"))).state == "rejected"


def test_a_refusal_that_nobody_proves_or_that_comes_from_outside_is_none() -> None:
    claim = record("cy", asked("storefront"), "reject", level=EvidenceLevel.CLAIM)
    assert of("storefront", verdicts(LOOSER, claim, review("di"))).state == "satisfied"
    assert of("storefront", verdicts(LOOSER, review("eve", decision="reject"), review("di"))).state == "satisfied"


def test_what_is_blocked_is_impossible_whoever_agrees() -> None:
    after = edited(("payment.yaml", "owner: payments\n", ""), files=BASE)
    assert states(after, *ALL) == ["payments: impossible"]
