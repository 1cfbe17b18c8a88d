"""What one pattern matches: GitHub's table of known facts in our own words, GitLab's, and what neither takes."""

from __future__ import annotations

import pytest

from ownercat.repository.codeowners import Index, Style, parse


def matches(pattern: str, path: str, style: Style) -> bool:
    """Whether a file with this one line knows the path."""
    return bool(Index(parse(f"{pattern} @acme/shop", style)).find(path))


GITHUB = [
    pytest.param("cart", "cart cart/a.py lib/cart lib/cart/a.py", "cart.py lib/cart.py lib/a.py", id="a name, at any depth"),
    pytest.param("/cart", "cart cart/a.py cart/x/a.py", "carts.py lib/cart lib/cart/a.py", id="a name at the root"),
    pytest.param("cart/", "cart/a.py cart/x/a.py lib/cart/a.py", "cart lib/cart", id="a folder holds, it is no file"),
    pytest.param("/cart/", "cart/a.py cart/x/a.py", "cart lib/cart/a.py", id="a folder at the root"),
    pytest.param("src/cart", "src/cart src/cart/a.py", "src/carts lib/src/cart", id="a slash inside anchors"),
    pytest.param("/src/cart", "src/cart src/cart/a.py", "src/carts lib/src/cart/a.py", id="and so does one in front"),
    pytest.param("src/cart/", "src/cart/a.py src/cart/x/a", "src/cart lib/src/cart/a.py", id="a folder further down"),
    pytest.param("*", "cart src/cart src/.env a/b/c", "", id="a star is everything"),
    pytest.param("c*", "cart cart/a.py src/cart src/cart/a.py", "scar src/a.py", id="a beginning, at any depth"),
    pytest.param("/*", "cart .env", "cart/a.py src/cart/a.py", id="a star at the root stays there"),
    pytest.param("/c*", "cart cart/a.py", "src/cart src/cart/a.py xcart", id="a beginning at the root"),
    pytest.param("c*/", "cart/a.py src/cart/a.py", "cart src/cart xcart/a", id="folders that begin so"),
    pytest.param("/*/", "cart/a.py src/cart/a.py", "cart", id="every folder of the root"),
    pytest.param("/c*/", "cart/a.py", "cart src/cart/a.py", id="folders of the root that begin so"),
    pytest.param(r"c\*t", "c*t", "cat", id="an escaped star is a star"),
    pytest.param(r"c\?t", "c?t", "cat", id="an escaped question mark"),
    pytest.param("a\N{NO-BREAK SPACE}b", "a\N{NO-BREAK SPACE}b", "ab", id="a no-break space is part of a name"),
    pytest.param("src/*", "src/a.py src/cart", "src src/cart/a.py lib/src/a.py", id="a lone star does not go down"),
    pytest.param("src/*.py", "src/a.py", "src/x/a.py lib/src/a.py src/a.pyc", id="an ending in one folder"),
    pytest.param("src/*/cart", "src/x/cart src/x/cart/a.py", "src/cart src/x/y/cart", id="exactly one folder between"),
    pytest.param("c?t", "cat cut/a.py", "ct coat", id="one character"),
    pytest.param("c?t", "x/cat", "c/t x/c/t", id="which is no slash"),
    pytest.param("**/src/cart", "src/cart lib/src/cart/a.py", "src/x/cart", id="two stars in front"),
    pytest.param("**/*cart*", "cart src/carton src/x/recart", "src/a.py", id="two stars and a part of a name"),
    pytest.param("src/cart/**", "src/cart/a.py src/cart/x/a", "src/cart lib/src/cart/a.py", id="two stars at the end"),
    pytest.param("src/**/cart", "src/cart src/cart/a src/x/y/cart", "lib/src/cart src/x", id="none or more between"),
    pytest.param("src/**/", "src/a.py src/x/a.py src/x/", "src lib/src/a.py", id="two stars and a slash"),
    pytest.param("src/**/cart/c*", "src/cart/cat src/x/cart/cat", "src/cart/dog src/x/cart", id="and something after them"),
    pytest.param("**", "a a/b a/b/c", "", id="two stars alone are everything"),
    pytest.param("**/", "a/b a/b/c", "a", id="two stars and a slash are every folder"),
    pytest.param("src**cart", "srccart src-x-cart", "src/cart src/x/cart", id="two stars in a name stay in it"),
    pytest.param("/pages/[id]/x.ts", "pages/[id]/x.ts", "pages/i/x.ts pages/d/x.ts pages/[x]/x.ts", id="no ranges"),
    pytest.param("a:b/**/*", "a:b/x.json", "a-b/x.json", id="a colon"),
    pytest.param("src/^v1", "src/^v1", "src/v1", id="a caret"),
    pytest.param("src/(a){b}|c~", "src/(a){b}|c~/x", "src/a", id="brackets and bars"),
    pytest.param("Cart", "Cart", "cart CART", id="case counts"),
    pytest.param("src//cart", "", "src/cart src//carts", id="an empty name is nobody's"),
]  # fmt: skip

