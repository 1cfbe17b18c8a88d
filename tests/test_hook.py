"""The real pre-commit runs the real hook in a real repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repositories import Repository

PERSON = "apiVersion: ownercat/v1\nkind: Person\nname: {}\n"
TEAM = "apiVersion: ownercat/v1\nkind: Team\nname: {}\nmembers: [{}]\ncontacts: {{email: team@shop.example}}\n"
SERVICE = "apiVersion: ownercat/v1\nkind: Service\nname: {}\ndescription: Sells things.\nowner: {}\ntier: 4\n"


@pytest.fixture(scope="module")
def hooked(empty: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with a clean catalog, whose commits pass through the hook as pre-commit installs it."""
    folder = tmp_path_factory.mktemp("hooked")
    repository = empty.copy(folder / "repository", folder / "home")
    hook = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"
    entry = next(line.split(":", 1)[1].strip() for line in hook.read_text().splitlines() if "entry:" in line)
    command = entry.replace("ownercat", f"{sys.executable} -P -m ownercat", 1)
    repository.write(
        {
            ".pre-commit-config.yaml": (
                "repos:\n- repo: local\n  hooks:\n  - id: ownercat\n    name: ownercat\n"
                f"    entry: {command}\n    language: system\n    pass_filenames: false\n    always_run: true\n"
            ),
            "catalog/people.yaml": "---\n".join(PERSON.format(n) for n in ("ana", "bo")),
            "catalog/teams/web.yaml": TEAM.format("web", "ana, bo"),
            "catalog/services/shop.yaml": SERVICE.format("shop", "web"),
        }
    )
    repository.git("add", "-A")
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=repository.root,
        env=repository.env,
        check=True,
        capture_output=True,
    )
    assert repository.commit("the catalog").returncode == 0
    return repository


@pytest.fixture
def shop(hooked: Repository, tmp_path: Path) -> Repository:
    """A copy of that repository."""
    return hooked.copy(tmp_path / "repository", tmp_path / "home")


