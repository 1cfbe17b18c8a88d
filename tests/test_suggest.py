"""Did you mean: near words, and many questions about the same words."""

from __future__ import annotations

import pytest

from ownercat.suggest import LOOKS, build_finder, find_nearest, format_suggestion, near_or_containing

WORDS = ["checkout", "payment", "payments-api", "cart", "Search"]

NEAR = [
    pytest.param("paymnt", "payment", id="a letter too few"),
    pytest.param("chekcout", "checkout", id="two letters swapped"),
    pytest.param("search", "Search", id="another case"),
    pytest.param("warehouse", "", id="nothing near"),
    pytest.param("", "", id="nothing at all"),
    pytest.param("cart" * 30, "", id="too long to be a name"),
]


@pytest.mark.parametrize(("word", "expected"), NEAR)
def test_one_question_and_many_give_the_same(word: str, expected: str) -> None:
    assert "".join(find_nearest(word, WORDS)) == expected
    assert "".join(build_finder(WORDS)(word)) == expected


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("storefront-primary", ["support-primary", "payments-primary"], ""),
        ("messaging-secondary", ["payments-secondary"], ""),
        ("storefornt-primary", ["support-primary", "storefront-primary"], "storefront-primary"),
        ("web-primry", ["web-primary", "web-secondary"], "web-primary"),
        ("charge-v1", ["charge-v2"], "charge-v2"),
        ("team-kolibri", ["kolibri-team", "team-kondor"], "kolibri-team"),
        ("watch-night", ["night-watch", "day-watch"], "night-watch"),
        ("own1", ["OWN001", "OWN021"], "OWN001"),
        ("OWN1", ["OWN021"], ""),
        ("haproxy", ["camoproxy"], ""),
        ("envoy", ["convoy"], ""),
        ("Europe/Munich", ["Europe/Zurich"], ""),
        ("Europe/Madird", ["Europe/Madrid"], "Europe/Madrid"),
        ("PST", ["MST"], ""),
        ("wbe", ["web"], "web"),
        ("api", ["app"], ""),
        ("dependancies", ["dependencies"], "dependencies"),
        ("storefront", ["storefront-primary"], ""),
        ("orphan-service", ["orphaned-service"], "orphaned-service"),
        ("check", ["checkout"], ""),
    ],
)
def test_a_part_in_common_makes_no_slip(word: str, known: list[str], expected: str) -> None:
    assert "".join(find_nearest(word, known)) == expected
    assert "".join(build_finder(known)(word)) == expected


def test_a_sentence() -> None:
    assert format_suggestion("crt", WORDS) == "did you mean cart?"
    assert format_suggestion("zzz", WORDS, "write something else") == "write something else"


def test_two_that_are_equally_near_are_both_named_and_more_are_not() -> None:
    assert format_suggestion("carts", ["cart", "carte", "wheel"]) == "did you mean cart or carte?"
    assert format_suggestion("sev9", ["sev1", "sev2", "sev3"], "choose one") == "choose one"


def test_a_part_of_a_name_finds_the_few_names_that_contain_it() -> None:
    rules = [
        "orphaned-service",
        "journey-broken",
        "unused-team",
        "missing-owner",
        "missing-sla",
        "missing-role",
        "missing-runbook",
    ]
    assert near_or_containing("orphan", rules) == "did you mean orphaned-service?"
    assert near_or_containing("missing", rules, "see the list") == "see the list"


def test_the_word_itself_is_no_suggestion() -> None:
    assert build_finder(["cart"])("cart") == []


def test_after_many_questions_about_many_words_no_more_is_looked_at() -> None:
    find = build_finder(f"service-{number}" for number in range(20_000))
    assert find("servce-17")
    for number in range(2 * LOOKS // 20_000):
        find(f"sevice-{number}")
    assert find("servce-17") == []
