"""``check``: what it reads, which rules run, what it reports, where it writes, and what its exit code says."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from ownercat import rules
from ownercat.cli import main
from tests.commands.conftest import Run, Runner
from tests.repositories import Repository
from tests.rules.parts import PEOPLE, doc, service, several, team

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas/output/check.schema.json").read_text("utf-8"))
COMPANY = {
    "catalog/people.yaml": PEOPLE,
    "catalog/teams/storefront.yaml": team("storefront"),
    "catalog/services/checkout.yaml": service("checkout"),
}
ORPHAN = {"catalog/services/cart.yaml": service("cart", owner="cart-team")}
CART = "catalog/services/cart.yaml:6:8: error: OWN001 orphaned-service: service cart has an undefined owner: team cart-team"
LEAVER = {"catalog/people.yaml": several(doc("Person", "ana"), doc("Person", "bo", "leavesOn: 2026-03-31"))}
# a name that only an alias makes work is worth a note, and nothing more
NOTED = {"catalog/teams/storefront.yaml": team("storefront", "aliases: [{name: shop}]"),
         "catalog/services/checkout.yaml": service("checkout", owner="shop")}  # fmt: skip


def lines(run: Run) -> list[str]:
    """The findings of a concise report."""
    return [line for line in run.out.splitlines() if line.startswith("catalog/")]


def names(run: Run) -> set[str]:
    """The rules that a concise report speaks of."""
    return {line.split(" ")[3].rstrip(":") for line in lines(run)}


@pytest.fixture
def concise(run: Runner) -> Runner:
    """Check the company and more files, one line for each finding."""

    def runner(*arguments: str, files: dict[str, str] | None = None) -> Run:
        return run("check", "--format", "concise", *arguments, files={**COMPANY, **(files or {})})

    return runner


# -- exit codes


def test_clean_is_0(concise: Runner) -> None:
    assert concise() == Run(0, "no findings in 3 files (1 service)\n", "")


def test_an_error_is_1(concise: Runner) -> None:
    found = concise(files=ORPHAN)
    assert (found.code, lines(found), found.err) == (1, [CART], "")


def test_a_file_that_is_no_yaml_is_a_finding(concise: Runner) -> None:
    found = concise(files={"catalog/x.yaml": "a: {\n"})
    assert (found.code, names(found)) == (1, {"invalid-yaml"})


def test_what_could_not_be_read_is_3_and_beats_findings(concise: Runner) -> None:
    found = concise(files={**ORPHAN, "catalog/deep.yaml": "[" * 100})
    assert (found.code, names(found)) == (3, {"orphaned-service", "limit-exceeded"})


@pytest.mark.parametrize(
    ("level", "files", "code"),
    [
        pytest.param("error", ORPHAN, 1, id="an error counts as one"),
        pytest.param(
            "error", {"catalog/teams/storefront.yaml": team("storefront", members="[ana]")}, 0, id="a warning passes"
        ),
        pytest.param(
            "warning",
            {"catalog/teams/storefront.yaml": team("storefront", members="[ana]")},
            1,
            id="a warning, asked for",
        ),
        pytest.param("warning", NOTED, 0, id="a note passes"),
        pytest.param("info", NOTED, 1, id="a note, asked for"),
        pytest.param("never", ORPHAN, 0, id="nothing counts"),
        pytest.param("never", {"catalog/deep.yaml": "[" * 100}, 3, id="what could not be read counts even so"),
    ],
)
def test_fail_on_says_what_counts(concise: Runner, level: str, files: dict[str, str], code: int) -> None:
    assert concise("--fail-on", level, files=files).code == code


@pytest.mark.parametrize(
    ("files", "arguments", "place"),
    [
        pytest.param({}, (), "catalog/ does not exist", id="no catalog"),
        pytest.param({"catalog/README": "nothing yet"}, (), "catalog/ has no YAML files", id="an empty catalog"),
        pytest.param({"services/a.yaml": "a: b"}, (), "catalog/ does not exist", id="a catalog of another name"),
        pytest.param(
            {"catalog/a.yaml": "a: b"},
            ("--catalog", "services"),
            "services/ does not exist",
            id="a folder that is not there",
        ),
    ],
)
def test_nothing_to_check_is_2(run: Runner, files: dict[str, str], arguments: tuple[str, ...], place: str) -> None:
    assert run("check", *arguments, files=files) == Run(
        2,
        "",
        f"ownercat: no catalog found: {place} in the folder\n"
        f"help: name the folder of the catalog with --catalog DIR, or run ownercat init to begin one\n",
    )


def test_a_folder_with_a_similar_name_is_suggested(run: Runner) -> None:
    assert run("check", "--catalog", "catalgo", files={"catalog/a.yaml": "a: b"}) == Run(
        2,
        "",
        "ownercat: no catalog found: catalgo/ does not exist in the folder\nhelp: did you mean --catalog catalog?\n",
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--nonsense",), "ownercat check has no option --nonsense\nhelp: see ownercat check --help"),
        (("--fail-on", "eror"), "Invalid value for '--fail-on': 'eror' is not one of 'error', 'warning', 'info', 'never'."),
        (("--select", "orphan-service"), "there is no rule orphan-service\nhelp: did you mean orphaned-service?"),
        (("--select", "OWN,DEP"), "there is no rule OWN,DEP\nhelp: name one at a time"),
        (("--ignore", "OWN999"), "there is no rule OWN999\nhelp: see ownercat rules"),
        (("--severity", "lone-owner=warn"), "--severity lone-owner=warn is not RULE=LEVEL\nhelp: levels are error"),
        (("--severity", "lone-owner"), "--severity lone-owner is not RULE=LEVEL"),
        (("--severity", "alone-owner=off"), "there is no rule alone-owner\nhelp: did you mean lone-owner?"),
        (("--as-of", "tomorrow"), "--as-of tomorrow is not a valid date\nhelp: use YYYY-MM-DD, for example 2026-09-01"),
        (("--as-of", "2026-02-30"), "--as-of 2026-02-30 is not a valid date"),
        (("--as-of", "2026-01-01", "--timeless"), "--timeless ignores every date, so --as-of has no effect"),
        (("--staged", "--rev", "HEAD"), "--staged and --rev name two different trees"),
        (("--staged",), "--rev, --base and --staged need a git repository"),
        (("--rev", "HEAD"), "--rev, --base and --staged need a git repository"),
        (("--format", "jsn"), "unknown format jsn\nhelp: use one of concise, github, gitlab, json"),
        (("--format", "json"), "only one format can go to standard output"),
        (("--output", "a", "--output", "b"), "there are more --output than --format options"),
        (("--dialect", "backstge"), "there is no dialect backstge\nhelp: the dialects are backstage"),
        (("--config", "nowhere.toml"), "nowhere.toml: No such file or directory"),
        (("nowhere.yaml",), "nowhere.yaml is not in the folder\nhelp: PATHS select the findings to show"),
        (("../elsewhere",), "../elsewhere lies outside "),
        (("--catalog", "../elsewhere"), "no catalog found"),
        (("\x1b[31m\n::error::x",), "\\x1b[31m\\x0a::error::x is not in the folder"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_2(concise: Runner, arguments: tuple[str, ...], said: str) -> None:
    found = concise(*arguments)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert found.err.startswith("ownercat: ")


def test_a_wrong_command_line_writes_nothing(concise: Runner, tmp_path: Path) -> None:
    assert concise("--output", "report.txt", "--format", "jsn").code == 2
    assert not (tmp_path / "report.txt").exists()


def test_an_interrupt_is_130(concise: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ownercat.commands._check_run.lint", interrupt)
    found = concise()
    assert (found.code, found.out, found.err.strip()) == (130, "", "")


def test_an_internal_error_is_one_line_and_a_report(
    concise: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_: object) -> list[Any]:
        raise RuntimeError("a rule has\x1b[31m failed\n::error::x")

    own = rules.registry()["OWN001"]
    monkeypatch.setattr(rules, "registry", lambda: {"OWN001": own._replace(check=broken)})
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = concise()
    assert (found.code, found.out) == (3, "")
    first, second = found.err.splitlines()
    assert first == "ownercat: internal error: RuntimeError: a rule has\\x1b[31m failed\\x0a::error::x"
    report = Path(second.removeprefix("help: report this error and attach the file "))
    assert report.parent == tmp_path
    assert "Traceback" in report.read_text("utf-8")


def test_an_internal_error_on_a_full_disk_says_so(concise: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("ownercat.commands._check_run.lint", broken)
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    found = concise()
    assert found.code == 3
    assert found.err.splitlines()[1] == (
        "help: report this error with the command that you ran; ownercat could not write a crash report"
    )


# -- which rules run

ONE_OF_EACH = {
    **ORPHAN,  # OWN001, an error
    "catalog/services/bare.yaml": doc("Service", "bare", "tier: 4", "owner: storefront"),  # OWN018, a warning
    **NOTED,  # REF004, a note
}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), {"orphaned-service", "missing-boundary"}),
        (("-v",), {"orphaned-service", "missing-boundary", "reference-through-alias"}),
        (("--select", "orphaned-service"), {"orphaned-service"}),
        (("--select", "OWN001"), {"orphaned-service"}),
        (("--select", "OWN"), {"orphaned-service", "missing-boundary"}),
        (("--select", "OWN", "--select", "REF", "-v"), {"orphaned-service", "missing-boundary", "reference-through-alias"}),
        (("--select", "ALL", "--ignore", "OWN"), set()),
        (("--ignore", "OWN001"), {"missing-boundary"}),
        (("--ignore", "OWN", "--select", "OWN001"), {"orphaned-service"}),
        (("--severity", "orphaned-service=off"), {"missing-boundary"}),
        (("--severity", "OWN001=info"), {"missing-boundary"}),
        (("--severity", "REF004=error"), {"orphaned-service", "missing-boundary", "reference-through-alias"}),
    ],
)  # fmt: skip
def test_rules_are_chosen_by_code_name_or_prefix(
    concise: Runner, arguments: tuple[str, ...], expected: set[str]
) -> None:
    assert names(concise(*arguments, files=ONE_OF_EACH)) == expected


def test_a_severity_changes_the_verdict(concise: Runner) -> None:
    assert concise("--severity", "orphaned-service=warning", files=ORPHAN).code == 0
    assert concise("--severity", "reference-through-alias=error", files=NOTED).code == 1


def test_dated_facts_are_judged_at_a_day(concise: Runner) -> None:
    assert names(concise("--as-of", "2026-03-31", files=LEAVER)) == set()
    assert "departed-member" in names(concise("--as-of", "2026-04-01", files=LEAVER))
    assert names(concise("--timeless", files=LEAVER)) == set()


def test_the_day_is_today_unless_said(concise: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[date | None] = []

    def lint(_: object, request: Any) -> None:
        asked.append(request.as_of)
        raise KeyboardInterrupt

    monkeypatch.setattr("ownercat.commands._check_run.lint", lint)
    concise()
    concise("--timeless")
    assert asked[0] in {datetime.now(UTC).date(), date.fromordinal(datetime.now(UTC).date().toordinal() - 1)}
    assert asked[1] is None


# -- what is reported


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        pytest.param(["catalog/services/cart.yaml"], [CART], id="a file"),
        pytest.param(["catalog/services/checkout.yaml"], [], id="another file"),
        pytest.param(["catalog"], [CART], id="a folder"),
        pytest.param(["catalog/services/"], [CART], id="a folder with a slash"),
        pytest.param(["./catalog/../catalog/services"], [CART], id="a path that goes round"),
        pytest.param(["catalog/teams", "catalog/services"], [CART], id="several"),
        pytest.param(["catalog/teams", "catalog/people.yaml"], [], id="several others"),
        pytest.param(["."], [CART], id="here"),
        pytest.param(["catalog/services/car"], None, id="not the beginning of a name"),
    ],
)
def test_paths_narrow_what_is_reported(concise: Runner, paths: list[str], expected: list[str] | None) -> None:
    found = concise(*paths, files=ORPHAN)
    assert (found.code, lines(found)) == ((2, []) if expected is None else (int(bool(expected)), expected))


def test_a_path_may_be_absolute_and_lead_through_a_link(concise: Runner, tmp_path: Path) -> None:
    assert lines(concise(str(tmp_path / "catalog/services"), files=ORPHAN)) == [CART]
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(tmp_path)
    assert lines(concise(str(link / "catalog/services"), files=ORPHAN)) == [CART]


def test_a_file_that_is_there_but_no_part_of_the_catalog_is_no_mistake(concise: Runner) -> None:
    assert concise("Makefile", files={"Makefile": "all:\n"}).code == 0


def test_paths_never_narrow_what_is_read(concise: Runner) -> None:
    """The owner is defined in a file that was not named."""
    assert concise("catalog/services/checkout.yaml").code == 0


def test_quiet_prints_nothing(concise: Runner) -> None:
    assert concise("-q", files=ORPHAN) == Run(1, "", "")


def test_statistics_count_what_is_not_shown_as_well(concise: Runner) -> None:
    many = several(*(service(f"s{number}", owner=f"nobody{number}") for number in range(130)))
    found = concise("--statistics", files={"catalog/services/many.yaml": many, **ORPHAN})
    assert len(lines(found)) == 101
    assert found.out.splitlines()[-3:] == [
        "30 more findings not shown",
        "131 errors in 5 files (132 services)",
        "   131  OWN001  orphaned-service",
    ]


def test_json_fits_its_schema(run: Runner) -> None:
    found = run("check", "--format", "json", "--statistics", files={**COMPANY, **ONE_OF_EACH})
    report = json.loads(found.out)
    Draft7Validator(SCHEMA).validate(report)
    assert [f["severity"] for f in report["findings"]] == ["error", "warning", "info"]


def test_several_formats_in_one_run(run: Runner, tmp_path: Path) -> None:
    files = {**COMPANY, **ORPHAN}
    arguments = [
        "--format",
        "json",
        "--output",
        "a.json",
        "--format",
        "concise",
        "--output",
        "b.txt",
        "--format",
        "text",
    ]
    found = run("check", *arguments, files=files)
    assert found.code == 1
    assert "error[orphaned-service]" in found.out
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["summary"]["error"] == 1
    assert (tmp_path / "b.txt").read_text("utf-8").startswith(CART)


def test_a_file_is_replaced_whole_and_keeps_its_mode(run: Runner, tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("an old report, longer than the new one\n" * 100)
    target.chmod(0o600)
    assert run("check", "--format", "concise", "--output", "report.txt", files=COMPANY).code == 0
    assert target.read_text("utf-8") == "no findings in 3 files (1 service)\n"
    assert target.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"catalog", "report.txt"}


@pytest.mark.parametrize("output", ["report.txt", "out/report.txt", "out/../report.txt", "out/../new.txt"])
def test_nothing_is_written_through_a_link_of_the_repository(run: Runner, tmp_path: Path, output: str) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    victim = elsewhere / "report.txt"
    victim.write_text("untouched")
    (tmp_path / "report.txt").symlink_to(victim)
    (tmp_path / "out").symlink_to(elsewhere)
    found = run("check", "--output", output, files=COMPANY)
    assert found.code == 2
    assert found.err.endswith(" is a symbolic link: ownercat does not write through links\nhelp: remove the link\n")
    assert victim.read_text() == "untouched"


@pytest.mark.parametrize(
    ("output", "named"),
    [
        (".git/config", ".git/config"),
        ("catalog/../.git/config", ".git/config"),
        (".GIT/config", ".GIT/config"),
        ("../up/config", "../up/config"),
        ("sub/.git", "sub/.git"),
        (".git/new/x", ".git/new/x"),
    ],
)
def test_no_file_of_git_is_overwritten(run: Runner, tmp_path: Path, output: str, named: str) -> None:
    files = {**COMPANY, ".git/config": "[core]\n", "sub/.git": "gitdir: ../.git\n"}
    up = tmp_path.parent / "up"
    up.unlink(missing_ok=True)
    up.symlink_to(tmp_path / ".git")
    found = run("check", "--output", output, files=files)
    path = os.path.normpath(tmp_path / named)
    message = f"ownercat: {path} is inside a .git folder: ownercat does not write there\nhelp: name another file\n"
    assert found == (2, "", message)
    assert {name: (tmp_path / name).read_text() for name in files} == files
    assert [file.name for file in (tmp_path / ".git").iterdir()] == ["config"]


@pytest.mark.parametrize("output", [".github/config", "old.git/config", ".git/../config", ".gitreport"])
def test_a_folder_with_a_similar_name_is_written_to(run: Runner, tmp_path: Path, output: str) -> None:
    files = {**COMPANY, ".git/config": "", ".github/x": "", "old.git/x": ""}
    assert run("check", "--format", "json", "--output", output, files=files).code == 0
    assert json.loads((tmp_path / output).read_text("utf-8"))["summary"]["error"] == 0


def test_a_link_above_the_folder_is_the_choice_of_the_caller(run: Runner, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    (elsewhere / "link").symlink_to(elsewhere)
    assert run("check", "--output", str(elsewhere / "link" / "report.txt"), files=COMPANY).code == 0
    assert (elsewhere / "report.txt").is_file()


@pytest.mark.parametrize("target", ["folder", "nowhere/report.txt", "x" * 300, "/dev/full"])
def test_a_file_that_cannot_be_written_is_3(run: Runner, target: str) -> None:
    found = run("check", "--output", target, files={**COMPANY, "folder/x": "x"})
    assert found.code == 3
    assert "could not be written: " in found.err


def test_a_device_is_written_to_and_not_replaced(run: Runner) -> None:
    assert run("check", "--output", "/dev/null", files=COMPANY).code == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": ""}, False),
        ((), {"CLICOLOR_FORCE": "1"}, True),
        ((), {"CLICOLOR_FORCE": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        ((), {"OWNERCAT_COLOR": "always"}, True),
        ((), {"OWNERCAT_COLOR": "always", "NO_COLOR": "1"}, True),
    ],
)  # fmt: skip
def test_colour(
    run: Runner, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], environ: dict[str, str], expected: bool
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    found = run("check", *arguments, files={**COMPANY, **ORPHAN})
    assert ("\x1b[" in found.out) is expected
    assert "\x1b[" not in run("check", *arguments, "--output", "file").out


# -- where the catalog is


def test_a_folder_without_git_is_checked(concise: Runner) -> None:
    assert concise(files={"catalog/.gitignore": "services\n"}).out == "no findings in 3 files (1 service)\n"


def test_the_catalog_may_be_anywhere(run: Runner) -> None:
    files = {path.replace("catalog/", "who/owns/"): text for path, text in {**COMPANY, **ORPHAN}.items()}
    found = run("check", "--format", "concise", "--catalog", "who/owns", files=files)
    assert (found.code, found.out.splitlines()[0]) == (1, CART.replace("catalog/", "who/owns/"))


def test_the_catalog_may_be_the_folder_itself(run: Runner) -> None:
    files = {path.removeprefix("catalog/"): text for path, text in COMPANY.items()}
    assert run("check", "--catalog", ".", files=files).code == 0


def test_the_catalog_of_another_place(run: Runner, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for path, text in COMPANY.items():
        (elsewhere / path).parent.mkdir(parents=True, exist_ok=True)
        (elsewhere / path).write_text(text)
    assert run("check", "--catalog", str(elsewhere / "catalog")).code == 0


@pytest.fixture
def shop(repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """A repository with a clean first commit, and ``check --format concise`` in it."""
    for name, value in repository.env.items():
        if name.startswith(("GIT_", "HOME", "XDG_")):
            monkeypatch.setenv(name, value)
    repository.write(COMPANY)
    repository.git("add", "-A")
    repository.commit("the catalog")
    monkeypatch.chdir(repository.root)

    def check(*arguments: str) -> Run:
        return Run(main(["check", "--format", "concise", *arguments]), *capsys.readouterr())

    return check


def test_the_index_is_what_would_be_committed(shop: Any, repository: Repository) -> None:
    repository.write(ORPHAN)
    assert shop().code == 1
    assert shop("--staged").code == 0
    repository.git("add", "-A")
    repository.write({"catalog/services/cart.yaml": service("cart")})
    assert shop().code == 0
    assert lines(shop("--staged")) == lines(shop("--rev", ":")) == [CART]


def test_any_commit_can_be_checked_without_checking_it_out(shop: Any, repository: Repository) -> None:
    repository.git("tag", "v1")
    repository.write(ORPHAN)
    repository.git("add", "-A")
    repository.env["GIT_COMMITTER_DATE"] = "2026-11-01T12:00:00Z"
    repository.commit("an orphan")
    second = repository.git("rev-parse", "HEAD").strip()
    repository.write({"catalog/services/cart.yaml": service("cart")})
    assert [shop("--rev", rev).code for rev in ("v1", "HEAD~1", "main~1", "2026-10-15")] == [0, 0, 0, 0]
    assert [shop("--rev", rev).code for rev in ("HEAD", "main", second, second[:10], "2026-11-01")] == [1, 1, 1, 1, 1]
    assert shop().code == 0


@pytest.mark.parametrize(
    "rev", ["nowhere", "@{1}", "HEAD@{yesterday}", "--output=x", "-h", "v1..HEAD", "2020-01-01", "\x1b[31m", ""]
)
def test_what_names_no_commit_is_2(shop: Any, repository: Repository, rev: str) -> None:
    found = shop("--rev", rev)
    assert (found.code, found.out) == (2, "")
    assert "\x1b" not in found.err
    assert repository.git("status", "--porcelain") == ""


def test_a_bare_repository_is_called_one(
    shop: Any, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "bare"
    repository.git("clone", "-q", "--bare", ".", str(bare))
    repository.git("-C", str(bare), "worktree", "add", "-q", str(tmp_path / "here"))
    monkeypatch.chdir(bare)
    for arguments in ((), ("--rev", "HEAD"), ("--base", "HEAD")):
        found = shop(*arguments)
        assert (found.code, found.out) == (2, "")
        assert found.err == (
            f"ownercat: {bare} is a bare repository: it has no working tree\n"
            "help: run ownercat in a clone, or in a linked working tree: git worktree add ../here\n"
        )
    monkeypatch.chdir(tmp_path / "here")
    assert shop("--rev", "HEAD").code == 0


def test_a_commit_without_a_catalog_is_2(shop: Any, repository: Repository) -> None:
    repository.git("rm", "-rq", "catalog")
    repository.commit("nothing left")
    assert shop("--rev", "HEAD").code == 2
    assert shop("--rev", "HEAD~1").code == 0


def test_ignored_files_are_not_read(shop: Any, repository: Repository) -> None:
    repository.write({**ORPHAN, ".gitignore": "cart.yaml\n"})
    assert shop().code == 0


def test_a_sub_folder_sees_the_whole_catalog(
    shop: Any, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write(ORPHAN)
    monkeypatch.chdir(repository.root / "catalog" / "services")
    assert lines(shop()) == [CART]
    assert lines(shop("cart.yaml")) == [CART]
    assert lines(shop("checkout.yaml")) == []
    assert lines(shop("../teams")) == []


@pytest.mark.parametrize("given", ["{}", "../elsewhere"], ids=["absolute", "relative"])
def test_a_catalog_outside_the_repository_is_a_folder_of_its_own(shop: Any, tmp_path: Path, given: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").write_text(service("cart", owner="cart-team"))
    found = shop("--catalog", given.format(tmp_path / "elsewhere"))
    assert (found.code, found.out.split(" ")[0]) == (1, "a.yaml:6:8:")


# -- configuration


def test_the_configuration_is_found_upward_to_the_root_of_the_repository(
    shop: Any, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = {path.replace("catalog/", "owners/"): text for path, text in {**COMPANY, **ORPHAN}.items()}
    repository.write({**moved, "ownercat.toml": 'catalog = "owners"\n', "src/deep/x": ""})
    (repository.root.parent / "ownercat.toml").write_text('catalog = "above-the-root"\n')
    monkeypatch.chdir(repository.root / "src" / "deep")
    assert shop().out.startswith(CART.replace("catalog/", "owners/"))
    (repository.root / "ownercat.toml").unlink()
    assert shop().code == 0  # the one above the root is none of ours


def test_it_may_stand_in_pyproject(concise: Runner, run: Runner) -> None:
    toml = '[project]\nname = "x"\n[tool.ownercat]\nformat = "json"\n'
    assert json.loads(run("check", files={**COMPANY, "pyproject.toml": toml}).out)["version"] == 1
    assert run("check", files={"pyproject.toml": '[tool.other]\nformat = "x"\n'}).out.startswith("no findings")


def test_what_decides_is_nearest_to_the_command_line(
    run: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Flags, then ``--config``, then the environment, then the file that was found."""
    run("config", files={**COMPANY, **ORPHAN, "ownercat.toml": 'format = "concise"\n', "ci.toml": 'format = "json"\n'})
    assert run("check").out.startswith(CART)
    monkeypatch.setenv("OWNERCAT_FORMAT", "text")
    assert run("check").out.startswith("error[orphaned-service]")
    assert run("check", "--config", "ci.toml").out.startswith("{")
    assert run("check", "--config", "ci.toml", "--format", "concise").out.startswith(CART)
    monkeypatch.setenv("OWNERCAT_CONFIG", str(tmp_path / "ci.toml"))
    assert run("check").out.startswith("{")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('catlog = "x"\n', "unknown key catlog: did you mean catalog?"),
        ('plugins = ["x"]\n', "unknown key plugins: the valid keys are catalog"),
        ("catalog = 3\n", "catalog is 3, but it must be the path of a folder"),
        ('dialects = "backstage"\n', "dialects is backstage, but it must be a list of dialect names"),
        ('dialects = ["backstge"]\n', "there is no dialect backstge"),
        ('format = "jsn"\n', "unknown format jsn"),
        ("catalog = \n", "is not valid TOML: "),
        ('catalog = "../up"\n', "lies outside"),
        ('catalog = "\\u001b[31m"\n', "no catalog found: \\x1b[31m/"),
    ],
)  # fmt: skip
def test_a_wrong_configuration_is_2(run: Runner, toml: str, said: str) -> None:
    found = run("check", files={**COMPANY, "ownercat.toml": toml})
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_the_environment_may_say_what_the_file_may(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path.replace("catalog/", "owners/"): text for path, text in COMPANY.items()}
    monkeypatch.setenv("OWNERCAT_CATALOG", "owners")
    assert run("check", files=files).code == 0
    monkeypatch.setenv("OWNERCAT_DIALECTS", "backstage")
    assert run("check").code == 0
    monkeypatch.setenv("OWNERCAT_DIALECTS", "nothing")
    assert "there is no dialect nothing" in run("check").err
    monkeypatch.setenv("OWNERCAT_DIALECTS", "")
    monkeypatch.setenv("OWNERCAT_COLOR", "pink")
    assert "OWNERCAT_COLOR is pink, but it must be auto, always or never" in run("check").err


