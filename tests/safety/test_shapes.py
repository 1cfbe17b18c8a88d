"""Clones that lack something: what is missing is named, never fetched and never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import Repository
from tests.safety.test_environments import FILES, SHOP
from tests.safety.world import World

WHOLE = "help: fetch the whole repository: fetch-depth: 0, without --filter\n"
HISTORY = "help: fetch the history: fetch-depth: 0, or git fetch --unshallow\n"


@pytest.fixture
def source(empty: Repository, tmp_path: Path) -> Repository:
    """A repository with three versions of a service, from which others may clone a part."""
    found = empty.copy(tmp_path / "source", tmp_path / "home")
    found.git("config", "uploadpack.allowFilter", "true")
    for tier in (4, 3, 4):
        found.write({**FILES, SHOP: FILES[SHOP].replace("tier: 3", f"tier: {tier}")})
        found.git("add", "-A")
        assert found.commit(f"tier {tier}").returncode == 0
    return found


def _clone(source: Repository, world: World, monkeypatch: pytest.MonkeyPatch, *options: str) -> Repository:
    target = world.root.parent / "clone"
    source.git("clone", "-q", *options, f"file://{source.root}", str(target))
    world.root = target
    monkeypatch.chdir(target)
    return Repository(target, source.env)


def test_a_partial_clone_fetches_nothing(source: Repository, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = _clone(source, world, monkeypatch, "--filter=blob:none")
    before = clone.git("count-objects", "-v")
    assert world.run("who", "shop").code == 0
    missing = "the content is not in this clone"
    for arguments in (("check", "--base", "HEAD~1"), ("diff", "HEAD~1"), ("log", "shop")):
        done = world.run(*arguments)
        assert (done.code, missing in done.err, done.err.endswith(WHOLE)) == (3, True, True), done
    assert "not changed by any commit" not in done.out
    assert clone.git("count-objects", "-v") == before


def test_a_sparse_checkout_without_the_catalog(
    source: Repository, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clone(source, world, monkeypatch, "--sparse")
    done = world.run("check")
    assert (done.code, done.err.splitlines()[0]) == (
        2, "ownercat: no catalog found: catalog/ has no YAML files in the working tree",
    )  # fmt: skip
    done = world.run("who", "shop")
    assert (done.code, "web" in done.out) == (0, True)
    assert f"ownercat: using the last committed version of {SHOP}: the current one does not exist\n" in done.err
    assert world.run("who", "shop", "--rev", "HEAD").code == 0


def test_a_shallow_clone_names_the_end_of_its_history(
    source: Repository, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clone(source, world, monkeypatch, "--depth", "1")
    assert world.run("who", "shop").code == 0
    for arguments in (("check", "--base", "HEAD~1"), ("log", "shop")):
        done = world.run(*arguments)
        assert (done.code, "the clone is shallow" in done.err, done.err.endswith(HISTORY)) == (3, True, True), done
    assert done.out == "service shop: no commit that can be read changed it.\n"


def test_a_submodule_is_not_entered(source: Repository, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = _clone(source, world, monkeypatch)
    clone.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(source.root), "catalog/module")
    assert clone.commit("a submodule").returncode == 0
    runs = (("check",), ("check", "--rev", "HEAD"), ("who", "shop"), ("check", "--base", "HEAD~1"), ("log", "shop"))
    expected = [world.run(*arguments) for arguments in runs]
    assert [done.code for done in expected] == [1, 1, 0, 0, 0]
    (clone.root / "catalog" / "module" / SHOP).write_text("kind: [\n")
    assert [world.run(*arguments) for arguments in runs] == expected


def test_a_linked_working_tree_is_a_repository(
    source: Repository, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = _clone(source, world, monkeypatch)
    linked = world.root.parent / "linked"
    clone.git("worktree", "add", "-q", "--detach", str(linked))
    runs = (("check",), ("who", "shop"), ("log", "shop"), ("check", "--base", "HEAD~1"))
    expected = [world.run(*arguments) for arguments in runs]
    world.root = linked
    monkeypatch.chdir(linked)
    assert [world.run(*arguments) for arguments in runs] == expected


def test_a_bare_repository_has_no_working_tree(
    source: Repository, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = _clone(source, world, monkeypatch, "--bare")
    for arguments in (("check",), ("who", "shop")):
        done = world.run(*arguments)
        message = f"ownercat: {clone.root} is a bare repository: it has no working tree"
        assert (done.code, done.err.splitlines()[0]) == (2, message)
