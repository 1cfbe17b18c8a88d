"""``oncall``: the schedule as people, programs and calendars read it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ownercat.oncall.calendar import build_calendar_between
from ownercat.oncall.clock import HOUR, to_datetime, to_instant
from ownercat.oncall.rotation import build_timeline
from ownercat.text import clean
from ownercat.views import oncall_ics
from ownercat.views.terminal import columns
from tests.catalogs import loaded
from tests.commands.conftest import Run, Runner
from tests.repositories import Repository
from tests.test_sample import SAMPLE

SCHEMA = Path(__file__).parents[2] / "schemas" / "output" / "oncall.schema.json"
HEAD = "apiVersion: ownercat/v1\n"
PEOPLE = f"""\
{HEAD}kind: Person
name: ana
title: Ana Ruiz
timeZone: Europe/Madrid
away: [{{from: 2026-12-08, to: 2026-12-10, timeZone: Europe/Madrid}}]
---
{HEAD}kind: Person
name: bo
title: Bo Chen
timeZone: Asia/Tokyo
---
{HEAD}kind: Person
name: cy
---
{HEAD}kind: Person
name: dee
---
{HEAD}kind: Team
name: shop
members: [ana, bo, cy]
---
{HEAD}kind: Team
name: idle
members: [ana, bo]
"""
PRIMARY = f"""\
{HEAD}kind: Rotation
name: shop-primary
title: Shop on call
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {{every: 1w, handoff: {{day: mon, at: "09:00"}}}}
    from: 2026-01-05
overrides:
  - {{from: 2026-12-01T20:00, to: 2026-12-02T08:00, timeZone: Europe/Madrid, remove: bo, add: cy, reason: concert}}
  - {{from: 2026-12-17T09:00, to: 2026-12-17T12:00, timeZone: Europe/Madrid, remove: bo}}
"""
SECONDARY = f"""\
{HEAD}kind: Rotation
name: shop-secondary
team: shop
role: secondary
required: {{timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "17:00"}}
layers:
  - id: office
    timeZone: Europe/Madrid
    members: [bo]
    windows: [{{days: [mon-fri], from: "09:00", to: "17:00"}}]
"""
VENDOR = f"""\
{HEAD}kind: Rotation
name: vendor
team: shop
role: manager
external: {{provider: pagerduty, id: PX1, url: "https://pager.example/PX1"}}
"""
SUN = (
    f"{HEAD}kind: Rotation\nname: sun\nteam: shop\nlayers:\n"
    '  - {id: london, timeZone: Europe/London, members: [ana], windows: [{from: "08:00", to: "16:00"}]}\n'
    '  - {id: new-york, timeZone: America/New_York, members: [bo], windows: [{from: "11:00", to: "19:00"}]}\n'
    '  - {id: singapore, timeZone: Asia/Singapore, members: [cy], windows: [{from: "08:00", to: "16:00"}]}\n'
)
FILES = {
    "catalog/people.yaml": PEOPLE,
    "catalog/rotations.yaml": "---\n".join([PRIMARY, SECONDARY, VENDOR]),
}
SINCE = ("--from", "2026-11-30T12:00")

OVERVIEW = """\
as of Mon 2026-11-30 12:00 UTC

rotation        on call         until                UTC        next
shop-primary    Bo Chen         Tue 20:00 in Madrid  Tue 19:00  cy
shop-secondary  Bo Chen         17:00 in Madrid      16:00      nobody
vendor          not known here

vendor: on call per PagerDuty (PX1), not known here: https://pager.example/PX1
"""
TABLE = """\
shop-primary · Shop on call · primary · team shop
Mon 2026-11-30 12:00 to Mon 2026-12-21 00:00 in Madrid

from, in Madrid       UTC        for       who
Mon 2026-11-30 12:00  11:00      1d8h      Bo Chen
Tue 2026-12-01 20:00  19:00      12h       cy; override 1 for Bo Chen: concert
Wed 2026-12-02 08:00  07:00      5d1h      Bo Chen
Mon 2026-12-07 09:00  08:00      7d        Ana Ruiz; AWAY 2026-12-08 to 2026-12-10
Mon 2026-12-14 09:00  08:00      3d        Bo Chen
Thu 2026-12-17 09:00  08:00      3h        NOBODY; override 2 removes bo and adds
                                           nobody