def test_a_configuration_does_not_lead_out_of_the_repository(shop: Any, repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("secret")
    repository.write({"ownercat.toml": f'catalog = "{tmp_path}"\n'})
    found = shop()
    assert (found.code, found.out) == (2, "")
    assert "lies outside the repository" in found.err


def test_a_file_that_is_skipped_for_its_name_is_mentioned(run: Runner) -> None:
    found = run("check", files={**COMPANY, "catalog/web.YML": "apiVersion: ownercat/v1\nkind: Team\nname: web\n"})
    assert (found.code, found.err) == (
        0, "ownercat: skipped catalog/web.YML: run ownercat check -v to see why\n",
    )  # fmt: skip
    assert run("check", "--quiet").err == run("check", "-v").err == ""
    (Path.cwd() / "catalog" / "web.YML").write_text("notes: no document\n")
    assert run("check").err == ""


def test_the_help_without_a_catalog_names_the_files_of_other_tools(run: Runner) -> None:
    done = run("check", files={"deploy/compose.yaml": "services: {web: {image: x}}\n", "CODEOWNERS": "* @acme/web\n"})
    assert done.err.splitlines()[1] == (
        "help: name the folder of the catalog with --catalog DIR, or run ownercat init to begin one from CODEOWNERS"
        " and deploy/compose.yaml"
    )


def test_the_first_commit_is_checked_as_a_whole(run: Runner, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    run("config", files={**COMPANY, **ORPHAN})
    subprocess.run(["git", "-C", str(tmp_path), "add", "-A"], check=True)
    done = run("check", "--staged", "--timeless", "--base", "HEAD", "--format", "concise")
    assert (done.code, done.err) == (1, "")
    assert "OWN001 orphaned-service" in done.out
    assert run("check", "--base", "HEAD").code == 2
    assert run("check", "--staged", "--base", "main").code == 2
