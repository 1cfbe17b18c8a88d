"""``ownercat new``: documents that pass check, and incidents from a walk."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownercat.oncall.walking import RunbookWalk, WalkEvent, dump_walk
from ownercat.views import walk_record
from tests.commands.conftest import Runner
from tests.commands.test_drill import FILES

STARTED = "2026-10-01T14:00:00+00:00"
WALK = RunbookWalk(
    "pay", "pay-down", "down", "sev1", "0" * 64, STARTED, STARTED, None, (WalkEvent(STARTED, "back", "done: yes"),)
)
NAME, PATH = "pay-20261001-1400", "catalog/incidents/pay-20261001-1400.yaml"


@pytest.mark.parametrize("file", ["walk.json", "record.yaml"])
def test_an_incident_from_a_walk_passes_check(run: Runner, tmp_path: Path, file: str) -> None:
    walked = {"walk.json": dump_walk(WALK), "record.yaml": walk_record.render(WALK)}
    result = run("new", "incident", "--from-walk", file, files={**FILES, **walked})
    assert (result.code, result.out, result.err) == (0, f"wrote {PATH}\n", "")
    text = (tmp_path / PATH).read_text("utf-8")
    assert text == walk_record.render(WALK).replace(f'name: "{NAME}"', f"name: {NAME}")
    assert run("check").code == 0
    again = run("new", "Incident", "--from-walk", file)
    assert (again.code, again.out) == (2, "")
    assert again.err == f"ownercat: incident {NAME} exists already in {PATH}\nhelp: choose another NAME\n"
    other = run("new", "INCIDENT", "cards-declined", "--from-walk", file)
    assert (other.code, other.out) == (0, "wrote catalog/incidents/cards-declined.yaml\n")
    assert "\nname: cards-declined\n" in (tmp_path / "catalog/incidents/cards-declined.yaml").read_text("utf-8")


def test_a_dry_run_shows_the_incident(run: Runner, tmp_path: Path) -> None:
    result = run(
        "new", "incident", "--from-walk", "walk.json", "--dry-run", files={**FILES, "walk.json": dump_walk(WALK)}
    )
    assert result.code == 0
    assert result.out.startswith(f"{PATH}:\n  # Written by `ownercat runbook --walk`.")
    assert result.out.endswith('"done: yes"}\n\nnothing was written\n')
    assert not (tmp_path / PATH).exists()


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