Thu 2026-12-17 12:00  11:00      3d12h     Bo Chen

NOBODY on call for 3 h (1 coverage gap)
"""


@pytest.fixture
def oncall(run: Runner) -> Any:
    def runner(*arguments: str, files: dict[str, str] | None = None) -> Run:
        return run("oncall", *arguments, files=FILES if files is None else files)

    return runner


def flat(done: Run) -> str:
    """The output without its layout."""
    return " ".join(done.out.split())


def test_without_a_name_every_rotation_has_a_line(oncall: Any) -> None:
    assert oncall(*SINCE) == Run(0, OVERVIEW, "")


def test_markdown_has_tables(oncall: Any) -> None:
    assert (
        oncall("--format", "markdown", *SINCE).out
        == """\
as of Mon 2026-11-30 12:00 UTC

| rotation | on call | until | UTC | next |
| --- | --- | --- | --- | --- |
| shop-primary | Bo Chen | Tue 20:00 in Madrid | Tue 19:00 | cy |
| shop-secondary | Bo Chen | 17:00 in Madrid | 16:00 | nobody |
| vendor | not known here |  |  |  |

vendor: on call per PagerDuty (PX1), not known here: `https://pager.example/PX1`
"""
    )
    page = oncall("shop-primary", "--format", "markdown", *SINCE, "--to", "2026-12-01").out
    assert (
        page
        == """\
**shop-primary** · Shop on call · primary · team shop

Mon 2026-11-30 12:00 to Wed 2026-12-02 00:00 in Madrid

