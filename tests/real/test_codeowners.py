"""Real CODEOWNERS files and every path of their repositories, against an independent reader.

The reader is the package ``codeowners`` from PyPI. It takes two lines of a known table of patterns otherwise than GitHub does:
they are named below, and so is what GitHub does.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ownercat.repository.codeowners import Index, Ownership, get_ownership, parse
from tests.real.data import folder

REPOSITORIES = [
    pytest.param("dd-trace-py", ".github/CODEOWNERS", 331, 9_995, id="dd-trace-py"),
    pytest.param("istio", "CODEOWNERS", 68, 6_611, id="istio"),
]
# (pattern, path) → what GitHub does and the other reader does not
KNOWN_WRONG = {
    ("foo/**/", "foo/bar"): True,  # a file right in the folder
    ("/apps/[param]/file.ts", "apps/[param]/file.ts"): True,  # GitHub has no ranges: brackets are brackets
}


def other(text: str) -> Any:
    """The independent reader."""
    return pytest.importorskip("codeowners", reason="the package codeowners is not installed").CodeOwners(text)


@pytest.mark.parametrize(("name", "file", "rules", "count"), REPOSITORIES)
def test_every_path_has_the_owner_that_the_other_reader_finds(
    name: str, file: str, rules: int, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    home = folder(f"codeowners/{name}")
    text, paths = (home / file).read_text("utf-8"), (home / "paths.txt").read_text("utf-8").splitlines()
    start = time.process_time()
    found = parse(text, "github")
    index = Index(found)
    ours = {path: index.find(path) for path in paths}
    middle = time.process_time()
    reader = other(text)
    theirs = {path: reader.matching_line(path) for path in paths}
    end = time.process_time()
    with capsys.disabled():
        times = f"{middle - start:.3f}s, the other reader {end - middle:.3f}s"
        sys.stdout.write(f"\n{name}: {count} paths, {rules} rules: {times}\n")
    assert (len(found.entries), len(paths), found.mistakes) == (rules, count, ())
    different = {
        path: (entries, theirs[path])
        for path, entries in ours.items()
        if [owner for _, owner in theirs[path][0]] != [owner for entry in entries for owner in entry.owners]
        or theirs[path][1] != next((entry.line for entry in entries), None)
    }
    assert different == {}


@pytest.mark.parametrize(
    ("name", "file", "states"),
    [
        pytest.param("dd-trace-py", ".github/CODEOWNERS", (9_995, 0, 0), id="dd-trace-py"),
        pytest.param("istio", "CODEOWNERS", (4_775, 1_836, 0), id="istio"),
    ],
)
def test_how_many_paths_are_in_each_state(name: str, file: str, states: tuple[int, int, int]) -> None:
    home = folder(f"codeowners/{name}")
    index = Index(parse((home / file).read_text("utf-8"), "github"))
    found = [get_ownership(index.find(path)) for path in (home / "paths.txt").read_text("utf-8").splitlines()]
    assert tuple(map(found.count, (Ownership.OWNED, Ownership.UNOWNED, Ownership.UNMATCHED))) == states


def table() -> list[tuple[str, str, bool]]:
    """The known table: a pattern, a path, whether it matches."""
    home: Path = folder("codeowners/hmarr")
    cases = json.loads((home / "testdata" / "patterns.json").read_text("utf-8"))
    return [(case["pattern"], path, wanted) for case in cases for path, wanted in case["paths"].items()]


def test_the_known_table_of_patterns() -> None:
    rows = table()
    assert (len({pattern for pattern, _, _ in rows}), len(rows)) == (30, 153)
    indexes = {pattern: Index(parse(f"{pattern} @x", "github")) for pattern, _, _ in rows}
    assert [row for row in rows if bool(indexes[row[0]].find(row[1])) != row[2]] == []


def test_where_the_other_reader_is_wrong() -> None:
    wrong = {(p, path): wanted for p, path, wanted in table() if bool(other(f"{p} @x").of(path)) != wanted}
    assert wrong == KNOWN_WRONG
