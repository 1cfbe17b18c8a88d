"""``ownercat baseline``, and what a baseline does to ``check``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.commands.conftest import Run, Runner
from tests.commands.test_check_base import NEW, NEW_LINE, ORPHAN, SCHEMA, Check, check, lines, save
from tests.repositories import Repository
from tests.rules.parts import PEOPLE, doc, service, team
from tests.signoff.gate import Gate

__all__ = ["check"]  # a fixture
SHOP = {
    "catalog/people.yaml": PEOPLE,
    "catalog/team.yaml": team("storefront"),
    "catalog/old.yaml": service("old", owner="nobody"),
    "catalog/web.yaml": service("web"),
}
FILE = Path("ownercat.baseline")
OLD_ENTRY = "OWN001\tteam:nobody\tservice old has an undefined owner: team nobody"
BROKEN = "ownercat: an error in a file may hide findings, so no entry can be removed\n"


def entries() -> list[str]:
    """The file without its first line and the fingerprints."""
    return [line.partition("\t")[2] for line in FILE.read_text("utf-8").splitlines()[1:]]


def concise(run: Runner, *options: str, **more: Any) -> Run:
    return run("check", "--format", "concise", "--as-of", "2026-10-01", *options, **more)


def test_a_known_finding_is_not_reported_and_a_new_one_is(run: Runner) -> None:
    assert concise(run, files=SHOP).code == 1
    assert run("baseline", "create") == Run(0, "", "ownercat: ownercat.baseline is written: 1 known finding\n")
    assert entries() == [OLD_ENTRY]
    assert concise(run) == Run(0, "no findings, 1 suppressed in 4 files (2 services)\n", "")
    assert concise(run, "-v").out.splitlines()[-1] == "suppressed by baseline: catalog/old.yaml:6 orphaned-service"
    found = concise(run, files={"catalog/new.yaml": service("new", owner="gone")})
    assert found == Run(
        1,
        "catalog/new.yaml:6:8: error: OWN001 orphaned-service: service new has an undefined owner: team gone\n"
        "1 error, 1 suppressed in 5 files (3 services)\n",
        "",
    )


@pytest.mark.parametrize(
    ("format", "line"),
    [
        ("text", "suppressed by baseline: catalog/old.yaml:6 orphaned-service"),
        ("concise", "suppressed by baseline: catalog/old.yaml:6 orphaned-service"),
        (
            "github",
            "::notice title=ownercat::no findings, 1 suppressed in 4 files (2 services)"
            "%0Asuppressed by baseline: catalog/old.yaml:6 orphaned-service",
        ),
        ("markdown", "suppressed by baseline: `catalog/old.yaml:6` orphaned-service"),
    ],
)
def test_each_format_for_people_lists_the_known_findings(run: Runner, format: str, line: str) -> None:
    run("baseline", "create", files=SHOP)
    assert run("check", "-v", "--format", format, "--as-of", "2026-10-01").out.splitlines()[-1].rstrip() == line


def test_a_known_finding_may_move_and_a_second_one_is_new(run: Runner) -> None:
    run("baseline", "create", files=SHOP)
    Path("catalog/old.yaml").rename("catalog/moved.yaml")
    assert concise(run).code == 0
    # a name that is not defined is one finding, wherever it is used
    assert concise(run, files={"catalog/moved.yaml": service("old", owner="nobody-else")}).out.startswith(
        "catalog/moved.yaml:6:8: error: OWN001"
    )


def test_create_refuses_a_file_that_exists_and_the_others_need_one(run: Runner) -> None:
    missing = "ownercat: there is no baseline ownercat.baseline\nhelp: run ownercat baseline create\n"
    assert run("baseline", "update", files=SHOP) == run("baseline", "prune") == Run(2, "", missing)
    run("baseline", "create")
    before = FILE.read_bytes()
    assert run("baseline", "create") == Run(
        2,
        "",
        "ownercat: the baseline ownercat.baseline exists already\nhelp: run ownercat baseline update to add findings\n",
    )
    assert FILE.read_bytes() == before


def test_update_adds_and_removes_and_prints_both(run: Runner) -> None:
    run("baseline", "create", files=SHOP)
    files = {"catalog/old.yaml": service("old"), "catalog/web.yaml": service("web", owner="gone")}
    assert run("baseline", "update", files=files) == Run(
        0,
        "- OWN001 team:nobody: service old has an undefined owner: team nobody\n"
        "+ OWN001 team:gone: service web has an undefined owner: team gone\n",
        "ownercat: ownercat.baseline is written: 1 known finding\n",
    )
    assert entries() == ["OWN001\tteam:gone\tservice web has an undefined owner: team gone"]
    assert run("baseline", "update") == Run(0, "", "ownercat: ownercat.baseline is up to date: 1 known finding\n")


def test_prune_only_removes_and_check_says_how_many(run: Runner) -> None:
    run("baseline", "create", files=SHOP)
    files = {"catalog/old.yaml": service("old"), "catalog/web.yaml": service("web", owner="gone")}
    found = concise(run, files=files)
    assert (found.code, found.out.splitlines()[1:]) == (
        1,
        ["1 error in 4 files (2 services)", "ownercat.baseline: ownercat baseline prune can remove 1 entry"],
    )
    assert run("baseline", "prune") == Run(
        0,
        "- OWN001 team:nobody: service old has an undefined owner: team nobody\n",
        "ownercat: ownercat.baseline is written: 0 known findings\n",
    )
    assert concise(run).out.splitlines()[1:] == ["1 error in 4 files (2 services)"]
    assert run("baseline", "prune") == Run(0, "", "ownercat: ownercat.baseline is up to date: 0 known findings\n")


def test_what_a_run_does_not_look_for_cannot_be_pruned(run: Runner) -> None:
    late = service("old", "review: {every: 30d, lastDone: 2020-01-01}", owner="nobody")
    run("baseline", "create", files={**SHOP, "catalog/old.yaml": late})
    assert [line.split("\t")[0] for line in entries()] == ["GOV001", "OWN001"]
    concise(run, files={"catalog/old.yaml": service("old")})
    for arguments, count in (([], 2), (["--timeless"], 1), (["--ignore", "OWN"], 1), (["--select", "DEP"], 0)):
        summary = json.loads(run("check", "--format", "json", *arguments).out)["summary"]
        assert (summary["suppressed"], summary["prunable"]) == (0, count)


def test_an_error_that_hides_findings_keeps_the_entries(run: Runner) -> None:
    run("baseline", "create", files=SHOP)
    before = FILE.read_bytes()
    found = concise(run, files={"catalog/old.yaml": "kind: Service\nname: [\n"})
    assert (found.code, "prune" in found.out) == (1, False)
    help = "help: run ownercat check, and correct the errors of the rules SYN and SCH first\n"
    assert run("baseline", "prune") == Run(3, "", BROKEN + help)
    assert FILE.read_bytes() == before
    assert run("baseline", "update").code == 0  # it adds the error itself, and removes nothing
    assert OLD_ENTRY in entries()
    assert concise(run).code == 0


def test_every_format_counts_known_findings(run: Runner) -> None:
    run("baseline", "create", files=SHOP)
    value = json.loads(run("check", "--format", "json").out)
    Draft7Validator(SCHEMA).validate(value)
    assert {key: value["summary"][key] for key in ("error", "suppressed", "prunable")} == {
        "error": 0,
        "suppressed": 1,
        "prunable": 0,
    }
    assert value["findings"] == []
    (result,) = json.loads(run("check", "--format", "sarif").out)["runs"][0]["results"]
    assert (result["ruleId"], result["suppressions"]) == (
        "OWN001",
        [{"kind": "external", "status": "accepted", "justification": "suppressed by the baseline"}],
    )
    for form in ("text", "concise", "github", "junit", "markdown"):
        assert "1 suppressed" in run("check", "--format", form).out
    for form in ("gitlab", "rdjson"):
        assert run("check", "--format", form).err == f"ownercat: 1 finding suppressed, which {form} cannot show\n"


def test_what_teams_approved_is_never_known(run: Runner) -> None:
    """A record about nothing is SGN002 or the like: it is written nowhere, and an entry for it has no effect."""
    signed = doc("SignOff", "old", "service: web", "party: {team: storefront, role: owner}", "decision: approve")
    run("baseline", "create", files={**SHOP, "catalog/signed.yaml": signed})
    assert not [line for line in entries() if line.startswith(("SGN", "GOV006"))]
    before = concise(run).out
    with FILE.open("a") as file:
        file.write(f"{'0' * 32}\tSGN006\tsignoff:old\tx\n{'1' * 32}\tGOV006\tfile:x\tx\n")
    assert concise(run).out.startswith(before)
    assert concise(run).out.endswith("ownercat.baseline: ownercat baseline prune can remove 2 entries\n")


def test_an_entry_that_names_another_entity_has_no_effect(run: Runner) -> None:
    """A review reads the entity, not the fingerprint."""
    run("baseline", "create", files=SHOP)
    FILE.write_text(FILE.read_text().replace("team:nobody", "team:anyone"))
    assert concise(run).code == 1


def test_a_baseline_that_is_not_one_is_refused(run: Runner, tmp_path: Path) -> None:
    found = concise(run, files={**SHOP, "ownercat.baseline": "root:x:0:0\n"})
    assert found == Run(
        2,
        "",
        "ownercat: line 1 of the baseline ownercat.baseline is not a fingerprint, rule, entity and message\n"
        "help: restore the file from git, or remove it and run `ownercat baseline create`\n",
    )
    FILE.unlink()
    FILE.symlink_to("/etc/passwd")
    assert concise(run) == Run(
        2,
        "",
        "ownercat: the baseline ownercat.baseline is a symbolic link, and ownercat does not follow links\n"
        "help: put a regular file there\n",
    )
    assert concise(run, files={"ownercat.toml": 'baseline = "../x"\n'}) == Run(
        2, "", f"ownercat: the baseline {tmp_path.parent}/x lies outside the repository {tmp_path}\n"
    )


def test_the_configuration_names_the_file(run: Runner) -> None:
    files = {**SHOP, "ownercat.toml": 'baseline = "catalog/known"\n'}
    assert run("baseline", "create", files=files).err == "ownercat: catalog/known is written: 1 known finding\n"
    assert concise(run).code == 0
    assert concise(run, files={"ownercat.toml": 'baseline = "other"\n'}).code == 1


# a change cannot choose its own baseline


def known(repository: Repository, run: Runner, files: Mapping[str, str | None]) -> str:
    """A baseline of everything in a change, as its author writes it."""
    save(repository, files)
    FILE.unlink(missing_ok=True)
    assert run("baseline", "create").code == 0
    return FILE.read_text()


def test_a_change_that_brings_a_baseline_is_judged_without_it(
    check: Check, repository: Repository, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.root)
    text = known(repository, run, {NEW: ORPHAN})
    assert "team:no-team" in text
    save(repository, {"ownercat.baseline": text})
    assert (check().code, lines(check())) == (1, [NEW_LINE])
    save(repository, {"ownercat.baseline": None, "mine": text, "ownercat.toml": 'baseline = "mine"\n'})
    assert (check().code, lines(check())) == (1, [NEW_LINE])
    assert run("check", "--quiet").code == 0  # by its own baseline: only the comparison judges a change


def test_the_baseline_of_the_base_applies_but_not_to_what_becomes_worse(
    check: Check, repository: Repository, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.root)
    text = known(repository, run, {NEW: ORPHAN})
    repository.git("checkout", "-q", "main")
    save(repository, {"ownercat.baseline": text})
    repository.git("checkout", "-q", "-B", "change")
    save(repository, {NEW: ORPHAN})
    assert (check().code, lines(check())) == (0, [])
    assert "1 suppressed" in check().out
    # OLD is on main and in the baseline; one more service with the owner that is not defined makes it worse
    save(repository, {"catalog/more.yaml": service("more", owner="nobody")})
    assert [line.split(":")[0] for line in lines(check())] == ["catalog/more.yaml"]


def test_a_baseline_that_grows_asks_governance(gate: Gate) -> None:
    line = "{}\tOWN001\tservice:payment\tservice payment has an undefined owner: team gone\n"
    baseline = gate.repository.root / "ownercat.baseline"
    baseline.write_text(line.format("0" * 32))
    gate.save("known")
    (found,) = gate.check().found["agreements"]
    assert (found["change"], found["team"], found["state"]) == ("baseline-loosened", "council", "pending")
    assert [field["field"] for field in found["fields"]] == [f"OWN001 service:payment ({'0' * 32})"]
    gate.git("checkout", "-q", "main")
    gate.git("merge", "-q", "change")
    gate.git("checkout", "-q", "change")
    baseline.write_text("")
    gate.save("fewer")
    assert gate.check().found["agreements"] == []


def test_moving_the_baseline_asks_governance_for_the_setting_and_for_each_entry(gate: Gate) -> None:
    line = f"{'0' * 32}\tOWN001\tservice:payment\tservice payment has an undefined owner: team gone\n"
    gate.repository.write({"notes.txt": line, "ownercat.toml": 'baseline = "notes.txt"\n'})
    gate.save("moved")
    assert gate.check().states == ["baseline-loosened council: pending", "configuration-loosened council: pending"]
