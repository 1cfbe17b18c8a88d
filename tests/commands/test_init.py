"""``init``: what it proposes from what a repository shows, what it writes, and what it never touches."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import Repository

OWNERCAT = [sys.executable, "-P", "-m", "ownercat"]
CODEOWNERS = "# who reviews\n* @ana\n/shop/ @shop-example/storefront\n"
COMPOSE = "services:\n  checkout:\n    image: shop/checkout\n  cart: {image: shop/cart}\n"
BACKSTAGE = (
    "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: web}\nspec: {type: team, children: []}\n---\n"
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: shop, description: Sells.}\n"
    "spec: {type: service, lifecycle: production, owner: web}\n"
)


def call(repository: Repository, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """Run ownercat in the repository."""
    return subprocess.run(
        [*OWNERCAT, *arguments],
        cwd=repository.root, env=repository.env, input=said, capture_output=True, text=True, check=False,
    )  # fmt: skip


def read(repository: Repository, path: str) -> str:
    """The text of a file in the working tree."""
    return (repository.root / path).read_text("utf-8")


def list_files(repository: Repository) -> list[str]:
    """Every file that git sees."""
    return repository.git("ls-files", "--cached", "--others").split()


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="empty"),
        pytest.param({"CODEOWNERS": CODEOWNERS, "compose.yaml": COMPOSE}, id="CODEOWNERS and compose"),
        pytest.param({"catalog-info.yaml": BACKSTAGE}, id="Backstage"),
        pytest.param({"catalog/catalog-info.yaml": BACKSTAGE}, id="Backstage in the folder of the catalog"),
    ],
)
def test_what_it_writes_passes_check_and_the_hook(
    repository: Repository, files: dict[str, str], tmp_path: Path
) -> None:
    repository.write(files)
    done = call(repository, "init", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    checked = call(repository, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    program = tmp_path / "bin" / "ownercat"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {" ".join(OWNERCAT)} "$@"\n')
    program.chmod(0o755)
    repository.env["PATH"] = f"{program.parent}{os.pathsep}{repository.env['PATH']}"
    install = [sys.executable, "-m", "pre_commit", "install"]
    subprocess.run(install, cwd=repository.root, env=repository.env, check=True, capture_output=True)
    repository.git("add", "-A")
    commit = repository.commit("begin")
    assert commit.returncode == 0, commit.stdout + commit.stderr
    assert "ownercat" in commit.stdout + commit.stderr
    assert call(repository, "init", "--yes").returncode == 2  # it begins only once


def test_the_evidence_is_named_with_file_and_line(repository: Repository) -> None:
    repository.write({"CODEOWNERS": CODEOWNERS, "compose.yaml": COMPOSE})
    repository.git("add", "-A")
    repository.commit("before")
    assert call(repository, "init", "--yes").returncode == 0
    assert (
        'name: storefront  # from CODEOWNERS:3\nmembers: [ana-ruiz]\nhandles: {github: "@shop-example/storefront"}\n'
        in (read(repository, "catalog/teams/storefront.yaml"))
    )
    assert "name: checkout  # from compose.yaml:2\n" in read(repository, "catalog/services/checkout.yaml")
    assert '# from the authors of the last commits (1)\ntitle: "Ana Ruiz"\n' in read(repository, "catalog/people.yaml")


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("deploy/web.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n", 4),
        ("rules.yml", "groups:\n- name: a\n  rules:\n  - alert: Down\n    labels: {service: web}\n", 5),
    ],
)
def test_manifests_and_alerts_name_the_service(repository: Repository, path: str, text: str, line: int) -> None:
    repository.write({path: text})
    assert f"name: web  # from {path}:{line}\n" in "\n".join(
        row.strip() for row in call(repository, "init", "--dry-run").stdout.splitlines()
    )
    assert list_files(repository) == [path]


def test_nothing_is_written_without_a_yes(repository: Repository) -> None:
    for said in ("", "\nn\n"):
        done = call(repository, "init", said=said)
        assert (done.returncode, list_files(repository)) == (1, [])
    assert call(repository, "init", said="#shop: now\ny\n").returncode == 0
    assert '  chat: "#shop: now"\n' in read(repository, "catalog/teams/first-team.yaml")


def test_a_catalog_that_exists_is_2(repository: Repository) -> None:
    repository.write({"catalog/a.yaml": "apiVersion: ownercat/v1\nkind: Person\nname: ana\n"})
    done = call(repository, "init", "--yes")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("ownercat: catalog/ has a catalog already\nhelp: run ownercat check to see its findings\n")


def test_files_that_exist_stay_and_the_block_is_printed(repository: Repository) -> None:
    repository.write({".pre-commit-config.yaml": "repos: []\n", "ownercat.toml": 'color = "never"\n'})
    done = call(repository, "init", "--yes")
    assert done.returncode == 0
    assert ".pre-commit-config.yaml exists and stays as it is; add this to it:\n  repos:\n" in done.stdout
    assert read(repository, ".pre-commit-config.yaml") == "repos: []\n"
    assert read(repository, "ownercat.toml") == 'color = "never"\n'


def test_hostile_names_never_become_keys_or_commands(repository: Repository) -> None:
    repository.write({"compose.yaml": 'services:\n  "x\\n::error::y: {a}\\u202e ${{ b }} # on": {}\n  "on": {}\n'})
    assert call(repository, "init", "--yes").returncode == 0
    assert call(repository, "check").returncode == 0


def test_a_word_that_yaml_reads_as_true_is_quoted(repository: Repository) -> None:
    repository.write({"compose.yaml": 'services:\n  "on": {}\n'})
    assert call(repository, "init", "--yes").returncode == 0
    assert 'name: "on"  # from compose.yaml:2\n' in read(repository, "catalog/services/on.yaml")
    assert call(repository, "check").returncode == 0


def test_a_link_is_not_followed(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (repository.root / "compose.yaml").symlink_to(tmp_path / "compose.yaml")
    assert "name: checkout" not in call(repository, "init", "--dry-run").stdout
    (repository.root / ".github").symlink_to(tmp_path / "away")
    done = call(repository, "init", "--yes")
    assert done.returncode == 2
    assert "is a symbolic link" in done.stderr
    assert not list((tmp_path / "away").iterdir())


def test_a_format_that_is_on_is_named_and_counted_alone(repository: Repository) -> None:
    repository.write({"catalog-info.yaml": BACKSTAGE, "CODEOWNERS": CODEOWNERS})
    assert call(repository, "check").stderr.endswith(
        "add --dialect backstage, or run ownercat init to turn it on from catalog-info.yaml\n"
    )
    assert call(repository, "init", "--dry-run").stdout.startswith(
        "found 1 file of the format backstage: catalog-info.yaml\n\nownercat.toml:\n"
    )
    assert call(repository, "init", "--yes").returncode == 0
    assert call(repository, "init", "--yes").stderr == (
        "ownercat: ownercat.toml turns on the format backstage already\nhelp: run ownercat check to see its findings\n"
    )