HOOKS = yaml.safe_load((Path(__file__).parents[1] / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_the_shipped_entry_is_what_is_tested_here() -> None:
    shown = ("entry", "language", "pass_filenames", "always_run")
    for hook in HOOKS:
        assert [hook[key] for key in shown] == ["ownercat check --staged --timeless", "python", False, True]
    assert [(hook["id"], hook.get("verbose", False)) for hook in HOOKS] == [
        ("ownercat", False), ("ownercat-warnings", True),
    ]  # fmt: skip


@pytest.mark.parametrize("shipped", HOOKS, ids=lambda hook: hook["id"])
def test_warnings_of_a_commit_that_passes_are_shown_by_the_hook_that_is_made_for_it(
    shop: Repository, shipped: dict[str, Any]
) -> None:
    entry = shipped["entry"].replace("ownercat", f"{sys.executable} -P -m ownercat", 1)
    hook = {**shipped, "entry": entry, "language": "system"}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    shop.write({".pre-commit-config.yaml": yaml.safe_dump(config), "catalog/teams/web.yaml": TEAM.format("web", "ana")})
    shop.git("add", "-A")
    done = shop.commit("one member is enough, with a warning")
    assert done.returncode == 0
    assert ("warning[lone-owner]: " in done.stdout + done.stderr) is shipped.get("verbose", False)


def test_the_terminal_on_which_pre_commit_collects_the_output_has_no_reader(shop: Repository) -> None:
    run = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose", "--color", "always"]
    done = subprocess.run(run, cwd=shop.root, env=shop.env, capture_output=True, text=True, check=False)
    shown = done.stdout.replace("\r\n", "\n")
    assert shown.endswith("\nno findings in 3 files (1 service)\n\n")


def test_on_all_files_a_base_of_head_compares_nothing(shop: Repository) -> None:
    """What pre-commit.ci runs: the documentation says to skip such a hook there."""
    shop.write({"catalog/services/old.yaml": SERVICE.format("old", "nobody")})
    shop.git("add", "-A")
    shop.commit("with an error", "--no-verify")
    run = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    config = shop.root / ".pre-commit-config.yaml"
    for arguments, code in (("", 1), ("    args: [--base, HEAD]\n", 0)):
        config.write_text(config.read_text("utf-8") + arguments)
        shop.git("add", "-A")
        assert subprocess.run(run, cwd=shop.root, env=shop.env, capture_output=True, check=False).returncode == code


def test_a_good_commit_passes(shop: Repository) -> None:
    shop.write({"catalog/services/cart.yaml": SERVICE.format("cart", "web")})
    shop.git("add", "-A")
    assert shop.commit("a service").returncode == 0


def test_a_bad_commit_is_stopped_and_says_why(shop: Repository) -> None:
    shop.write({"catalog/services/cart.yaml": SERVICE.format("cart", "webs")})
    shop.git("add", "-A")
    done = shop.commit("a service without owner")
    assert done.returncode == 1
    assert "error[orphaned-service]" in done.stdout + done.stderr
    assert "catalog/services/cart.yaml:5:8" in done.stdout + done.stderr
    assert "did you mean web?" in done.stdout + done.stderr


def test_an_untracked_file_does_not_satisfy_a_reference(shop: Repository) -> None:
    shop.write({"catalog/services/cart.yaml": SERVICE.format("cart", "cartteam")})
    shop.git("add", "-A")
    shop.write({"catalog/teams/cart.yaml": TEAM.format("cartteam", "ana, bo")})
    assert shop.commit("owner not committed").returncode == 1
    shop.git("add", "-A")
    assert shop.commit("owner committed").returncode == 0


def test_an_unstaged_repair_does_not_count(shop: Repository) -> None:
    shop.write({"catalog/services/shop.yaml": SERVICE.format("shop", "nobody")})
    shop.git("add", "-A")
    shop.write({"catalog/services/shop.yaml": SERVICE.format("shop", "web")})
    assert shop.commit("broken in the index").returncode == 1


def test_commit_all_judges_what_it_adds(shop: Repository) -> None:
    shop.write({"catalog/services/shop.yaml": SERVICE.format("shop", "nobody")})
    assert shop.commit("all", "-a").returncode == 1
    shop.write({"catalog/services/shop.yaml": SERVICE.format("shop", "web").replace("Sells", "Offers")})
    assert shop.commit("all", "-a").returncode == 0


def test_commit_of_one_file_judges_the_index_of_that_commit(shop: Repository) -> None:
    shop.write({"catalog/services/shop.yaml": SERVICE.format("shop", "nobody")})
    shop.git("add", "-A")
    shop.write({"catalog/people.yaml": "---\n".join(PERSON.format(n) for n in ("ana", "bo", "chidi"))})
    assert shop.commit("only people", "--", "catalog/people.yaml").returncode == 0
    assert shop.commit("and the service", "--", "catalog/services/shop.yaml").returncode == 1


def test_a_deletion_that_leaves_a_reference_behind_is_stopped(shop: Repository) -> None:
    shop.git("rm", "-q", "catalog/teams/web.yaml")
    done = shop.commit("dissolve web")
    assert done.returncode == 1
    assert "catalog/services/shop.yaml:5:8" in done.stdout + done.stderr


def test_only_what_a_commit_causes_is_reported_with_a_base(shop: Repository) -> None:
    old = {"catalog/services/old.yaml": SERVICE.format("old", "nobody")}
    shop.write(old)
    shop.git("add", "-A")
    assert shop.commit("with an error", "--no-verify").returncode == 0
    config = shop.root / ".pre-commit-config.yaml"
    config.write_text(config.read_text("utf-8").replace("- id: ownercat", "- id: ownercat\n    args: [--base, HEAD]"))
    shop.write({"catalog/services/shop.yaml": SERVICE.format("shop", "web").replace("Sells", "Offers")})
    shop.git("add", "-A")
    assert shop.commit("nothing new").returncode == 0
    shop.write({"catalog/services/new.yaml": SERVICE.format("new", "nobody-else")})
    shop.git("add", "-A")
    done = shop.commit("one error")
    assert done.returncode == 1
    assert "nobody-else" in done.stdout + done.stderr
    assert "services/old.yaml" not in done.stdout + done.stderr


def test_the_date_alone_never_stops_a_commit(shop: Repository) -> None:
    people = PERSON.format("ana") + "leavesOn: 2020-01-01\n---\n" + PERSON.format("bo") + "leavesOn: 2020-01-01\n"
    shop.write({"catalog/people.yaml": people})
    shop.git("add", "-A")
    assert shop.commit("both have left long ago").returncode == 0


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_hook_installs_from_the_repository_itself(repository: Repository, tmp_path: Path) -> None:
    """pre-commit try-repo builds the package from a commit, as users' machines do."""
    source = tmp_path / "ownercat"
    root = Path(__file__).parents[1]
    shutil.copytree(
        root,
        source,
        ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "node_modules", "__pycache__"),
    )
    clone = Repository(source, repository.env)
    clone.git("init", "-q")
    clone.git("add", "-A")
    clone.commit("a copy")
    repository.write(
        {
            "catalog/people.yaml": PERSON.format("ana"),
            "catalog/services/shop.yaml": SERVICE.format("shop", "nobody"),
        }
    )
    repository.git("add", "-A")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(source), "ownercat", "--all-files"],
        cwd=repository.root,
        env={**repository.env, "PRE_COMMIT_HOME": str(tmp_path / "cache"), "PIP_COMPILE": "0", **_index_settings()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "error[orphaned-service]" in done.stdout, done.stdout + done.stderr


def _index_settings() -> dict[str, str]:
    """The package index that this machine is set up for."""
    return {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_")) or k.lower().endswith("_proxy")}
