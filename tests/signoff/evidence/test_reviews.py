"""Reviews of forges: what each shape means, and that nothing in them is believed for its looks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ownercat.errors import UsageError
from ownercat.signoff.evidence.reviews import PullRequestReview, read_reviews
from ownercat.signoff.values import Identity

ONE, TWO = "1" * 40, "2" * 40


def review(who: str, state: str, at: str = "2026-10-02T09:14:00Z", oid: str = ONE, **more: Any) -> dict[str, Any]:
    return {"author": {"login": who}, "state": state, "submittedAt": at, "commit": {"oid": oid}, **more}


def github(*reviews: dict[str, Any], **more: Any) -> bytes:
    document = {"number": 7, "author": {"login": "bo-gh"}, "baseRefName": "main", "headRefOid": TWO, "commits": []}
    return json.dumps({**document, "reviews": list(reviews), **more}).encode()


def last(*reviews: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(r.who.value, r.state, r.commit) for r in read_reviews(github(*reviews), "x.json").latest]


def test_a_review_says_who_and_what_and_about_which_commit() -> None:
    found = read_reviews(github(review("Dana-GH", "APPROVED")), "x.json")
    (only,) = found.latest
    assert only == PullRequestReview(Identity("github", "Dana-GH"), "approved", only.at, ONE)
    assert str(only.at) == "2026-10-02 09:14:00+00:00"
    assert (found.author, found.head) == (Identity("github", "bo-gh"), TWO)


def test_the_last_word_of_a_person_counts() -> None:
    early, late = "2026-10-02T09:00:00Z", "2026-10-02T11:00:00+01:00"
    assert last(review("d", "APPROVED", late), review("d", "CHANGES_REQUESTED", early)) == [("d", "approved", ONE)]
    assert last(review("d", "APPROVED", early), review("D", "CHANGES_REQUESTED", late)) == [("D", "rejected", ONE)]


def test_comments_and_drafts_change_nothing() -> None:
    comment = review("d", "COMMENTED", "2026-10-03T00:00:00Z")
    pending = {"author": {"login": "d"}, "state": "PENDING", "submittedAt": None, "commit": {"oid": ""}}
    assert last(review("d", "APPROVED"), comment, pending) == [("d", "approved", ONE)]
    assert last(comment, pending) == []


def test_a_dismissed_review_does_not_fall_back_to_an_older_approval() -> None:
    older = review("d", "APPROVED", "2026-10-01T00:00:00Z")
    dismissed = review("d", "DISMISSED", "2026-10-02T00:00:00Z")
    assert last(older, dismissed) == [("d", "dismissed", ONE)]
    again = review("d", "APPROVED", "2026-10-03T00:00:00Z", TWO)
    assert last(older, dismissed, again) == [("d", "approved", TWO)]


def test_of_two_words_at_one_moment_the_stricter_counts() -> None:
    for order in ((0, 1, 2), (2, 1, 0)):
        three = [review("d", state) for state in ("APPROVED", "DISMISSED", "CHANGES_REQUESTED")]
        assert last(*(three[i] for i in order)) == [("d", "rejected", ONE)]


def test_a_deleted_account_is_nobody() -> None:
    assert last(review("", "APPROVED")) == [("", "approved", ONE)]


def test_accounts_behind_addresses_are_known_unless_they_differ() -> None:
    commits = [
        {"authors": [{"login": "dana-gh", "email": "Dana@home.example"}, {"login": "", "email": "x@home.example"}]},
        {"authors": [{"login": "a", "email": "both@home.example"}, {"login": "b", "email": "both@home.example"}]},
    ]
    assert read_reviews(github(commits=commits), "x.json").accounts == {
        "dana@home.example": Identity("github", "dana-gh")
    }


def gitlab(*approved: dict[str, Any], **more: Any) -> bytes:
    document = {
        "merge_request": {"author": {"username": "bo-gl"}, "sha": TWO},
        "approvals": {"approved_by": list(approved)},
        "versions": [
            {"head_commit_sha": TWO, "created_at": "2026-10-03T00:00:00.000Z"},
            {"head_commit_sha": ONE, "created_at": "2026-10-01T00:00:00.000Z"},
        ],
    }
    return json.dumps({**document, **more}).encode()


def approved(who: str, at: str | None) -> dict[str, Any]:
    return {"user": {"username": who}, **({"approved_at": at} if at else {})}


def test_gitlab_an_approval_is_about_the_version_of_its_time() -> None:
    data = gitlab(
        approved("dana-gl", "2026-10-02T00:00:00.000Z"), approved("ana-gl", "2026-10-04T00:00:00.000Z"),
        approved("early", "2026-09-01T00:00:00.000Z"), approved("old-server", None),
    )  # fmt: skip
    found = read_reviews(data, "x.json")
    assert found.author == Identity("gitlab", "bo-gl")
    assert [(r.who.value, r.commit) for r in found.latest] == [
        ("ana-gl", TWO), ("dana-gl", ONE), ("early", ""), ("old-server", ""),
    ]  # fmt: skip


def test_gitlab_a_reviewer_who_asks_for_changes_refuses() -> None:
    reviewers = [
        {"user": {"username": "dana-gl"}, "state": "requested_changes"},
        {"user": {"username": "x"}, "state": "reviewed"},
    ]
    found = read_reviews(gitlab(approved("dana-gl", "2026-10-02T00:00:00Z"), reviewers=reviewers), "x.json")
    assert [(r.who, r.state) for r in found.latest] == [(Identity("gitlab", "dana-gl"), "rejected")]


HOSTILE = {
    "not-json": (b"{", "the file is not JSON: "),
    "empty": (b"", "the file is not JSON: "),
    "a-list": (b"[]", "the file must be a mapping, but is a list"),
    "latin-1": (b'{"a": "\xe4"}', "the file is not UTF-8"),
    "too-deep": (b"[" * 200_000, "the file is nested too deeply"),
    "a-key-twice": (b'{"author": 1, "author": 2}', "the file has a mapping with the duplicate key author"),
    "not-a-number": (b'{"number": NaN}', "the file is not JSON: NaN is not a number"),
    "endless-number": (b'{"number": ' + b"9" * 5000 + b"}", "the file is not JSON: "),
    "too-large": (b" " * (16 * 1024 * 1024 + 1), "the file is larger than 16 MiB"),
    "no-author": (b'{"reviews": []}', "author is missing"),
    "null-author": (github(author=None), "author is missing"),
    "author-is-text": (github(author="bo"), "author must be a mapping, but is bo"),
    "login-is-a-list": (github(author={"login": ["bo"]}), "author.login must be text, but is a list"),
    "long-login": (github(author={"login": "b" * 300}), "author.login has 300 characters, the limit is 200"),
    "no-reviews": (github(reviews=None), "reviews is missing"),
    "reviews-is-text": (github(reviews="all good"), "reviews must be a list, but is all good"),
    "a-review-is-null": (github(reviews=[None]), "reviews[0] must be a mapping, but is null"),
    "no-state": (github(review("d", "APPROVED"), {"author": {"login": "d"}}), "reviews[1].state is missing"),
    "odd-state": (
        github(review("d", "approved")),
        "reviews[0].state must be one of APPROVED, CHANGES_REQUESTED, DISMISSED, COMMENTED, PENDING, but is approved",
    ),
    "no-time": (github({**review("d", "APPROVED"), "submittedAt": None}), "reviews[0].submittedAt is missing"),
    "odd-time": (
        github(review("d", "APPROVED", "yesterday")),
        "reviews[0].submittedAt must be a time such as 2026-10-02T09:14:00Z, but is yesterday",
    ),
    "time-without-zone": (
        github(review("d", "APPROVED", "2026-10-02T09:14:00")),
        "reviews[0].submittedAt must be a time such as 2026-10-02T09:14:00Z, but is 2026-10-02T09:14:00",
    ),
    "year-one": (
        github(review("d", "APPROVED", "0001-01-01T00:00:00+14:00")),
        "reviews[0].submittedAt must be a time such as 2026-10-02T09:14:00Z, but is 0001-01-01T00:00:00+14:00",
    ),
    "short-commit": (
        github(review("d", "APPROVED", oid="1234567")),
        "reviews[0].commit.oid must be a commit id, but is 1234567",
    ),
    "option-as-commit": (
        github(review("d", "APPROVED", oid="--output=/tmp/x")),
        "reviews[0].commit.oid must be a commit id, but is --output=/tmp/x",
    ),
    "one-id-twice": (
        github(review("d", "APPROVED", id="R1"), review("d", "DISMISSED", id="R1")),
        "reviews[1].id is a duplicate: R1",
    ),
    "too-many": (github(reviews=[0] * 10_001), "reviews has 10001 values, the limit is 10,000"),
    "controls": (github(author="\x1b[31m::error::"), "author must be a mapping, but is \\x1b[31m::error::"),
    "gitlab-no-approvals": (gitlab(approvals=None), "approvals is missing"),
    "gitlab-odd-version": (gitlab(versions=[{"head_commit_sha": ONE}]), "versions[0].created_at is missing"),
    "gitlab-no-user": (gitlab({"approved_at": "2026-10-02T00:00:00Z"}), "approvals.approved_by[0].user is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_wrong_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_reviews(data, "x.json")
    assert caught.value.message.startswith(f"cannot use the reviews in x.json: {said}")
    assert caught.value.help.startswith("create the file with gh pr view NUMBER --json number,author,")


def test_fields_that_nobody_asked_for_may_be_anything() -> None:
    data = github(review("d", "APPROVED", body="x" * 100_000, reactionGroups=[{"a": None}]), extra={"deep": [[[]]]})
    assert len(read_reviews(data, "-").latest) == 1
