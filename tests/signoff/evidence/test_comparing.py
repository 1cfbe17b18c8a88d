"""What a change is compared with: from git objects, at the merge base, each file read once, and nothing guessed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ownercat.documents.loader import Known, load_catalog, load_shared
from ownercat.documents.scope import Scope
from ownercat.errors import IncompleteError, UsageError
from ownercat.model import Catalog, Service, Team, config
from ownercat.repository import git
from ownercat.repository.trees import Folder, GitTree, Tree, WorkTree
from ownercat.signoff.evidence import build_config_reader
from tests.repositories import Repository
from tests.rules.parts import COMPANY, doc, service, team
from tests.signoff.evidence.histories import open_comparison

SCOPE = Scope("catalog")
SAMPLE = Path(__file__).parents[3]


@pytest.fixture
def company(repository: Repository) -> Repository:
    """A small catalog on main."""
    save(repository, {f"catalog/{path}": text for path, text in COMPANY.items()}, "the company")
    save(repository, {"catalog/checkout.yaml": service("checkout"), "catalog/cart.yaml": service("cart")}, "services")
    return repository


def save(repository: Repository, files: dict[str, str], message: str) -> str:
    """Commit files; the id of the commit."""
    repository.write(files)
    repository.git("add", "-A")
    repository.commit(message)
    return repository.git("rev-parse", "HEAD").strip()


def names(catalog: Catalog, kind: type[object] = Service) -> list[str]:
    return sorted(entity.name for entity in catalog.of(kind))


def test_the_sides_are_the_merge_base_and_the_head(company: Repository) -> None:
    begins = company.git("rev-parse", "HEAD").strip()
    company.git("checkout", "-q", "-b", "change")
    head = save(company, {"catalog/ad.yaml": service("ad")}, "ad")
    company.git("checkout", "-q", "main")
    tip = save(company, {"catalog/quote.yaml": service("quote")}, "quote")
    company.write({"catalog/never-committed.yaml": service("ghost")})
    found = open_comparison(company.root, "main", "change", SCOPE)
    assert (found.merge_base, found.head_commit, found.base.commit) == (begins, head, tip)
    assert names(found.before.catalog) == ["cart", "checkout"]
    assert names(found.after.catalog) == ["ad", "cart", "checkout"]
    assert names(found.authority.catalog) == ["cart", "checkout", "quote"]


def test_what_did_not_change_is_the_same_value_on_both_sides(company: Repository) -> None:
    company.git("checkout", "-q", "-b", "change")
    save(company, {"catalog/cart.yaml": service("cart", "title: Basket")}, "cart")
    found = open_comparison(company.root, "main", "change", SCOPE)
    before, after = found.before.catalog, found.after.catalog
    assert before.get("Service", "checkout") is after.get("Service", "checkout")
    assert before.get("Service", "cart") is not after.get("Service", "cart")


def test_the_work_tree_and_the_index_can_be_the_head(company: Repository) -> None:
    company.write({"catalog/staged.yaml": service("staged")})
    company.git("add", "-A")
    company.write({"catalog/new.yaml": service("new"), "catalog/cart.yaml": service("cart", "title: Basket")})
    index, tree = (open_comparison(company.root, "HEAD", head, SCOPE) for head in (":", None))
    assert names(index.after.catalog) == ["cart", "checkout", "staged"]
    assert names(tree.after.catalog) == ["cart", "checkout", "new", "staged"]
    assert tree.before.catalog.get("Service", "checkout") is tree.after.catalog.get("Service", "checkout")
    assert tree.after.catalog.get("Service", "cart").title == "Basket"  # type: ignore[union-attr]
    assert tree.head_commit == tree.merge_base


def test_sharing_gives_what_loading_gives(company: Repository) -> None:
    """The sample catalog, faulty files and foreign documents, read one after the other and each for itself."""
    faulty = {
        "catalog/broken.yaml": "a: [1\n", "catalog/odd.yaml": doc("Servise", "x"), "catalog/empty.yaml": "",
        "catalog/secret.yaml": service("s", "description: ghp_" + "a1B2" * 9), "catalog/page.md": "# no front matter\n",
        "catalog/two.yaml": service("cart"), "catalog/todo.yaml": service("t", "description: TODO"),
        "catalog/foreign.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: b}\nspec: {}\n",
    }  # fmt: skip
    sample = {p: (SAMPLE / p).read_text() for p in Folder(SAMPLE).paths("catalog") if p.endswith((".yaml", ".md"))}
    commits = [
        git.resolve_revision(company.root, "HEAD"),
        save(company, faulty, "faults"),
        save(company, sample, "sample"),
    ]
    for scope in (SCOPE, Scope("catalog", ("backstage",)), Scope("", ("backstage",)), Scope("")):
        known: Known = {}
        for commit in commits:
            tree = GitTree(company.root, commit)
            alone = load_catalog(tree, scope, only=tree.paths())
            shared = load_shared(tree, scope, known)
            assert shared == alone
            assert list(shared.sources) == list(alone.sources)


def test_a_link_with_the_content_of_a_file_is_a_link(company: Repository) -> None:
    """git stores both under one id; only the mode tells them apart."""
    save(company, {"catalog/place.yaml": "cart.yaml"}, "a file")
    (company.root / "catalog/place.yaml").unlink()
    (company.root / "catalog/place.yaml").symlink_to("cart.yaml")
    save(company, {}, "a link")
    found = open_comparison(company.root, "HEAD~1", "HEAD", SCOPE)
    assert "SYN011" not in found.origin.loaded.faults
    assert [f.finding.value for f in found.head.loaded.faults["SYN011"]] == ["symlink"]


def test_the_tip_of_the_base_decides_who_may_agree_even_for_an_old_branch(company: Repository) -> None:
    save(company, {"catalog/extra.yaml": team("extra")}, "a team that will go")
    company.git("checkout", "-q", "-b", "old")
    save(company, {"catalog/ad.yaml": service("ad")}, "ad")
    company.git("checkout", "-q", "main")
    (company.root / "catalog/extra.yaml").unlink()
    save(company, {}, "it is gone")
    found = open_comparison(company.root, "main", "old", SCOPE)
    assert "extra" in names(found.before.catalog, Team)
    assert "extra" not in names(found.authority.catalog, Team)


def test_control_files_are_compared_by_what_they_say(company: Repository) -> None:
    save(
        company,
        {"catalog/allowed_signers": "ana@x ssh-ed25519 AAAA\n", "ownercat.toml": 'format = "text"\n',
         "pyproject.toml": '[project]\nname = "x"\n[tool.ownercat]\ncolor = "never"\n'},
        "controls",
    )  # fmt: skip
    head = save(
        company,
        {"catalog/allowed_signers": "mallory@x ssh-ed25519 AAAA\n", "ownercat.toml": "# why\nformat   = 'text'\n",
         "pyproject.toml": '[project]\nname = "other"\n[tool.ownercat]\ncolor = "never"\n',
         "catalog/allowed_signers.revoked": "ssh-ed25519 BBBB\n", "x/ownercat.toml": "nobody: looks here"},
        "changed",
    )  # fmt: skip
    found = open_comparison(company.root, "HEAD~1", head, SCOPE)
    assert found.before.controls == {
        "catalog/allowed_signers": b"ana@x ssh-ed25519 AAAA\n",
        "ownercat.toml": b'{"format": "text"}',
        "pyproject.toml": b'{"color": "never"}',
    }
    assert found.after.controls == {
        **found.before.controls,
        "catalog/allowed_signers": b"mallory@x ssh-ed25519 AAAA\n",
        "catalog/allowed_signers.revoked": b"ssh-ed25519 BBBB\n",
    }


def test_the_head_cannot_choose_its_own_signers_file(company: Repository) -> None:
    save(company, {"catalog/allowed_signers": "ana@x ssh-ed25519 AAAA\n"}, "signers")
    policy = doc("Policy", "company", "signoff: {signers: catalog/mine}")
    save(company, {"catalog/policy.yaml": policy, "catalog/mine": "mallory@x ssh-ed25519 AAAA\n"}, "mine")
    found = open_comparison(company.root, "HEAD~1", "HEAD", SCOPE)
    assert found.after.controls == {"catalog/allowed_signers": b"ana@x ssh-ed25519 AAAA\n"}


def test_a_configuration_is_found_in_the_folder_where_the_run_starts_and_above(company: Repository) -> None:
    save(company, {"a/b/ownercat.toml": 'color = "never"\n', "a/.ownercat.toml": "color = 1\n"}, "configured")
    found = open_comparison(company.root, "HEAD", "HEAD", SCOPE, "a/b")
    assert sorted(found.after.controls) == ["a/.ownercat.toml", "a/b/ownercat.toml"]


def test_a_catalog_that_moves_by_configuration_is_compared_where_it_will_be_in_force(company: Repository) -> None:
    """Else a change could leave the old folder as it is and put what it wants into a new one."""

    def where(tree: Tree) -> Scope:
        settings = config.resolve({}, {}, company.root, company.root, None, build_config_reader(tree, company.root))
        return Scope(settings.get("catalog"))

    save(company, {"ownercat.toml": 'catalog = "shadow"\n', "shadow/ad.yaml": service("ad")}, "moved")
    found = open_comparison(company.root, "HEAD~1", "HEAD", where)
    assert (names(found.before.catalog), names(found.after.catalog)) == (["cart", "checkout"], ["ad"])
    save(company, {"ownercat.toml": "catalog = [\n"}, "broken")
    with pytest.raises(UsageError) as caught:
        open_comparison(company.root, "HEAD~1", "HEAD", where)
    assert f"ownercat.toml in commit {company.git('rev-parse', 'HEAD')[:12]} is not valid TOML" in caught.value.message


def test_what_a_reviewer_saw_is_compared_with_where_that_began(company: Repository) -> None:
    company.git("checkout", "-q", "-b", "change")
    seen = save(company, {"catalog/ad.yaml": service("ad")}, "ad")
    company.git("checkout", "-q", "main")
    save(company, {"catalog/quote.yaml": service("quote")}, "quote")
    company.git("checkout", "-q", "change")
    company.git("merge", "-q", "-m", "bring main in", "main")
    found = open_comparison(company.root, "main", "change", SCOPE)
    before, after = found.build_sides(seen)
    assert (names(before.catalog), names(after.catalog)) == (["cart", "checkout"], ["ad", "cart", "checkout"])
    assert after.catalog.get("Service", "cart") is found.after.catalog.get("Service", "cart")


def test_a_base_without_a_catalog_names_nobody(repository: Repository) -> None:
    save(repository, {"README": "nothing yet\n"}, "begin")
    save(repository, {"catalog/ad.yaml": service("ad")}, "the first catalog")
    assert open_comparison(repository.root, "HEAD~1", "HEAD", SCOPE).bootstrap
    assert not open_comparison(repository.root, "HEAD", "HEAD", SCOPE).bootstrap


def test_criss_cross_merges_are_refused_with_the_way_out(company: Repository) -> None:
    company.git("checkout", "-q", "-b", "change")
    one = save(company, {"catalog/ad.yaml": service("ad")}, "ad")
    company.git("checkout", "-q", "main")
    other = save(company, {"catalog/quote.yaml": service("quote")}, "quote")
    company.git("merge", "-q", "-m", "change into main", one)
    company.git("checkout", "-q", "change")
    company.git("merge", "-q", "-m", "main into change", other)
    with pytest.raises(IncompleteError) as caught:
        open_comparison(company.root, "main", "change", SCOPE)
    both = ", ".join(sorted((one[:12], other[:12])))
    assert caught.value.message == (f"base and head have several merge bases ({both}), so the change is ambiguous")
    tip = company.git("rev-parse", "main").strip()
    assert caught.value.help == f"run git merge {tip[:12]}, then try again"
    company.git("merge", "-q", "-m", "as the help says", tip[:12])
    assert open_comparison(company.root, "main", "change", SCOPE).merge_base == tip


def test_histories_without_a_common_commit_are_refused(company: Repository) -> None:
    company.git("checkout", "-q", "--orphan", "other")
    save(company, {"catalog/ad.yaml": service("ad")}, "from nothing")
    with pytest.raises(IncompleteError, match="have no common ancestor in this repository"):
        open_comparison(company.root, "main", "other", SCOPE)


def clone(company: Repository, target: Path, *arguments: str) -> Path:
    company.git("config", "uploadpack.allowFilter", "true")
    subprocess.run(
        ["git", "clone", "-q", *arguments, f"file://{company.root}", str(target)],
        env=company.env, check=True, capture_output=True,
    )  # fmt: skip
    return target


def test_a_shallow_clone_is_incomplete_with_the_cure(company: Repository, tmp_path: Path) -> None:
    company.git("checkout", "-q", "-b", "change")
    save(company, {"catalog/ad.yaml": service("ad")}, "ad")
    company.git("checkout", "-q", "main")
    save(company, {"catalog/quote.yaml": service("quote")}, "quote")
    shallow = clone(company, tmp_path / "shallow", "--depth", "1", "--no-single-branch")
    with pytest.raises(IncompleteError) as caught:
        open_comparison(shallow, "origin/main", "origin/change", SCOPE)
    assert caught.value.message == "the clone is shallow and does not contain the merge base"
    assert "fetch-depth: 0" in caught.value.help


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("blob:none", "cannot read 5 files of commit {}: the content is not in this clone (catalog/ad.yaml)"),
        ("tree:0", "cannot list the files of commit {}: git ls-tree: fatal: "),
    ],
)
def test_a_clone_without_contents_is_incomplete_with_the_cure(
    company: Repository, tmp_path: Path, kind: str, said: str
) -> None:
    head = save(company, {"catalog/ad.yaml": service("ad")}, "ad")
    partial = clone(company, tmp_path / "partial", f"--filter={kind}", "--no-checkout")
    with pytest.raises(IncompleteError) as caught:
        open_comparison(partial, "HEAD~1", "HEAD", SCOPE)
    assert caught.value.message.startswith(said.format(head[:12]))
    assert caught.value.help == "fetch the whole repository: fetch-depth: 0, without --filter"


def test_a_work_tree_file_that_vanishes_while_it_is_read_is_left_out(company: Repository) -> None:
    tree = WorkTree(company.root)
    (company.root / "catalog/cart.yaml").unlink()
    assert names(load_shared(tree, SCOPE, {}).catalog) == ["checkout"]
