"""``ownercat new``: documents that pass check, and incidents from a walk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ownercat.oncall.walking import RunbookWalk, WalkEvent, dump_walk
from ownercat.views import walk_record
from tests.commands.conftest import Runner
from tests.commands.test_drill import FILES
from tests.commands.test_runbook_walk import Terminal

STARTED = "2026-10-01T14:00:00+00:00"
WALK = RunbookWalk(
    "pay", "pay-down", "down", "sev1", "0" * 64, STARTED, STARTED, None, (WalkEvent(STARTED, "back", "done: yes"),)
)
NAME, PATH = "pay-20261001-1400", "catalog/incidents/pay-20261001-1400.yaml"


@pytest.mark.parametrize("file", ["walk.json", "record.yaml"])
def test_an_incident_from_a_walk_passes_check(run: Runner, tmp_path: Path, file: str) -> None:
    walked = {"walk.json": dump_walk(WALK), "record.yaml": walk_record.render(WALK)}
    result = run("new", "incident", "--from-walk", file, files={**FILES, **walked})
    times = "startedAt, detectedAt, triggeredAt, acknowledgedAt, restoredAt, resolvedAt"
    following = f"next: add the times that you know ({times}), and run ownercat metrics --service pay\n"
    assert (result.code, result.out, result.err) == (0, f"wrote {PATH}\n{following}", "")
    text = (tmp_path / PATH).read_text("utf-8")
    assert text == walk_record.render(WALK).replace(f'name: "{NAME}"', f"name: {NAME}")
    assert run("check").code == 0
    again = run("new", "Incident", "--from-walk", file)
    assert (again.code, again.out) == (2, "")
    assert again.err == f"ownercat: incident {NAME} exists already in {PATH}\nhelp: choose another NAME\n"
    other = run("new", "INCIDENT", "cards-declined", "--from-walk", file)
    assert (other.code, other.out) == (0, f"wrote catalog/incidents/cards-declined.yaml\n{following}")
    assert "\nname: cards-declined\n" in (tmp_path / "catalog/incidents/cards-declined.yaml").read_text("utf-8")


def test_a_dry_run_shows_the_incident(run: Runner, tmp_path: Path) -> None:
    result = run(
        "new", "incident", "--from-walk", "walk.json", "--dry-run", files={**FILES, "walk.json": dump_walk(WALK)}
    )
    assert result.code == 0
    assert result.out.startswith(f"{PATH}:\n  # Written by `ownercat runbook --walk`.")
    assert result.out.endswith('"done: yes"}\n\nnothing was written\n')
    assert not (tmp_path / PATH).exists()


def test_a_pipe_is_not_waited_for(run: Runner, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = run("new", "incident", "--from-walk", "pipe", files=FILES)
    assert (done.code, done.err.splitlines()[0]) == (2, "ownercat: pipe is neither the state nor the record of a walk")


WALK_ERRORS = {
    "another file": (
        ["--from-walk", "catalog/pay.yaml"], {},
        "catalog/pay.yaml is neither the state nor the record of a walk\n"
        "help: name the file of --state or --record of ownercat runbook --walk\n",
    ),
    "no file": (
        ["--from-walk", "none.json"], {},
        "cannot read none.json: No such file or directory\nhelp: name a file of a walk\n",
    ),
    "a bad name": (
        ["Cards Declined", "--from-walk", "walk.json"], {"walk.json": dump_walk(WALK)},
        "Cards Declined is not a valid name\n"
        "help: use lower-case letters, digits and inner hyphens, at most 63 characters: cards-declined\n",
    ),
    "a service that does not exist": (
        ["--from-walk", "walk.json"], {"walk.json": dump_walk(WALK._replace(service="payy"))},
        "nothing was written: check reports catalog/incidents/payy-20261001-1400.yaml:6 incident payy-20261001-1400 has an "
        "undefined service: payy\n"
        "help: did you mean pay?\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WALK_ERRORS)
def test_a_walk_that_is_refused(run: Runner, case: str, tmp_path: Path) -> None:
    arguments, files, err = WALK_ERRORS[case]
    result = run("new", "incident", *arguments, files={**FILES, **files})
    assert (result.code, result.out, result.err) == (2, "", f"ownercat: {err}")
    assert not (tmp_path / "catalog/incidents").exists()


# --- new documents ---

SERVICE_TEXT = """\
apiVersion: ownercat/v1
kind: Service
name: refunds
description: "The service refunds."  # assumption: say what it does
tier: 2
owner: shop
escalation: shop-urgent
"""


def test_a_service_with_what_its_tier_asks_for(run: Runner, tmp_path: Path) -> None:
    result = run("new", "service", "refunds", "--team", "shop", "--tier", "2", files=FILES)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "wrote catalog/services/refunds/ownership.yaml\nwrote catalog/services/refunds/runbook.yaml\n"
        "next: correct what is marked with `# assumption`, then run ownercat who refunds\n"
    )
    assert (tmp_path / "catalog/services/refunds/ownership.yaml").read_text("utf-8") == SERVICE_TEXT
    assert run("check").code == 0
    again = run("new", "service", "refunds", "--team", "shop")
    assert (again.code, again.out) == (2, "")
    assert again.err == (
        "ownercat: service refunds exists already in catalog/services/refunds/ownership.yaml\n"
        "help: choose another NAME\n"
    )


def test_each_kind_after_init(run: Runner, tmp_path: Path) -> None:
    """The first hour: a catalog from init, then one document of each kind, without a terminal."""
    assert run("init", "--yes").code == 0
    for tier in "1234":
        assert run("new", "service", f"tier-{tier}", "--tier", tier).code == 0
        assert run("new", "escalation", f"pages-{tier}", "--tier", tier).code == 0
    of_service = ("sla", "runbook", "expectation", "drill", "incident", "journey")
    for kind in ("person", "team", "rotation", *of_service):
        service = ("--service", "tier-1") if kind in of_service else ()
        team = ("--team", "first-team") if kind in ("rotation", "journey") else ()
        person = ("--person", "another") if kind == "team" else ()
        result = run("new", kind, "another", *service, *team, *person)
        assert (result.code, result.err) == (0, ""), kind
    assert run("check").code == 0
    assert run("test").code == 0
    second = run("new", "policy", "other")
    assert (second.code, second.err) == (
        2, "ownercat: policy company exists already in catalog/policy.yaml\nhelp: edit that file\n"
    )  # fmt: skip


def test_a_rotation_that_follows_the_sun(run: Runner, tmp_path: Path) -> None:
    places = ("--place", "Europe/Madrid=ana", "--place", "America/New_York=bo", "--place", "Asia/Singapore=zoe")
    assert run("new", "rotation", "sun", "--team", "shop", *places, files=FILES).code == 0
    text = (tmp_path / "catalog/rotations/sun.yaml").read_text("utf-8")
    windows = [line.strip() for line in text.splitlines() if "windows" in line or "# A" in line or "# E" in line]
    assert windows == [
        "- id: singapore  # Asia/Singapore", 'windows: [{from: "00:00", to: "08:00"}]',
        "- id: madrid  # Europe/Madrid", 'windows: [{from: "08:00", to: "16:00"}]',
        "- id: new-york  # America/New_York", 'windows: [{from: "16:00", to: "24:00"}]',
    ]  # fmt: skip
    assert run("check").code == 0


def test_the_template_of_the_organization(run: Runner, tmp_path: Path) -> None:
    template = "apiVersion: ownercat/v1\nkind: Team\nname: {{ name }}\ncontacts: {chat: '#ours-{{ name }}'}\n"
    files = {**FILES, "catalog/templates/team.yaml": template}
    assert run("new", "team", "web", "--person", "ana", "--person", "bo", files=files).code == 0
    text = (tmp_path / "catalog/teams/web.yaml").read_text("utf-8")
    assert text == template.replace("{{ name }}", "web") + "members: [ana, bo]\n"
    assert run("who", "web").code == 0  # a template is no part of the catalog
    bad = run("new", "team", "ops", "--person", "ana", files={"catalog/templates/team.yaml": "kind: {{ color }}\n"})
    assert (bad.code, bad.out) == (2, "")
    assert bad.err.startswith(
        "ownercat: template catalog/templates/team.yaml has an unknown placeholder: {{ color }}\n"
    )
    late = run("new", "team", "ops", "--person", "ana", files={"catalog/templates/team.yaml": f"{template}tier: 1\n"})
    assert late.err.startswith(
        "ownercat: nothing was written: check reports catalog/teams/ops.yaml:5 team ops has an unknown key: `tier`\n"
    )


def test_a_template_that_is_a_link_is_refused(run: Runner, tmp_path: Path) -> None:
    run("--version", files={**FILES, "secret.yaml": "kind: Team\n"})
    (tmp_path / "catalog/templates").mkdir()
    (tmp_path / "catalog/templates/team.yaml").symlink_to(tmp_path / "secret.yaml")
    result = run("new", "team", "ops", "--person", "ana")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "ownercat: template catalog/templates/team.yaml cannot be read: symlink\nhelp: put a regular file there\n"
    )


NEW_ERRORS = {
    "no team": (
        ["service", "x"], "ownercat: a new service needs a team\nhelp: add --team with one of ops or shop\n",
    ),
    "an unknown team": (
        ["service", "x", "--team", "shp"], "ownercat: no team has the name shp\nhelp: did you mean shop?\n",
    ),
    "no name": (
        ["service", "--team", "shop"],
        "ownercat: the NAME of the new document is missing\nhelp: ownercat new service NAME\n",
    ),
    "an unknown kind": (["servce", "x"], "ownercat: no kind has the name servce\nhelp: did you mean service?\n"),
    "a record of a signature": (
        ["signoff", "x"], "ownercat: ownercat new cannot write a SignOff\nhelp: run ownercat signoff approve\n",
    ),
    "two services": (
        ["sla", "x", "--service", "pay", "--service", "cart"],
        "ownercat: a sla has one service\nhelp: give --service once\n",
    ),
    "a place without people": (
        ["rotation", "x", "--team", "shop", "--place", "Europe/Madrid"],
        "ownercat: --place Europe/Madrid is not a time zone with people\n"
        "help: write an IANA time zone and names, for example Europe/Madrid=ana,bo\n",
    ),
    "hours": (
        ["rotation", "x", "--team", "shop", "--hours", "9-5"],
        'ownercat: --hours 9-5 is not valid\nhelp: use 24x7, or days and times such as "mon-fri 09:00-17:00"\n',
    ),
    "hours of several places": (
        ["rotation", "x", "--team", "shop", "--hours", "09:00-17:00",
         "--place", "Europe/Madrid=ana", "--place", "Asia/Tokyo=bo"],
        "ownercat: --hours 09:00-17:00 cannot be shared by several places\nhelp: leave --hours out: 24x7\n",
    ),
    "a walk of a service": (
        ["service", "x", "--from-walk", "a.json"],
        "ownercat: --from-walk writes an incident, not a service\nhelp: use ownercat new incident\n",
    ),
}  # fmt: skip
OPS = "apiVersion: ownercat/v1\nkind: Team\nname: ops\nmembers: [zoe]\n"
CART = "apiVersion: ownercat/v1\nkind: Service\nname: cart\ntier: 4\nowner: ops\n"


@pytest.mark.parametrize("case", NEW_ERRORS)
def test_a_document_that_is_refused(run: Runner, case: str, tmp_path: Path) -> None:
    arguments, err = NEW_ERRORS[case]
    files = {**FILES, "catalog/ops.yaml": OPS, "catalog/cart.yaml": CART}
    result = run("new", *arguments, files=files)
    assert (result.code, result.out, result.err) == (2, "", err)
    assert sorted(path.name for path in (tmp_path / "catalog").iterdir()) == sorted(
        path.removeprefix("catalog/") for path in files
    )


def test_questions_on_a_terminal(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    terminal = Terminal(tmp_path, "new", "rotation")
    terminal.expect("name of the rotation: ")
    terminal.type("sun\n")
    terminal.expect("team [shop]: ")
    terminal.type("\n")
    terminal.expect("time zone and people [UTC=ana,bo]: ")
    terminal.type("Europe/Madrid=ana\n")
    terminal.expect("time zone and people (empty: no more): ")
    terminal.type("Asia/Tokyo=bo\n")
    terminal.expect("time zone and people (empty: no more): ")
    terminal.type("\n")
    assert "  - id: tokyo  # Asia/Tokyo\n" in terminal.expect("write these files? [y/N] ")
    terminal.type("y\n")
    code, rest = terminal.end()
    assert code == 0
    assert " ".join(rest.split()) == (
        "y wrote catalog/rotations/sun.yaml next: run ownercat oncall sun, and add rotation:sun to `notify` of a level"
    )


def test_a_no_writes_nothing(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    terminal = Terminal(tmp_path, "new", "service", "x", "--team", "shop")
    terminal.expect("tier, 1 (most critical) to 4 [3]: ")
    terminal.type("4\n")
    terminal.expect("write these files? [y/N] ")
    terminal.type("\n")
    code, rest = terminal.end()
    assert (code, rest.strip()) == (1, "nothing was written")
    assert not (tmp_path / "catalog/services").exists()
