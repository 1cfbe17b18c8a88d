"""``check --base``: only what a change causes, wherever it shows, judged by what the base decided."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from ownercat.cli import main
from tests.commands.conftest import Run
from tests.repositories import Repository
from tests.rules.parts import PEOPLE, doc, service, several, team

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas/output/check.schema.json").read_text("utf-8"))
SUPPORT = "catalog/teams/support.yaml"
DESK = "catalog/services/desk.yaml"
OLD = "catalog/services/old.yaml"
NEW = "catalog/services/new.yaml"
COMPANY = {
    "catalog/people.yaml": PEOPLE,
    "catalog/teams/storefront.yaml": team("storefront"),
    SUPPORT: team("support"),
    "catalog/services/checkout.yaml": service("checkout"),
    DESK: service("desk", owner="support"),
    # a mistake that has been there for long
    OLD: service("old", owner="nobody"),
}
ORPHAN = service("new", owner="no-team")
NEW_LINE = f"{NEW}:6:8: error: OWN001 orphaned-service: service new has an undefined owner: team no-team"
DESK_LINE = f"{DESK}:6:8: error: OWN001 orphaned-service: service desk has an undefined owner: team support"
OFF = doc("Policy", "shop", "rules: {ignore: [orphaned-service]}")

Check = Callable[..., Run]


@pytest.fixture
def check(repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """``check --format concise`` in a repository whose branch ``change`` has just left ``main``."""
    for name, value in repository.env.items():
        if name.startswith(("GIT_", "HOME", "XDG_")):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(repository.root)
    save(repository, COMPANY)
    repository.git("checkout", "-q", "-b", "change")

    def runner(*arguments: str, base: str = "main") -> Run:
        return Run(main(["check", "--format", "concise", "--base", base, *arguments]), *capsys.readouterr())

    return runner


def save(repository: Repository, files: Mapping[str, str | None], message: str = "an edit") -> str:
    """Commit files (``None``: removed); the commit's id."""
    repository.write({path: text for path, text in files.items() if text is not None})
    for path, text in files.items():
        if text is None:
            (repository.root / path).unlink()
    repository.git("add", "-A")
    assert repository.commit(message).returncode == 0
    return repository.git("rev-parse", "HEAD").strip()


def lines(run: Run) -> list[str]:
    """The findings of a concise report."""
    return [line for line in run.out.splitlines() if ": " in line and line.split(":")[1].isdigit()]


def test_a_change_of_nothing_is_clean(check: Check, repository: Repository) -> None:
    began = repository.git("rev-parse", "main").strip()
    assert check() == Run(
        0,
        "no findings in 6 files (3 services)\n"
        f"compared with {began[:12]} (merge base with main); shows only new or worse findings\n",
        "",
    )


def test_a_mistake_of_the_change_is_reported_and_an_old_one_is_not(check: Check, repository: Repository) -> None:
    save(repository, {NEW: ORPHAN})
    found = check()
    assert (found.code, lines(found)) == (1, [NEW_LINE])


def test_a_file_that_is_removed_breaks_files_that_nobody_touched(check: Check, repository: Repository) -> None:
    save(repository, {SUPPORT: None})
    found = check()
    assert (found.code, lines(found)) == (1, [DESK_LINE])


def test_a_removed_file_is_shown_as_it_was(check: Check, repository: Repository) -> None:
    save(repository, {SUPPORT: None})
    assert main(["check", "--base", "main", "--output", "report.txt"]) == 1
    report = (repository.root / "report.txt").read_text("utf-8")
    assert (
        " ::: catalog/teams/support.yaml:3:7\n"
        "  |\n"
        "3 | name: support\n"
        "  |       ------- team support, which the change removes\n" in report
    )