GITLAB = [
    pytest.param("*", "a a/b a/.b/c", "", id="a star is everything"),
    pytest.param("README.md", "README.md docs/x/README.md", "README.md/a", id="a name is a file, at any depth"),
    pytest.param("/README.md", "README.md", "docs/README.md", id="or at the root"),
    pytest.param("internal/README.md", "internal/README.md lib/internal/README.md", "README.md", id="never anchored"),
    pytest.param("docs/", "docs/a docs/x/.a lib/docs/a", "docs lib/docs", id="a folder, at any depth"),
    pytest.param("/docs/", "docs/a docs/x/a", "docs lib/docs/a", id="a folder of the root"),
    pytest.param("/docs", "docs", "docs/a docs/x/a", id="without a slash it is a file"),
    pytest.param("/docs/*", "docs/a docs/.a", "docs/x/a", id="a star stays in its folder"),
    pytest.param("/docs/**", "docs/a", "docs/x/a docs", id="two stars at the end are one"),
    pytest.param("/docs/**/*.md", "docs/a.md docs/x/y/a.md", "a.md docs/a.txt", id="two stars cross folders"),
    pytest.param("*.rb", "a.rb lib/x/a.rb .rb", "a.rbx a.rb/x", id="an ending, at any depth"),
    pytest.param("/x[a-c].py", "xa.py xc.py", "xd.py x[a-c].py", id="a range"),
    pytest.param("/x[!a-c].py", "xd.py x-.py", "xa.py", id="all but a range"),
    pytest.param("/x[^a].py", "xd.py", "xa.py", id="the same with a caret"),
    pytest.param("/x[a-]", "xa x-", "xb", id="a dash at the end is a dash"),
    pytest.param(r"/x[\]]", "x]", "x", id="an escaped bracket in brackets"),
    pytest.param("/x[z-a]", "xz xa", "xm", id="a range backwards is its ends"),
    pytest.param("/x[]a]", "", "x] xa x[]a]", id="the first bracket closes"),
    pytest.param("/x[a", "", "xa x[a", id="an open bracket matches nothing"),
    pytest.param(r"/x\[a]", "x[a]", "xa", id="an escaped bracket is a bracket"),
    pytest.param(r"\#a.rb", "#a.rb", "a.rb", id="an escaped hash in front"),
    pytest.param(r"a\ b/", "a b/x", "a/x", id="an escaped space"),
    pytest.param("/", "a a/b", "", id="a slash is everything below the root"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "yes", "no"), GITHUB)
def test_github(pattern: str, yes: str, no: str) -> None:
    assert [path for path in yes.split(" ") if path and not matches(pattern, path, "github")] == []
    assert [path for path in no.split(" ") if path and matches(pattern, path, "github")] == []


@pytest.mark.parametrize(("pattern", "yes", "no"), GITLAB)
def test_gitlab(pattern: str, yes: str, no: str) -> None:
    paths = [yes] if " b" in yes else yes.split(" ")
    assert [path for path in paths if path and not matches(pattern, path, "gitlab")] == []
    assert [path for path in no.split(" ") if path and matches(pattern, path, "gitlab")] == []


def test_a_space_is_escaped_with_a_backslash() -> None:
    assert matches(r"/a\ b/", "a b/x", "github")
    assert not matches(r"/a\ b/", "a/x", "github")


@pytest.mark.parametrize("pattern", ["docs/", "*.md", "/a/**/b.md", "/a/*/b.md", "/docs/", "*"])
@pytest.mark.parametrize("path", ["docs/a.md", "a.md", "a/b.md", "a/x/b.md", "a/x/y/b.md", "q/docs/x", "docs"])
def test_where_both_forges_agree(pattern: str, path: str) -> None:
    assert matches(pattern, path, "github") == matches(pattern, path, "gitlab")


def test_where_they_do_not() -> None:
    assert not matches("internal/a.md", "lib/internal/a.md", "github")
    assert matches("internal/a.md", "lib/internal/a.md", "gitlab")
    assert matches("/docs", "docs/a", "github")
    assert not matches("/docs", "docs/a", "gitlab")
    assert matches("/docs/**", "docs/x/a", "github")
    assert not matches("/docs/**", "docs/x/a", "gitlab")
