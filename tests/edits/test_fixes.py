"""Fixes of findings: 100 documents of the corpus are clean afterwards, and a second run changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.diagnostics import Report
from ownercat.documents import source
from ownercat.documents.loader import LoadedCatalog
from ownercat.edits.fixes import FixPlan, plan_fixes
from ownercat.linter import LintOptions, lint
from tests.catalogs import TODAY, loaded
from tests.corpus import CASES, COMPANY

CLEAN = 100


def plan(files: Mapping[str, str | bytes]) -> FixPlan:
    def check(after: Mapping[str, bytes]) -> tuple[LoadedCatalog, Report]:
        now = loaded({**files, **after})
        return now, lint(now, LintOptions(as_of=TODAY))

    return plan_fixes(*check({}), check)


@cache
def fixed(case: Path) -> FixPlan:
    return plan({**COMPANY, f"catalog/{case.name}": case.read_bytes()})


def test_a_hundred_documents_are_clean_afterwards() -> None:
    clean = [case for case in CASES if fixed(case).after and not fixed(case).report.diagnostics]
    assert len(clean) >= CLEAN


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_other_byte_stays_and_a_second_run_changes_nothing(case: Path) -> None:
    path, data = f"catalog/{case.name}", case.read_bytes()
    done = fixed(case)
    assert set(done.after) <= {path}
    after = done.after.get(path, data)
    assert after.count(b"#") >= data.count(b"#")
    assert len(after.splitlines()) == len(data.splitlines())
    assert after.count(b"\r") == data.count(b"\r")
    assert len(source.read(path, after).faults) <= len(source.read(path, data).faults)
    again = plan({**COMPANY, path: after})
    assert (again.after, again.fixed) == ({}, 0)


def test_nobody_is_made_an_owner_and_no_record_is_edited() -> None:
    silent = {"reference-owner-unknown", "key-team-for-owner", "signoff-role-misspelt", "reference-owner-is-rotation"}
    for case in CASES:
        if case.stem in silent:
            assert fixed(case).after == {}, case.stem
            silent.discard(case.stem)
    assert not silent


BITS = (
    "#x", "“", '"', "'", ":", " ", "\n", "- ", "{", "}", "[", "]", "&a ", "*a", "\u00a0", "\u200b", "no", "\r", "|",
    "@a", "%", "---\n", "\t", "0x1F", "1.10", "22:30", '# ownercat: ignore[SCH006] reason="x"\n',
)  # fmt: skip


@given(
    case=st.sampled_from(CASES),
    edits=st.lists(st.tuples(st.integers(0, 400), st.sampled_from(BITS)), min_size=1, max_size=3),
)
def test_damaged_documents_reach_a_fixed_point(case: Path, edits: list[tuple[int, str]]) -> None:
    text = case.read_bytes().decode("utf-8", "replace")
    for at, bit in edits:
        text = text[:at] + bit + text[at:]
    path = f"catalog/{case.name}"
    done = plan({**COMPANY, path: text})
    assert set(done.after) <= {path}
    again = plan({**COMPANY, path: done.after.get(path, text.encode())})
    assert (again.after, again.fixed) == ({}, 0)