def test_what_breaks_elsewhere_is_shown_at_the_edit(check: Check, repository: Repository) -> None:
    save(repository, {SUPPORT: team("support", members="[]")})
    (found,) = findings(check, repository)
    assert (found["path"], found["start"]) == (SUPPORT, {"line": 4, "column": 10})
    assert found["code"] == "OWN001"
    assert found["message"] == "service desk has no active owner: team support has no members"
    assert {"path": DESK, "start": {"line": 6, "column": 8}, "message": "location of the problem"} in found["related"]


def test_paths_find_what_shows_elsewhere_by_either_file(check: Check, repository: Repository) -> None:
    save(repository, {SUPPORT: team("support", members="[]")})
    assert [len(lines(check(path))) for path in (SUPPORT, DESK, OLD)] == [1, 1, 0]
    save(repository, {SUPPORT: None})
    assert lines(check(DESK)) == [DESK_LINE]
    assert check(SUPPORT).code == 0  # it is gone, but it is no misspelt path


def findings(check: Check, repository: Repository, *arguments: str) -> list[dict[str, Any]]:
    """The findings as programs see them."""
    target = repository.root.parent / "report.json"
    main(["check", "--base", "main", "--format", "json", "--output", str(target), *arguments])
    report = json.loads(target.read_text("utf-8"))
    Draft7Validator(SCHEMA).validate(report)
    found: list[dict[str, Any]] = report["findings"]
    return found


# -- the same mistake


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({OLD: None, "catalog/elsewhere/x.yaml": COMPANY[OLD]}, id="its file is moved"),
        pytest.param({OLD: "# first\n" + COMPANY[OLD] + "# last\n"}, id="lines around it"),
        pytest.param({OLD: several(service("other"), COMPANY[OLD])}, id="a document before it"),
        pytest.param({OLD: COMPANY[OLD].replace("tier: 4\nowner: nobody", "owner: nobody\ntier: 4")}, id="keys in another order"),
        pytest.param({OLD: COMPANY[OLD].replace("Something", "Something else")}, id="another edit of its document"),
        pytest.param(
            {OLD: COMPANY[OLD].replace("name: old", "name: aged") + "aliases: [{name: old}]\n"}, id="another name, with the old one as an alias"
        ),
        pytest.param({OLD: COMPANY[OLD].replace("nobody", "storefront")}, id="it is repaired"),
        pytest.param({OLD: None}, id="it is removed"),
    ],
)  # fmt: skip
def test_an_old_mistake_is_not_blamed_on_the_change(
    check: Check, repository: Repository, files: dict[str, str | None]
) -> None:
    save(repository, files)
    found = check()
    assert (found.code, lines(found)) == (0, [])


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({OLD: COMPANY[OLD].replace("nobody", "no-one")}, id="another value"),
        pytest.param({OLD: COMPANY[OLD].replace("name: old", "name: aged")}, id="another entity"),
        pytest.param({NEW: COMPANY[OLD].replace("name: old", "name: twin")}, id="the same once more"),
    ],
)
def test_another_mistake_is(check: Check, repository: Repository, files: dict[str, str | None]) -> None:
    save(repository, files)
    assert check().code == 1


def test_a_broken_file_may_move_and_its_copy_is_new(check: Check, repository: Repository) -> None:
    save(repository, {"catalog/a.yaml": "a: {\n"}, "broken")
    repository.git("branch", "-f", "main", "HEAD")
    save(repository, {"catalog/a.yaml": None, "catalog/b.yaml": "a: {\n"})
    assert lines(check()) == []
    save(repository, {"catalog/c.yaml": "a: {\n"})
    assert [line.split(":")[0] for line in lines(check())] in (["catalog/b.yaml"], ["catalog/c.yaml"])


