"""All evidence of a change together: reviews judged by what stood where they were given, through every kind of history."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from ownercat.changes.values import Side
from ownercat.errors import IncompleteError
from ownercat.model import Service
from ownercat.signoff.evidence import GatheredEvidence, gather_evidence, read_reviews
from ownercat.signoff.values import Evidence, EvidenceLevel
from tests.rules.parts import service
from tests.signoff.evidence.histories import NOW, Shop, email, person
from tests.signoff.evidence.test_records import data, signed

Titles = dict[str, tuple[str, str]]
BEFORE, AFTER = "2026-10-02T00:00:00Z", "2026-10-03T00:00:00Z"


def titles(before: Side, after: Side) -> Titles:
    """What these tests let a change ask for: the titles that it moves."""
    was, now = ({s.name: s.title for s in side.catalog.of(Service)} for side in (before, after))
    return {name: (was.get(name, ""), title) for name, title in now.items() if was.get(name, "") != title}


def titled(shop: Shop, title: str, message: str = "titled", **files: str) -> str:
    return shop.save(
        {"catalog/payment.yaml": service("payment", f"title: {title}", owner="payments"), **files}, message
    )


def reviewed(*reviews: tuple[str, str, str, str], author: str = "chidi-gh") -> bytes:
    items = [
        {"author": {"login": who}, "state": state, "submittedAt": at, "commit": {"oid": oid}}
        for who, state, at, oid in reviews
    ]
    head = {"baseRefName": "main", "headRefOid": "0" * 40}
    return json.dumps({"number": 1, "author": {"login": author}, **head, "reviews": items}).encode()


def gathered(shop: Shop, *reviews: tuple[str, str, str, str], head: str = "HEAD") -> GatheredEvidence[Titles]:
    return gather_evidence(shop.compared(head), NOW, titles, read_reviews(reviewed(*reviews), "reviews.json"))


def only(found: GatheredEvidence[Titles]) -> Evidence:
    (evidence,) = found.evidence
    return evidence


def test_a_review_agrees_to_what_stood_at_its_commit(shop: Shop) -> None:
    shop.as_("chidi", at=BEFORE)
    seen = titled(shop, "Slower")
    shop.save({"catalog/ad.yaml": service("ad")}, "unrelated")
    titled(shop, "Slowest", "relevant")
    found = gathered(shop, ("Bo-GH", "APPROVED", AFTER, seen))
    at = datetime(2026, 10, 3, tzinfo=UTC)
    assert only(found) == Evidence(
        EvidenceLevel.REVIEW,
        only(found).identity,
        "approve",
        "",
        "",
        "",
        "approval by @Bo-GH",
        at,
        commit=seen,
        problem_state="stale",
    )
    assert found.seen == {seen: {"payment": ("", "Slower")}}
    assert titles(shop.compared().before, shop.compared().after) == {"payment": ("", "Slowest")}
    assert found.proposers == {person("chidi")}


def test_it_begins_where_the_change_began_then(shop: Shop) -> None:
    """The reviewer agreed to the step from nothing; since then main took a step of its own."""
    shop.as_("chidi", at=BEFORE)
    seen = titled(shop, "Slower")
    shop.git("checkout", "-q", "main")
    titled(shop, "Slow", "main moves the same value")
    shop.git("checkout", "-q", "-b", "again", "main")
    titled(shop, "Slower", "on top of it")
    found = gathered(shop, ("bo-gh", "APPROVED", AFTER, seen), head="again")
    assert found.seen == {seen: {"payment": ("", "Slower")}}
    compared = shop.compared("again")
    assert titles(compared.before, compared.after) == {"payment": ("Slow", "Slower")}


@pytest.mark.parametrize("kind", ["rebase", "squash", "amend", "cherry-pick"])
def test_the_same_content_in_other_commits_is_the_same_to_agree_to(shop: Shop, kind: str) -> None:
    """A force-push leaves the commit that was reviewed in this clone, and what it asked for is asked again."""
    shop.as_("chidi", at=BEFORE)
    shop.save({"README": "first\n"}, "first")
    seen = titled(shop, "Slower")
    shop.git("checkout", "-q", "main")
    shop.save({"catalog/ad.yaml": service("ad")}, "main moves on")
    shop.git("checkout", "-q", "change")
    if kind == "rebase":
        shop.git("rebase", "-q", "main")
    elif kind == "amend":
        shop.git("commit", "-q", "--amend", "-m", "other words")
    else:
        shop.git("checkout", "-q", "-B", "change", "main")
        shop.git(*(("merge", "-q", "--squash", seen) if kind == "squash" else ("cherry-pick", seen)))
        if kind == "squash":
            shop.git("commit", "-q", "-m", "squashed")
    assert shop.head != seen
    found = gathered(shop, ("bo-gh", "APPROVED", AFTER, seen))
    now = shop.compared()
    assert (only(found).problem, found.seen[seen]) == ("", titles(now.before, now.after))


def test_a_commit_that_is_not_here_any_more_is_stale_with_the_way_to_fetch_it(shop: Shop) -> None:
    titled(shop, "Slower")
    gone = "f" * 40
    found = gathered(shop, ("bo-gh", "APPROVED", AFTER, gone))
    assert (only(found).problem_state, only(found).problem) == (
        "stale",
        f"it is for commit ffffffffffff, which is not in this clone (run git fetch origin {gone}, or ask for a new review)",
    )
    assert found.seen == {}


def test_what_is_here_but_no_commit_is_not_here(shop: Shop) -> None:
    titled(shop, "Slower")
    tree = shop.git("rev-parse", "HEAD^{tree}")
    assert "which is not in this clone" in only(gathered(shop, ("bo-gh", "APPROVED", AFTER, tree))).problem


def test_a_review_older_than_its_commit_is_stale(shop: Shop) -> None:
    """GitHub was seen to bind a review to the new head after a force-push with the same patch."""
    shop.as_("chidi", at=AFTER)
    seen = titled(shop, "Slower")
    found = only(gathered(shop, ("bo-gh", "APPROVED", "2026-10-02T23:59:59Z", seen)))
    assert (found.problem_state, found.problem) == ("stale", f"it is older than its commit {seen[:12]}")
    assert only(gathered(shop, ("bo-gh", "APPROVED", AFTER, seen))).problem == ""


def test_a_dismissed_review_is_shown_and_counts_for_nothing(shop: Shop) -> None:
    shop.as_("chidi", at=BEFORE)
    seen = titled(shop, "Slower")
    found = only(
        gathered(shop, ("bo-gh", "APPROVED", AFTER, seen), ("bo-gh", "DISMISSED", "2026-10-04T00:00:00Z", seen))
    )
    assert (found.decision, found.problem, found.shown) == (
        "approve",
        "the approval was dismissed",
        "dismissed approval by @bo-gh",
    )


@pytest.mark.parametrize("oid", ["f" * 40, ""])
def test_a_refusal_stands_whatever_became_of_its_commit(shop: Shop, oid: str) -> None:
    titled(shop, "Slower")
    found = only(gathered(shop, ("bo-gh", "CHANGES_REQUESTED", AFTER, oid)))
    assert (found.decision, found.problem, found.shown) == ("reject", "", "rejection by @bo-gh")


def test_where_the_change_of_then_cannot_be_said_a_review_is_stale(shop: Shop) -> None:
    shop.as_("chidi", at=BEFORE)
    one = titled(shop, "Slower")
    shop.git("checkout", "-q", "main")
    other = shop.save({"catalog/ad.yaml": service("ad")}, "ad")
    shop.git("merge", "-q", "-m", "change into main", one)
    shop.git("checkout", "-q", "change")
    shop.git("merge", "-q", "-m", "main into change", other)
    seen = shop.head
    shop.git("merge", "-q", "-m", "the way out", "main")
    titled(shop, "Slowest")
    found = only(gathered(shop, ("bo-gh", "APPROVED", AFTER, seen)))
    assert found.problem.startswith(
        f"the required approvals at commit {seen[:12]} are unknown: base and head have several merge bases"
    )
    assert found.problem_state == "stale"


def test_an_octopus_head_is_one_change(shop: Shop) -> None:
    for who, name in (("bo", "a"), ("chidi", "b")):
        shop.git("checkout", "-q", "-b", f"topic-{name}", "main")
        shop.as_(who, at=BEFORE)
        shop.save({f"catalog/{name}.yaml": service(name, f"title: {name.upper()}")}, name)
    shop.git("checkout", "-q", "change")
    shop.as_("dana")
    titled(shop, "Slower")
    shop.git("merge", "-q", "-m", "octopus", "topic-a", "topic-b")
    found = gathered(shop, ("bo-gh", "APPROVED", AFTER, shop.head))
    assert found.seen == {shop.head: {"payment": ("", "Slower"), "a": ("", "A"), "b": ("", "B")}}
    assert found.proposers == {person("bo"), person("chidi"), person("dana")}


def test_a_renamed_file_asks_for_nothing(shop: Shop) -> None:
    shop.as_("chidi", at=BEFORE)
    shop.git("mv", "catalog/payment.yaml", "catalog/other.yaml")
    moved = shop.save({}, "moved")
    found = gathered(shop, ("bo-gh", "APPROVED", AFTER, moved))
    assert (found.seen, found.proposers) == ({moved: {}}, {person("chidi")})


def test_every_source_is_there_at_once(shop: Shop) -> None:
    digest = "sha256:" + "0123456789abcdef" * 4
    shop.as_("chidi", at=BEFORE)
    titled(shop, "Slower")
    shop.as_("bo", at=AFTER)
    commit = shop.approve(f"agreed\n\nOwnercat-Approve: storefront payment {digest}", "bo")
    shop.save({"catalog/signoffs/r1.yaml": signed(shop, "ana", data("ana"))}, "agreed")
    found = gathered(shop, ("dana-gh", "APPROVED", AFTER, shop.git("rev-parse", "HEAD~2")))
    assert [(e.level, e.identity.value, e.problem) for e in found.evidence] == [
        (EvidenceLevel.REVIEW, "dana-gh", ""), (EvidenceLevel.COMMIT, "bo@shop.example", ""), (EvidenceLevel.RECORD, "ana", ""),
    ]  # fmt: skip
    assert found.seen[commit] == {"payment": ("", "Slower")}
    assert found.proposers == {person("chidi"), person("bo")}  # bo committed the word of ana


def test_without_reviews_the_commits_alone_say_who_proposes(shop: Shop) -> None:
    shop.as_("mallory")
    titled(shop, "Slower")
    found = gather_evidence(shop.compared(), NOW, titles)
    assert (found.evidence, found.proposers) == ((), {email("mallory@shop.example")})


def test_the_author_of_the_request_is_a_proposer_without_any_commit(shop: Shop) -> None:
    titled(shop, "Slower")
    found = gather_evidence(shop.compared(), NOW, titles, read_reviews(reviewed(author="mallory-gh"), "x"))
    assert {identity.value for identity in found.proposers} == {"ana", "mallory-gh"}


def test_a_verdict_of_another_time_believes_other_keys(shop: Shop) -> None:
    shop.git("checkout", "-q", "main")
    shop.signers(shop.keys.line("bo@shop.example", "bo", 'valid-before="20261115"'))
    shop.git("checkout", "-q", "-B", "change", "main")
    shop.save({"catalog/signoffs/r1.yaml": signed(shop, "bo", data("bo"))}, "agreed")
    levels = [gather_evidence(shop.compared(), NOW - timedelta(days=n), titles).evidence[0].level for n in (0, 14)]
    assert levels == [EvidenceLevel.CLAIM, EvidenceLevel.RECORD]


def test_a_commit_of_the_change_that_is_missing_leaves_no_verdict(shop: Shop) -> None:
    titled(shop, "Slower")
    lost = titled(shop, "Slowest")
    titled(shop, "Slowest of all")
    compared = shop.compared()
    (shop.root / ".git/objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(IncompleteError) as caught:
        gather_evidence(compared, NOW, titles)
    assert caught.value.message.startswith("cannot read the history of the change: ")
    assert caught.value.help == "fetch the whole repository: fetch-depth: 0, without --filter"
