"""Did you mean: near words, and many questions about the same words."""

from __future__ import annotations

import pytest

from ownercat.suggest import LOOKS, build_finder, find_nearest, format_suggestion

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
    assert build_finder(WORDS)(word) == expected


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("storefront-primary", ["support-primary", "payments-primary"], ""),
        ("messaging-secondary", ["payments-secondary"], ""),
        ("storefornt-primary", ["support-primary", "storefront-primary"], "storefront-primary"),
        ("web-primry", ["web-primary", "web-secondary"], "web-primary"),
        ("charge-v1", ["charge-v2"], "charge-v2"),
    ],
)
def test_a_part_in_common_makes_no_slip(word: str, known: list[str], expected: str) -> None:
    assert "".join(find_nearest(word, known)) == expected
    assert build_finder(known)(word) == expected


def test_a_sentence() -> None:
    assert format_suggestion("crt", WORDS) == "did you mean `cart`?"
    assert format_suggestion("zzz", WORDS, "write something else") == "write something else"


def test_the_word_itself_is_no_suggestion() -> None:
    assert build_finder(["cart"])("cart") == ""


def test_after_many_questions_about_many_words_no_more_is_looked_at() -> None:
    find = build_finder(f"service-{number}" for number in range(20_000))
    assert find("servce-17")
    for number in range(2 * LOOKS // 20_000):
        find(f"sevice-{number}")
    assert find("servce-17") == ""
