"""A release is one number in several places: the texts that people copy name the version that has them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from ownercat import __version__

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "templates" / "check.yml", *sorted((ROOT / "docs").glob("*.md")))
NAMED = re.compile(r"(?:rev: v|ref: v|/ownercat@v|/check@|ownercat==)(\d[\w.]*)")


def test_the_package_has_the_version_of_the_project() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == __version__


def test_examples_name_this_version() -> None:
    found = {page.name: set(NAMED.findall(page.read_text("utf-8"))) for page in PAGES}
    assert {name: versions for name, versions in found.items() if versions - {__version__}} == {}
    assert {name for name, versions in found.items() if versions} >= {"README.md", "ci.md", "check.yml"}


def test_the_changelog_begins_with_what_comes_next_and_then_this_version() -> None:
    first, *released = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert first in ("Unreleased", __version__)
    assert [first, *released][first == "Unreleased" :][:1] in ([], [__version__])


def test_no_section_of_the_changelog_appears_twice() -> None:
    for version in re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        sections = re.findall(r"^### (.+)", version, re.MULTILINE)
        assert len(sections) == len(set(sections)), version.partition("\n")[0]
