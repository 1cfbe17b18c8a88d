"""``rename``: what it writes, what it prints, and when it touches nothing."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ownercat.cli import main
from ownercat.errors import IncompleteError
from ownercat.sessions import edits
from tests.commands.conftest import Run, Runner
from tests.powers import without_root_powers
from tests.repositories import Repository

TEAM = """\
apiVersion: ownercat/v1
kind: Team
name: web  # the shop's face
members: [ana]
"""
SHOP = """\
apiVersion: ownercat/v1
kind: Service
name: shop
owner: web
roles: {code: team:web}
"""
FILES = {"catalog/teams/web.yaml": TEAM, "catalog/services/shop/ownership.yaml": SHOP}
AFTER = {
    "catalog/teams/web.yaml": TEAM.replace("web  #", "site  #").replace(
        "face\n", "face\naliases: [{name: web, until: 2099-01-01}]\n"
    ),
    "catalog/services/shop/ownership.yaml": SHOP.replace("web", "site"),
}
RENAME = ("rename", "team", "web", "site", "--until", "2099-01-01")


@pytest.fixture
def committed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with the two files in its last commit, as the current folder."""
    repository.write(FILES)
    repository.git("add", "-A")
    repository.commit("catalog")
    monkeypatch.chdir(repository.root)
    return repository


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the command line in the current folder."""

    def runner(*arguments: str) -> Run:
        code = main(arguments)
        return Run(code, *capsys.readouterr())

    return runner


def content(root: Path) -> dict[str, str]:
    """Every file below ``catalog/``, byte for byte."""
    files = (path for path in (root / "catalog").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in files}


def test_it_renames_and_says_where(committed: Repository, run: Runner) -> None:
    done = run(*RENAME)
    assert content(committed.root) == AFTER
    assert done == (
        0,
        "renamed team web to site\n"
        "  catalog/services/shop/ownership.yaml: 2 references\n"
        "  catalog/teams/web.yaml: its name, alias web until 2099-01-01\n",
        "ownercat: catalog/teams/web.yaml keeps its name; to move it: "
        "git mv catalog/teams/web.yaml catalog/teams/site.yaml\n",
    )
    assert committed.git("diff", "--cached", "--name-only") == ""


def test_a_second_run_says_so(committed: Repository, run: Runner) -> None:
    run(*RENAME)
    assert run(*RENAME) == (0, "team site is already renamed: web is its alias\n", "")
    assert content(committed.root) == AFTER


def test_references_that_came_since(committed: Repository, run: Runner) -> None:
    committed.write(AFTER | {"catalog/services/shop/ownership.yaml": SHOP})
    committed.git("commit", "-qam", "by hand")
    assert run(*RENAME).out == (
        "team site was renamed before; references to its alias web now say site\n"
        "  catalog/services/shop/ownership.yaml: 2 references\n"
    )
    assert content(committed.root) == AFTER


def test_without_until_the_alias_stays_for_ninety_days(committed: Repository, run: Runner) -> None:
    run(*RENAME[:4])
    day = datetime.now(UTC).date() + timedelta(90)
    assert f"aliases: [{{name: web, until: {day}}}]" in content(committed.root)["catalog/teams/web.yaml"]


def test_without_an_alias(committed: Repository, run: Runner) -> None:
    assert "alias" not in run(*RENAME[:4], "--no-alias").out
    assert content(committed.root)["catalog/teams/web.yaml"] == TEAM.replace("web", "site")


def test_a_kind_without_aliases(committed: Repository, run: Runner) -> None:
    committed.write({"catalog/r.yaml": "apiVersion: ownercat/v1\nkind: Rotation\nname: r\nteam: web\n"})
    done = run("rename", "rotation", "r", "r2", "--force")
    assert done.err == "ownercat: the old name has no alias: documents of kind Rotation have none\n" + (
        "ownercat: catalog/r.yaml keeps its name; to move it: git mv catalog/r.yaml catalog/r2.yaml\n"
    )


def test_modes_stay(committed: Repository, run: Runner) -> None:
    path = committed.root / "catalog/teams/web.yaml"
    path.chmod(0o755)
    run(*RENAME)
    assert stat.S_IMODE(path.stat().st_mode) == 0o755


def test_from_a_folder_below(committed: Repository, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(committed.root / "catalog" / "teams")
    assert run(*RENAME).code == 0
    assert content(committed.root) == AFTER


# --- the diff --------------------------------------------------------------------------------------------------------


def test_a_dry_run_prints_the_diff_and_writes_nothing(committed: Repository, run: Runner) -> None:
    done = run(*RENAME, "--dry-run")
    assert content(committed.root) == FILES
    assert done.out == (
        "--- a/catalog/services/shop/ownership.yaml\n"
        "+++ b/catalog/services/shop/ownership.yaml\n"
        "@@ -1,5 +1,5 @@\n"
        " apiVersion: ownercat/v1\n"
        " kind: Service\n"
        " name: shop\n"
        "-owner: web\n"
        "-roles: {code: team:web}\n"
        "+owner: site\n"
        "+roles: {code: team:site}\n"
        "--- a/catalog/teams/web.yaml\n"
        "+++ b/catalog/teams/web.yaml\n"
        "@@ -1,4 +1,5 @@\n"
        " apiVersion: ownercat/v1\n"
        " kind: Team\n"
        "-name: web  # the shop's face\n"
        "+name: site  # the shop's face\n"
        "+aliases: [{name: web, until: 2099-01-01}]\n"
        " members: [ana]\n"
    )
    assert done.code == 0


def test_the_diff_is_what_git_sees_afterwards(committed: Repository, run: Runner) -> None:
    said = run(*RENAME, "--dry-run").out
    run(*RENAME)
    seen = committed.git("diff")
    assert [line for line in seen.splitlines() if not line.startswith(("diff ", "index "))] == said.splitlines()


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("\nroles: {code: team:web}\n", "\nroles: {code: team:web}")])
def test_git_can_apply_the_diff_whatever_the_line_ends(
    committed: Repository, run: Runner, change: tuple[str, str]
) -> None:
    path = committed.root / "catalog/services/shop/ownership.yaml"
    path.write_bytes(SHOP.replace(*change).encode())
    committed.git("commit", "-qam", "other line ends")
    (committed.root / "patch").write_bytes(run(*RENAME, "--dry-run").out.encode())
    committed.git("apply", "patch")
    applied = path.read_bytes()
    committed.git("checkout", "-q", ".")
    run(*RENAME)
    assert path.read_bytes() == applied


def test_the_diff_in_colour(committed: Repository, run: Runner) -> None:
    said = run(*RENAME, "--dry-run", "--color", "always").out
    assert "\x1b[1;31m-owner: web\x1b[0m\n\x1b[1;31m-roles" in said
    assert "\x1b[1;32m+owner: site\x1b[0m\n" in said


def test_the_diff_is_safe_to_print(committed: Repository, run: Runner) -> None:
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    lines = f"x-a: \u202e evil\nx-b: '##[error]x'\nx-c: {token}\nx-d: |2\n  ::error::x\n"
    committed.write({"catalog/services/shop/ownership.yaml": "# \u202e ##[group]\n" + SHOP + lines})
    said = run(*RENAME, "--dry-run").out
    assert "\u202e" not in said and "##[" not in said and token not in said
    assert "\\u202e" in said and "\\x23#[error]x" in said
    assert not any(line.strip().startswith("::") for line in said.splitlines())


# --- what is not committed -------------------------------------------------------------------------------------------


def dirty(repository: Repository, how: str) -> None:
    path = repository.root / "catalog/services/shop/ownership.yaml"
    path.write_text(SHOP + "# more\n", encoding="utf-8")
    if how != "changed":
        repository.git("add", "-A")
    if how == "staged":
        path.write_text(SHOP, encoding="utf-8")
    if how == "new":
        repository.git("rm", "-q", "--cached", str(path))


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("changed", "has uncommitted changes"), ("added", "has staged changes"), ("staged", "has staged changes"),
        ("new", "is not committed yet"),
    ],
)  # fmt: skip
def test_what_git_could_not_bring_back_is_not_touched(committed: Repository, run: Runner, how: str, why: str) -> None:
    dirty(committed, how)
    before = content(committed.root)
    done = run(*RENAME)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"ownercat: catalog/services/shop/ownership.yaml {why}\nhelp: commit or stash the changes first, or use --force\n"
    )
    assert content(committed.root) == before
    assert run(*RENAME, "--dry-run").code == 0
    assert run(*RENAME, "--force").code == 0
    assert "owner: site\n" in content(committed.root)["catalog/services/shop/ownership.yaml"]


def test_other_files_may_have_changes(committed: Repository, run: Runner) -> None:
    committed.write({"catalog/people.yaml": "apiVersion: ownercat/v1\nkind: Person\nname: ana\n", "main.go": "x"})
    assert run(*RENAME).code == 0


def test_before_the_first_commit_nothing_is_safe(
    repository: Repository, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write(FILES)
    repository.git("add", "-A")
    monkeypatch.chdir(repository.root)
    assert "is not committed yet" in run(*RENAME).err
    assert content(repository.root) == FILES


def test_line_ends_that_git_stores_otherwise_are_no_change(
    repository: Repository, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {path: text.replace("\n", "\r\n") for path, text in FILES.items()}
    repository.git("config", "core.autocrlf", "true")
    repository.write(files)
    repository.git("add", "-A")
    repository.commit("catalog")
    monkeypatch.chdir(repository.root)
    assert run(*RENAME).code == 0
    assert content(repository.root) == {path: text.replace("\n", "\r\n") for path, text in AFTER.items()}


def test_a_repository_of_sha256(
    tmp_path: Path, run: Runner, monkeypatch: pytest.MonkeyPatch, repository: Repository
) -> None:
    other = Repository(tmp_path / "other", repository.env)
    other.root.mkdir()
    other.git("init", "-q", "--object-format=sha256")
    other.write(FILES)
    other.git("add", "-A")
    other.commit("catalog")
    monkeypatch.chdir(other.root)
    assert run(*RENAME).code == 0
    assert content(other.root) == AFTER


def test_the_repository_runs_no_program(committed: Repository, run: Runner) -> None:
    canary = committed.root / "canary"
    committed.git("config", "filter.x.clean", f"touch {canary}; cat")
    committed.git("config", "core.fsmonitor", f"touch {canary}; false")
    (committed.root / ".gitattributes").write_text("*.yaml filter=x\n", encoding="utf-8")
    assert run(*RENAME).code == 0
    assert not canary.exists()


def test_without_git_there_is_nothing_to_ask(tmp_path: Path, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(*RENAME).code == 0
    assert content(tmp_path) == AFTER


# --- all or nothing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fail_at", [1, 2])
@pytest.mark.parametrize("error", [IncompleteError("the disk is full"), KeyboardInterrupt()])
def test_a_failure_half_way_leaves_everything_as_it_was(
    committed: Repository, run: Runner, monkeypatch: pytest.MonkeyPatch, fail_at: int, error: BaseException
) -> None:
    calls: list[Path] = []
    real = edits.replace_file

    def replace(path: Path, data: Any) -> None:
        calls.append(path)
        if len(calls) == fail_at:
            raise error
        real(path, data)

    monkeypatch.setattr(edits, "replace_file", replace)
    assert run(*RENAME).code in (3, 130)
    assert content(committed.root) == FILES
    assert sorted(p.name for p in (committed.root / "catalog").rglob(".*")) == []


def test_what_cannot_be_brought_back_is_named(
    committed: Repository, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = edits.replace_file
    calls: list[Path] = []

    def replace(path: Path, data: Any) -> None:
        calls.append(path)
        if len(calls) > 1:
            raise IncompleteError("the disk is full")
        real(path, data)

    monkeypatch.setattr(edits, "replace_file", replace)
    done = run(*RENAME)
    assert done == (
        3,
        "",
        "ownercat: catalog/services/shop/ownership.yaml could not be written, and its old content could not be restored\n"
        "help: see git diff\n",
    )


def test_a_folder_that_cannot_be_written(committed: Repository, run: Runner) -> None:
    folder = committed.root / "catalog/teams"
    folder.chmod(0o555)
    with without_root_powers():
        done = run(*RENAME)
    folder.chmod(0o755)
    assert done.code == 3
    assert content(committed.root) == FILES


def test_a_file_that_changes_meanwhile_is_not_overwritten(
    committed: Repository, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = committed.root / "catalog/teams/web.yaml"

    def meanwhile(*_: object) -> None:
        path.write_text(TEAM + "# mine\n", encoding="utf-8")

    monkeypatch.setattr("ownercat.sessions.edits.refuse_uncommitted", meanwhile)
    done = run(*RENAME)
    assert done.code == 3
    assert "catalog/teams/web.yaml changed while it was read, so nothing was written" in done.err
    assert content(committed.root) == FILES | {"catalog/teams/web.yaml": TEAM + "# mine\n"}


# --- usage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param((*RENAME, "--rev", "HEAD"), "rename edits the working tree, so it cannot read HEAD", id="a revision"),
        pytest.param((*RENAME[:4], "--until", "soon"), "--until soon is not a date", id="no date"),
        pytest.param((*RENAME[:4], "--until", "2020-01-01"), "--until 2020-01-01 is in the past", id="a day in the past"),
        pytest.param((*RENAME, "--no-alias"), "--until sets the last day of the alias, and --no-alias keeps no alias", id="both"),
        pytest.param(("rename", "shop", "a", "b"), "'shop' is not one of", id="a kind that does not exist"),
        pytest.param(("rename", "team", "wbe", "b"), "there is no team wbe\nhelp: did you mean web?", id="unknown"),
        pytest.param(("rename", "team", "web", "Web"), "Web is not a valid name", id="no name"),
    ],
)  # fmt: skip
def test_refused(committed: Repository, run: Runner, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert content(committed.root) == FILES


def test_a_foreign_document_that_is_left_makes_the_exit_code_1(committed: Repository, run: Runner) -> None:
    head = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\n"
    committed.write({"x/catalog-info.yaml": head + 'spec: {type: service, lifecycle: production, owner: "we\\x62"}\n'})
    done = run(*RENAME, "--dialect", "backstage")
    assert done.code == 1
    assert "x/catalog-info.yaml:4 still has web: ownercat cannot edit this YAML form; edit the line by hand" in done.err
    assert content(committed.root) == AFTER


def test_a_document_that_is_not_read_yet_is_mentioned(committed: Repository, run: Runner) -> None:
    committed.write({"catalog/i.yaml": "apiVersion: ownercat/v1\nkind: Experiment\nname: x\nroles: {lead: team:web}\n"})
    done = run(*RENAME)
    assert done.code == 0
    assert "catalog/i.yaml:4 still has web, in a document that this version of ownercat cannot read" in done.err
