"""The unified diff of ``codeowners check``: what git can apply."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownercat.codeowners import difference
from ownercat.codeowners.difference import diff

LINES = "".join(f"/a{n} @x\n" for n in range(20))


def test_equal_texts_differ_nowhere() -> None:
    assert diff(LINES, LINES, "CODEOWNERS") == []


def test_a_changed_line_with_what_is_around_it() -> None:
    assert diff(LINES, LINES.replace("/a10 @x", "/a10 @y"), ".github/CODEOWNERS") == [
        "--- a/.github/CODEOWNERS",
        "+++ b/.github/CODEOWNERS",
        "@@ -8,7 +8,7 @@",
        *(f" /a{n} @x" for n in (7, 8, 9)),
        "-/a10 @x",
        "+/a10 @y",
        *(f" /a{n} @x" for n in (11, 12, 13)),
    ]


def test_a_new_file() -> None:
    assert diff("", "* @x\n", "CODEOWNERS") == ["--- /dev/null", "+++ b/CODEOWNERS", "@@ -0,0 +1 @@", "+* @x"]


TEXTS = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_git_applies_it(tmp_path_factory: pytest.TempPathFactory, old: str, new: str, long: bool) -> None:
    folder = tmp_path_factory.mktemp("r")
    file = folder / "CODEOWNERS"
    if old:
        file.write_text(old)
    if not old or not new or old == new:
        return
    limit, difference._COMPARED = difference._COMPARED, 0 if long else 20_000
    try:
        patch = "\n".join(diff(old, new, "CODEOWNERS")) + "\n"
    finally:
        difference._COMPARED = limit
    subprocess.run(["git", "apply", "--unidiff-zero", "-"], cwd=folder, input=patch.encode(), check=True)
    assert Path(file).read_text() == new


def test_large_files_are_compared_in_time() -> None:
    start = time.monotonic()
    old = "".join(f"{n % 7}\n" for n in range(150_000))
    found = diff(old, "".join(f"{n % 5}\n" for n in range(150_000)), "CODEOWNERS")
    assert len(found) > 200_000
    assert time.monotonic() - start < 20
