"""Comments that silence findings: which text is one, what it says, and where it stands."""

from __future__ import annotations

import codecs
from datetime import date

import pytest

from ownercat.documents.suppressions import list_suppressions
from ownercat.model import Suppression

IGNORE = 'ownercat: ignore[lone-owner] reason="a test"'


def found(text: str | bytes, path: str = "a.yaml") -> list[Suppression]:
    return list(list_suppressions(path, text.encode() if isinstance(text, str) else text, {}))


def places(text: str, path: str = "a.yaml") -> list[tuple[int, str]]:
    """The line that each comment is about, and the key path there."""
    return [(each.line, "/".join(each.names)) for each in found(text, path)]


def test_what_a_comment_says() -> None:
    (each,) = found('owner: shop   # ownercat: ignore[lone-owner] until=2027-01-31 reason="moves to payments in Q1"\n')
    assert (each.rule, each.reason, each.until, each.problem) == (
        "lone-owner", "moves to payments in Q1", date(2027, 1, 31), "",
    )  # fmt: skip
    assert each.place.span is not None and each.place.span.start == (1, 15)
    assert not each.is_expired(date(2027, 1, 31)) and each.is_expired(date(2027, 2, 1)) and not each.is_expired(None)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (f"a: 1\nb: 2 # {IGNORE}\n", [(2, "b")]),
        (f"# {IGNORE}\na: 1\nb: 2\n", [(1 + 1, "a")]),
        (f"x:\n  # {IGNORE}\n  # {IGNORE}\n  y: 1\n", [(4, "x/y"), (4, "x/y")]),
        (f"x:\n  - a\n  - b: 1 # {IGNORE}\n    c: 2\n", [(3, "x/1/b")]),
        (f"x: # {IGNORE}\n  - a\n", [(1, "x")]),
        (f"x: [a, # {IGNORE}\n  b]\n", [(1, "x")]),
        (f"x: | # {IGNORE}\n  text\n", [(1, "x")]),
        (f"a: 1\r\nb: 2 # {IGNORE}\r\n", [(2, "b")]),
        (f"a: 1\n---\nb: 2 # {IGNORE}\n", [(3, "b")]),
        (f"é: “ü” # {IGNORE}\n", [(1, "é")]),
    ],
)
def test_where_a_comment_stands(text: str, where: list[tuple[int, str]]) -> None:
    assert places(text) == where


@pytest.mark.parametrize(
    "text",
    [
        f'a: "# {IGNORE}"\n'.replace('"a test"', "x"),
        f"a: '# {IGNORE}'\n",
        f"a: |\n  # {IGNORE}\n  b\n",
        f"a: >-\n  b\n  # {IGNORE}\n",
        f"a: x#{IGNORE}\n",
        f"# an example: # {IGNORE}\na: 1\n",
        "# ownercat: the catalog of the shop\na: 1\n",
        "a: 1 # yamllint disable-line\n",
        "",
    ],
)
def test_what_is_no_suppression(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("ownercat: ignore", 'its form is not `# ownercat: ignore[RULE] reason="..."`'),
        ("ownercat ignore[lone-owner]", 'its form is not `# ownercat: ignore[RULE] reason="..."`'),
        ("Ownercat: Ignore[lone-owner]", 'its form is not `# ownercat: ignore[RULE] reason="..."`'),
        ("ownercat: ignore[lone-owner] reason=two words", 'its form is not `# ownercat: ignore[RULE] reason="..."`'),
        ("ownercat: ignore[lone-owner] because", 'its form is not `# ownercat: ignore[RULE] reason="..."`'),
        ("ownercat: ignore[lone-owner, OWN001]", "it names several rules"),
        ('ownercat: ignore[a] until=31.1.27 reason="x"', "its `until` is not a date such as 2027-01-31"),
        ('ownercat: ignore[a] until=2027-02-30 reason="x"', "its `until` is not a date such as 2027-01-31"),
        ('ownercat: ignore[a] reason=" "', ""),  # no reason, which has its own rule
        ("ownercat: ignore[a]", ""),
        ("ownercat:ignore[a] reason=legacy", ""),
    ],
)
def test_what_is_wrong_with_a_comment(comment: str, problem: str) -> None:
    (each,) = found(f"a: 1 # {comment}\n")
    assert each.problem == problem
    assert not each.is_effective(None) or comment.endswith("legacy")


def test_front_matter_and_utf16() -> None:
    assert places(f"---\nkind: Runbook # {IGNORE}\n---\n# {IGNORE}\n", "a.md") == [(2, "kind")]
    (each,) = found(codecs.BOM_UTF16_LE + f"a: 1 # {IGNORE}\n".encode("utf-16-le"))
    assert each.reason == "a test"
    assert found(b"\xff\xfe\x00ignore") == []
