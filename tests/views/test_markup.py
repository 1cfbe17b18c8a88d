"""Foreign text inside Markdown, dot and Mermaid stays text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.views.markup import code, dot, markdown, mermaid

HOSTILE = [
    "@here and @channel", "@shop/payments", "<!here>", "<@U123>", "<img src=x onerror=alert(1)>", "<b>&amp;</b>",
    "[click](https://evil.example)", "![x](https://evil.example/x.png)", "https://evil.example", "evil.example/x",
    "mail ana@shop.example now", "#12", "org/repo#12", "!34", "GH-1 PROJ-77", "**bold** _em_ ~~gone~~", "`code`",
    ":tada:", "deadbeef1234", "a | b", "\\", "\\*", "$x^2$", "[[wiki]]", "# head", "- item", "> quote",
]  # fmt: skip
# What forges and chats look for in the text that is left when code spans are taken away.
LIVE = re.compile(
    r"@\w|://|(?<![\\&])#\w|<[!@/a-zA-Z]|(?<!\\)!?\[|(?<!\\)\*|(?<!\\)~|\w\.example|:\w+:|\b[0-9a-f]{7,40}\b"
)
SPAN = re.compile(r"`[^`]*`")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_markdown_comes_alive(text: str) -> None:
    found = markdown(text)
    assert found.count("`") % 2 == 0
    assert not LIVE.search(SPAN.sub("", found)), found
    assert "<!" not in found and "<@" not in found
    assert "\n" not in found


@given(st.text(max_size=60))
def test_no_text_comes_alive(text: str) -> None:
    found = markdown(text)
    assert found.count("`") % 2 == 0
    assert not re.search(r"[<@\n\r]|://|(?<!\\)[\[*_~$|]", SPAN.sub("", found)), found


def test_plain_words_are_left_alone() -> None:
    assert markdown("Buy what is in the basket: 99.9 %, for 5m (soon).") == (
        "Buy what is in the basket: 99.9 %, for 5m (soon)."
    )
    assert markdown("redis-cart is due back") == "redis-cart is due back"
    assert markdown("From 3343fd573966 to 382e1dad81e9: done") == "From `3343fd573966` to `382e1dad81e9`: done"


def test_code_holds_no_tick_and_no_bracket() -> None:
    assert code("#team") == "`#team`"
    assert code("a`b<!here>") == "`a'b‹!here›`"
    assert code("") == ""


DOT = [
    ('say "no"', '"say \\"no\\""'),
    ("back\\", '"back\\\\"'),
    ("\\N and \\G", '"\\\\N and \\\\G"'),
    ("&lt;b&gt;", '"&amp;lt;b&amp;gt;"'),
    ("<b>", '"<b>"'),
    ("two\nlines", '"two\\\\x0alines"'),
]


@pytest.mark.parametrize(("text", "expected"), DOT)
def test_dot(text: str, expected: str) -> None:
    assert dot(text) == expected


@given(st.text(max_size=60))
def test_a_dot_string_ends_where_it_ends(text: str) -> None:
    assert re.fullmatch(r'"(?:[^"\\\n]|\\["\\])*"', dot(text))


@given(st.text(max_size=60))
def test_a_mermaid_label_has_no_sign_that_means_something(text: str) -> None:
    found = mermaid(text)
    inside = found[1:-1]
    assert found[0] == found[-1] == '"'
    assert not re.search(r"[\"<>&`%{}\[\]()|@$\\*_~:/]|#(?!\d+;)", inside), inside
    assert "--" not in inside and "==" not in inside


def test_mermaid_codes_are_the_text_again() -> None:
    text = '<script>"a" #35; & -- %%{init}%%'
    decoded = html.unescape(mermaid(text)[1:-1].replace("#", "&#"))
    assert decoded == text


def test_formulas_and_icons_are_parted() -> None:
    assert html.unescape(mermaid("$$x$$ fa:fa-ban")[1:-1].replace("#", "&#")) == "$ $x$ $ fa: fa-ban"