| from, in Madrid | UTC | for | who |
| --- | --- | --- | --- |
| Mon 2026-11-30 12:00 | 11:00 | 1d8h | Bo Chen |
| Tue 2026-12-01 20:00 | 19:00 | 4h | cy; override 1 for Bo Chen: concert |
"""
    )


def test_an_overview_says_only_of_another_time_that_it_is_one(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, run: Runner
) -> None:
    monkeypatch.chdir(repository.root)
    repository.write(FILES)
    repository.git("add", "-A")
    repository.commit("rotations")
    for arguments, is_now in ((), True), (("--rev", "HEAD"), True), (("--from", "2026-12-01"), False):
        assert ("as of" not in run("oncall", *arguments).out) is is_now, arguments


def test_a_rotation_with_gaps_overrides_and_absences(oncall: Any) -> None:
    done = oncall("shop-primary", *SINCE, "--to", "2026-12-20")
    assert (done.code, done.err) == (0, "")
    assert done.out.split() == TABLE.split()
    assert max(map(columns, done.out.split("\n"))) <= 80


def test_the_default_is_from_now_for_four_weeks(oncall: Any) -> None:
    before = datetime.now(UTC).replace(second=0, microsecond=0)
    found = json.loads(oncall("shop-primary", "--format", "json").out)["rotations"][0]
    since, until = datetime.fromisoformat(found["from"]), datetime.fromisoformat(found["to"])
    assert 0 <= (since - before).total_seconds() <= 120
    assert (until.replace(tzinfo=None) - since.replace(tzinfo=None)).days == 28


@pytest.mark.parametrize("name", ["rotation:shop-primary", "SHOP-PRIMARY", "shop on call"])
def test_a_rotation_by_its_other_names(oncall: Any, name: str) -> None:
    assert oncall(name, *SINCE, "--to", "2026-12-20").out.split() == TABLE.split()


def test_a_team_has_its_rotations_the_primary_first(oncall: Any) -> None:
    done = oncall("shop", *SINCE)
    heads = [line.partition(" ·")[0] for line in done.out.split("\n") if " · " in line]
    assert heads == ["shop-primary", "shop-secondary", "vendor"]
    assert "Mon 2026-11-30 17:00 16:00 16h not required" in flat(done)
    assert "\non call per PagerDuty (PX1), not known here: https://pager.example/PX1\n" in done.out


def test_an_overview_is_of_one_instant_whatever_the_zones(oncall: Any) -> None:
    """Half past midnight in UTC is half past nine in Tokyo: the turn has changed there, and not yet in Madrid."""
    tokyo = PRIMARY.replace("shop-primary", "tokyo").replace("Europe/Madrid", "Asia/Tokyo").partition("overrides")[0]
    done = oncall("--from", "2026-12-07T00:30", files={**FILES, "catalog/tokyo.yaml": tokyo})
    assert "shop-primary Bo Chen 09:00 in Madrid Ana Ruiz" in flat(done)
    assert "tokyo Ana Ruiz Mon 2026-12-14 09:00 in Tokyo" in flat(done)


def test_a_person_sees_all_their_turns_by_their_own_clock(oncall: Any) -> None:
    lines = oncall("bo", "--from", "2026-12-01", "--to", "2026-12-02").out.split("\n")
    assert lines[:2] == ["Bo Chen", "Tue 2026-12-01 00:00 to Thu 2026-12-03 00:00 in Tokyo"]
    assert [" ".join(line.split()) for line in lines[3:] if line] == [
        "from, in Tokyo there UTC for rotation",
        "Tue 2026-12-01 00:00 Mon 16:00 in Madrid Mon 15:00 1d4h shop-primary",
        "Tue 2026-12-01 00:00 Mon 16:00 in Madrid Mon 15:00 1h shop-secondary",
        "Tue 2026-12-01 17:00 09:00 in Madrid 08:00 8h shop-secondary",
        "Wed 2026-12-02 16:00 08:00 in Madrid 07:00 8h shop-primary",
        "Wed 2026-12-02 17:00 09:00 in Madrid 08:00 7h shop-secondary",
    ]


def test_a_readers_zone_stands_before_that_of_the_rotation(oncall: Any) -> None:
    out = oncall("shop-primary", "--from", "2026-11-30T23:30", "--to", "2026-12-05", "--zone", "America/St_Johns")
    assert "from, in St Johns there UTC for who" in flat(out)
    assert "Tue 2026-12-01 15:30 20:00 in Madrid 19:00 12h cy; override 1 for Bo Chen: concert" in flat(out)


def test_local_times_across_a_change_of_clocks(oncall: Any) -> None:
    out = oncall("shop-primary", "--from", "2027-03-20", "--to", "2027-04-06").out
    assert "Mon 2027-03-22 09:00  08:00      6d23h" in out  # an hour is missing on the 28th
    assert "Mon 2027-03-29 09:00  07:00      7d " in out


def test_load_shares_are_the_whole(oncall: Any) -> None:
    done = oncall("shop-primary", "--load", "--from", "2026-11-30", "--to", "2026-12-20")
    lines = [line.split() for line in done.out.split("\n")]
    assert ["Bo", "Chen", "312.0", "62.3", "%", "14", "2"] in lines
    assert ["Ana", "Ruiz", "177.0", "35.3", "%", "8", "1"] in lines
    assert ["cy", "12.0", "2.4", "%", "1", "0"] in lines
    found = json.loads(
        oncall("shop-primary", "--load", "--format", "json", "--from", "2026-11-30", "--to", "2026-12-20").out
    )
    [rotation] = found["rotations"]
    assert sum(round(part["percent"] * 10) for part in rotation["load"]) == 1000
    covered = sum(part["seconds"] for part in rotation["load"])
    assert covered == 21 * 24 * HOUR - rotation["missingSeconds"]
    assert "nights (22:00 to 06:00) and weekends (Saturday and Sunday)" in done.out


def test_the_json_fits_its_schema(oncall: Any) -> None:
    for arguments in (("shop",), (), ("bo", "--load"), ("nobody-here",)):
        found = json.loads(oncall(*arguments, *SINCE, "--format", "json").out)
        Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(found)
    assert found["rotations"] == []
    [rotation] = json.loads(oncall("shop-primary", *SINCE, "--to", "2026-12-20", "--format", "json").out)["rotations"]
    assert rotation["now"] == {
        "kind": "turn",
        "who": "Bo Chen",
        "until": "2026-12-01T20:00:00+01:00",
        "next": "cy",
        "basis": "proved",
    }
    assert [shift["kind"] for shift in rotation["shifts"]].count("gap") == 1
    assert rotation["shifts"][1] == {
        "kind": "override", "person": "cy", "who": "cy",
        "from": "2026-12-01T20:00:00+01:00", "to": "2026-12-02T08:00:00+01:00",
        "begins": "2026-12-01T20:00:00+01:00", "ends": "2026-12-02T08:00:00+01:00",
        "zone": "Europe/Madrid", "notes": ["override 1 for Bo Chen: concert"],
        "source": {"path": "catalog/rotations.yaml", "line": 13}, "basis": "proved",
    }  # fmt: skip


def events(text: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_a_calendar_reads_back_what_the_timeline_says(oncall: Any) -> None:
    text = oncall("shop-primary", "--from", "2026-10-01", "--to", "2027-04-30", "--format", "ics").out
    found = events(text)
    catalog = loaded(FILES).catalog
    start, end = (to_instant(event[key].dt) for event, key in ((found[0], "DTSTART"), (found[-1], "DTEND")))
    made: Any = catalog.get("Rotation", "shop-primary")
    track = build_timeline(build_calendar_between(catalog, start, end), made)
    names = {"ana": "Ana Ruiz", "bo": "Bo Chen", "cy": "cy", None: "NOBODY"}
    assert [(to_instant(event["DTSTART"].dt), to_instant(event["DTEND"].dt), event["SUMMARY"]) for event in found] == [
        (slot.start, slot.end, f"{names[slot.person]} on call: shop-primary") for slot in track.slots
    ]
    assert all(one["DTEND"].dt == other["DTSTART"].dt for one, other in pairwise(found))


def test_the_form_of_a_calendar(oncall: Any) -> None:
    text = oncall("--format", "ics", *SINCE).out
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") and text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    found = events(text)
    assert len({event["UID"] for event in found}) == len(found)
    assert all(event["DTSTAMP"].dt == event["DTSTART"].dt for event in found)
    assert not [event for event in found if "not required" in event["SUMMARY"] or "vendor" in event["SUMMARY"]]


def test_a_calendar_of_many_is_called_by_whole_names(oncall: Any) -> None:
    more = {f"catalog/{name}.yaml": VENDOR.replace("name: vendor", f"name: {name}") for name in ("a", "b")}
    text = oncall("--format", "ics", *SINCE, files={**FILES, **more}).out.replace("\r\n ", "")
    assert "\r\nX-WR-CALNAME:on call: a\\, b\\, shop-primary and 2 more\r\n" in text


def test_a_calendar_does_not_depend_on_when_it_is_made(oncall: Any) -> None:
    early = {event["UID"]: event.to_ical() for event in events(oncall("shop-primary", *SINCE, "--format", "ics").out)}
    later = events(oncall("shop-primary", "--from", "2026-12-03", "--format", "ics").out)
    shared = [event for event in later if event["UID"] in early]
    assert len(shared) >= 5
    assert all(early[event["UID"]] == event.to_ical() for event in shared)


def test_a_swap_moves_an_event_instead_of_doubling_it(oncall: Any) -> None:
    swapped = {**FILES, "catalog/rotations.yaml": FILES["catalog/rotations.yaml"].replace("add: cy", "add: ana")}
    before = events(oncall("shop-primary", *SINCE, "--format", "ics").out)
    after = events(oncall("shop-primary", *SINCE, "--format", "ics", files=swapped).out)
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert [str(event["SUMMARY"]) for event in before] != [str(event["SUMMARY"]) for event in after]


HOSTILE = '\\r\\nBEGIN:VEVENT\\nATTENDEE:mailto:x@y;,\\\\\\" \\u0000\\u202e\\u2028::error:: ' + "ß漢🐈" * 60


@pytest.mark.parametrize("form", ["text", "json", "ics"])
def test_hostile_names_stay_names(oncall: Any, form: str) -> None:
    hostile = {
        path: text.replace("title: Bo Chen", f'title: "{HOSTILE}"').replace("reason: concert", f'reason: "{HOSTILE}"')
        .replace("title: Shop on call", f'title: "{HOSTILE}"').replace("provider: pagerduty", f'provider: "{HOSTILE}"')
        for path, text in FILES.items()
    }  # fmt: skip
    for arguments in ((), ("shop",), ("bo",), ("shop", "--load")):
        done = oncall(*arguments, *SINCE, "--format", form, files=hostile)
        assert done.code == 0
        assert not {"\0", "\u202e", "\u2028"} & set(done.out)
        assert not [
            line for line in done.out.splitlines() if line.lstrip().startswith("::") or line.startswith("ATTENDEE")
        ]
    if form == "ics":
        done = oncall("shop-primary", *SINCE, "--format", form, files=hostile)
        plain = oncall("shop-primary", *SINCE, "--format", form)
        assert [sorted(event.keys()) for event in events(done.out)] == [sorted(e.keys()) for e in events(plain.out)]
        assert max(len(line.encode()) for line in done.out.split("\r\n")) <= 75
        assert any(";,\\\\" in event["SUMMARY"] or ";,\\" in event["SUMMARY"] for event in events(done.out))


@given(st.text())
def test_any_text_comes_out_of_a_calendar_as_it_went_in(text: str) -> None:
    lines = [
        line
        for each in ("BEGIN:VEVENT", oncall_ics.text_of("SUMMARY", text), "END:VEVENT")
        for line in oncall_ics.folded(each)
    ]
    assert max(len(line.encode()) for line in lines) <= 75
    event = icalendar.Event.from_ical("\r\n".join(lines) + "\r\n")
    assert list(event) == ["SUMMARY"]
    assert event["SUMMARY"] == clean(text)


def test_follow_the_sun_by_local_times_is_shown_as_238_hours_of_gaps(oncall: Any) -> None:
    done = oncall("sun", "--from", "2026-01-01", "--to", "2026-12-31", files={**FILES, "catalog/sun.yaml": SUN})
    assert done.out.endswith("\nNOBODY on call for 238 h (238 coverage gaps)\n")
    assert "Sun 2026-03-08 23:00" in done.out
    assert "Sat 2026-10-31 23:00" in done.out
    assert flat(done).count("NOBODY; daylight saving moves ") == 238


def test_colour_marks_gaps(oncall: Any) -> None:
    out = oncall("shop-primary", *SINCE, "--color", "always").out
    assert "\x1b[1;31mThu 2026-12-17 09:00" in out


@pytest.mark.parametrize(
    ("arguments", "says", "help"),
    [
        (
            ("--zone", "Mars/Base"),
            "--zone Mars/Base is not an IANA time zone",
            "write an IANA time zone, for example Europe/Madrid",
        ),
        (("--zone", "Europe/Madird"), "--zone Europe/Madird is not an IANA time zone", "did you mean Europe/Madrid?"),
        (("--from", "tomorrow"), "--from tomorrow is no time", "write a day as 2026-11-30, "),
        (("--to", "0001-01-01"), "--to 0001-01-01 is no time", "write a day as "),
        (("--to", "9999-12-31"), "--to 9999-12-31 is no time", "write a day as "),
        (
            ("--from", "2026-11-30", "--to", "2026-11-29"),
            "--to 2026-11-29 is not after --from 2026-11-30",
            "give --from a time before --to",
        ),
        (("--to", "2020-01-01"), "--to 2020-01-01 is over", "give --from a time before --to"),
        (("--from", "2026-01-01", "--to", "2125-12-31"), "36,524 days are too many", "ask for 2,900 days or less"),
        (
            ("--from", "2027-03-28T02:30"),
            "--from 2027-03-28T02:30 does not exist in Madrid: the clocks change then",
            "write 2027-03-28T01:30:00+01:00 or 2027-03-28T03:30:00+02:00",
        ),
        (
            ("--from", "2026-10-01", "--to", "2026-10-25T02:30"),
            "--to 2026-10-25T02:30 occurs twice in Madrid: the clocks change then",
            "write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00",
        ),
    ],
)
def test_times_that_mean_nothing_are_refused(oncall: Any, arguments: tuple[str, ...], says: str, help: str) -> None:
    done = oncall("shop-primary", *arguments)
    assert (done.code, done.out) == (2, "")
    first, *rest = done.err.rstrip("\n").split("\nhelp: ")
    assert first == f"ownercat: {says}"
    assert (rest or [""])[0].startswith(help)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("shop-primry", "nothing is called shop-primry: no rotation, team or person\nhelp: did you mean shop-primary (rotation)?\n"),
        ("shpo", "nothing is called shpo: no rotation, team or person\nhelp: did you mean shop (team)?\n"),
        ("cart", "nothing is called cart: no rotation, team or person\nhelp: cart is a service: see ownercat who cart\n"),
        ("idle", "team idle has no rotation\n"),
        ("dee", "person dee is in no rotation\n"),
    ],
)  # fmt: skip
def test_nothing_found(oncall: Any, name: str, says: str) -> None:
    cart = f"{HEAD}kind: Service\nname: cart\nowner: shop\n"
    assert oncall(name, files={**FILES, "catalog/cart.yaml": cart}) == Run(1, "", f"ownercat: {says}")


def test_a_catalog_without_rotations(oncall: Any) -> None:
    assert oncall(files={"catalog/a.yaml": PEOPLE}) == Run(1, "", "ownercat: the catalog has no rotation\n")


def test_nothing_readable(oncall: Any) -> None:
    assert oncall(files={"catalog/a.yaml": "kind: [\n"}).code == 3


def test_what_must_not_be_relied_on_is_said(oncall: Any) -> None:
    unanchored = FILES["catalog/rotations.yaml"].replace("    from: 2026-01-05\n", "")
    done = oncall("shop-primary", *SINCE, files={**FILES, "catalog/rotations.yaml": unanchored})
    assert done.err == (
        "ownercat: rotation shop-primary has no start for its turns: the schedule is assumed"
        " (see ownercat explain missing-anchor)\n"
    )
    wrong = FILES["catalog/rotations.yaml"].replace("every: 1w", "every: week")
    done = oncall("shop-primary", *SINCE, files={**FILES, "catalog/rotations.yaml": wrong})
    assert "rotation shop-primary has errors: run ownercat check\n" in done.err
    assert done.code == 0


@pytest.mark.parametrize("every", ["1m", "5200w"])
def test_turns_of_a_minute_and_of_a_century(oncall: Any, every: str) -> None:
    files = {**FILES, "catalog/rotations.yaml": PRIMARY.replace("every: 1w", f"every: {every}")}
    done = oncall("shop-primary", *SINCE, "--format", "json", files=files)
    assert done.code == 0
    [rotation] = json.loads(done.out)["rotations"]
    assert rotation["shifts"][0]["from"] == "2026-11-30T12:00:00+01:00"
    assert rotation["shifts"][-1]["to"] == rotation["to"]


def test_members_nobody_and_overrides_upside_down(oncall: Any) -> None:
    text = PRIMARY.replace("[ana, bo]", "[none, ghost]").replace("to: 2026-12-02T08:00", "to: 2026-11-02T08:00")
    done = oncall("shop-primary", *SINCE, files={**FILES, "catalog/rotations.yaml": text})
    assert done.code == 0
    assert "ghost (undefined)" in flat(done)
    assert "NOBODY; a turn of layer everyone has no person (`none`)" in flat(done)
    empty = PRIMARY.replace("[ana, bo]", "[]")
    done = oncall("shop-primary", *SINCE, files={**FILES, "catalog/rotations.yaml": empty})
    assert "NOBODY; layer everyone has no members" in done.out
    bare = PRIMARY.partition("layers:")[0]
    assert (
        "NOBODY; it has no layers"
        in oncall(*("shop-primary", *SINCE), files={**FILES, "catalog/rotations.yaml": bare}).out
    )


def test_ten_thousand_overrides(oncall: Any) -> None:
    lines = "".join(
        f"  - {{from: {to_datetime(at).isoformat()}, to: {to_datetime(at + 600).isoformat()}, add: cy, reason: r}}\n"
        for at in range(1_764_000_000, 1_764_000_000 + 10_000 * 1_800, 1_800)
    )
    text = PRIMARY.partition("overrides:\n")[0] + f"overrides:\n{lines}"
    done = oncall(
        "shop-primary", "--from", "2026-01-01", "--to", "2026-03-01", files={**FILES, "catalog/rotations.yaml": text}
    )
    assert done.code == 0
    assert done.out.count("; override ") > 2_000


def test_an_older_revision(repository: Repository, monkeypatch: pytest.MonkeyPatch, run: Runner) -> None:
    repository.write(FILES)
    repository.git("add", "-A")
    repository.commit("all")
    repository.write({"catalog/rotations.yaml": PRIMARY.replace("[ana, bo]", "[cy, dee]")})
    monkeypatch.chdir(repository.root)
    then = run("oncall", "shop-primary", *SINCE, "--rev", "HEAD").out
    assert "Bo Chen" in then and "dee" not in then
    assert "dee" in run("oncall", "shop-primary", *SINCE).out


def test_the_sample_fits_80_columns(run: Runner) -> None:
    for arguments in ((), ("platform",), ("siti",), ("web", "--load"), ("storefront-primary", "--zone", "Asia/Tokyo")):
        done = run("oncall", *arguments, "--from", "2026-11-26T23:30", files=SAMPLE)
        assert (done.code, done.err) == (0, "")
        assert max(map(columns, done.out.split("\n"))) <= 80, arguments
