"""Who claims a path: the most specific entry of ``code.paths``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.repository.codeowners import Claims, TooManySteps
from tests.repository.codeowners import plain
from tests.repository.codeowners.parts import claiming
from tests.repository.codeowners.test_index import PATHS

SERVICES = [
    claiming("all", "./"),
    claiming("web", "/src/web/", "src/*/web"),
    claiming("pay", "src/web/pay", "**/*.sql"),
    claiming("file", "src/web/pay/a.py"),
    claiming("elsewhere", "src/", repository="https://git.acme.example/x"),
]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        pytest.param("README.md", "all", id="everything is the least specific"),
        pytest.param("src/web/a.py", "web", id="a folder"),
        pytest.param("src/x/web/a.py", "web", id="what lies below a glob"),
        pytest.param("src/web/pay/b.py", "pay", id="a folder in a folder"),
        pytest.param("src/web/pay/a.py", "file", id="a file"),
        pytest.param("src/a.sql", "pay", id="an ending"),
        pytest.param("src/web/a.sql", "web", id="fixed characters weigh"),
        pytest.param("src/lib/a.py", "all", id="a claim in another repository is none here"),
    ],
)
def test_the_most_specific_claim_wins(path: str, names: str) -> None:
    assert " ".join(claim.service.name for claim in Claims(SERVICES).find(path)) == names


def test_equal_claims_are_all_named() -> None:
    claims = Claims([claiming("a", "src/x/", "lib/*/y"), claiming("b", "src/x", "lib/x/*")])
    assert [c.service.name for c in claims.find("src/x/1")] == ["a", "b"]
    assert [c.written for c in claims.find("lib/x/y")] == ["lib/*/y", "lib/x/*"]
    assert claims.find("other") == []


def test_what_matched_nothing_is_dead() -> None:
    claims = Claims([claiming("a", "src/", "lib/"), claiming("b", "src/x/")])
    for path in ("src/x/1", "src/2"):
        claims.find(path)
    assert [c.written for c in claims.list_unmatched()] == ["lib/"]


def test_a_claim_knows_its_place() -> None:
    (claim,) = Claims([claiming("a", "src/")]).claims
    assert claim.place.pointer == ("code", "paths", 0)


def test_claims_without_end_are_given_up_on() -> None:
    services = [claiming(f"s{n}", f"*{'?*' * (n % 60)}/*{n}*/**/x") for n in range(3_000)]
    with pytest.raises(TooManySteps):
        claims = Claims(services, steps=100_000)
        for n in range(1_000):
            claims.find(f"{'a' * 40}{n}/{'b' * 40}{n}/c/x")


PATTERNS = st.lists(
    st.sampled_from(["a", "b", "ab", "a.b", ".a", "*", "**", "?", "a*", "*b", "?b", "*.b", "a*b*", "***", "**a"]),
    min_size=1,
    max_size=4,
).map("/".join)


@given(PATTERNS, PATHS)
def test_one_claim_against_the_straightforward_reading(pattern: str, path: str) -> None:
    assert bool(Claims([claiming("x", pattern)]).find(path)) == plain.code_path(pattern, path)


@given(st.lists(PATTERNS, min_size=1, max_size=6), PATHS)
def test_of_many_claims_the_most_exact_one_wins(patterns: list[str], path: str) -> None:
    claims = Claims([claiming(f"s{n}", pattern) for n, pattern in enumerate(patterns)])
    fitting = [claim for claim in claims.claims if plain.code_path(claim.written, path)]
    wanted = {claim.written for claim in fitting if claim.weight == max(c.weight for c in fitting)}
    assert {claim.written for claim in claims.find(path)} == wanted


def test_who_asks_about_code_in_other_repositories_too() -> None:
    assert [claim.service.name for claim in Claims(SERVICES, everywhere=True).find("src/lib/a.py")] == ["elsewhere"]
