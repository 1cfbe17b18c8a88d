"""Trees: the same files through every kind, and nothing that a repository holds can make us open or run more."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ownercat.errors import IncompleteError, UsageError
from ownercat.repository import git
from ownercat.repository.trees import Content, Folder, GitTree, Memory, Tree, WorkTree, is_below, open_tree
from tests.repositories import Repository

FILES = {"catalog/a.yaml": "a: 1\n", "catalog/teams/b.yml": "b: 2\n", "other/c.yaml": "c: 3\n"}


@pytest.fixture
def stocked(repository: Repository) -> Repository:
    repository.write(FILES)
    repository.git("add", "-A")
    repository.commit("files")
    return repository


def contents(tree: Tree, under: str = "") -> dict[str, str]:
    return {c.path: c.problem or c.data.decode() for c in tree.read(tree.paths(under))}


def test_every_tree_shows_the_same_files(stocked: Repository) -> None:
    head = git.resolve_revision(stocked.root, "HEAD")
    trees: list[Tree] = [
        WorkTree(stocked.root),
        Folder(stocked.root),
        GitTree(stocked.root),
        GitTree(stocked.root, head),
    ]
    for tree in [*trees, Memory(FILES)]:
        assert contents(tree) == FILES, tree.name
        assert contents(tree, "catalog") == {p: t for p, t in FILES.items() if p.startswith("catalog/")}, tree.name
        assert contents(tree, "cat") == {}, tree.name


def test_the_work_tree_leaves_ignored_files_out_and_takes_new_ones(stocked: Repository) -> None:
    stocked.write({".gitignore": "*.tmp.yaml\n", "catalog/x.tmp.yaml": "x: 1\n", "catalog/new.yaml": "n: 1\n"})
    assert WorkTree(stocked.root).paths("catalog") == ("catalog/a.yaml", "catalog/new.yaml", "catalog/teams/b.yml")


def test_a_file_deleted_in_the_work_tree_is_left_out(stocked: Repository) -> None:
    (stocked.root / "catalog/a.yaml").unlink()
    assert "catalog/a.yaml" not in contents(WorkTree(stocked.root))
    assert contents(GitTree(stocked.root))["catalog/a.yaml"] == "a: 1\n"


def test_the_index_is_what_was_added(stocked: Repository) -> None:
    stocked.write({"catalog/a.yaml": "a: staged\n"})
    stocked.git("add", "-A")
    stocked.write({"catalog/a.yaml": "a: later\n", "catalog/untracked.yaml": "u: 1\n"})
    found = contents(GitTree(stocked.root))
    assert found["catalog/a.yaml"] == "a: staged\n"
    assert "catalog/untracked.yaml" not in found


def test_an_unmerged_path_is_said_to_be_one(stocked: Repository) -> None:
    stocked.git("checkout", "-q", "-b", "side")
    stocked.write({"catalog/a.yaml": "a: side\n"})
    stocked.commit("side", "-a")
    stocked.git("checkout", "-q", "main")
    stocked.write({"catalog/a.yaml": "a: main\n"})
    stocked.commit("main", "-a")
    subprocess.run(["git", "merge", "side"], cwd=stocked.root, env=stocked.env, check=False, capture_output=True)
    assert contents(GitTree(stocked.root))["catalog/a.yaml"] == "unmerged"


def test_names_with_any_bytes_are_read(stocked: Repository) -> None:
    names = [
        "catalog/new\nline.yaml",
        'catalog/"q".yaml',
        "catalog/:(glob)*.yaml",
        "catalog/-x.yaml",
        "catalog/\x1b[31m.yaml",
    ]
    raw = os.fsdecode(b"catalog/\xff\xfe.yaml")
    stocked.write(dict.fromkeys([*names, raw], "n: 1\n"))
    stocked.git("add", "-A")
    stocked.commit("names")
    for tree in (
        WorkTree(stocked.root),
        GitTree(stocked.root),
        GitTree(stocked.root, git.resolve_revision(stocked.root, "HEAD")),
    ):
        found = contents(tree, "catalog")
        assert {*names, raw} < set(found), tree.name


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "outside" / "secret.yaml"
    path.parent.mkdir()
    path.write_text("canary: 7f3a\n")
    return path


def test_links_are_never_followed(stocked: Repository, secret: Path) -> None:
    (stocked.root / "catalog/link.yaml").symlink_to(secret)
    (stocked.root / "catalog/folder").symlink_to(secret.parent)
    for tree in (WorkTree(stocked.root), Folder(stocked.root)):
        found = contents(tree, "catalog")
        assert found["catalog/link.yaml"] == "symlink"
        assert found["catalog/folder"] == "symlink"
    stocked.git("add", "-A")
    assert contents(GitTree(stocked.root))["catalog/link.yaml"] == "symlink"


def test_a_folder_replaced_by_a_link_is_not_entered(stocked: Repository, secret: Path) -> None:
    (stocked.root / "catalog/teams/b.yml").unlink()
    (stocked.root / "catalog/teams").rmdir()
    (secret.parent / "b.yml").write_text("canary: 7f3a\n")
    (stocked.root / "catalog/teams").symlink_to(secret.parent)
    assert list(WorkTree(stocked.root).read(["catalog/teams/b.yml"])) == [
        Content("catalog/teams/b.yml", b"", "symlink")
    ]


def test_a_pipe_is_not_waited_for(stocked: Repository) -> None:
    os.mkfifo(stocked.root / "catalog/pipe.yaml")
    assert list(Folder(stocked.root).read(["catalog/pipe.yaml"])) == [Content("catalog/pipe.yaml", b"", "irregular")]


def test_a_large_file_is_read_only_as_far_as_the_limit_shows(stocked: Repository) -> None:
    with (stocked.root / "catalog/large.yaml").open("wb") as file:
        file.truncate(10_000_000_000)
    (content,) = Folder(stocked.root).read(["catalog/large.yaml"])
    assert len(content.data) == 1024 * 1024 + 1


def test_a_large_blob_does_not_shift_the_next_one(stocked: Repository) -> None:
    stocked.write({"catalog/a.yaml": "x" * 3_000_000})
    stocked.git("add", "-A")
    found = {c.path: c.data for c in GitTree(stocked.root).read(["catalog/a.yaml", "catalog/teams/b.yml"])}
    assert len(found["catalog/a.yaml"]) == 1024 * 1024 + 1
    assert found["catalog/teams/b.yml"] == b"b: 2\n"


def test_without_git_the_folder_is_walked(stocked: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert contents(WorkTree(stocked.root)) == FILES


@pytest.mark.parametrize(
    "revision",
    ["--output=pwned", "-h", "nothing", "HEAD..main", "main@{1}", "", "a b", "HEAD\n", "HEAD:catalog", "x\0y"],
)
def test_what_is_no_revision_is_refused(stocked: Repository, revision: str) -> None:
    with pytest.raises(UsageError):
        git.resolve_revision(stocked.root, revision)
    assert not (stocked.root / "pwned").exists()


def test_revisions(stocked: Repository) -> None:
    first = stocked.git("rev-parse", "HEAD").strip()
    stocked.git("tag", "v1")
    stocked.env.update(GIT_AUTHOR_DATE="2026-10-05T23:00:00Z", GIT_COMMITTER_DATE="2026-10-05T23:00:00Z")
    stocked.write({"catalog/a.yaml": "a: 2\n"})
    stocked.commit("later", "-a")
    second = stocked.git("rev-parse", "HEAD").strip()
    assert git.resolve_revision(stocked.root, "v1") == first
    assert git.resolve_revision(stocked.root, "HEAD~1") == first
    assert git.resolve_revision(stocked.root, second[:10]) == second
    assert git.resolve_revision(stocked.root, "2026-10-04") == first
    assert git.resolve_revision(stocked.root, "2026-10-05") == second
    assert contents(open_tree(stocked.root, "v1", True))["catalog/a.yaml"] == "a: 1\n"
    assert git.resolve_revision(stocked.root, "9999-12-31") == second  # git itself reads no year after 2099
    with pytest.raises(UsageError, match="no commit exists on or before 2020-01-01"):
        git.resolve_revision(stocked.root, "2020-01-01")


def test_a_date_before_a_shallow_clone_begins_is_not_guessed(stocked: Repository, tmp_path: Path) -> None:
    stocked.write({"catalog/a.yaml": "a: 2\n"})
    stocked.commit("second", "-a")
    stocked.git("clone", "-q", "--depth", "1", f"file://{stocked.root}", str(tmp_path / "shallow"))
    with pytest.raises(IncompleteError, match="the clone is shallow"):
        git.resolve_revision(tmp_path / "shallow", "2020-01-01")


def test_a_commit_beyond_a_shallow_clone_is_no_mistake_of_the_user(stocked: Repository, tmp_path: Path) -> None:
    stocked.write({"catalog/a.yaml": "a: 2\n"})
    stocked.commit("second", "-a")
    stocked.git("clone", "-q", "--depth", "1", f"file://{stocked.root}", str(tmp_path / "shallow"))
    with pytest.raises(IncompleteError) as error:
        git.resolve_revision(tmp_path / "shallow", "HEAD~1")
    assert (error.value.message, error.value.help) == (
        "revision HEAD~1 is not a commit in this repository (the clone is shallow)",
        "fetch the history: fetch-depth: 0, or git fetch --unshallow",
    )
    with pytest.raises(UsageError, match=r"revision HEAD~2 is not a commit in this repository$"):
        git.resolve_revision(stocked.root, "HEAD~2")


def test_a_branch_whose_commit_is_missing_is_no_mistake_of_the_user(stocked: Repository) -> None:
    (stocked.root / ".git/refs/heads/lost").write_text("5" * 40 + "\n")
    with pytest.raises(IncompleteError, match="the commit of lost is missing in this repository"):
        git.resolve_revision(stocked.root, "lost")
    for revision in ("5" * 40, "nothing", "HEAD:catalog"):
        with pytest.raises(UsageError, match="is not a commit in this repository"):
            git.resolve_revision(stocked.root, revision)


def test_outside_a_repository_revisions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="need a git repository"):
        open_tree(tmp_path, ":", in_git=False)


def test_nothing_that_the_repository_configures_is_run(stocked: Repository, tmp_path: Path) -> None:
    canary = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n")
    program.chmod(0o755)
    for key in (
        "core.fsmonitor", "diff.external", "core.pager", "core.sshCommand", "core.editor", "diff.x.textconv",
        "filter.x.clean", "filter.x.smudge", "remote.origin.uploadpack", "alias.ls-files", "core.alternateRefsCommand",
    ):  # fmt: skip
        stocked.git("config", key, str(program))
    stocked.git("config", "core.hooksPath", str(tmp_path))
    stocked.write({".gitattributes": "*.yaml diff=x filter=x\n"})
    for tree in (
        WorkTree(stocked.root),
        GitTree(stocked.root),
        GitTree(stocked.root, git.resolve_revision(stocked.root, "HEAD")),
    ):
        contents(tree)
    git.resolve_revision(stocked.root, "2026-12-01")
    assert not canary.exists()


def test_a_bare_repository_among_the_files_is_not_entered(stocked: Repository, tmp_path: Path) -> None:
    canary = tmp_path / "ran"
    stocked.write(
        {
            "catalog/pay/HEAD": "ref: refs/heads/main\n",
            "catalog/pay/config": f"[core]\nrepositoryformatversion = 0\nbare = true\nfsmonitor = touch {canary}\n",
            "catalog/pay/objects/keep": "",
            "catalog/pay/refs/keep": "",
            "catalog/pay/x.yaml": "x: 1\n",
        }
    )
    assert git.find_top_level(stocked.root / "catalog/pay") == stocked.root
    assert "catalog/pay/x.yaml" in contents(WorkTree(stocked.root), "catalog/pay")
    assert not canary.exists()


def test_the_environment_of_a_hook_cannot_point_elsewhere(
    stocked: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", f"touch {tmp_path / 'ran'}")
    assert contents(WorkTree(stocked.root)) == FILES
    assert not (tmp_path / "ran").exists()


def test_a_folder_holds_itself_and_what_is_in_it() -> None:
    assert is_below("a/b", "a") and is_below("a", "a") and is_below("a", "")
    assert not is_below("ab", "a")
