"""Which line decides: the last match, in each section; three states; and nothing that a file can do to us."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.repository.codeowners import CodeOwners, Index, Ownership, Style, TooManySteps, get_ownership, parse
from tests.repository.codeowners import plain


def deciding(text: str, path: str, style: Style = "github") -> list[str]:
    """The owners by each entry that decides about a path."""
    return [" ".join(entry.owners) for entry in Index(parse(text, style)).find(path)]


def test_the_last_match_wins() -> None:
    text = "* @all\n/src/ @src\n/src/pay/ @pay\n*.md @docs\n"
    assert deciding(text, "README.md") == ["@docs"]
    assert deciding(text, "src/pay/a.py") == ["@pay"]
    assert deciding(text, "src/pay/a.md") == ["@docs"]
    assert deciding(text, "a.py") == ["@all"]


def test_a_later_broad_line_hides_an_earlier_exact_one() -> None:
    assert deciding("/src/pay/a.py @pay\n/src/ @src\n", "src/pay/a.py") == ["@src"]


def test_of_two_lines_with_one_pattern_the_later_counts_alone() -> None:
    assert deciding("/src/ @a\n/src/ @b\n", "src/x") == ["@b"]


def test_three_states() -> None:
    index = Index(parse("/src/ @src\n/src/free/\n", "github"))
    assert get_ownership(index.find("src/a")) is Ownership.OWNED
    assert get_ownership(index.find("src/free/a")) is Ownership.UNOWNED
    assert get_ownership(index.find("docs/a")) is Ownership.UNMATCHED


SECTIONS = "* @all\n[Docs] @docs\n*.md\n/src/*.md @src\n[Data]\n!/data/raw/\n/data/ @data\n/data/raw/x @never\n"


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("a.py", ["@all"]),
        ("docs/a.md", ["@all", "@docs"]),
        ("src/a.md", ["@all", "@src"]),
        ("data/a.md", ["@all", "@docs", "@data"]),
        ("data/raw/x", ["@all"]),
    ],
)
def test_every_section_decides_for_itself(path: str, owners: list[str]) -> None:
    assert deciding(SECTIONS, path, "gitlab") == owners


def test_what_a_section_excludes_comes_back_in_no_later_line() -> None:
    text = "!*.md\n*.md @docs\n[Other]\n*.md @other\n"
    assert deciding(text, "a.md", "gitlab") == ["@other"]


def test_a_file_that_was_not_read_whole_is_not_asked() -> None:
    with pytest.raises(TooManySteps):
        Index(CodeOwners("CODEOWNERS", "github", complete=False))


# against the straightforward reading

NAMES = st.sampled_from(["a", "b", "ab", "a.b", ".a", "ba"])
PATHS = st.lists(NAMES, min_size=1, max_size=5).map("/".join)
PARTS = st.sampled_from(["a", "b", "ab", "*", "**", "?", "a*", "*b", "a?", "*.b", "?*", "*a*", r"\*", "**a", "*a*b"])


@st.composite
def patterns(draw: st.DrawFn) -> str:
    parts = draw(st.lists(PARTS, min_size=1, max_size=4))
    return draw(st.sampled_from(["", "/"])) + "/".join(parts) + draw(st.sampled_from(["", "", "/"]))


@given(st.lists(patterns(), min_size=1, max_size=12), st.lists(PATHS, min_size=1, max_size=8))
@pytest.mark.parametrize("style", ["github", "gitlab"])
def test_the_index_says_what_trying_every_line_says(style: Style, lines: list[str], paths: list[str]) -> None:
    matches = plain.gitlab if style == "gitlab" else plain.github
    index = Index(parse("".join(f"{line} @team{n}\n" for n, line in enumerate(lines)), style))
    for path in paths:
        wanted = plain.last(lines, path, matches)
        found = index.find(path)
        assert [entry.line - 1 for entry in found] == ([] if wanted is None else [wanted])


@given(st.lists(st.tuples(patterns(), st.integers(0, 3), st.booleans()), min_size=1, max_size=12), PATHS)
def test_sections_and_exclusions_against_the_straightforward_reading(
    lines: list[tuple[str, int, bool]], path: str
) -> None:
    text = "".join(
        f"[s{section}]\n{'!' * excludes}{pattern} @team{n}\n" for n, (pattern, section, excludes) in enumerate(lines)
    )
    wanted = []
    for section in dict.fromkeys(section for _, section, _ in lines):
        matching = [(n, e) for n, (p, s, e) in enumerate(lines) if s == section and plain.gitlab(p, path)]
        if matching and not any(excludes for _, excludes in matching):
            wanted.append(2 * matching[-1][0] + 2)
    assert [entry.line for entry in Index(parse(text, "gitlab")).find(path)] == wanted


@given(st.text(max_size=200), PATHS)
@pytest.mark.parametrize("style", ["github", "gitlab"])
def test_any_text_is_read(style: Style, text: str, path: str) -> None:
    found = parse(text, style)
    assert all(entry.owners is not None for entry in Index(found).find(path))
    assert all(1 <= m.span.start.line <= text.count("\n") + 1 for m in found.mistakes)


# what a file can do to us


def hostile(line: str, count: int) -> CodeOwners:
    return parse("".join(line.format(n=n, stars="?*" * (n % 50)) + " @a\n" for n in range(count)), "github")


@pytest.mark.parametrize(
    "line",
    ["*{stars}a{n}*", "**/*{stars}/**/?{stars}/**/x{n}", "**/a*{n}/**/*a/**/b*", "*a*{n}", "/{stars}*/{stars}*/x{n}"],
)
def test_globs_without_end_are_given_up_on(line: str) -> None:
    found = hostile(line, 20_000)
    paths = [f"{'a' * (n % 60)}{n}/{'aaa' * 60}/{'ab' * 80}{n}" for n in range(20_000)]
    start = time.process_time()
    try:
        index = Index(found)
        for path in paths:
            index.find(path)
    except TooManySteps:
        pass
    assert time.process_time() - start < 60  # processor time; it would be hours without a limit


def test_a_pattern_and_a_path_of_a_thousand_folders() -> None:
    deep = "/".join(["a"] * 1000)
    assert deciding(f"/{'**/a/' * 50}** @a\n", f"{deep}/b") == ["@a"]
    assert deciding("**/a/**/b @a\n", f"{deep}/b") == ["@a"]


def test_stars_do_not_multiply() -> None:
    assert deciding(f"{'a*' * 200}b @a\n", "a" * 250) == []
    assert deciding(f"{'a*' * 200}b @a\n", "a" * 250 + "b") == ["@a"]
