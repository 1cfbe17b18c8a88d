"""What is looked at around the catalog, and only when somebody needs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ownercat.documents import surroundings
from ownercat.documents.loader import load_catalog
from ownercat.documents.scope import Scope
from ownercat.linter import LintOptions, lint
from ownercat.linter.selection import Selection
from ownercat.repository import codeowners
from ownercat.repository.trees import MAX_BYTES, Content, Folder, Memory, open_tree
from tests.catalogs import Files, said
from tests.repositories import Repository
from tests.rules.parts import COMPANY, doc, service, team

CLAIM = service("checkout", "code: {paths: [src/]}")
CATALOG = {f"catalog/{path}": text for path, text in COMPANY.items()}


class Counting(Memory):
    """A tree that remembers what it was asked."""

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self.asked: list[str] = []

    def paths(self, under: str = "") -> tuple[str, ...]:
        self.asked.append(f"paths {under}")
        return super().paths(under)

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        wanted = list(paths)
        self.asked += [f"read {path}" for path in wanted if not path.startswith("catalog/")]
        return super().read(wanted, most)


def asked(files: Files) -> list[str]:
    tree = Counting({**CATALOG, **files})
    load_catalog(tree, Scope("catalog"))
    return tree.asked


LOOKS = [f"read {place}" for place in codeowners.PLACES]


def test_a_plain_catalog_is_all_that_is_read() -> None:
    files = {"catalog/a.yaml": service("checkout"), "CODEOWNERS": "* @x", "src/a.py": ""}
    assert asked(files) == ["paths catalog"]


def test_code_that_lies_elsewhere_asks_for_nothing() -> None:
    code = "code: {repository: https://git.acme.example/x, paths: [src/]}"
    assert asked({"catalog/a.yaml": service("checkout", code)}) == ["paths catalog"]


def test_a_claim_asks_for_all_paths_and_for_codeowners() -> None:
    assert asked({"catalog/a.yaml": CLAIM}) == ["paths catalog", *LOOKS, "paths "]


def test_roots_ask_for_all_paths() -> None:
    policy = doc("Policy", "p", "rules: {options: {unowned-path: {roots: [src/]}}}")
    assert asked({"catalog/p.yaml": policy}) == ["paths catalog", "paths "]


def test_a_governance_team_asks_for_codeowners_alone() -> None:
    policy = doc("Policy", "p", "governance: {team: storefront}")
    assert asked({"catalog/p.yaml": policy}) == ["paths catalog", *LOOKS]
    assert asked({"catalog/p.yaml": policy, "CODEOWNERS": ""}) == ["paths catalog", *LOOKS, "paths "]


def look(files: Files) -> surroundings.Surroundings:
    tree = Memory({**CATALOG, "catalog/a.yaml": CLAIM, **files})
    loaded = load_catalog(tree, Scope("catalog"))
    return surroundings.load_surroundings(tree, loaded.catalog, loaded.policy)


def test_the_first_place_counts() -> None:
    files = dict.fromkeys(codeowners.PLACES, "* @x\n")
    for place in codeowners.PLACES:
        found = look(files).codeowners
        assert found is not None
        assert found.path == place
        del files[place]
    assert look(files).codeowners is None


def test_a_link_is_no_codeowners() -> None:
    found = look({"CODEOWNERS": Content("CODEOWNERS", b"", "symlink"), "docs/CODEOWNERS": "* @x\n"})
    assert found.codeowners is not None
    assert found.codeowners.path == "docs/CODEOWNERS"
    assert dict(found.sources) == {"docs/CODEOWNERS": b"* @x\n"}


STYLES = [
    pytest.param(["labels: {}"], "github", id="no accounts"),
    pytest.param(['handles: {gitlab: "@a"}'], "gitlab", id="accounts on gitlab only"),
    pytest.param(['handles: {gitlab: "@a", github: "@a/b"}'], "github", id="accounts on both"),
]


@pytest.mark.parametrize(("lines", "style"), STYLES)
def test_a_file_that_could_be_either_is_that_of_the_teams(lines: list[str], style: str) -> None:
    found = look({"catalog/t.yaml": team("web", *lines), "CODEOWNERS": "* @x\n"}).codeowners
    assert found is not None
    assert found.style == style


@pytest.mark.parametrize("revision", [None, ":", "HEAD"], ids=["work tree", "index", "commit"])
def test_every_tree_of_a_repository_knows_its_surroundings(repository: Repository, revision: str | None) -> None:
    large = "".join(f"/src/a{n} @acme/team\n" for n in range(70_000))
    assert len(large) > MAX_BYTES
    repository.write({**CATALOG, "catalog/a.yaml": CLAIM, "src/x/a.py": "", ".github/CODEOWNERS": large})
    repository.git("add", ".")
    assert repository.commit("first").returncode == 0
    loaded = load_catalog(open_tree(repository.root, revision, in_git=True), Scope("catalog"))
    assert loaded.tracked == (
        ".github/CODEOWNERS", "catalog/a.yaml", "catalog/people.yaml", "catalog/storefront.yaml", "src/x/a.py",
    )  # fmt: skip
    assert loaded.codeowners is not None
    assert len(loaded.codeowners.entries) == 70_000


@pytest.mark.parametrize("revision", [None, ":"], ids=["work tree", "index"])
def test_a_repository_without_commits(repository: Repository, revision: str | None) -> None:
    repository.write({**CATALOG, "catalog/a.yaml": CLAIM, "src/a.py": ""})
    repository.git("add", ".")
    loaded = load_catalog(open_tree(repository.root, revision, in_git=True), Scope("catalog"))
    assert loaded.tracked is not None
    assert "src/a.py" in loaded.tracked
    assert loaded.codeowners is None


@pytest.mark.parametrize("revision", [None, ":", "HEAD"], ids=["work tree", "index", "commit"])
def test_a_submodule_is_a_tracked_path(repository: Repository, revision: str | None) -> None:
    files = {**CATALOG, "catalog/a.yaml": service("checkout", "code: {paths: [vendor/lib/]}")}
    repository.write(files)
    repository.git("add", ".")
    commit = "1" * 40
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},vendor/lib")
    assert repository.commit("first").returncode == 0
    (repository.root / "vendor" / "lib").mkdir(parents=True)
    tree = open_tree(repository.root, revision, in_git=True)
    loaded = load_catalog(tree, Scope("catalog"))
    assert loaded.tracked is not None
    assert "vendor/lib" in loaded.tracked
    assert [content.problem for content in tree.read(["vendor/lib"])] == ["irregular"]
    assert said(lint(loaded, LintOptions(Selection(select=("OWN008",))))) == []


def test_what_lies_in_a_folder_was_never_tracked(tmp_path: Path) -> None:
    for path, text in {**CATALOG, "catalog/a.yaml": CLAIM, "CODEOWNERS": "* @x\n"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    loaded = load_catalog(Folder(tmp_path), Scope("catalog"))
    assert loaded.tracked is None
    assert loaded.codeowners is not None
