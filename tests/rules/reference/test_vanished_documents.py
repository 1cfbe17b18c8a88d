"""REF007: documents that are gone in numbers."""

from __future__ import annotations

import pytest

from ownercat.diagnostics import Severity
from tests.catalogs import check, compare
from tests.rules.parts import COMPANY, doc, lines_of, service, several

PEOPLE_OF_NINE = {f"catalog/people/p{n}.yaml": doc("Person", f"p{n}") for n in range(9)}
HOME = {f"catalog/{path}": text for path, text in COMPANY.items()}
BEFORE = {**HOME, **{f"catalog/s{n}.yaml": service(f"s{n}") for n in range(9)}}


def without(*numbers: int, **more: str) -> dict[str, str]:
    """The catalog without some of its nine services."""
    gone = {f"catalog/s{n}.yaml" for n in numbers}
    return {path: text for path, text in BEFORE.items() if path not in gone} | more


def told(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What is said about what vanished."""
    return lines_of(d for d in compare(before, after).diagnostics if d.severity > Severity.INFO)


def test_more_than_a_third_gone_is_reported_where_the_first_one_was() -> None:
    assert told(BEFORE, without(2, 4, 5, 7)) == [
        "s2.yaml:3:7 error[vanished-documents] the change removes 4 of 9 services, more than 1 in 3: s2, s4, s5 and s7",
        "  help: restore the missing documents, or remove them in several pull requests",
    ]


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(without(2, 4, 5), id="exactly a third"),
        pytest.param({**without(*range(9)), "catalog/all.yaml": several(*(service(f"s{n}") for n in range(9)))}, id="moved to one file"),
        pytest.param(
            {**without(*range(5)), "catalog/new.yaml": several(*(service(f"t{n}", f"aliases: [{{name: s{n}}}]") for n in range(5)))}, id="renamed, with aliases"
        ),
        pytest.param({**without(*range(5)), "catalog/s.yaml": "a: {\nservices: [s0, s1, s2, s3, s4]\n"}, id="a file that cannot be read may contain them"),
    ],
)  # fmt: skip
def test_what_is_still_there_is_not_gone(after: dict[str, str]) -> None:
    assert [line for line in told(BEFORE, after) if "vanished" in line] == []


def test_two_are_too_few_to_be_an_accident() -> None:
    assert told({**HOME, "catalog/a.yaml": service("a"), "catalog/b.yaml": service("b")}, HOME) == []


def test_in_a_file_that_stays_it_is_told_at_its_beginning() -> None:
    before = {**HOME, "catalog/all.yaml": several(*(service(f"s{n}") for n in range(4)))}
    (found, _) = told(before, {**HOME, "catalog/all.yaml": service("s0")})
    assert found == (
        "all.yaml:1:1 error[vanished-documents] the change removes 3 of 4 services, more than 1 in 3: s1, s2 and s3"
    )


def test_every_kind_is_counted_by_itself() -> None:
    found = told({**BEFORE, **PEOPLE_OF_NINE}, {**without(0, 1, 2, 3), **dict(list(PEOPLE_OF_NINE.items())[:2])})
    assert [line.split("] ")[1] for line in found[::2]] == [
        "the change removes 7 of 11 people, more than 1 in 3: p2, p3, p4, p5, p6, p7 and p8",
        "the change removes 4 of 9 services, more than 1 in 3: s0, s1, s2 and s3",
    ]


@pytest.mark.parametrize(
    ("options", "count"), [("vanished: 2", 0), ("vanished: 9", 1), ("least: 4", 1), ("least: 5", 0)]
)
def test_the_policy_of_the_base_says_how_many_are_too_many(options: str, count: int) -> None:
    policy = {
        "catalog/policy.yaml": doc("Policy", "shop", f"rules: {{options: {{vanished-documents: {{{options}}}}}}}")
    }
    assert len(told({**BEFORE, **policy}, {**without(0, 1, 2, 3), **policy})) == 2 * count


def test_without_a_base_nothing_is_said() -> None:
    assert [d for d in check(without(*range(9))).diagnostics if d.code == "REF007"] == []
