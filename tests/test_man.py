"""The man pages: one for each command, without a warning of the program that shows them."""

from __future__ import annotations

import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUILD = runpy.run_path(str(ROOT / "docs" / "build.py"))
PAGES: dict[str, str] = dict(BUILD["man_pages"]())
needs_groff = pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff here to format man pages")


def shown(page: str) -> str:
    """A page as plain text; a warning fails."""
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-P-cbou", "-ww", "-rLL=78n"],
        input=page, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout


def test_every_command_has_a_page() -> None:
    commands = {path.stem for path in (ROOT / "src" / "ownercat" / "commands").glob("[a-z]*.py")}
    names = {path.removeprefix("man/").removesuffix(".1") for path in PAGES}
    assert {f"ownercat-{name}" for name in commands} | {"ownercat", "ownercat-signoff-plan"} <= names
    assert all(f".BR {name.replace('-', chr(92) + '-')} (1)" in PAGES["man/ownercat.1"] for name in ("ownercat-who",))


@needs_groff
@pytest.mark.parametrize("path", sorted(PAGES))
def test_a_page_is_formatted_without_a_warning(path: str) -> None:
    text = shown(PAGES[path])
    assert f"{path.removeprefix('man/').removesuffix('.1')} - " in text
    assert max(len(line) for line in text.splitlines()) <= 80


@needs_groff
def test_a_page_says_what_the_help_says() -> None:
    text = shown(PAGES["man/ownercat-config.1"])
    assert text.startswith("OWNERCAT-CONFIG(1)")
    for part in ("ownercat config [OPTIONS]", "--catalog DIR", "EXAMPLE", "SEE ALSO\n       ownercat(1)"):
        assert part in text


@needs_groff
@pytest.mark.parametrize("text", [".SH fake", "'br", r"a \fBb\n(.x", "--base ':' -> x", "\\&", "~^`x`"])
def test_text_is_no_request_of_roff(text: str) -> None:
    lines = shown(f".TH X 1\n.nh\n.SH NAME\n{BUILD['roff'](text)}\n").splitlines()
    assert lines[lines.index("NAME") + 1].strip() == text