def test_one_more_reference_to_an_undefined_name_is_caused_by_the_change(check: Check, repository: Repository) -> None:
    files = {f"catalog/services/{name}.yaml": service(name, "dependsOn: [{service: gone}]") for name in ("a", "b", "c")}
    save(repository, {**files, "catalog/services/c.yaml": service("c")})
    repository.git("branch", "-f", "main", "HEAD")
    save(repository, {"catalog/services/c.yaml": files["catalog/services/c.yaml"]})
    (found,) = findings(check, repository)
    (whole,) = (each for each in json_of(repository, "check", "--format", "json") if each["code"] == "REF001")
    assert found["fingerprint"] == whole["fingerprint"]
    assert found["message"] == whole["message"] == "service gone is undefined, but 3 services refer to it: a, b and c"
    # at the reference that the change touches
    assert (found["path"], whole["path"]) == ("catalog/services/c.yaml", "catalog/services/a.yaml")
    assert [each["path"] for each in found["related"]] == ["catalog/services/a.yaml", "catalog/services/b.yaml"]


def test_one_more_reference_in_the_same_file_is_the_location(check: Check, repository: Repository) -> None:
    save(repository, {NEW: several(service("a", "dependsOn: [{service: gone}]"), service("b"))})
    repository.git("branch", "-f", "main", "HEAD")
    save(
        repository,
        {NEW: several(service("a", "dependsOn: [{service: gone}]"), service("b", "dependsOn: [{service: gone}]"))},
    )
    (found,) = findings(check, repository)
    assert (found["start"]["line"], found["entity"]) == (15, {"kind": "Service", "name": "b"})
    save(repository, {NEW: several(service("a", "dependsOn: [{service: gone}]"), service("b"))})
    assert findings(check, repository) == []


def json_of(repository: Repository, *arguments: str) -> list[dict[str, Any]]:
    """The findings of a check that compares nothing."""
    target = repository.root.parent / "plain.json"
    main([*arguments, "--output", str(target)])
    found: list[dict[str, Any]] = json.loads(target.read_text("utf-8"))["findings"]
    return found


def gaps(hours: str) -> str:
    """A rotation with nobody on call in the evening."""
    return doc(
        "Rotation", "primary", "team: storefront", "layers:",
        "  - {id: day, timeZone: UTC, members: [ana, bo], from: 2026-01-05,",
        f"     turn: {{every: 1w}}, windows: [{{{hours}}}]}}",
    )  # fmt: skip


@pytest.mark.parametrize(("hours", "code"), [('from: "00:00", to: "12:00"', 1), ('from: "00:00", to: "23:00"', 0)])
def test_a_gap_that_grows_is_caused_and_one_that_shrinks_is_not(
    check: Check, repository: Repository, hours: str, code: int
) -> None:
    save(repository, {"catalog/rotation.yaml": gaps('from: "00:00", to: "22:00"')})
    repository.git("branch", "-f", "main", "HEAD")
    assert "ROT101" in {f["code"] for f in json_of(repository, "check", "--format", "json")}
    save(repository, {"catalog/rotation.yaml": gaps(hours)})
    found = check()
    assert (found.code, [line.split(" ")[2] for line in lines(found)]) == (code, ["ROT101"] * code)
    # the same mistake, for whoever keeps its fingerprint
    plain = [f["fingerprint"] for f in json_of(repository, "check", "--format", "json") if f["code"] == "ROT101"]
    assert [f["fingerprint"] for f in findings(check, repository)] == plain * code


DEAD = {SUPPORT: team("support", members="[]"), "catalog/services/help.yaml": service("help", owner="support")}
FAQ = {"catalog/services/faq.yaml": service("faq", owner="support")}


@pytest.mark.parametrize(
    ("edit", "count"),
    [
        pytest.param(FAQ, 1, id="one more"),
        pytest.param({**FAQ, "catalog/services/help.yaml": service("help")}, 1, id="one more and one less"),
        pytest.param({"catalog/services/late.yaml": service("late", owner="support"), "catalog/services/help.yaml": None,
                      DESK: service("desk", "aliases: [{name: help}]", owner="support")}, 1, id="one that is new, and an old one merged"),
        pytest.param({"catalog/services/help.yaml": service("hotline", "aliases: [{name: help}]", owner="support")}, 0, id="a new name for one of them"),
        pytest.param({"catalog/services/x.yaml": service("x")}, 0, id="none of them"),
    ],
)  # fmt: skip
def test_one_more_thing_that_an_old_finding_speaks_for_is_caused(
    check: Check, repository: Repository, edit: dict[str, str | None], count: int
) -> None:
    save(repository, DEAD)
    repository.git("branch", "-f", "main", "HEAD")
    save(repository, edit)
    found = lines(check())
    assert len(found) == count
    assert all("OWN001 orphaned-service: team support has no members, so " in line for line in found)


