"""``ownercat who`` at 03:12: whole answers, and answers from broken catalogs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt

from ownercat.cli import main
from ownercat.text import is_hidden
from tests.commands.conftest import Run, Runner
from tests.oncall.making import utc
from tests.repositories import Repository

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
SCHEMA = json.loads((ROOT / "schemas" / "output" / "who.schema.json").read_text(encoding="utf-8"))
HEAD = "apiVersion: ownercat/v1\n"
MARKDOWN = ("evil", "--format", "markdown")


def doc(kind: str, name: str, rest: str = "") -> str:
    return f"{HEAD}kind: {kind}\nname: {name}\n{rest}\n"


PAY = doc("Service", "pay", "title: Pay\nowner: till\nescalation: urgent\ndependsOn: [{service: ledger}]")
FILES = {
    "catalog/pay.yaml": PAY,
    "catalog/ledger.yaml": doc("Service", "ledger", "owner: till\ncode: {paths: [src/ledger]}"),
    "catalog/till.yaml": doc(
        "Team", "till", "title: Till\nmembers: [ana]\nlead: ana\ncontacts: {chat: '#till'}\nescalation: urgent"
    ),
    "catalog/ana.yaml": doc("Person", "ana", "title: Ana Ruiz\nemail: ana@shop.example\ncontacts: [phone]"),
    "catalog/urgent.yaml": doc(
        "Escalation", "urgent", "team: till\ntiers: [{notify: [person:ana], via: [phone]}]\nend: stop"
    ),
}
BRIEF_PAY = "pay: Till · #till · lead Ana Ruiz\nsev1 page: times in UTC · 02:12 +0m Ana Ruiz phone\nrunbook: unknown\n"


@pytest.fixture(autouse=True)
def a_day_at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("ownercat.sessions.instants._get_current_minute", lambda: utc("2026-11-22T02:12"))


@pytest.fixture
def sample(parsed_once: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Ask the sample catalog."""
    monkeypatch.chdir(ROOT)

    def runner(*arguments: str) -> Run:
        return Run(main(("who", *arguments)), *capsys.readouterr())

    return runner


