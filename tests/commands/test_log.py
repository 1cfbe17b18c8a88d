"""``ownercat log``: what changed about one service, in which commit; real histories with all that can happen in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt

from ownercat.cli import main
from tests.changes.parts import BASE
from tests.commands.conftest import Run, Runner
from tests.repositories import Repository
from tests.rules.parts import doc

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
SCHEMA = json.loads((ROOT / "schemas" / "output" / "log.schema.json").read_text(encoding="utf-8"))


class History:
    """A repository whose commits are a day apart."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.day = 0

    def commit(self, message: str, files: Mapping[str, str | None] = {}, author: str = "Ana Ruiz") -> str:
        """Write files below ``catalog`` (``None``: remove) and commit; the id."""
        self.day += 1
        when = f"2026-0{1 + self.day // 28}-{1 + self.day % 28:02}T12:00:00Z"
        self.repository.env |= {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when, "GIT_AUTHOR_NAME": author}
        for path, text in files.items():
            if text is None:
                (self.repository.root / "catalog" / path).unlink()
            else:
                self.repository.write({f"catalog/{path}": text})
        self.repository.git("add", "-A")
        self.repository.commit(message, "--allow-empty")
        return self.repository.git("rev-parse", "HEAD").strip()


@pytest.fixture
def history(repository: Repository) -> History:
    """A history that begins with the small company."""
    found = History(repository)
    found.commit("Begin", BASE)
    return found