# -- who decides


def test_the_change_cannot_turn_a_rule_off(check: Check, repository: Repository) -> None:
    save(repository, {NEW: ORPHAN, "catalog/policy.yaml": OFF})
    assert main(["check", "-q"]) == 0
    assert (check().code, lines(check())) == (1, [NEW_LINE])


def test_the_policy_of_the_base_holds_though_the_change_removes_it(check: Check, repository: Repository) -> None:
    save(repository, {"catalog/policy.yaml": OFF})
    repository.git("branch", "-f", "main", "HEAD")
    save(repository, {"catalog/policy.yaml": None, NEW: ORPHAN})
    assert check().code == 0


def test_an_old_commit_to_begin_at_brings_no_old_policy_back(check: Check, repository: Repository) -> None:
    save(repository, {"catalog/policy.yaml": OFF})
    repository.git("branch", "-f", "main", "HEAD")
    old = save(repository, {NEW: ORPHAN})
    repository.git("checkout", "-q", "main")
    save(repository, {"catalog/policy.yaml": doc("Policy", "shop")}, "the rule is back")
    repository.git("checkout", "-q", old)
    assert lines(check()) == [NEW_LINE]


@pytest.mark.parametrize("name", ["ownercat.toml", "pyproject.toml"])
def test_the_change_cannot_move_the_catalog_away(check: Check, repository: Repository, name: str) -> None:
    table = 'catalog = "empty"\n' if name == "ownercat.toml" else '[tool.ownercat]\ncatalog = "empty"\n'
    save(repository, {NEW: ORPHAN, name: table, "empty/x.yaml": service("x", owner="y")})
    assert lines(check()) == [NEW_LINE]


def test_nor_turn_a_dialect_off(check: Check, repository: Repository) -> None:
    component = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: web}\n"
        "spec: {type: service, lifecycle: production, owner: group:%s}\n"
    )
    group = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: shop}\nspec: {type: team, children: []}\n"
    files = {"ownercat.toml": 'dialects = ["backstage"]\n', "group/catalog-info.yaml": group}
    save(repository, {**files, "web/catalog-info.yaml": component % "shop"})
    repository.git("branch", "-f", "main", "HEAD")
    save(repository, {"ownercat.toml": "dialects = []\n", "web/catalog-info.yaml": component % "gone"})
    found = check()
    assert (found.code, [line.split(":")[0] for line in lines(found)]) == (1, ["web/catalog-info.yaml"])


def test_a_configuration_that_is_named_is_the_bases_too(check: Check, repository: Repository, tmp_path: Path) -> None:
    save(repository, {NEW: ORPHAN, "ci.toml": 'catalog = "empty"\n', "empty/x.yaml": service("x")})
    tip = repository.git("rev-parse", "main").strip()[:12]
    assert check("--config", "ci.toml") == Run(
        2,
        "",
        f"ownercat: cannot read the configuration {repository.root}/ci.toml in commit {tip}: "
        "No such file or directory\n",
    )
    (tmp_path / "ours.toml").write_text(f'catalog = "{repository.root}/catalog"\n')
    assert lines(check("--config", str(tmp_path / "ours.toml"))) == [NEW_LINE]


def test_a_change_that_takes_the_catalog_along_is_told(check: Check, repository: Repository) -> None:
    repository.git("mv", "catalog", "owners")
    save(repository, {"ownercat.toml": 'catalog = "owners"\n'})
    assert check() == Run(
        2,
        "",
        "ownercat: no catalog found: catalog/ does not exist in the working tree\n"
        "help: the configuration of main sets the location of the catalog, not the configuration of the change\n",
    )


