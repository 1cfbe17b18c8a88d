"""The sample with a rotation in PagerDuty: with and without a snapshot that has a gap of 8 h and a person who has left."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import Run, Runner, run  # noqa: F401  # the fixture
from tests.rules.reality.answers import schedule, snapshot, users

ROOT = Path(__file__).parents[1]
AT = ["--at", "2026-11-24T17:00:00Z"]
CHECK = ["check", "--as-of", "2026-11-23", "--format", "concise"]
PEOPLE = ["luca", "nora", "diego", "kate", "ravi", "jun"]


@pytest.fixture
def sample(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:  # noqa: F811  # the fixture
    """The sample catalog, whose first line of the platform team is in PagerDuty."""
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copytree(ROOT / "catalog", tmp_path / "catalog")
    file = tmp_path / "catalog/teams/platform.yaml"
    before, marker, after = file.read_text("utf-8").partition("layers:")  # of platform-primary, the first rotation
    rest = after[after.index("--- #") :]
    file.write_text(f"{before}external: {{provider: pagerduty, id: PXPLAT}}\n{rest}", encoding="utf-8")
    assert marker
    return run


def observe(folder: Path, people: Path) -> None:
    """Four weeks of three shifts a day; Sunday evening is empty, and the next one is that of a person who has left."""
    begin = datetime(2026, 11, 23, tzinfo=UTC)
    shifts = []
    for number in range(84):
        start = begin + timedelta(hours=8 * number)
        who = "stefan" if number == 30 else PEOPLE[number % 6]
        if number != 20:
            shifts.append(
                (f"{start:%Y-%m-%dT%H:%M:%SZ}", f"{start + timedelta(hours=8):%Y-%m-%dT%H:%M:%SZ}", f"P-{who}")
            )
    emails = {}
    for block in people.read_text("utf-8").split("---"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if line.startswith(("name: ", "email: ")))
        emails[f"P-{lines.get('name')}"] = lines.get("email", "")
    folder.mkdir(parents=True)
    head = {"fetched": "2026-11-23T00:00:00Z"}
    (folder / "s.json").write_text(snapshot(schedule("PXPLAT", *shifts), **head), encoding="utf-8")
    (folder / "u.json").write_text(snapshot(users(**emails), **head), encoding="utf-8")


def first_lines(done: Run, count: int) -> list[str]:
    return done.out.splitlines()[:count]


def test_without_a_snapshot_the_schedule_is_assumed(sample: Runner) -> None:
    assert (
        " on call     Platform on call: on call per PagerDuty (PXPLAT), not known here\n"
        in sample("who", "flagd", *AT).out
    )
    assert sample(*CHECK) == Run(0, "1 info (-v shows them) in 101 files (23 services)\n", "")


def test_with_a_snapshot_each_answer_has_a_name(sample: Runner, tmp_path: Path) -> None:
    observe(tmp_path / ".ownercat/snapshots", tmp_path / "catalog/people.yaml")
    lines = sample("who", "flagd", *AT).out.splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith(" on call"))
    assert lines[begin].startswith(" on call     Jun ")
    assert lines[begin + 1] == "             per PagerDuty (PXPLAT), fetched Mon 2026-11-23 00:00 UTC"
    rows = json.loads(
        sample("oncall", "platform-primary", "--from", "2026-11-29", "--to", "2026-12-03", "--format", "json").out
    )
    [found] = rows["rotations"]
    gaps = [(row["from"], row["notes"]) for row in found["shifts"] if row["kind"] == "gap"]
    assert gaps == [
        ("2026-11-29T16:00:00+00:00", ["nobody is scheduled in PagerDuty (PXPLAT), fetched Mon 2026-11-23 00:00 UTC"]),
        ("2026-12-03T00:00:00+00:00", ["stefan is not active"]),
    ]
    worst = " ".join(sample("escalate", "flagd", "--worst", *AT).out.split())
    assert "the first responder wakes after 5m" in worst
    assert "nobody is scheduled in PagerDuty (PXPLAT)" in worst
    done = sample(*CHECK)
    assert done.code == 1
    gap, collision, summary = done.out.splitlines()
    assert gap == (
        "catalog/teams/platform.yaml:18:7: error: ROT101 coverage-gap: rotation platform-primary has 2 coverage gaps: 16 h in"
        " 400 days from 2026-11-23, first Sun 2026-11-29 17:00–01:00 Europe/Madrid (16:00–00:00 UTC); cause:"
        " nobody is scheduled in PagerDuty (PXPLAT), fetched Mon 2026-11-23 00:00 UTC"
    )
    assert "ROT104 primary-secondary-collision" in collision
    assert summary == "1 error, 1 warning in 101 files (23 services)"
