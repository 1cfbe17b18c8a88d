"""``ownercat oncall compare``: a schedule is the same after a migration, or each difference has its cause.

The other side is rendered here from ``zoneinfo`` alone, by code that shares nothing with ownercat.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft7Validator

from tests.commands.conftest import Run, Runner
from tests.rules.reality.answers import COMPANY, rotation, schedule, snapshot, users

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/output/oncall-compare.schema.json").read_text("utf-8"))
LONDON = ZoneInfo("Europe/London")
HALF_DAY = timedelta(hours=12)
LAYERS = (
    "layers:",
    "  - {id: day, timeZone: Europe/London, members: [ana], windows: [{from: '08:00', to: '20:00'}], from: 2026-01-01}",
    "  - {id: night, timeZone: Europe/London, members: [bo], windows: [{from: '20:00', to: '08:00'}], from: 2026-01-01}",
)
HOURS = rotation("shop-primary", *LAYERS)
RANGE = ["--from", "2026-10-20T00:00Z", "--to", "2027-04-01T00:00Z"]
ALL = ["--zone", "UTC"]
Shift = tuple[datetime, datetime, str]


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def day_and_night(fixed: bool) -> Iterator[Shift]:
    """Shifts from 20:00 to 08:00 and from 08:00 to 20:00 in London; ``fixed``: the night has twelve elapsed hours."""
    for day in days(date(2026, 10, 18), date(2027, 4, 2)):
        begin = datetime.combine(day, time(20), LONDON).astimezone(UTC)
        morning = datetime.combine(day + timedelta(days=1), time(8), LONDON).astimezone(UTC)
        end = begin + HALF_DAY if fixed else morning
        evening = datetime.combine(day + timedelta(days=1), time(20), LONDON).astimezone(UTC)
        yield begin, end, "bo@shop.example"
        yield max(end, morning), evening, "ana@shop.example"  # the night wins where both are on call


def timeline(shifts: Iterator[Shift], overrides: dict[int, str] | None = None) -> str:
    """The answer of Opsgenie: three months and more of one schedule. ``overrides``: other people, by number of shift."""
    rows = list(shifts)
    periods = [
        {
            "startDate": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            "endDate": f"{end:%Y-%m-%dT%H:%M:%SZ}",
            "recipient": {"type": "user", "name": who},
        }
        for start, end, who in rows
    ]
    final = [period | {"recipient": {"type": "user", "name": (overrides or {}).get(n, period["recipient"]["name"])}}
             for n, period in enumerate(periods)]  # type: ignore[index]  # fmt: skip
    data = {
        "_parent": {"id": "S1", "name": "Shop"}, "startDate": f"{rows[0][0]:%Y-%m-%dT%H:%M:%SZ}",
        "endDate": f"{rows[-1][1]:%Y-%m-%dT%H:%M:%SZ}", "finalTimeline": {"rotations": [{"name": "all", "periods": final}]},
        "baseTimeline": {"rotations": [{"name": "all", "periods": periods}]},
    }  # fmt: skip
    return snapshot({"data": data}, source="opsgenie")


def compare(run: Runner, first: str, second: str, *options: str, **files: str) -> Run:
    return run(
        "oncall", "compare", first, second, *RANGE, *ALL, *options, files={**COMPANY, "catalog/r.yaml": HOURS, **files}
    )


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_local_hours_are_the_same_at_every_instant(run: Runner) -> None:
    done = compare(run, "shop-primary", "og.json", **{"og.json": timeline(day_and_night(fixed=False))})
    assert done == Run(
        0,
        "rotation shop-primary and schedule S1 of Opsgenie (og.json)\n"
        "Tue 2026-10-20 00:00 to Thu 2027-04-01 00:00 UTC\n"
        "\n"
        "the same person at every instant\n",
        "",
    )


def test_fixed_durations_differ_in_the_nights_of_the_clock_changes_only(run: Runner) -> None:
    done = compare(run, "shop-primary", "og.json", **{"og.json": timeline(day_and_night(fixed=True))})
    assert done == Run(
        1,
        "rotation shop-primary and schedule S1 of Opsgenie (og.json)\n"
        "Tue 2026-10-20 00:00 to Thu 2027-04-01 00:00 UTC\n"
        "\n"
        "from, UTC             for  first  second  cause\n"
        "Sun 2026-10-25 07:00  1h   bo     nobody  change of clocks\n"
        "Sun 2027-03-28 07:00  1h   ana    bo      change of clocks\n"
        "\n"
        "2 differences, 2 h in total\n",
        "",
    )


def test_an_override_of_the_other_system_is_its_cause(run: Runner) -> None:
    text = timeline(day_and_night(fixed=False), {20: "ana@shop.example"})
    found = json.loads(compare(run, "shop-primary", "og.json#S1", "--format", "json", **{"og.json": text}).out)
    Draft7Validator(SCHEMA).validate(found)
    assert found["differences"] == [
        {"start": 1793217600, "end": 1793260800, "first": "bo", "second": "ana", "cause": "override"}
    ]


def test_other_turns_and_missing_hours(run: Runner) -> None:
    swapped = HOURS.replace("members: [ana]", "members: [bo]")
    done = compare(run, "shop-primary", "og.json", "--format", "json",
                   **{"og.json": timeline(day_and_night(fixed=False)), "catalog/r.yaml": swapped})  # fmt: skip
    assert {each["cause"] for each in json.loads(done.out)["differences"]} == {"turns"}
    less = HOURS.replace("to: '20:00'", "to: '19:00'")
    done = compare(run, "shop-primary", "og.json", "--format", "json", **{"catalog/r.yaml": less})
    assert {each["cause"] for each in json.loads(done.out)["differences"]} == {"restriction"}


def test_a_part_that_a_side_does_not_know_is_exit_3(run: Runner) -> None:
    short = schedule("PX1", ("2026-10-20T00:00:00Z", "2026-10-20T07:00:00Z", "PU2"))
    files = {"pd.json": snapshot(short), ".ownercat/snapshots/u.json": snapshot(users(PU2="bo@shop.example"))}
    done = compare(run, "shop-primary", "pd.json", **files)
    assert (done.code, done.out.splitlines()[-2:]) == (
        3,
        ["not known for 3,905 h, first from Tue 2026-10-20 07:00; at all other times the", "  same person"],
    )


def test_two_rotations_of_the_catalog(run: Runner) -> None:
    other = HOURS.replace("shop-primary", "shop-second")
    assert compare(run, "shop-primary", "shop-second", **{"catalog/s.yaml": other}).code == 0


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["compare", "shop-primary"], "2 names given, but oncall takes two schedules"),
        (["a", "b"], "2 names given, but oncall takes one rotation, team or person"),
        (["compare", "shop-primary", "shop-primry"], "shop-primry is neither a rotation nor a file"),
        (["compare", "shop-primary", "og.json#S9"], "og.json does not have schedule S9"),
        (["compare", "shop-primary", "bad.json"], "snapshot bad.json is ignored: it is an HTML or XML page, not JSON: the request may"
         " have led to a login page"),
    ],
)  # fmt: skip
def test_what_is_refused(run: Runner, words: list[str], error: str) -> None:
    files = {**COMPANY, "catalog/r.yaml": HOURS, "og.json": timeline(day_and_night(fixed=False)), "bad.json": "<html>"}
    done = run("oncall", *words, *RANGE, files=files)
    assert (done.code, done.out, done.err.splitlines()[0]) == (2, "", f"ownercat: {error}")


def follow_the_sun() -> Iterator[Shift]:
    """The rotation platform-primary of the sample, by hand: three zones of eight hours in UTC, weekly turns."""
    zones = [(0, ["ravi", "jun"]), (8, ["luca", "nora"]), (16, ["diego", "kate"])]
    for day in days(date(2026, 10, 18), date(2027, 4, 2)):
        for hour, people in zones:
            start = datetime.combine(day, time(hour), UTC)
            weeks = (start - datetime(2026, 1, 5, hour, tzinfo=UTC)) // timedelta(weeks=1)
            yield start, start + timedelta(hours=8), f"{people[weeks % 2]}"


def test_the_sample_follows_the_sun_without_a_difference(run: Runner, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "catalog", tmp_path / "catalog")
    emails = {}
    for block in (ROOT / "catalog/people.yaml").read_text("utf-8").split("---"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if line.startswith(("name: ", "email: ")))
        emails[lines.get("name", "")] = lines.get("email", "")
    shifts = ((start, end, emails[who]) for start, end, who in follow_the_sun())
    (tmp_path / "og.json").write_text(timeline(shifts), encoding="utf-8")
    done = run("oncall", "compare", "platform-primary", "og.json", *RANGE, *ALL)
    assert (done.code, done.out.splitlines()[-1], done.err) == (0, "the same person at every instant", "")