@pytest.fixture
def asked(repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Ask a catalog that is committed, after changing files in the working tree."""
    repository.write(FILES)
    repository.git("add", "-A")
    assert repository.commit("a catalog").returncode == 0
    monkeypatch.chdir(repository.root)

    def runner(*arguments: str, files: dict[str, str | bytes] | None = None) -> Run:
        repository.write(files or {})
        return Run(main(("who", *arguments)), *capsys.readouterr())

    return runner


def valid(out: str) -> Any:
    value = json.loads(out)
    Draft7Validator(SCHEMA).validate(value)
    return value


# --- the sample catalog, as people see it ---

SHOWN = {
    "service": ("checkout",),
    "path": ("src/checkout/main.go",),
    "alert": ("CheckoutPaymentErrors",),
    "person": ("ana",),
    "team": ("storefront",),
    "brief": ("checkout", "--brief"),
    "wide": ("checkout",),
    "narrow": ("checkout",),
    "verbose": ("payment", "-v"),
}
# It is a Sunday night: the second line of the shop assistant, which is not paged 24x7, sleeps.
AT_NIGHT = "nobody on call in support-secondary: no window of any layer is open"
WIDTHS = {"wide": 140, "narrow": 60}


@pytest.mark.parametrize("name", SHOWN)
def test_whole_answers(sample: Runner, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTHS.get(name, 80)))
    assert sample(*SHOWN[name]) == (0, (EXPECTED / f"who-{name}.txt").read_text(encoding="utf-8"), "")


def test_markdown_for_a_ticket(sample: Runner) -> None:
    assert sample("checkout", "--format", "markdown") == (0, (EXPECTED / "who-markdown.md").read_text("utf-8"), "")


def test_a_typo(sample: Runner) -> None:
    assert sample("chekout") == (
        1,
        "",
        "ownercat: not found: no service, team, person, path, alert or symptom has the name chekout\n"
        "help: did you mean checkout (service)?\n",
    )


def test_an_equal_dashboard_of_service_and_sla_occurs_once(sample: Runner) -> None:
    assert sample("flagd").out.count("https://grafana.shop.example/d/flagd\n") == 1
    assert re.findall(r"grafana.shop.example/d/(\S+)", sample("checkout").out) == ["checkout", "checkout-slo"]


def services() -> list[str]:
    return sorted(path.name for path in (ROOT / "catalog" / "services").iterdir() if path.is_dir())


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_every_service_fits_the_width_but_for_links(
    sample: Runner, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    done = sample(*services())
    assert (done.code, done.err) == (0, f"ownercat: {AT_NIGHT}\n")
    # a link or a path is never cut: it must stay one to copy
    assert [
        line for line in done.out.split("\n") if len(line) > width and "://" not in line and " " in line.strip()
    ] == []
    assert [line for line in done.out.split("\n") if line != line.rstrip()] == []


def test_json_of_everything_keeps_its_schema(sample: Runner) -> None:
    people = [
        line[6:]
        for line in (ROOT / "catalog/people.yaml").read_text(encoding="utf-8").split("\n")
        if line[:6] == "name: "
    ]
    teams = [path.stem for path in (ROOT / "catalog" / "teams").glob("*.yaml")]
    done = sample("--format", "json", *services(), *people, *teams)
    value = valid(done.out)
    assert (done.code, value["notFound"], value["warnings"]) == (0, [], [AT_NIGHT])
    assert {answer["kind"] for answer in value["answers"]} == {"Service", "Team", "Person"}


def test_json_names_the_line_of_each_fact(sample: Runner) -> None:
    (answer,) = valid(sample("checkout", "--format", "json").out)["answers"]
    for fact, word in (("tier", "tier:"), ("owner", "owner:"), ("description", "description:")):
        source = answer[fact]["source"]
        text = (ROOT / source["path"]).read_text(encoding="utf-8").split("\n")
        assert text[source["line"] - 1].startswith(word)


def test_colour_only_when_asked(sample: Runner) -> None:
    plain, coloured = sample("checkout").out, sample("checkout", "--color", "always").out
    assert "\x1b" not in plain
    assert "\x1b[1mservice checkout\x1b[0m" in coloured
    assert (
        coloured.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[1;34m", "") == plain
    )


# --- queries ---


def test_several_queries_are_answered_in_order(asked: Runner) -> None:
    value = valid(asked("ledger", "nothing", "till", "--format", "json").out)
    assert [answer["name"] for answer in value["answers"]] == ["ledger", "till"]
    assert [missed["query"] for missed in value["notFound"]] == ["nothing"]
    assert asked("ledger", "nothing").code == 1


def test_words_that_are_one_name_are_one_query(asked: Runner) -> None:
    value = valid(asked("Ana", "Ruiz", "--format", "json").out)
    assert [(answer["name"], answer["query"]) for answer in value["answers"]] == [("ana", "Ana Ruiz")]


def test_a_path_counts_from_where_one_stands(
    asked: Runner, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write({"src/ledger/main.go": "package main\n"})
    monkeypatch.chdir(repository.root / "src" / "ledger")
    assert asked("main.go").out.startswith("service ledger")
    assert asked("src/ledger/main.go").out.startswith("service ledger")
    assert asked("other.go").code == 1


def test_ambiguity_is_said(asked: Runner) -> None:
    done = asked("pay", files={"catalog/other.yaml": doc("Service", "pay", "owner: nobody")})
    assert done.code == 0
    assert done.err.startswith("ownercat: pay is ambiguous: 2 matches\n")
    assert "catalog/other.yaml:3" in done.out and "catalog/pay.yaml:3" in done.out
    assert asked("pay", "-q").err == ""


def test_the_page_of_a_severity(asked: Runner) -> None:
    assert " sev3 page   times in UTC\n             02:12  +0m" in asked("pay", "--severity", "sev3").out
    assert " sev3 page   times in UTC\n             02:12  +0m" in asked("pay", "--severity", "Sev3").out
    assert asked("pay", "--severity", "sev33") == (
        2, "", "ownercat: the policy has no severity sev33\nhelp: did you mean sev3?\n",
    )  # fmt: skip


def test_three_lines(asked: Runner) -> None:
    assert asked("pay", "--brief") == (0, BRIEF_PAY, "")
    assert asked("till", "--brief").out.count("\n") == asked("ana", "--brief").out.count("\n") == 3


# --- a broken world ---

BROKEN = "apiVersion: ownercat/v1\nkind: Service\nname: pay\nowner: [till\n"
WORSE: dict[str, dict[str, str | bytes]] = {
    "a neighbour that is no YAML": {"catalog/other.yaml": "kind: [Service\n"},
    "a neighbour in the middle of a merge": {
        "catalog/other.yaml": "<<<<<<< ours\nkind: Service\n=======\n>>>>>>> theirs\n"
    },
    "a neighbour that is a picture": {"catalog/other.yaml": b"\x89PNG\x00\xff"},
    "a neighbour in Latin-1": {"catalog/other.yaml": "name: Zoë\n".encode("latin-1")},
    "a neighbour that is a bomb": {"catalog/other.yaml": "[" * 100_000},
    "a neighbour that is huge": {"catalog/other.yaml": "a: " + "b" * 2_000_000},
    "a neighbour that is empty": {"catalog/other.yaml": b""},
    "a neighbour of an unknown kind": {"catalog/other.yaml": doc("Serivce", "other")},
    "a policy that is no YAML": {"catalog/policy.yaml": "kind: Policy\nseverities: [\n"},
    "a policy of wrong types": {
        "catalog/policy.yaml": doc("Policy", "p", "severities: 7\nchannels: [x]\ntiers: {1: no}")
    },
    "a policy without severities": {"catalog/policy.yaml": doc("Policy", "p", "severities: []")},
    "a configuration that is no TOML": {"ownercat.toml": "catalog = [\n"},
    "a configuration with an unknown key": {"ownercat.toml": "katalog = 'x'\n"},
    "a configuration in pyproject.toml of a wrong type": {"pyproject.toml": "[tool.ownercat]\ncatalog = 7\n"},
    "a configuration that is binary": {"ownercat.toml": b"\xff\xfe\x00"},
}


@pytest.mark.parametrize("state", WORSE)
def test_it_answers_beside(asked: Runner, state: str) -> None:
    done = asked("pay", "--brief", files=WORSE[state])
    assert (done.code, done.out) == (0, BRIEF_PAY)
    valid(asked("pay", "--format", "json").out)


def test_a_broken_policy_is_said(asked: Runner) -> None:
    done = asked("pay", "--brief", files=WORSE["a policy that is no YAML"])
    assert done.err == "ownercat: cannot read catalog/policy.yaml: the answer may be incomplete\n"


OWN_SEVERITY = doc("Policy", "p", "severities: [{id: huge, major: true}, {id: tiny}]")


@pytest.mark.parametrize("command", ["who", "escalate"])
def test_a_severity_of_a_policy_that_is_broken_now(
    run: Runner, asked: Runner, repository: Repository, capsys: Any, command: str
) -> None:
    broken = {"catalog/policy.yaml": "kind: Policy\nseverities: [\n"}
    repository.write(broken)
    assert main([command, "pay", "--severity", "huge"]) == 2
    assert capsys.readouterr().err.startswith(
        "ownercat: cannot read catalog/policy.yaml: the answer may be incomplete\n"
        "ownercat: the policy has no severity huge\n"
    )
    repository.write({"catalog/policy.yaml": OWN_SEVERITY})
    repository.git("add", "-A")
    repository.commit("a policy of our own")
    repository.write(broken)
    assert main([command, "pay", "--severity", "huge"]) == 0
    out, err = capsys.readouterr()
    assert "huge page" in out
    assert "ownercat: using the last committed version of catalog/policy.yaml: the current one has errors\n" in err


def test_a_broken_configuration_is_said(asked: Runner) -> None:
    done = asked("pay", "--brief", files=WORSE["a configuration with an unknown key"])
    assert done.err.startswith("ownercat: ignoring the configuration: ")


def test_a_configuration_that_was_named_must_be_right(asked: Runner) -> None:
    done = asked("pay", "--config", "mine.toml", files={"mine.toml": "katalog = 1\n"})
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BROKEN, id="no YAML"),
        pytest.param(f"<<<<<<< ours\n{PAY}=======\n{PAY}>>>>>>> theirs\n", id="conflict markers"),
        pytest.param(b"\xff" + PAY.encode(), id="another encoding"),
        pytest.param(PAY + "x: " + "[" * 100, id="too deep"),
    ],
)
def test_a_service_whose_own_file_is_broken_is_answered_from_the_last_commit(asked: Runner, text: str | bytes) -> None:
    assert asked("pay", "--brief", files={"catalog/pay.yaml": text}) == (
        0,
        BRIEF_PAY,
        "ownercat: using the last committed version of catalog/pay.yaml: the current one has errors\n",
    )
    value = valid(asked("pay", "--format", "json").out)
    assert value["warnings"] == ["using the last committed version of catalog/pay.yaml: the current one has errors"]


LOST = {
    "emptied": b"",
    "blank": b"\n\n",
    "cut in a line": PAY[: PAY.index("ow")].encode() + b"ow",
    "cut before its kind": PAY[: PAY.index("kind")].encode(),
    "full of zeros": bytes(len(PAY)),
    "removed": None,
}


@pytest.mark.parametrize("state", LOST)
@pytest.mark.parametrize("path", ["catalog/pay.yaml", "catalog/till.yaml", "catalog/ana.yaml"])
def test_a_file_that_lost_its_content_is_answered_from_the_last_commit(
    asked: Runner, repository: Repository, path: str, state: str
) -> None:
    content = LOST[state]
    if content is None:
        (repository.root / path).unlink()
    else:
        repository.write({path: content})
    why = "does not exist" if content is None else "is empty or cut off"
    assert asked("pay", "--brief") == (
        0, BRIEF_PAY, f"ownercat: using the last committed version of {path}: the current one {why}\n",
    )  # fmt: skip


def test_lines_that_an_author_removed_are_not_restored(asked: Runner, repository: Repository) -> None:
    done = asked("pay", "--brief", files={"catalog/pay.yaml": PAY[: PAY.index("escalation")]})
    assert (done.code, done.err) == (0, "")
    assert "sev1 page: times in UTC" in done.out  # the team's own escalation
    asked("pay", files={"catalog/pay.yaml": ""})
    repository.commit("pay is no more", "-a")
    assert asked("pay").code == 1


def test_so_is_one_whose_owner_s_file_is_broken(asked: Runner) -> None:
    done = asked("pay", "--brief", files={"catalog/till.yaml": "kind: [Team # till, name: till\n"})
    assert (done.out, done.err) == (
        BRIEF_PAY, "ownercat: using the last committed version of catalog/till.yaml: the current one has errors\n",
    )  # fmt: skip


def test_lines_are_those_of_the_last_commit(asked: Runner) -> None:
    value = valid(asked("pay", "--format", "json", files={"catalog/pay.yaml": "\n\n\n" + BROKEN}).out)
    assert value["answers"][0]["owner"]["source"] == {"path": "catalog/pay.yaml", "line": 5}


def test_a_sound_file_is_read_as_it_is_now(asked: Runner) -> None:
    done = asked("pay", files={"catalog/pay.yaml": PAY.replace("owner: till", "owner: new")})
    assert "new (undefined)" in done.out


def test_what_is_newer_than_the_last_commit_counts(asked: Runner) -> None:
    done = asked("fresh", files={"catalog/till.yaml": doc("Service", "fresh", "title: Fresh") + "---\nx: [\n"})
    assert (done.code, done.out.split("\n")[0][:13]) == (0, "service fresh")
    assert "cannot read catalog/till.yaml" in done.err


def test_a_broken_file_that_was_never_committed(asked: Runner) -> None:
    done = asked("fresh", files={"catalog/fresh.yaml": BROKEN.replace("pay", "fresh")})
    assert done.code == 1
    assert "cannot read catalog/fresh.yaml" in done.err


def test_a_commit_that_is_asked_for_stays_as_it_is(asked: Runner, repository: Repository) -> None:
    asked("pay", files={"catalog/pay.yaml": BROKEN})
    repository.git("add", "-A")
    repository.commit("break it")
    repository.write({"catalog/pay.yaml": PAY})
    assert asked("pay", "--rev", "HEAD", "--brief").code == 1
    assert asked("pay", "--rev", "HEAD~1", "--brief") == (0, BRIEF_PAY, "")
    assert asked("pay", "--brief") == (0, BRIEF_PAY, "")


def test_an_index_in_the_middle_of_a_merge(asked: Runner, repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "theirs")
    asked("pay", files={"catalog/pay.yaml": PAY.replace("title: Pay", "title: Theirs")})
    repository.git("commit", "-qam", "theirs")
    repository.git("checkout", "-q", "main")
    asked("pay", files={"catalog/pay.yaml": PAY.replace("title: Pay", "title: Ours")})
    repository.git("commit", "-qam", "ours")
    subprocess.run(
        ["git", "merge", "theirs"], cwd=repository.root, env=repository.env, check=False, capture_output=True
    )
    for extra in ([], ["--rev", ":"]):
        done = asked("pay", *extra)
        assert (done.code, done.out.split("\n")[0][:18]) == (0, "service pay · Ours")
        why = "has errors" if not extra else "cannot be read"
        assert done.err == f"ownercat: using the last committed version of catalog/pay.yaml: the current one {why}\n"


def test_a_symbolic_link_is_not_followed(asked: Runner, repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(doc("Service", "canary", "owner: till"))
    (repository.root / "catalog" / "pay.yaml").unlink()
    (repository.root / "catalog" / "pay.yaml").symlink_to(tmp_path / "secret.yaml")
    assert asked("pay", "--brief").out == BRIEF_PAY
    assert asked("canary").code == 1


@pytest.mark.parametrize("files", [{}, {"catalog/pay.yaml": BROKEN}], ids=["sound", "broken"])
def test_without_git(asked: Runner, monkeypatch: pytest.MonkeyPatch, files: dict[str, str | bytes]) -> None:
    monkeypatch.setenv("PATH", "")
    done = asked("pay", "--brief", files=files)
    assert done.code == (1 if files else 0)
    assert done.out == ("" if files else BRIEF_PAY)


def test_outside_a_repository(run: Runner) -> None:
    assert run("who", "pay", "--brief", files=FILES) == (0, BRIEF_PAY, "")


def test_in_a_repository_without_a_commit(repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    repository.write({**FILES, "catalog/x.yaml": "pay: ["})
    monkeypatch.chdir(repository.root)
    assert main(("who", "pay", "--brief")) == 0
    assert capsys.readouterr().out == BRIEF_PAY


def test_nothing_is_written(asked: Runner, repository: Repository) -> None:
    before = {path: path.stat().st_mtime_ns for path in repository.root.rglob("*")}
    asked("pay")
    asked("payy")
    assert {path: path.stat().st_mtime_ns for path in repository.root.rglob("*")} == before


@pytest.mark.parametrize("variable", ["HOME", "TERM", "PWD", "LANG"])
def test_without_a_variable(asked: Runner, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.delenv(variable, raising=False)
    assert asked("pay", "--brief").out == BRIEF_PAY


def test_a_terminal_that_knows_only_ascii(repository: Repository) -> None:
    repository.write(FILES)
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "ownercat", "who", "pay"]
    done = subprocess.run(command, cwd=repository.root, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stdout.isascii(), done.stderr) == (0, True, b"")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        pytest.param({"readme.txt": "no catalog"}, 2, id="no catalog"),
        pytest.param({"catalog/a.yaml": "kind: [\n", "catalog/b.yaml": "x"}, 3, id="nothing that reads"),
        pytest.param({"catalog/a.yaml": "# nothing\n"}, 3, id="nothing at all"),
    ],
)
def test_where_there_is_nothing_to_answer_from(run: Runner, files: dict[str, str], code: int) -> None:
    done = run("who", "pay", files=files)
    assert (done.code, done.out) == (code, "")


def test_hostile_text_stays_text(asked: Runner) -> None:
    evil = "\u202e##[error]\u001b]0;x\u0007::error::"
    rest = f"title: {json.dumps(evil)}\ndescription: {json.dumps('::stop-commands::x ' + evil)}\nowner: {json.dumps(evil)}\n"
    rest += f"telemetry: {{dashboard: {json.dumps('https://x/' + evil)}}}\nescalation: {json.dumps(evil)}\n"
    for arguments in (["evil"], ["evil", "-v"], ["evil", "--brief"], ["evil", "--format", "json"], [evil], MARKDOWN):
        done = asked(*arguments, files={"catalog/evil.yaml": doc("Service", "evil", rest)})
        text = done.out + done.err
        assert not [char for char in text if is_hidden(char) and char != "\n"]
        assert "##[" not in text
        assert not [line for line in text.split("\n") if line.lstrip().startswith("::")]


def test_markdown_renders_to_text_alone(asked: Runner) -> None:
    evil = json.dumps("<b>x</b> [x](https://evil.example) ![](x) @everyone # `x` ``` | --> x\n# y")
    rest = f"title: {evil}\ndescription: {evil}\nowner: {evil}\ncontacts: {{chat: {evil}}}\n"
    done = asked(*MARKDOWN, files={"catalog/evil.yaml": doc("Service", "evil", rest)})
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(done.out)
    assert not re.search(r"<(?!/?(?:p|ul|li|strong|code)>)", html)
    assert "@everyone" not in re.sub(r"<code>.*?</code>", "", html)


def test_a_service_with_a_thousand_dependents_is_cut(asked: Runner) -> None:
    many = "".join(f"---\n{doc('Service', f's{n}', 'dependsOn: [{service: pay}]')}" for n in range(900))
    done = asked("pay", files={"catalog/many.yaml": many})
    assert "and 881 more (-v shows all)" in done.out
    assert "s899 (hard)" in asked("pay", "-v").out


# --- foreign formats ---


def test_a_foreign_catalog(run: Runner) -> None:
    files = {
        "svc/catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: wallet\n"
        "spec: {type: service, lifecycle: production, owner: money}\n",
        "org/catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: money}\n"
        "spec: {type: team, children: [], profile: {email: money@shop.example}}\n",
    }
    done = run("who", "wallet", "--dialect", "backstage", files=files)
    assert done.code == 0
    assert done.out.startswith("service wallet · production  ")  # Backstage has no tiers
    assert " owner       money" in done.out
    shown = json.loads(run("who", "wallet", "--dialect", "backstage", "--format", "json").out)["answers"][0]
    assert (shown["tier"], shown["lifecycle"]["value"]) == (None, "production")
    team = run("who", "money", "--dialect", "backstage").out
    assert " owns        wallet" in team and "tier" not in team


def test_nothing_is_made_up_for_a_format_without_tiers_and_life_cycles(run: Runner) -> None:
    files = {
        "services/service-catalog.yml": "services: [{name: git, teams: [core]}]\nteams: []\ntiers: [{name: sv}]\n",
        "services/teams.yml": "teams: [{name: core, slack_channel: g_core}]\n",
    }
    done = run("who", "git", "--dialect", "gitlab", files=files)
    assert done.out.split("services/")[0].rstrip() == "service git"
    value = json.loads(run("who", "git", "core", "--dialect", "gitlab", "--format", "json").out)
    Draft7Validator(SCHEMA).validate(value)
    git, core = value["answers"]
    assert (git["tier"], git["lifecycle"]) == (None, None)
    assert [(owned["tier"], owned["lifecycle"]) for owned in core["services"]] == [(None, None)]


def test_a_secret_in_a_contact_is_not_passed_on(asked: Runner) -> None:
    secret = "T0123ABCD/B0123ABCD/aBcDeFgHiJkLmNoPqRsTuVwX"
    rest = f"contacts: {{chat: 'https://hooks.slack.com/services/{secret}'}}"
    for arguments in ([], ["-v"], ["--brief"], ["--format", "json"]):
        done = asked("leaky", *arguments, files={"catalog/leaky.yaml": doc("Service", "leaky", rest)})
        assert done.code == 0
        assert "aBcDeFgHiJkLmNoPqRsTuVwX" not in done.out
        assert "hooks.slack.com" in done.out


def test_foreign_references_are_queries_too(run: Runner) -> None:
    files = {
        "catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: wallet}\n"
        "spec: {type: service, lifecycle: production, owner: money}\n---\n"
        "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: money}\nspec: {type: team, children: []}\n---\n"
        "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: ana}\nspec: {memberOf: [money]}\n",
    }
    for query in ("component:default/wallet", "service:wallet", "group:money", "user:default/ana", "person:ana"):
        assert run("who", query, "--dialect", "backstage", files=files).code == 0
    assert run("who", "user:money", "--dialect", "backstage").code == 1


def test_what_a_format_cannot_say_is_no_warning(run: Runner) -> None:
    text = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: wallet}\nspec: {owner: money}\n"
    assert run("who", "wallet", "--dialect", "backstage", files={"catalog-info.yaml": text}).err == ""


def test_a_description_of_several_lines_is_one_paragraph(asked: Runner) -> None:
    done = asked("long", files={"catalog/long.yaml": doc("Service", "long", "description: |\n  One.\n  Two.\n")})
    assert "\nOne. Two.\n" in done.out
