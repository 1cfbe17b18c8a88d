"""The generated pages say what the code says, and their links lead somewhere."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BUILD = runpy.run_path(str(DOCS / "build.py"))
PAGES: dict[str, str] = BUILD["pages"]()


def test_the_generated_pages_are_what_the_code_says() -> None:
    assert BUILD["stale"](PAGES) == [], "run python docs/build.py"


@pytest.mark.parametrize("page", sorted(PAGES))
def test_links_lead_somewhere(page: str) -> None:
    folder = (DOCS / page).parent
    targets = re.findall(r"\]\(([^)#\s]+\.md)", PAGES[page]) + re.findall(
        r"^\[[\w-]+\]: (\S+)$", PAGES[page], re.MULTILINE
    )
    known = {(DOCS / path).resolve() for path in PAGES}
    assert [t for t in targets if (folder / t).resolve() not in known and not (folder / t).is_file()] == []


def test_a_changed_a_missing_and_a_superfluous_page_are_found(tmp_path: Path) -> None:
    module = runpy.run_path(str(DOCS / "build.py"))
    stale, write = module["stale"], module["write"]
    stale.__globals__["HERE"] = tmp_path
    wanted = {"commands.md": "a\n", "rules/x.md": "b\n"}
    assert stale(wanted) == ["commands.md", "rules/x.md"]
    write(wanted)
    assert stale(wanted) == []
    (tmp_path / "commands.md").write_text("changed\n", encoding="utf-8")
    (tmp_path / "rules" / "gone.md").write_text("c\n", encoding="utf-8")
    assert stale(wanted) == ["commands.md", "rules/gone.md"]
    write(wanted)
    assert not (tmp_path / "rules" / "gone.md").exists()


def test_check_fails_and_writes_nothing_when_a_page_is_stale(tmp_path: Path) -> None:
    module = runpy.run_path(str(DOCS / "build.py"))
    module["stale"].__globals__["HERE"] = tmp_path
    done = CliRunner().invoke(module["main"], ["--check"])
    assert done.exit_code == 1
    assert "docs/rules.md\n" in done.output
    assert list(tmp_path.iterdir()) == []
