"""The first hour and the second day of public catalogs: init, check, hook, one new mistake, its fix, and a baseline."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ownercat.cli import main
from tests.real.data import folder
from tests.repositories import Repository


class PublicCatalog(NamedTuple):
    """A public catalog, and one mistake for a file of it: a misspelled key, then the number of its line."""

    name: str
    path: str
    right: str
    wrong: str
    known: int  # findings of severity error on the first day


CATALOGS = [
    PublicCatalog("janus", "catalog-info.yaml", "\n  lifecycle: production\n", "\n  lifecycl: production\n", 0),
    PublicCatalog("gitlab-runbooks/2022-02", "services/service-catalog.yml", "\n  friendly_name: ", "\n  freindly_name: ", 48),
    PublicCatalog("portefaix", "catalog/groups/team-groups.yaml", "\n  children: []\n", "\n  childern: []\n", 2),
]  # fmt: skip


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["check", "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("public", CATALOGS, ids=lambda each: each.name)
def test_the_way_of_a_public_catalog(
    public: PublicCatalog, repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = ("--staged", "--timeless", "--base", "HEAD")
    shutil.copytree(folder(public.name), repository.root, dirs_exist_ok=True, copy_function=shutil.copyfile)
    repository.git("add", "-A")
    assert repository.commit("their catalog").returncode == 0
    for name, value in repository.env.items():
        if name.startswith(("GIT_", "HOME", "XDG_")):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(repository.root)

    assert main(["init", "--yes"]) == 0
    capsys.readouterr()
    code, found = check(capsys)
    assert (code, found["summary"]["error"]) == (int(public.known > 0), public.known)
    repository.git("add", "-A")
    code, found = check(capsys, *hook)
    assert (code, found["findings"]) == (0, [])
    assert repository.commit("ownercat").returncode == 0

    file = Path(public.path)
    before = file.read_text("utf-8")
    at = before.index(public.right)
    file.write_text(before[:at] + public.wrong + before[at + len(public.right) :], "utf-8")
    repository.git("add", "-A")
    code, found = check(capsys, *hook)
    (mistake,) = found["findings"]
    line = before.count("\n", 0, at) + 2
    assert (mistake["path"], mistake["start"]["line"], mistake["fixable"]) == (public.path, line, True)
    assert main(["check", "--base", "HEAD", "--fix"]) == 0
    assert file.read_text("utf-8") == before
    capsys.readouterr()

    assert main(["baseline", "create"]) == 0
    code, found = check(capsys)
    assert (code, found["summary"]["error"], found["summary"]["prunable"]) == (0, 0, 0)
    assert found["summary"]["suppressed"] >= public.known
    capsys.readouterr()
    entries = Path("ownercat.baseline").read_text("utf-8").count("\n")
    main(["check", "--fix"])
    assert main(["baseline", "prune"]) == 0
    assert Path("ownercat.baseline").read_text("utf-8").count("\n") <= entries