def test_flags_are_obeyed(check: Check, repository: Repository) -> None:
    save(repository, {NEW: ORPHAN})
    assert check("--ignore", "OWN001").code == 0
    assert check("--select", "REF").code == 0
    assert check("--severity", "orphaned-service=warning").code == 0
    assert check("--fail-on", "never").code == 0


def test_both_sides_are_judged_at_one_day(check: Check, repository: Repository) -> None:
    save(
        repository, {"catalog/people.yaml": several(doc("Person", "ana"), doc("Person", "bo", "leavesOn: 2026-03-31"))}
    )
    repository.git("branch", "-f", "main", "HEAD")
    save(repository, {"README": "no more than that"})
    assert "departed-member" in json.dumps(json_of(repository, "check", "--format", "json", "--as-of", "2026-04-01"))
    assert lines(check("--as-of", "2026-04-01")) == []


# -- what is compared with what


def test_the_index_is_the_change(check: Check, repository: Repository) -> None:
    repository.write({NEW: ORPHAN})
    assert lines(check()) == [NEW_LINE]
    assert lines(check("--staged")) == []
    repository.git("add", "-A")
    repository.write({NEW: service("new")})
    assert lines(check()) == []
    assert lines(check("--staged")) == lines(check("--rev", ":")) == [NEW_LINE]


def test_any_commit_is(check: Check, repository: Repository) -> None:
    first = save(repository, {NEW: ORPHAN})
    save(repository, {NEW: service("new")})
    assert lines(check("--rev", first)) == [NEW_LINE]
    assert lines(check("--rev", "change")) == lines(check()) == []


def test_what_happened_on_main_meanwhile_is_not_blamed_on_the_branch(check: Check, repository: Repository) -> None:
    save(repository, {"catalog/services/fine.yaml": service("fine")})
    repository.git("checkout", "-q", "main")
    save(repository, {NEW: ORPHAN, OLD: service("old")}, "one mistake more, one less")
    repository.git("checkout", "-q", "change")
    assert lines(check()) == []  # the tip of main would make the old mistake a new one
    repository.git("merge", "-q", "--no-edit", "main")
    assert lines(check()) == []


def test_what_breaks_only_together_with_main_is_the_changes_once_main_is_merged(
    check: Check, repository: Repository
) -> None:
    save(repository, {SUPPORT: None})
    repository.git("checkout", "-q", "main")
    save(repository, {"catalog/services/help.yaml": service("help", owner="support")})
    repository.git("checkout", "-q", "change")
    assert [line.split(":")[0] for line in lines(check())] == [DESK]
    repository.git("merge", "-q", "--no-edit", "main")
    (found,) = lines(check())
    assert found.split(":")[0] == DESK
    assert "team support is undefined, so 2 services have no owner: desk and help" in found


def test_after_a_criss_cross_neither_sides_mistakes_are_the_changes(check: Check, repository: Repository) -> None:
    one = save(repository, {"catalog/services/a.yaml": service("a", owner="no-a")})
    repository.git("checkout", "-q", "main")
    two = save(repository, {"catalog/services/b.yaml": service("b", owner="no-b")})
    repository.git("merge", "-q", "--no-edit", one)
    repository.git("checkout", "-q", "change")
    repository.git("merge", "-q", "--no-edit", two)
    assert set(repository.git("merge-base", "--all", "main", "change").split()) == {one, two}
    assert lines(check()) == []
    save(repository, {NEW: ORPHAN})
    assert lines(check()) == [NEW_LINE]


def test_a_merge_commit_of_a_forge_is_compared_with_its_first_parent(check: Check, repository: Repository) -> None:
    save(repository, {NEW: ORPHAN})
    repository.git("checkout", "-q", "--detach", "main")
    save(repository, {"README": "x"})
    repository.git("merge", "-q", "--no-ff", "--no-edit", "change")
    assert lines(check(base="HEAD^1")) == [NEW_LINE]


