"""Every broken document gives exactly what stands beside it, and one mistake is one loud finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.catalogs import check, said
from tests.corpus import CASES, COMPANY, FOLDER, expectation, loud, verdict

ENOUGH = 200
# what would show that a message was made by a machine for a machine: Python's words, regular expressions, jsonschema's
MACHINERY = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|\\[dw]|\^\[|\(\?|\[a-z0-9\]|not valid under|required property|'str'|\bdict\b"
)


def slug(case: Path) -> str:
    return case.stem


@pytest.mark.parametrize("case", CASES, ids=slug)
def test_exactly_this_is_said(case: Path) -> None:
    assert verdict(case) == expectation(case).read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=slug)
def test_one_mistake_is_one_loud_finding_in_its_own_file(case: Path) -> None:
    found = loud(case)
    assert [diagnostic.path for diagnostic in found] == [f"catalog/{case.name}"]
    assert found[0].help
    assert not MACHINERY.search(f"{found[0].message} {found[0].help}")


def test_the_company_around_them_is_clean() -> None:
    assert said(check(COMPANY)) == []


def test_there_are_enough_and_none_is_left_over() -> None:
    assert len(CASES) >= ENOUGH
    assert {case.stem for case in CASES} == {path.stem for path in FOLDER.glob("*.expected")}


def test_every_family_that_reads_documents_is_there() -> None:
    codes = {
        line.split()[2]
        for case in CASES
        for line in expectation(case).read_text("utf-8").splitlines()
        if line[0] != " "
    }
    assert {f"SYN00{n}" for n in (1, 2, 3, 4, 6, 7, 8, 9)} <= codes
    assert {f"SCH00{n}" for n in range(1, 9)} | {"SCH010"} <= codes
    assert {"REF001", "REF002", "REF003", "OWN001", "OWN002"} <= codes
