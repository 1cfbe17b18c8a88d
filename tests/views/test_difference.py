"""The unified diffs of commands that edit files: what git can apply."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.views import difference
from ownercat.views.difference import diff, printable
from tests.growth import LINEAR, measure_growth

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


def test_a_last_line_without_an_end_has_its_note_on_a_line_of_its_own() -> None:
    note = "\\ No newline at end of file"
    head = ["--- a/F", "+++ b/F", "@@ -1 +1 @@"]
    assert diff("* @x", "* @y", "F") == [*head, "-* @x", note, "+* @y", note]
    assert diff("* @x\n", "* @y\n", "F") == [*head, "-* @x", "+* @y"]


def test_only_the_return_at_the_end_of_a_line_is_printed() -> None:
    assert printable("+a\r") == "+a\r"
    assert printable("+a\rb\u202e\r\r") == "+a\\x0db\\u202e\\x0d\r"


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "a\r", ""]), max_size=12).map("\n".join)


@given(TEXTS, TEXTS, st.booleans())
def test_git_applies_it(tmp_path_factory: pytest.TempPathFactory, old: str, new: str, long: bool) -> None:
    folder = tmp_path_factory.mktemp("r")
    file = folder / "CODEOWNERS"
    if old:
        file.write_bytes(old.encode())
    if not old or not new or old == new:
        return
    limit, difference._COMPARED = difference._COMPARED, 0 if long else 20_000
    try:
        patch = "".join(f"{printable(line)}\n" for line in diff(old, new, "CODEOWNERS"))
    finally:
        difference._COMPARED = limit
    subprocess.run(["git", "apply", "--unidiff-zero", "-"], cwd=folder, input=patch.encode(), check=True)
    assert Path(file).read_bytes().decode() == new


def test_the_time_for_large_files_grows_with_their_size() -> None:
    def compare(size: int) -> None:
        old = "".join(f"{n % 7}\n" for n in range(size))
        found = diff(old, "".join(f"{n % 5}\n" for n in range(size)), "CODEOWNERS")
        assert len(found) > size

    assert measure_growth(compare, 30_000) < LINEAR
