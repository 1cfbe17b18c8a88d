"""``ownercat diff``: what changed in meaning, in words and for programs, from commits, dates, the index and the working tree."""

from __future__ import annotations

import json
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
from tests.test_sample import SAMPLE

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
SCHEMA = json.loads((ROOT / "schemas" / "output" / "diff.schema.json").read_text(encoding="utf-8"))
COMMIT = "1f3c2d4e5f60"
SLA = "catalog/services/payment/sla.yaml"
OWNERSHIP = "catalog/services/payment/ownership.yaml"
TEAM = "catalog/teams/payments.yaml"


@pytest.fixture
def diff(repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the command in the repository."""
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *arguments: Run(main(("diff", *arguments)), *capsys.readouterr())


def commit(repository: Repository, files: dict[str, str], message: str = "Change") -> str:
    repository.write(files)
    repository.git("add", "-A")
    repository.commit(message)
    return repository.git("rev-parse", "HEAD").strip()


def small(**changed: str) -> dict[str, str]:
    """The small company of the comparison's tests, with other files (``sla=…`` is ``sla.yaml``)."""
    return {f"catalog/{path}": changed.get(path.partition(".")[0], text) for path, text in BASE.items()}


def edited(path: str, *edits: tuple[str, str]) -> dict[str, str]:
    text = SAMPLE[path]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return {path: text}


def changed(repository: Repository) -> None:
    """The sample, and a good deal of what can be done to it."""
    commit(repository, dict(SAMPLE))
    repository.write(edited(SLA, ("restore: 30m", "restore: 50m"), ("99.98", "99.9"), ("ack: 20m", "ack: 15m")))
    repository.write(edited(OWNERSHIP, ("owner: payments", "owner: storefront"), ("tier: 1", "tier: 2")))
    repository.write(edited(TEAM, ("wait: 5m", "wait: 15m"), ("caio, grace, rafael]\nlead", "grace, helena]\nlead")))
    (repository.root / "catalog/services/email/sla.yaml").unlink()
    (repository.root / "catalog/services/ad/ownership.yaml").unlink()
    repository.write(
        {
            "catalog/services/gift-cards.yaml": doc(
                "Service",
                "gift-cards",
                "owner: web",
                "dependsOn:",
                "  - {service: payment, interface: charge-v2}",
                "  - {service: cart, mode: soft, degrade: no balance is shown}",
            )
        }
    )


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("diff.txt", ()), ("diff-verbose.txt", ("-v",)), ("diff.md", ("--format", "markdown"))],
)
def test_whole_answers(repository: Repository, diff: Runner, name: str, arguments: tuple[str, ...]) -> None:
    changed(repository)
    found = diff(*arguments)
    out = found.out.replace(repository.git("rev-parse", "HEAD")[:12], COMMIT)  # it follows every word of the sample
    assert (found.code, out, found.err) == (0, (EXPECTED / name).read_text(encoding="utf-8"), "")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_it_fits_the_width(repository: Repository, diff: Runner, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    changed(repository)
    monkeypatch.setenv("COLUMNS", str(width))
    lines = diff().out.split("\n")
    assert [line for line in lines if len(line) > width and " " in line.strip()] == []
    assert [line for line in lines if line != line.rstrip()] == []


def valid(out: str) -> Any:
    value = json.loads(out)
    Draft7Validator(SCHEMA).validate(value)
    return value


def test_json_keeps_its_schema_and_names_the_lines_of_both_sides(repository: Repository, diff: Runner) -> None:
    changed(repository)
    value = valid(diff("--format", "json").out)
    assert (value["before"]["commit"], value["after"]) == (
        repository.git("rev-parse", "HEAD").strip(),
        {"commit": None, "name": "the working tree"},
    )
    looser = next(change for change in value["changes"] if change["kind"] == "sla-loosened" and not change["gone"])
    field = looser["fields"][1]
    assert {key: field[key] for key in ("name", "before", "after", "saidBefore", "saidAfter", "direction")} == {
        "name": "sev1.restore", "before": 1800, "after": 3000, "saidBefore": "30m", "saidAfter": "50m", "direction": "looser",
    }  # fmt: skip
    for key, text in (("sourceBefore", SAMPLE[SLA]), ("source", (repository.root / SLA).read_text(encoding="utf-8"))):
        assert field[key]["path"] == SLA
        assert "restore:" in text.split("\n")[field[key]["line"] - 1]
    gone = next(change for change in value["changes"] if change["gone"] and change["service"] == "ad")
    assert gone["source"] == {"path": "catalog/services/ad/ownership.yaml", "line": 4}


# --- which states ---


def test_nothing_changed(repository: Repository, diff: Runner) -> None:
    name = commit(repository, small())[:12]
    assert diff() == (0, f"Nothing changed in meaning from {name} to the working tree.\n", "")


@pytest.fixture
def three(repository: Repository) -> list[str]:
    """Three commits that promise less each time, half a year apart."""
    found = []
    for month, restore in (("01", "30m"), ("07", "1h"), ("12", "2h")):
        when = f"2026-{month}-01T12:00:00Z"
        repository.env |= {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
        found.append(commit(repository, small(sla=BASE["sla.yaml"].replace("30m", restore))))
    repository.write(small(sla=BASE["sla.yaml"].replace("30m", "4h")))
    return found


def restored(found: Run) -> str:
    """How the time to restore moved."""
    assert found.code == 0, found.err
    (line,) = [line for line in found.out.split("\n") if "restore" in line]
    return line.partition("restore at sev1 ")[2]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "from 2h to 4h"),
        (("{0}",), "from 30m to 4h"),
        (("{0}..{1}",), "from 30m to 1h"),
        (("{1}..{0}",), "from 1h to 30m"),
        (("{0}..",), "from 30m to 2h"),
        (("..{1}",), "from 2h to 1h"),
        (("2026-02-01",), "from 30m to 4h"),
        (("2026-02-01..2026-08-01",), "from 30m to 1h"),
        (("HEAD~1",), "from 1h to 4h"),
        ((":",), "from 2h to 4h"),
        (("{0}..:",), "from 30m to 2h"),
        (("{0}...HEAD",), "from 30m to 2h"),
    ],
)  # fmt: skip
def test_a_range_names_two_states(three: list[str], diff: Runner, words: tuple[str, ...], expected: str) -> None:
    assert restored(diff(*(word.format(*three) for word in words))) == expected