@pytest.fixture
def log(repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the command in the repository."""
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *arguments: Run(main(("log", *arguments)), *capsys.readouterr())


def told(log: Runner, *arguments: str) -> list[str]:
    """Each entry's subject and its changes in words, as JSON tells them."""
    found = log(*arguments, "--format", "json")
    assert found.err == "" and found.code == 0
    value = json.loads(found.out)
    Draft7Validator(SCHEMA).validate(value)
    return [
        line for entry in value["entries"] for line in (entry["subject"], *(f"  {c['says']}" for c in entry["changes"]))
    ]


def replaced(path: str, old: str, new: str) -> dict[str, str]:
    assert old in BASE[path]
    return {path: BASE[path].replace(old, new)}


SLOWER = replaced("sla.yaml", "restore: 30m", "restore: 50m")
BEGIN = [
    "Begin",
    "  payment: SLA payment-for-checkout added: availability target 99.9 %, hours 24x7, ack at sev1 10m, restore at sev1 30m",
    "  payment: service added: owner payments, tier 2",
    "  checkout: depends on payment: hard",
]


def test_the_whole_of_a_short_history(history: History, log: Runner) -> None:
    history.commit("Restore more slowly", SLOWER, "Bo Li")
    history.commit("Reword", replaced("checkout.yaml", "tier: 2", "tier: 2\ntitle: Till"))
    history.commit("Wait longer", replaced("teams.yaml", "wait: 5m", "wait: 15m"))
    charge = BASE["payment.yaml"].replace("name: payment", "name: charge\naliases: [{name: payment}]")
    last = history.commit("Call it what it does", {"payment.yaml": None, "pay/charge.yaml": charge})
    ids = history.repository.git("log", "--format=%H").split()
    found = log("charge")
    out = found.out
    for number, commit in enumerate(ids):
        out = out.replace(commit[:12], f"commit-{len(ids) - number:05}")
    assert (found.code, out, found.err) == (0, (EXPECTED / "log.txt").read_text(encoding="utf-8"), "")
    assert last == ids[0]


def test_names_old_and_new_mean_the_same(history: History, log: Runner) -> None:
    charge = BASE["payment.yaml"].replace("name: payment", "name: charge\naliases: [{name: payment}]")
    history.commit("Rename", {"payment.yaml": None, "charge.yaml": charge})
    without = charge.replace("aliases: [{name: payment}]\n", "")
    follow = {
        "sla.yaml": BASE["sla.yaml"].replace("service: payment", "service: charge"),
        "checkout.yaml": BASE["checkout.yaml"].replace("service: payment", "service: charge"),
    }
    history.commit("Follow", follow)
    assert told(log, "payment") == told(log, "charge") == ["Rename", "  charge: service renamed from payment", *BEGIN]
    history.commit("Forget the old name", {"charge.yaml": without, **follow})
    assert told(log, "charge") == [
        "Forget the old name", "  charge: alias payment was removed",
        "Rename", "  charge: service renamed from payment", *BEGIN,
    ]  # fmt: skip


def test_a_service_that_is_gone_is_still_told(history: History, log: Runner) -> None:
    history.commit("Off with it", {"payment.yaml": None})
    assert told(log, "payment")[:2] == ["Off with it", "  payment: service removed: owner payments"]


def test_it_may_come_back(history: History, log: Runner) -> None:
    history.commit("Off with it", {"payment.yaml": None})
    history.commit("Back", {"elsewhere.yaml": BASE["payment.yaml"]})
    assert told(log, "payment") == [
        "Back", "  payment: service added: owner payments, tier 2",
        "Off with it", "  payment: service removed: owner payments", *BEGIN,
    ]  # fmt: skip


def test_what_a_team_or_a_policy_changes_is_told_for_the_service(history: History, log: Runner) -> None:
    history.commit(
        "Another policy", replaced("teams.yaml", "escalation: payments-urgent", "escalation: storefront-urgent")
    )
    words = doc(
        "Policy",
        "shop",
        "severities: [{id: sev1, major: true, page: 24x7}, {id: sev2}]",
        "severityAliases: {sev1: sev2}",
    )
    history.commit("Other words", {"policy.yaml": words})
    found = told(log, "payment")
    assert found[0] == "Other words"
    assert found[found.index("Another policy") + 1].startswith(
        "  payment: escalation sev1: level 1 notify from payments-primary"
    )


def test_what_concerns_others_is_not(history: History, log: Runner) -> None:
    history.commit("A new member", replaced("teams.yaml", "members: [ana, bo]\nlead", "members: [ana, bo, cy]\nlead"))
    history.commit("Another service", {"wallet.yaml": doc("Service", "wallet", "owner: payments")})
    history.commit("Another promise", {"w.yaml": doc("SLA", "w", "service: wallet", "targets: {sev1: {restore: 1h}}")})
    assert told(log, "payment") == BEGIN


def test_who_needs_it_is_told_as_well(history: History, log: Runner) -> None:
    history.commit("Leave it", replaced("checkout.yaml", "dependsOn: [{service: payment}]\n", ""))
    assert told(log, "payment")[:2] == ["Leave it", "  checkout: depends on payment (removed): hard"]
    assert " dependents  checkout (removed): hard\n" in log("payment").out


def test_a_promise_in_another_file_than_it_was(history: History, log: Runner) -> None:
    history.commit("Move", {"sla.yaml": None, "promises/one.yaml": BASE["sla.yaml"]})
    assert told(log, "payment") == BEGIN
    history.commit("Move and weaken", {"promises/one.yaml": None, "two.yaml": SLOWER["sla.yaml"]})
    assert told(log, "payment")[:2] == [
        "Move and weaken",
        "  payment: SLA payment-for-checkout is looser: restore at sev1 from 30m to 50m",
    ]


def test_a_merge_is_one_entry_of_what_it_brought(history: History, log: Runner) -> None:
    git = history.repository.git
    git("checkout", "-q", "-b", "side")
    history.commit("First half", replaced("sla.yaml", "restore: 30m", "restore: 40m"))
    history.commit("Second half", SLOWER)
    git("checkout", "-q", "main")
    history.commit("Meanwhile", replaced("payment.yaml", "tier: 2", "tier: 3"))
    git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
    assert told(log, "payment") == [
        "Merge side", "  payment: SLA payment-for-checkout is looser: restore at sev1 from 30m to 50m",
        "Meanwhile", "  payment: tier lowered: from 2 to 3", *BEGIN,
    ]  # fmt: skip


def test_as_seen_from_a_commit_or_a_date(history: History, log: Runner) -> None:
    history.commit("Restore more slowly", SLOWER)
    assert told(log, "payment", "--rev", "HEAD~1") == BEGIN
    assert told(log, "payment", "--rev", "2026-01-02") == BEGIN
    assert told(log, "payment", "--rev", "2026-01-03")[0] == "Restore more slowly"


def test_what_lies_in_the_work_tree_is_no_history(history: History, log: Runner) -> None:
    history.repository.write({f"catalog/{path}": text for path, text in SLOWER.items()})
    assert told(log, "payment") == BEGIN


def test_json_names_the_lines_of_both_sides(history: History, log: Runner) -> None:
    commit = history.commit("Restore more slowly", SLOWER)
    entry = json.loads(log("payment", "--format", "json").out)["entries"][0]
    assert (entry["commit"], entry["arrivedAt"], entry["author"]) == (
        commit, "2026-01-03T12:00:00+00:00", {"name": "Ana Ruiz", "email": "ana@shop.example"},
    )  # fmt: skip
    field = entry["changes"][0]["fields"][0]
    assert field["source"] == field["sourceBefore"] == {"path": "catalog/sla.yaml", "line": 7}


def test_markdown(history: History, log: Runner) -> None:
    commit = history.commit("Restore *more* slowly", SLOWER)[:12]
    assert log("payment", "--format", "markdown").out.split("\n\n")[:3] == [
        "service payment: changed by 2 commits, from 2026-01-02 to 2026-01-03.",
        f"2026-01-03 `{commit}` Ana Ruiz: Restore \\*more\\* slowly",
        "- SLA: payment-for-checkout is looser: restore at sev1 from 30m to 50m",
    ]


def test_who_owned_it_on_a_day(history: History, log: Runner, capsys: pytest.CaptureFixture[str]) -> None:
    history.commit("Hand over", replaced("payment.yaml", "owner: payments", "owner: storefront"))
    for day, owner in (("2026-01-02", "payments"), ("2026-01-03", "storefront"), ("2026-07-01", "storefront")):
        assert main(("who", "payment", "--rev", day, "--brief")) == 0
        assert capsys.readouterr().out.startswith(f"payment: {owner}")


# --- objectives in files of other tools ---

REFERRING = replaced("sla.yaml", "target: 99.9, window: 28d", "ref: slo/shop.yaml#pay")
WITHOUT = replaced("sla.yaml", "target: 99.9, window: 28d", "window: 28d")


def slo(target: str, name: str = "pay") -> str:
    """A Sloth file with one objective."""
    return f"version: prometheus/v1\nservice: payment\nslos: [{{name: {name}, objective: {target}}}]\n"


def write_outside(history: History, path: str, text: str | None) -> None:
    """Write a file outside of the catalog (``None``: remove)."""
    if text is None:
        (history.repository.root / path).unlink()
    else:
        history.repository.write({path: text})


def test_a_referenced_file_has_a_history_as_well(history: History, log: Runner) -> None:
    write_outside(history, "slo/shop.yaml", slo("99.9"))
    history.commit("Refer to it", REFERRING)
    write_outside(history, "slo/shop.yaml", slo("99.5"))
    history.commit("Lower the objective")
    write_outside(history, "slo/shop.yaml", slo("99.5").replace("payment", "payments"))
    history.commit("Change what says nothing")
    write_outside(history, "slo/other.yaml", slo("90", "other"))
    history.commit("An objective that nothing refers to")
    write_outside(history, "slo/shop.yaml", None)
    write_outside(history, "slo/moved.yaml", slo("99.5"))
    history.commit("Move the file", {"sla.yaml": REFERRING["sla.yaml"].replace("slo/shop", "slo/moved")})
    found = told(log, "payment")
    assert found[:4] == [
        "Move the file",
        "  payment: SLA payment-for-checkout is looser: availability ref from slo/shop.yaml#pay to slo/moved.yaml#pay",
        "Lower the objective",
        "  payment: SLA payment-for-checkout is looser: availability target from 99.9 % to 99.5 %",
    ]
    assert found[4] == "Refer to it" and found[-4:] == BEGIN


def test_the_same_file_without_a_reference_has_none(history: History, log: Runner) -> None:
    write_outside(history, "slo/shop.yaml", slo("99.9"))
    history.commit("No reference", WITHOUT)
    write_outside(history, "slo/shop.yaml", slo("99.5"))
    history.commit("Lower the objective")
    found = told(log, "payment")
    assert found[0] == "No reference" and found[-4:] == BEGIN


def test_a_referenced_file_with_an_error_changes_nothing(history: History, log: Runner) -> None:
    write_outside(history, "slo/shop.yaml", slo("99.9"))
    history.commit("Refer to it", REFERRING)
    write_outside(history, "slo/shop.yaml", slo("99.9") + "a: [\n")
    broken = history.commit("Break it")
    found = log("payment", "--format", "json")
    assert [entry["subject"] for entry in json.loads(found.out)["entries"]] == ["Refer to it", "Begin"]
    assert (found.code, found.err) == (
        3,
        f"ownercat: slo/shop.yaml cannot be compared at {broken[:12]}: it has errors\n",
    )


def test_a_referenced_file_that_a_clone_lacks_is_said(history: History, log: Runner, tmp_path: Path) -> None:
    write_outside(history, "slo/shop.yaml", slo("99.9"))
    history.commit("Refer to it", REFERRING)
    write_outside(history, "slo/shop.yaml", slo("99.5"))
    history.commit("Lower the objective")
    blob = history.repository.git("rev-parse", "HEAD:slo/shop.yaml").strip()
    (history.repository.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = log("payment", "--format", "json")
    assert [entry["subject"] for entry in json.loads(found.out)["entries"]] == ["Refer to it", "Begin"]
    assert found.code == 3 and "the content is not in this clone" in found.err


# --- what does not read, and what is not here ---


def test_a_file_that_did_not_read_for_a_while_neither_ended_nor_began_anything(history: History, log: Runner) -> None:
    history.commit("Break it", {"sla.yaml": BASE["sla.yaml"] + "a: [\n"})
    mended = history.commit("Mend it", SLOWER)
    found = log("payment", "--format", "json")
    value = json.loads(found.out)
    says = [(entry["subject"], [change["says"] for change in entry["changes"]]) for entry in value["entries"]]
    looser = "payment: SLA payment-for-checkout is looser: restore at sev1 from 30m to 50m"
    assert says[0] == ("Break it", [looser])
    assert [subject for subject, _ in says] == ["Break it", "Begin"]
    assert (found.code, found.err) == (
        3,
        f"ownercat: catalog/sla.yaml cannot be compared right before {mended[:12]}: it has errors\n",
    )


def test_a_file_that_does_not_read_now(history: History, log: Runner) -> None:
    history.commit("Break it", {"payment.yaml": "a: [\n"})
    found = log("payment", "--format", "json")
    assert [entry["subject"] for entry in json.loads(found.out)["entries"]] == ["Begin"]
    assert "cannot be compared" in found.err


def test_a_shallow_clone_tells_what_is_here_and_claims_no_more(history: History, log: Runner, tmp_path: Path) -> None:
    history.commit("Restore more slowly", SLOWER)
    history.commit("Lower", replaced("payment.yaml", "tier: 2", "tier: 3"))
    clone = tmp_path / "clone"
    history.repository.git("clone", "-q", "--depth", "2", history.repository.root.as_uri(), str(clone))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(clone)
        found = log("payment", "--format", "json")
        value = json.loads(found.out)
        missed = log("nothing-of-that-name")
    assert [entry["subject"] for entry in value["entries"]] == ["Lower"]
    assert (found.code, value["complete"]) == (3, False)
    assert "the clone is shallow" in found.err and "fetch-depth: 0" in found.err
    assert missed.code == 3  # who knows


def test_a_partial_clone_is_said(history: History, log: Runner, tmp_path: Path) -> None:
    history.commit("Restore more slowly", SLOWER)
    history.commit("Restore as before", replaced("sla.yaml", "30m", "30m"))
    git = history.repository.git
    git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git("clone", "-q", "--filter=blob:none", history.repository.root.as_uri(), str(clone))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(clone)
        found = log("payment")
    assert found.code == 3 and "content is not in this clone" in found.err and "fetch-depth: 0" in found.err
    assert "removed" not in found.out


def test_a_clone_without_its_trees_is_said(history: History, log: Runner, tmp_path: Path) -> None:
    history.commit("Restore more slowly", SLOWER)
    git = history.repository.git
    git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git("clone", "-q", "--filter=tree:0", history.repository.root.as_uri(), str(clone))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(clone)
        found = log("payment")
    assert (found.code, found.out) == (3, "")
    assert "the history cannot be read" in found.err and "fetch-depth: 0" in found.err


GITLAB = """services:
  - name: {}
    friendly_name: The quay
    tier: sv
    label: quay
    owner: {}
"""


def lose(repository: Repository, path: str) -> None:
    """Remove the content of a committed file from the object store, as a partial clone lacks it."""
    blob = repository.git("rev-parse", f"HEAD:{path}").strip()
    (repository.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


@pytest.mark.parametrize("path", ["docs/ship.png", "deploy/quay.yaml"])
def test_a_missing_object_that_no_format_reads_does_not_matter(repository: Repository, log: Runner, path: str) -> None:
    repository.write({"service-catalog.yml": GITLAB.format("quay", "tides"), path: "kind: Deployment\n"})
    repository.git("add", "-A")
    repository.commit("Begin")
    lose(repository, path)
    found = log("quay", "--dialect", "gitlab")
    assert (found.code, found.err) == (0, "")
    assert "service     added: owner tides" in found.out


def test_a_missing_object_of_the_catalog_matters(repository: Repository, log: Runner) -> None:
    repository.write(
        {"service-catalog.yml": GITLAB.format("quay", "tides"), "ops/teams.yml": "teams: [{name: tides}]\n"}
    )
    repository.git("add", "-A")
    repository.commit("Begin")
    lose(repository, "ops/teams.yml")
    found = log("quay", "--dialect", "gitlab")
    assert found.code == 3 and "content is not in this clone" in found.err


def test_a_name_that_changed_in_place_is_followed(repository: Repository, log: Runner) -> None:
    for number, (name, owner) in enumerate([("quay_1", "tides"), ("quay_1", "gauges"), ("quay-1", "gauges")]):
        repository.write({"service-catalog.yml": GITLAB.format(name, owner)})
        repository.git("add", "-A")
        repository.commit(f"Commit {number}")
    assert told(log, "quay-1", "--dialect", "gitlab") == [
        "Commit 2",
        "  quay-1: service renamed from quay_1",
        "Commit 1",
        "  quay_1: owner from tides to gauges",
        "Commit 0",
        "  quay_1: service added: owner tides",
    ]


def test_a_version_of_a_foreign_file_that_cannot_be_read_removes_nothing(repository: Repository, log: Runner) -> None:
    for number, name in enumerate(["The quay", "'The quay", "The old quay"]):
        repository.write({"service-catalog.yml": GITLAB.format("quay", "tides").replace("The quay", name)})
        repository.git("add", "-A")
        repository.commit(f"Commit {number}")
    mended = repository.git("rev-parse", "HEAD").strip()
    found = log("quay", "--dialect", "gitlab")
    assert (found.code, found.err) == (
        3, f"ownercat: service-catalog.yml cannot be compared right before {mended[:12]}: it has errors\n",
    )  # fmt: skip
    assert "removed" not in found.out and "service     added: owner tides" in found.out


def test_a_secret_is_not_passed_on(history: History, log: Runner, capsys: pytest.CaptureFixture[str]) -> None:
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    history.commit("Oops", replaced("payment.yaml", "tier: 2", f"tier: 2\ncontacts: {{chat: {token}}}"))
    for format in ("text", "json", "markdown"):
        assert token not in log("payment", "--format", format).out
    main(("diff", "HEAD~1", "--format", "json"))
    out = capsys.readouterr().out
    assert token not in out and "contacts-changed" in out


def test_nothing_of_that_name(history: History, log: Runner) -> None:
    assert log("nothing") == (1, "", "ownercat: no service has or had the name or alias nothing\n")


def test_without_git(run: Runner) -> None:
    found = run("log", "payment", files={"catalog/a.yaml": BASE["payment.yaml"]})
    assert found.code == 2 and "needs a git repository" in found.err


def test_before_the_first_commit(repository: Repository, log: Runner) -> None:
    assert log("payment").code == 2


# --- hostile histories ---

EVIL = "@here <img src=x> [a](https://evil.example) ::error:: **b** `c` #1 \x1b[31m \u202e :100644 100644"


def test_foreign_text_stays_text(history: History, log: Runner) -> None:
    history.commit(EVIL, SLOWER, EVIL)
    for format in ("text", "json", "markdown"):
        out = log("payment", "--format", format).out
        assert all(char.isprintable() for char in out.replace("\n", "")), format
        assert not any(line.startswith("::") for line in out.split("\n")), format
    html = MarkdownIt().render(log("payment", "--format", "markdown").out)
    assert "<img" not in html and "href" not in html


@pytest.mark.parametrize("path", ["\x01\n:100644.yaml", ":100644 100644 a b M.yaml", "a*.yaml", "-a.yaml", "ü\t.yaml"])
def test_paths_of_any_kind(history: History, log: Runner, path: str) -> None:
    history.commit("Move", {"sla.yaml": None, path: BASE["sla.yaml"]})
    history.commit("Weaken", {path: SLOWER["sla.yaml"]})
    assert told(log, "payment")[0] == "Weaken"
    assert told(log, "payment")[2:] == BEGIN


def test_settings_of_the_repository_change_nothing(history: History, log: Runner) -> None:
    history.commit("Restore more slowly", SLOWER)
    before = log("payment").out
    for setting in ("log.showSignature=true", "log.follow=true", "diff.renames=copies", "log.diffMerges=off",
                    "format.pretty=oneline", "log.decorate=full", "color.ui=always", "diff.external=false",
                    "log.abbrevCommit=true", "i18n.logOutputEncoding=UTF-16", "log.date=relative", "log.showRoot=false"):  # fmt: skip
        history.repository.git("config", *setting.split("=", 1))
    assert log("payment").out == before


def test_links_and_modules_are_no_files(history: History, log: Runner) -> None:
    sla = history.repository.root / "catalog" / "sla.yaml"
    sla.unlink()
    sla.symlink_to("payment.yaml")
    history.commit("Link")
    assert (
        told(log, "payment")[1]
        == "  payment: SLA payment-for-checkout removed: availability target 99.9 %, hours 24x7, ack at sev1 10m, restore at sev1 30m"
    )


def test_a_foreign_catalog_has_a_history_too(repository: Repository, log: Runner) -> None:
    entity = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {}}}\n"
        "spec: {{type: service, lifecycle: production, owner: {}}}\n"
    )
    groups = "".join(
        f"---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: {name}}}\nspec: {{type: team, children: []}}\n"
        for name in ("web", "money")
    )
    found = History(repository)
    found.commit("Begin", {"../catalog-info.yaml": entity.format("pay", "web") + groups})
    found.commit("Hand over", {"../catalog-info.yaml": entity.format("pay", "money") + groups})
    entries: Any = json.loads(log("pay", "--dialect", "backstage", "--format", "json").out)["entries"]
    assert [(entry["subject"], entry["changes"][0]["kind"]) for entry in entries] == [
        ("Hand over", "owner-changed"),
        ("Begin", "service-added"),
    ]