# -- what is not there


def test_a_base_without_a_catalog_makes_everything_new_and_the_change_decides(
    check: Check, repository: Repository
) -> None:
    repository.git("checkout", "-q", "--orphan", "empty")
    repository.git("rm", "-rqf", ".")
    began = save(repository, {"README": "nothing yet"})
    repository.git("checkout", "-q", "-b", "first")
    files = {path.replace("catalog/", "owners/"): text for path, text in COMPANY.items()}
    save(repository, {**files, "ownercat.toml": 'catalog = "owners"\n'})
    assert check(base="empty") == Run(
        1,
        f"{OLD.replace('catalog/', 'owners/')}:6:8: error: OWN001 orphaned-service: service old has an undefined owner: "
        "team nobody\n"
        "1 error in 6 files (3 services)\n"
        f"no catalog at {began[:12]} (merge base with empty); every finding counts as new\n",
        "",
    )
    save(repository, {"owners/policy.yaml": OFF})
    assert check(base="empty").code == 0


def test_no_common_ancestor_is_3(check: Check, repository: Repository) -> None:
    began = repository.git("rev-parse", "main").strip()
    repository.git("checkout", "-q", "--orphan", "other")
    other = save(repository, {"README": "another world"})
    assert check() == Run(
        3,
        "",
        f"ownercat: commits {began[:12]} and {other[:12]} have no common ancestor in this repository\n"
        "help: fetch the history: fetch-depth: 0, or git fetch --unshallow\n",
    )