def test_three_dots_compare_with_where_the_branch_began(repository: Repository, three: list[str], diff: Runner) -> None:
    repository.git("checkout", "-q", "--force", "-b", "side", three[0])
    commit(repository, small(sla=BASE["sla.yaml"].replace("10m", "20m")))
    found = diff("main...side")
    assert "ack at sev1 from 10m to 20m" in found.out and "restore" not in found.out


def test_the_settings_of_each_side_say_where_its_catalog_is(repository: Repository, diff: Runner) -> None:
    commit(repository, small())
    repository.git("mv", "catalog", "things")
    repository.write({"ownercat.toml": 'catalog = "things"\n'})
    found = diff()
    assert "settings    changed: catalog added (things)" in found.out
    assert "1 change." in found.out


# --- what cannot be said ---


def test_a_file_that_does_not_read_is_said_and_no_verdict_claimed(repository: Repository, diff: Runner) -> None:
    commit(repository, small())
    repository.write(small(sla="apiVersion: [\n"))
    found = diff()
    assert (found.code, found.err) == (
        3, "ownercat: catalog/sla.yaml cannot be compared: the working tree has a version that ownercat cannot read\n",
    )  # fmt: skip
    assert valid(diff("--format", "json").out)["warnings"] == [found.err.removeprefix("ownercat: ").strip()]
    assert diff("-q").err == ""


def test_what_cannot_be_read_now_is_not_removed_and_the_rest_is_compared(repository: Repository, diff: Runner) -> None:
    commit(repository, small())
    repository.write(small(teams="apiVersion: [\n", payment=BASE["payment.yaml"].replace("tier: 2", "tier: 3")))
    found = diff()
    assert (found.code, found.err) == (
        3, "ownercat: catalog/teams.yaml cannot be compared: the working tree has a version that ownercat cannot read\n",
    )  # fmt: skip
    assert [line.split() for line in found.out.splitlines()[1:] if line] == [
        ["service", "payment", "catalog/payment.yaml:3"],
        ["tier", "lowered:", "from", "2", "to", "3"],
    ]


