"""The documentation site builds without a warning, its links lead somewhere, and the commands of its tutorial work."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from ownercat.model import config
from tests.catalogs import check
from tests.repositories import Repository

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TUTORIAL = (DOCS / "first-hour.md").read_text(encoding="utf-8")


class Page(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors.update(value for key in ("id", "name") if (value := values.get(key)))
        self.links += [value for key in ("href", "src") if (value := values.get(key))]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(DOCS, folder / "docs")
    shutil.copy(ROOT / "zensical.toml", folder)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_each_link_of_the_site_leads_to_a_page_and_an_anchor(site: Path) -> None:
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html") if path.name != "404.html"}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            target, anchor = urldefrag(unquote(link))
            if re.match(r"[a-z]+:|//", target):
                continue
            found = (path.parent / target).resolve() if target else path
            if not found.exists() or (anchor and found in pages and anchor not in pages[found].anchors):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert len(pages) > 200
    assert broken == []


def test_each_page_but_the_rules_is_in_the_navigation_once() -> None:
    config_text = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    assert sorted(re.findall(r'"([\w-]+\.md)"', config_text)) == sorted(path.name for path in DOCS.glob("*.md"))


def test_the_site_asks_no_other_host(site: Path) -> None:
    asked = re.compile(r"""(?:src=|<link[^>]*href=|url\()["']?https?://""")
    assert [path.name for path in site.rglob("*.html") if asked.search(path.read_text(encoding="utf-8"))] == []


def _list_commands(page: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith(("ownercat ", "grep "))]


def test_the_commands_of_the_tutorials_work_in_their_order(repository: Repository) -> None:
    repository.write({"CODEOWNERS": "/services/cart/ @acme/storefront\n", "services/cart/main.py": "print()\n"})
    repository.git("add", ".")
    assert repository.commit("Add the shop").returncode == 0
    ran = []
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in _list_commands(TUTORIAL) + _list_commands((DOCS / "from-codeowners.md").read_text(encoding="utf-8")):
        done = subprocess.run(
            shlex.split(command), cwd=repository.root, env={**repository.env, "PATH": path},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        ran.append((command, done.returncode))
    assert ran == [
        ("ownercat init --dry-run", 0),
        ("ownercat init --yes", 0),
        ("ownercat check", 0),
        ("ownercat new person bo --yes", 0),
        ("ownercat new service checkout --team storefront --tier 2 --yes", 0),
        ('grep -rn "assumption" catalog', 0),
        ("ownercat who checkout", 0),
        ("ownercat escalate checkout --severity sev1", 0),
        ("ownercat init", 2),  # a catalog exists by now
        ("ownercat who services/cart/main.py", 0),
    ]


def test_the_examples_of_configuration_are_accepted(tmp_path: Path) -> None:
    page = (DOCS / "from-backstage.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        (tmp_path / "ownercat.toml").write_text(block, encoding="utf-8")
        config.resolve({}, {}, tmp_path, tmp_path)


def test_the_example_of_an_sla_is_valid() -> None:
    page = (DOCS / "from-backstage.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert {each.code for each in check({"catalog/sla.yaml": text}).diagnostics} == {"REF001"}