@pytest.fixture
def clone(check: Check, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Clone the repository and go there."""

    def cloned(*arguments: str) -> None:
        target = tmp_path / "clone"
        repository.git("clone", "-q", *arguments, f"file://{repository.root}", str(target))
        monkeypatch.chdir(target)

    return cloned


def test_a_shallow_clone_without_the_base_is_3(
    check: Check, repository: Repository, clone: Callable[..., None]
) -> None:
    save(repository, {NEW: ORPHAN})
    clone("--depth", "1", "--branch", "change")
    found = check(base="origin/main")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith(
        "ownercat: revision origin/main is not a commit in this repository (the clone is shallow)\n"
    )
    assert found.err.endswith(
        "(the clone is shallow)\nhelp: fetch the history: fetch-depth: 0, or git fetch --unshallow\n"
    )


def test_a_shallow_clone_that_hides_where_the_change_began_is_3(
    check: Check, repository: Repository, clone: Callable[..., None]
) -> None:
    save(repository, {NEW: ORPHAN})
    repository.git("checkout", "-q", "main")
    save(repository, {"README": "x"})
    clone("--depth", "1", "--no-single-branch", "--branch", "change")
    assert check(base="origin/main") == Run(
        3,
        "",
        "ownercat: the clone is shallow and does not contain the merge base\n"
        "help: fetch the history: fetch-depth: 0, or git fetch --unshallow\n",
    )


def test_a_shallow_clone_that_shows_an_older_ancestor_only_is_3(
    check: Check, repository: Repository, clone: Callable[..., None]
) -> None:
    """An old ancestor is near by a second way; the better one lies behind where history was cut off."""
    old = repository.git("rev-parse", "main").strip()
    began = save(repository, {"README": "both come from here"})
    for branch in ("main", "change"):
        repository.git("checkout", "-q", "-B", branch, began)
        tip = [save(repository, {f"{branch}.txt": str(number)}) for number in range(3)][-1]
        merged = repository.git("commit-tree", f"{tip}^{{tree}}", "-p", tip, "-p", old, "-m", "by two ways").strip()
        repository.git("reset", "-q", "--hard", merged)
    assert repository.git("merge-base", "--all", "main", "change").split() == [began]
    clone("--depth", "2", "--no-single-branch", "--branch", "change")
    assert check(base="origin/main") == Run(
        3,
        "",
        "ownercat: the clone is shallow and does not contain the merge base\n"
        "help: fetch the history: fetch-depth: 0, or git fetch --unshallow\n",
    )


def test_a_shallow_clone_that_shows_enough_is_enough(
    check: Check, repository: Repository, clone: Callable[..., None]
) -> None:
    save(repository, {"README": "the first one is out of reach"})
    repository.git("branch", "-f", "main", "HEAD")
    save(repository, {NEW: ORPHAN})
    clone("--depth", "2", "--branch", "change")
    assert lines(check(base="HEAD^")) == [NEW_LINE]


def test_a_clone_without_old_contents_is_3(check: Check, repository: Repository, clone: Callable[..., None]) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    save(repository, {OLD: service("old")})
    clone("--filter=blob:none", "--branch", "change")
    found = check(base="origin/main")
    assert (found.code, found.out) == (3, "")
    assert "the content is not in this clone" in found.err
    assert found.err.endswith("help: fetch the whole repository: fetch-depth: 0, without --filter\n")


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("nowhere", "revision nowhere is not a commit in this repository"),
        ("", "revision  is not a commit in this repository"),
        ("main@{1}", "uses the reflog"),
        ("--output=x", "is not a commit in this repository"),
        ("main..change", "is not a commit in this repository"),
    ],
)
def test_what_names_no_commit_is_2(check: Check, base: str, said: str) -> None:
    found = check(base=base)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_without_git_there_is_nothing_to_compare_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--base", "main"]) == 2
    assert "a comparison needs a git repository" in capsys.readouterr().err


def test_without_git_s_program_the_cure_is_to_install_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert check(base="main") == (
        2, "", "ownercat: cannot look up revision main: git is not installed\nhelp: install git\n"
    )  # fmt: skip
    assert main(["check", "--staged"]) == 3
    assert (
        capsys.readouterr().err
        == "ownercat: cannot list the files of the index: git is not installed\nhelp: install git\n"
    )


@pytest.mark.parametrize("text", ["[" * 100, "a: &a [x]\nb: *missing\n"], ids=["a limit", "no YAML"])
def test_what_cannot_be_read_in_the_head_is_no_pass(check: Check, repository: Repository, text: str) -> None:
    save(repository, {SUPPORT: text})
    found = check()
    assert found.code == (3 if text.startswith("[") else 1)
    assert SUPPORT in {line.split(":")[0] for line in lines(found)}


def test_a_link_in_the_place_of_a_file_is_no_pass(check: Check, repository: Repository) -> None:
    (repository.root / SUPPORT).unlink()
    (repository.root / SUPPORT).symlink_to("storefront.yaml")
    found = check()
    assert (found.code, [line.split(" ")[2] for line in lines(found)]) == (1, ["SYN011"])


def test_a_tree_that_is_not_there_is_3(check: Check, repository: Repository, clone: Callable[..., None]) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    save(repository, {"docs/x/y": "z"})
    clone("--filter=tree:0", "--branch", "change")
    found = check(base="origin/main")
    assert (found.code, found.out) == (3, "")
    assert "cannot list the files of " in found.err


# -- formats


def test_programs_learn_what_was_compared(check: Check, repository: Repository) -> None:
    began = repository.git("rev-parse", "main").strip()
    save(repository, {NEW: ORPHAN})
    target = repository.root.parent / "report.json"
    assert main(["check", "--base", "main", "--format", "json", "--output", str(target)]) == 1
    report = json.loads(target.read_text("utf-8"))
    Draft7Validator(SCHEMA).validate(report)
    assert report["summary"]["base"] == {"revision": "main", "mergeBase": began}
    assert report["summary"]["error"] == 1
    (found,) = report["findings"]
    assert found in json_of(repository, "check", "--format", "json")  # its fingerprint is the same


@pytest.mark.parametrize(
    ("files", "edit"),
    [
        pytest.param({"catalog/policy.yaml": OFF.replace("rules:", "rulez: {}\nrules:")}, {}, id="a policy with an error decides"),
        pytest.param({OLD: "a: {\n"}, {OLD: COMPANY[OLD]}, id="what was hidden counts as new"),
    ],
)  # fmt: skip
def test_a_base_with_errors_is_told(
    check: Check, repository: Repository, files: dict[str, str], edit: dict[str, str]
) -> None:
    save(repository, files)
    repository.git("branch", "-f", "main", "HEAD")
    save(repository, {NEW: ORPHAN, **edit})
    found = check()
    assert found.out.splitlines()[-1] == (
        "main has files with errors, so old findings may count as new: run ownercat check --rev main"
    )
    assert [line.split(":")[0] for line in lines(found)] == ([NEW, OLD] if edit else [])


# -- agreements

HANDED_OVER = {DESK: service("desk", owner="storefront")}


@pytest.fixture
def gated(check: Check, repository: Repository) -> Check:
    """The same, with a policy on ``main`` that turns sign-off on."""
    save(repository, {"catalog/policy.yaml": doc("Policy", "shop", "signoff: {}")})
    repository.git("branch", "-f", "main", "HEAD")
    return check


def test_without_a_signoff_section_no_approval_is_counted(check: Check, repository: Repository) -> None:
    repository.write(HANDED_OVER)
    found = check()
    assert (found.code, "approval" in found.out, summary(repository)["agreements"]) == (0, False, 0)


def test_the_last_line_says_how_many_have_to_agree(gated: Check, repository: Repository) -> None:
    repository.write(HANDED_OVER)
    found = gated()
    assert (found.code, found.out.splitlines()[-1]) == (
        0, "this change needs 2 approvals: run ownercat signoff check --base main",
    )  # fmt: skip


def test_programs_learn_it_as_well(gated: Check, repository: Repository) -> None:
    repository.write(HANDED_OVER)
    assert summary(repository)["agreements"] == 2
    repository.write({DESK: COMPANY[DESK]})
    assert summary(repository)["agreements"] == 0
    repository.write({**HANDED_OVER, NEW: "a: {\n"})  # what a broken file would mean, nobody knows
    assert summary(repository)["agreements"] is None


def summary(repository: Repository) -> dict[str, Any]:
    """The summary as programs see it."""
    target = repository.root.parent / "report.json"
    main(["check", "--base", "main", "--format", "json", "--output", str(target)])
    report = json.loads(target.read_text("utf-8"))
    Draft7Validator(SCHEMA).validate(report)
    found: dict[str, Any] = report["summary"]
    return found


@pytest.mark.parametrize("arguments", [(), ("--staged",), ("--rev", "change")])
def test_it_is_what_the_plan_of_the_same_change_says(
    gated: Check, repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    save(repository, {**HANDED_OVER, OLD: None, SUPPORT: team("support", members="[ana]")})
    head = {(): (), ("--staged",): ("--head", ":"), ("--rev", "change"): ("--head", "change")}[arguments]
    assert main(["signoff", "plan", "--base", "main", "--format", "json", *head]) in (0, 3)
    planned = json.loads(capsys.readouterr().out)
    count = planned["summary"]["needed"]
    assert count > 2
    assert f"this change needs {count} approvals:" in gated(*arguments).out


def test_a_change_that_means_nothing_needs_nobody(gated: Check, repository: Repository) -> None:
    save(repository, {DESK: "# a comment\n" + COMPANY[DESK]})
    assert "approval" not in gated().out


def test_the_work_tree_and_the_index_stay_as_they_are(gated: Check, repository: Repository) -> None:
    repository.write({NEW: ORPHAN})
    before = repository.git("status", "--porcelain"), repository.git("ls-files", "--stage")
    gated()
    assert (repository.git("status", "--porcelain"), repository.git("ls-files", "--stage")) == before