def test_what_could_not_be_read_before_is_not_added(repository: Repository, diff: Runner) -> None:
    name = commit(repository, small(teams="apiVersion: [\n"))[:12]
    repository.write(small())
    assert diff() == (
        3,
        f"Nothing changed in meaning from {name} to the working tree where both\n  sides can be compared.\n",
        f"ownercat: catalog/teams.yaml cannot be compared: {name} has a version that ownercat cannot read\n",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [("kind: Service", "kind: Servcie"), ("name: payment\n", "")],
)
def test_what_a_document_with_errors_may_still_define_is_not_removed(
    repository: Repository, diff: Runner, old: str, new: str
) -> None:
    name = commit(repository, small())[:12]
    assert old in BASE["payment.yaml"]
    repository.write(small(payment=BASE["payment.yaml"].replace(old, new)))
    assert diff() == (
        3,
        f"Nothing changed in meaning from {name} to the working tree where both\n  sides can be compared.\n",
        "ownercat: service payment cannot be compared: catalog/payment.yaml has errors in the working tree\n",
    )


def test_what_is_removed_beside_a_file_that_cannot_be_read_is_removed(repository: Repository, diff: Runner) -> None:
    commit(repository, {**small(), "catalog/spare.yaml": doc("Service", "spare", "owner: payments")})
    (repository.root / "catalog/spare.yaml").unlink()
    repository.write(small(sla="apiVersion: [\n"))
    found = diff()
    assert found.code == 3 and "service     removed: owner payments" in found.out


def test_a_file_that_does_not_read_on_both_sides_is_the_same(repository: Repository, diff: Runner) -> None:
    commit(repository, {**small(), "catalog/broken.yaml": "a: [\n"})
    assert diff().code == 0


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("nosuch", "revision nosuch is not a commit in this repository"),
        ("nosuch..HEAD", "revision nosuch is not a commit in this repository"),
        ("@{1}..HEAD", "uses the reflog"),
        ("--output=x", "ownercat diff has no option --output"),
        ("HEAD..--output=x", "revision --output=x is not a commit in this repository"),
    ],
)
def test_what_is_no_revision_is_refused(repository: Repository, diff: Runner, word: str, message: str) -> None:
    commit(repository, small())
    found = diff(word)
    assert found.code == 2 and message.lower() in found.err.lower()


def test_without_a_catalog_and_without_git(repository: Repository, diff: Runner, run: Runner) -> None:
    commit(repository, {"README.md": "Nothing.\n"})
    assert diff().code == 2
    assert run("diff", files={"catalog/a.yaml": BASE["payment.yaml"]}).code == 2


def test_a_shallow_clone_says_how_to_deepen_it(
    repository: Repository, three: list[str], diff: Runner, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", repository.root.as_uri(), str(clone))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(clone)
        found = diff(f"{three[0]}..HEAD")
    assert found.code == 3 and "fetch-depth: 0" in found.err


# --- hostile text ---

EVIL = "@here <img src=x> [a](https://evil.example) ::error:: **b** `c` #1 \\e[31m \u202e"


def test_a_rotation_that_is_gone_is_said_to_be(repository: Repository, diff: Runner) -> None:
    spare = doc("Rotation", "spare", "team: payments", "layers: [{id: a, members: [ana]}]")
    commit(repository, {**small(), "catalog/spare.yaml": spare})
    (repository.root / "catalog/spare.yaml").unlink()
    assert " rotation    removed: layer 1 members ana\n" in diff().out


def test_foreign_text_stays_text(repository: Repository, diff: Runner) -> None:
    hostile = BASE["sla.yaml"] + f"outcome: '{EVIL}'\nerrorBudget: {{onExhausted: '{EVIL}'}}\n"
    commit(repository, small(sla=hostile.replace("::error::", "::warning::")))
    repository.write(small(sla=hostile))
    for format in ("text", "json", "markdown"):
        out = diff("--format", format).out
        assert all(char.isprintable() for char in out.replace("\n", "")), format
        assert not any(line.startswith("::") for line in out.split("\n")), format
    html = MarkdownIt().render(diff("--format", "markdown").out)
    assert "<img" not in html and "href" not in html and "<em>" not in html


PYRRA = """\
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: payment}
spec: {target: "99.98", window: 28d}
"""


def test_a_looser_target_in_the_file_of_a_ref_loosens_the_sla(repository: Repository, diff: Runner) -> None:
    by_ref = edited(SLA, ("target: 99.98", "ref: slo/payment.yaml"))
    commit(repository, {**SAMPLE, **by_ref, "slo/payment.yaml": PYRRA})
    repository.write({"slo/payment.yaml": PYRRA.replace("99.98", "99.9")})
    answer = json.loads(diff("HEAD", "--format", "json").out)
    [found] = answer["changes"]
    assert (found["kind"], found["fields"][0]["name"], found["fields"][0]["saidBefore"], found["fields"][0]["saidAfter"]) == (
        "sla-loosened", "availability.target", "99.98 %", "99.9 %",
    )  # fmt: skip
