"""``ownercat who`` tells who is on call: now, at another time, in another revision; and says loudly when nobody is."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from tests.commands.conftest import Run, Runner
from tests.oncall.making import utc
from tests.repositories import Repository

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "output" / "who.schema.json").read_text(encoding="utf-8"))
HEAD = "apiVersion: ownercat/v1\n"
LAYER = "{timeZone: Europe/Madrid, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: '09:00'}}, from: 2026-01-05}"


def doc(kind: str, name: str, rest: str = "") -> str:
    return f"{HEAD}kind: {kind}\nname: {name}\n{rest}\n"


def catalog(
    layers: str = f"layers: [{LAYER}]", ana: str = "", wait: str = "5m", more: str = "", escalation: str = ""
) -> dict[str, str]:
    """A service whose page goes to a rotation of two, and then to the lead."""
    people = "---\n".join(
        doc(
            "Person",
            name.split()[0].lower(),
            f"title: {name}\ntimeZone: Europe/Madrid\ncontacts: [push, phone]\n{rest}",
        )
        for name, rest in (("Ana Ruiz", ana), ("Bo Chen", ""), ("Cleo Diaz", ""))
    )
    tiers = (
        f"tiers: [{{name: on-call, notify: [rotation:first], wait: {wait}}}, {{notify: [person:cleo], via: [phone]}}]"
    )
    return {
        "catalog/pay.yaml": doc("Service", "pay", "owner: till\nescalation: urgent"),
        "catalog/till.yaml": doc("Team", "till", "members: [ana, bo, cleo]"),
        "catalog/people.yaml": people,
        "catalog/first.yaml": doc("Rotation", "first", f"title: First line\nteam: till\n{layers}\n{more}"),
        "catalog/urgent.yaml": doc("Escalation", "urgent", f"team: till\n{tiers}\n{escalation}\nend: stop"),
    }


@pytest.fixture(autouse=True)
def a_night_at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("ownercat.sessions.instants._get_current_minute", lambda: utc("2026-11-22T02:12"))


def row(done: Run, label: str) -> list[str]:
    """The lines of one row."""
    lines = done.out.split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith(f" {label}"))
    rest = next((i for i in range(first + 1, len(lines)) if not lines[i].startswith("     ")), len(lines))
    return [line[13:] for line in lines[first:rest]]


def test_who_is_on_call_until_when_and_who_is_next(run: Runner) -> None:
    done = run("who", "pay", files=catalog())
    assert (done.code, done.err) == (0, "")
    assert row(done, "on call") == ["Bo Chen  now 03:12 in Madrid, until Mon 09:00  next Ana Ruiz"]
    assert row(done, "sev1 page") == [
        "times in Madrid",
        "03:12  +0m   Bo Chen (level on-call)  push, phone",
        "03:17  +5m   Cleo Diaz                phone",
    ]


NOBODY = {
    "a layer that has not started": (
        {"layers": "layers: [{timeZone: Europe/Madrid, members: [ana], from: 2026-12-01}]"},
        "layer 1 starts on 2026-12-01; next Ana Ruiz from Tue 2026-12-01 00:00 in Madrid",
    ),
    "a layer that is over": (
        {"layers": "layers: [{timeZone: Europe/Madrid, members: [ana], from: 2026-01-05, until: 2026-11-20}]"},
        "layer 1 ends on 2026-11-20; nobody in the next 400 days",
    ),
    "outside the windows": (
        {"layers": f"layers: [{LAYER[:-1]}, windows: [{{from: '08:00', to: '20:00'}}]}}]"},
        "no window of any layer is open; next Bo Chen from 08:00 in Madrid",
    ),
    "no layers": ({"layers": ""}, "the rotation has no layers; nobody in the next 400 days"),
    "a turn without a person": (
        {"layers": f"layers: [{LAYER.replace('bo', 'none')}]"},
        "a turn of layer 1 has no person (`none`); next Ana Ruiz from Mon 09:00 in Madrid",
    ),
    "an override that adds nobody": (
        {"more": "overrides: [{from: 2026-11-21, to: 2026-11-22, timeZone: Europe/Madrid, remove: bo}]"},
        "override 1 removes bo and adds nobody; next Bo Chen from Mon 00:00 in Madrid",
    ),
    "a leaver": (
        {"ana": "leavesOn: 2026-11-16", "layers": f"layers: [{LAYER.replace('ana, bo', 'bo, ana')}]"},
        "Ana Ruiz has the turn but left on 2026-11-16; next Bo Chen from Mon 09:00 in Madrid",
    ),
    "somebody who is not active": (
        {"ana": "active: false", "layers": f"layers: [{LAYER.replace('ana, bo', 'bo, ana')}]"},
        "Ana Ruiz has the turn but is not active; next Bo Chen from Mon 09:00 in Madrid",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOBODY)
def test_an_empty_slot_is_said_loudly(run: Runner, name: str) -> None:
    given, said = NOBODY[name]
    done = run("who", "pay", files=catalog(**given))
    text = " ".join(" ".join(row(done, "on call")).split())
    assert text == f"First line: nobody on call: {said}"
    assert done.err == f"ownercat: nobody on call in first: {said.partition(';')[0]}\n"
    assert row(done, "sev1 page")[1:3] == [
        "03:12  +0m   nobody (level on-call)",
        "03:17  +5m   Cleo Diaz               phone",
    ]


def test_a_page_that_nobody_gets_is_not_told_as_one_that_arrives(run: Runner) -> None:
    """Bo is on call, and the second tier uses no channel that Cleo has: the same as ``escalate`` says."""
    files = catalog()
    files["catalog/urgent.yaml"] = files["catalog/urgent.yaml"].replace("via: [phone]", "via: [sms]")
    assert row(run("who", "pay", "--at", "2026-11-16T12:00Z", files=files), "sev1 page") == [
        "times in Madrid",
        "13:00  +0m   Bo Chen (level on-call)  push, phone",
        "13:05  +5m   Cleo Diaz                nothing arrives",
    ]


def test_an_empty_tier_that_is_skipped_takes_no_time(run: Runner) -> None:
    files = catalog(layers="", escalation="onEmpty: skip")
    assert row(run("who", "pay", files=files), "sev1 page")[2] == "03:12  +0m   Cleo Diaz               phone"


def test_a_page_that_the_product_drops(run: Runner) -> None:
    files = catalog(layers="", escalation="onEmpty: drop")
    files["catalog/urgent.yaml"] = files["catalog/urgent.yaml"].replace("person:cleo", "rotation:first")
    assert row(run("who", "pay", files=files), "sev1 page") == [
        "no level has a person on call: the paging product drops the page"
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("away: [{from: 2026-11-20, to: 2026-11-22}]", "Ana Ruiz (away until 2026-11-22)"),
        ("leavesOn: 2026-11-22", "Ana Ruiz (leaves on 2026-11-22)"),
        pytest.param("away: [{from: 2026-11-23, to: 2026-11-24}]", "Ana Ruiz", id="away tomorrow"),
    ],
)
def test_whoever_is_away_or_about_to_leave_says_so(run: Runner, given: str, said: str) -> None:
    files = catalog(ana=given, layers=f"layers: [{LAYER.replace('ana, bo', 'bo, ana')}]")
    assert " ".join(row(run("who", "pay", files=files), "on call")).startswith(f"{said}  now 03:12 in Madrid")


def test_an_external_schedule_is_shown_as_such(run: Runner) -> None:
    files = catalog(layers="external: {provider: PagerDuty, url: 'https://pd.example/S1'}")
    done = run("who", "pay", files=files)
    assert (done.err, row(done, "on call")) == (
        "",
        ["First line: on call per PagerDuty, not known here:", "  https://pd.example/S1"],
    )
    assert row(done, "sev1 page")[1].startswith("02:12  +0m   First line (per PagerDuty) (level on-call)")


def test_a_single_person_has_no_hand_off(run: Runner) -> None:
    files = catalog(layers="layers: [{timeZone: Europe/Madrid, members: [ana], from: 2020-01-05}]")
    text = " ".join(row(run("who", "pay", files=files), "on call")).split()
    assert text == [
        "Ana",
        "Ruiz",
        "now",
        "03:12",
        "in",
        "Madrid,",
        "no",
        "handoff",
        "in",
        "the",
        "next",
        "400",
        "days",
    ]


def test_a_turn_of_half_a_year_has_an_end(run: Runner) -> None:
    files = catalog(layers=f"layers: [{LAYER.replace('1w', '26w')}]")
    text = " ".join(" ".join(row(run("who", "pay", files=files), "on call")).split())
    assert text == "Bo Chen now 03:12 in Madrid, until Mon 2027-01-04 09:00 next Ana Ruiz"


DOUBTFUL = {
    "an unknown key": ({"more": "requird: 24x7"}, "rotation first has errors"),
    "a date that does not exist": (
        {"layers": f"layers: [{LAYER.replace('2026-01-05', '2026-13-05')}]"}, "rotation first has errors",
    ),
    "no beginning": ({"layers": f"layers: [{LAYER.replace(', from: 2026-01-05', '')}]"}, "rotation first has a layer without `from`"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_plan_with_mistakes_gives_the_likely_name_and_says_so(run: Runner, name: str) -> None:
    given, because = DOUBTFUL[name]
    done = run("who", "pay", files=catalog(**given))
    assert done.err == f"ownercat: the on-call person is uncertain: {because}; run `ownercat check`\n"
    assert " (uncertain)  now 03:12 in Madrid, until Mon 09:00  next " in " ".join(row(done, "on call"))
    assert " (uncertain) (level on-call)  " in row(done, "sev1 page")[1]
    assert done.err == run("escalate", "pay").err


# --- another time ---


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-23T08:59+01:00", "Bo Chen  now 08:59 in Madrid, until 09:00  next Ana Ruiz"),
        ("2026-11-23T09:00+01:00", "Ana Ruiz  now 09:00 in Madrid, until Mon 2026-11-30 09:00  next Bo Chen"),
        ("2026-11-23T08:00Z", "Ana Ruiz  now 09:00 in Madrid, until Mon 2026-11-30 09:00  next Bo Chen"),
        pytest.param("2027-03-28T02:30+01:00", "Bo Chen  now 03:30 in Madrid, until Mon 09:00  next Ana Ruiz", id="no such time"),
        pytest.param(
            "2026-10-25T02:30+01:00", "Bo Chen  now 02:30 (UTC+1) in Madrid, until Mon 09:00  next Ana Ruiz", id="comes twice"
        ),
    ],
)  # fmt: skip
def test_at_any_time(run: Runner, at: str, said: str) -> None:
    done = run("who", "pay", "--at", at, files=catalog())
    assert (done.code, done.err, " ".join(" ".join(row(done, "on call")).split())) == (0, "", " ".join(said.split()))
    assert "\nas of " in done.out


def test_a_date_is_its_first_moment_in_utc_and_says_so(run: Runner) -> None:
    done = run("who", "pay", "--at", "2026-11-23", files=catalog())
    assert done.err == "ownercat: 2026-11-23 is taken as 00:00 UTC of that day\n"
    assert row(done, "on call") == ["Bo Chen  now 01:00 in Madrid, until 09:00  next Ana Ruiz"]


HOW = "write a date, 2026-11-22T03:12+01:00, a clock time such as 03:12, or -2h for two hours ago"


@pytest.mark.parametrize(
    ("at", "message", "help"),
    [
        (
            "2026-11-23T09:00",
            "--at 2026-11-23T09:00 has no UTC offset",
            "add `--zone ZONE`, or write 2026-11-23T09:00Z or 2026-11-23T09:00+01:00",
        ),
        ("now", "--at now is not a valid time", HOW),
        ("2026-02-30", "--at 2026-02-30 is not a valid time", HOW),
        ("\x1b[2J", "--at \\x1b[2J is not a valid time", HOW),
        ("24:00", "--at 24:00 is not a valid time", HOW),
        ("-2", "--at -2 is not a valid time", HOW),
        ("9999-12-31", "--at 9999-12-31 is too far away", "name a time from 1970 to 8999"),
    ],
)
def test_what_is_no_instant_is_refused(run: Runner, at: str, message: str, help: str) -> None:
    assert run("who", "pay", "--at", at, files=catalog()) == (2, "", f"ownercat: {message}\nhelp: {help}\n")


def test_the_night_of_a_change_of_clocks_says_so(run: Runner) -> None:
    done = run("who", "pay", "--at", "2027-03-28T01:58+01:00", files=catalog())
    assert " ".join(" ".join(row(done, "sev1 page")).split()) == (
        "times in Madrid; that day clocks change from 02:00 to 03:00 at 01:00 UTC "
        "01:58 +0m Bo Chen (level on-call) push, phone "
        "03:03 +5m Cleo Diaz phone"
    )
    assert "clocks" not in run("who", "pay", "--at", "2027-03-27T01:58+01:00").out


def test_an_escalation_that_runs_into_the_change_of_clocks_says_so(run: Runner) -> None:
    late = catalog(wait="3h")
    done = run("who", "pay", "--at", "2027-03-27T23:30+01:00", files=late)
    assert "times in Madrid; on Sun 2027-03-28 clocks change from 02:00 to 03:00 at 01:00 UTC" in " ".join(
        done.out.split()
    )
    change = "; on Sun 2027-03-28 clocks change from 02:00 to 03:00 at 01:00 UTC."
    assert change in " ".join(run("escalate", "pay", "--at", "2027-03-27T23:30+01:00").out.split())
    assert "clocks" not in run("who", "pay", "--at", "2027-03-27T20:00+01:00").out


def test_a_failsafe_that_reaches_nobody_says_so(run: Runner) -> None:
    safe = "failsafe: {via: [sms], to: rotation:first, after: 2m}"
    done = run("who", "pay", files=catalog(escalation=safe))
    assert " ".join(" ".join(row(done, "sev1 page")[2:4]).split()).endswith(
        "if nothing gets through: nothing arrives at Bo Chen: no contact for sms (sms)"
    )
    done = run("who", "pay", files=catalog(escalation=safe.replace("sms", "phone")))
    assert row(done, "sev1 page")[2].endswith("if nothing gets through: phone (phone) to Bo Chen")


@pytest.mark.parametrize(
    ("at", "zone", "taken", "on_call"),
    [
        pytest.param("02:12", "UTC", "Sun 2026-11-22 02:12 UTC", "02:12 UTC, until Mon 08:00", id="now"),
        pytest.param("02:13", "UTC", "Sat 2026-11-21 02:13 UTC", "02:13 UTC, until Mon 2026", id="the day before"),
        pytest.param("9:30", "Asia/Tokyo", "Sun 2026-11-22 09:30 in Tokyo (00:30 UTC)", "09:30 in Tokyo", id="short"),
        pytest.param("-2h", "Asia/Tokyo", "Sun 2026-11-22 09:12 in Tokyo (00:12 UTC)", "09:12 in Tokyo", id="ago"),
        pytest.param("-1d", "UTC", "Sat 2026-11-21 02:12 UTC", "02:12 UTC", id="a day ago"),
    ],
)
def test_a_clock_time_is_the_latest_one_that_has_passed(
    run: Runner, at: str, zone: str, taken: str, on_call: str
) -> None:
    done = run("who", "pay", "--at", at, "--zone", zone, files=catalog())
    assert (done.code, done.err) == (0, f"ownercat: {at} is taken as {taken}\n")
    assert row(done, "on call")[0].startswith(f"Bo Chen  now {on_call}".split(" 2026")[0])


def test_without_a_zone_a_clock_time_is_that_of_the_machine(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/St_Johns")
    time.tzset()
    try:
        done = run("who", "pay", "--at", "22:30", files=catalog())
    finally:
        monkeypatch.undo()
        time.tzset()
    assert done.err == ("ownercat: 22:30 is taken as Sat 2026-11-21 22:30 UTC-3:30, the time zone of this machine\n")
    assert "\nas of Sun 2026-11-22 03:00 in Madrid (02:00 UTC)" in done.out


def test_a_clock_time_that_occurred_twice_is_the_later_one(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for now, taken in (
        ("2026-10-25T01:45", "02:30 (UTC+1) in Madrid (01:30 UTC)"),
        ("2026-10-25T00:45", "02:30 (UTC+2) in Madrid (00:30 UTC)"),
    ):
        monkeypatch.setattr("ownercat.sessions.instants._get_current_minute", lambda now=now: utc(now))
        done = run("who", "pay", "--at", "02:30", "--zone", "Europe/Madrid", files=catalog())
        assert done.err == f"ownercat: 02:30 is taken as Sun 2026-10-25 {taken}\n"


def test_a_local_time_needs_a_zone(run: Runner) -> None:
    done = run("who", "pay", "--at", "2026-11-22T11:12", "--zone", "Asia/Tokyo", files=catalog())
    assert (done.code, done.err) == (0, "")
    assert row(done, "on call") == ["Bo Chen  now 11:12 in Tokyo, until Mon 17:00  next Ana Ruiz"]
    assert row(done, "sev1 page")[:2] == ["times in Tokyo", "11:12  +0m   Bo Chen (level on-call)  push, phone"]
    done = run("who", "pay", "--at", "2027-03-28T02:30", "--zone", "Europe/Madrid")
    assert (done.code, done.err) == (
        2,
        "ownercat: --at 2027-03-28T02:30 does not exist in Madrid: the clocks change then\n"
        "help: write 2027-03-28T01:30:00+01:00 or 2027-03-28T03:30:00+02:00\n",
    )
    done = run("who", "pay", "--zone", "Europe/Madird")
    assert (done.code, done.err) == (
        2, "ownercat: --zone Europe/Madird is not an IANA time zone\nhelp: did you mean Europe/Madrid?\n",
    )  # fmt: skip


def test_who_owned_this_when_it_broke(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: Runner
) -> None:
    repository.write(catalog())
    repository.git("add", "-A")
    assert repository.commit("as it was").returncode == 0
    later = catalog()
    later["catalog/first.yaml"] = later["catalog/first.yaml"].replace("[ana, bo]", "[cleo]")
    repository.write(later)
    monkeypatch.chdir(repository.root)
    at = ("--at", "2026-11-20T14:00Z")
    assert row(run("who", "pay", *at), "on call")[0].startswith("Cleo Diaz")
    then = run("who", "pay", "--rev", "2026-10-15", *at)
    assert row(then, "on call") == ["Bo Chen  now 15:00 in Madrid, until Mon 09:00  next Ana Ruiz"]
    # without --at, the date of the revision is the moment
    done = run("who", "pay", "--rev", "2026-10-15")
    assert done.err == "ownercat: 2026-10-15 is taken as 00:00 UTC of that day\n"
    assert row(done, "on call") == ["Ana Ruiz  now 02:00 in Madrid, until Mon 09:00  next Bo Chen"]


# --- a person ---


def test_a_person_sees_their_own_turns(run: Runner) -> None:
    files = catalog()
    assert row(run("who", "bo", files=files), "on call") == [
        "First line (primary, second of 2): now, until Mon 2026-11-23 09:00",
        "  in Madrid",
    ]
    assert " ".join(row(run("who", "ana"), "on call")).startswith(
        "First line (primary, first of 2): next Mon 2026-11-23 09:00"
    )


def test_a_member_who_never_comes(run: Runner) -> None:
    files = catalog(layers="layers: [{timeZone: UTC, members: [ana], from: 2026-01-05, until: 2026-02-01}]")
    assert row(run("who", "ana", files=files), "on call") == ["First line (primary, first of 1)"]


# --- JSON ---


def test_json_has_times_with_offsets_and_the_line_of_the_member(run: Runner) -> None:
    done = run("who", "pay", "--format", "json", files=catalog())
    value: Any = json.loads(done.out)
    Draft7Validator(SCHEMA, format_checker=FormatChecker()).validate(value)
    assert value["at"] == "2026-11-22T02:12:00+00:00"
    (schedule,) = value["answers"][0]["onCall"]
    now = schedule["now"]
    assert (now["state"], now["person"]["name"], now["timeZone"]) == ("person", "bo", "Europe/Madrid")
    assert (now["since"], now["until"]) == ("2026-11-16T09:00:00+01:00", "2026-11-23T09:00:00+01:00")
    assert (now["next"]["person"]["name"], now["next"]["start"]) == ("ana", "2026-11-23T09:00:00+01:00")
    assert now["source"]["path"] == "catalog/first.yaml"
    first, second = value["answers"][0]["page"]["now"]["steps"]
    assert (first["at"], first["people"][0]["who"]["name"]) == ("t+0", "bo")
    assert [channel["channel"] for channel in first["people"][0]["channels"]] == ["push", "phone"]
    assert (second["at"], second["time"]) == ("t+5m", "2026-11-22T03:17:00+01:00")


@pytest.mark.parametrize("name", NOBODY)
def test_json_of_empty_slots_keeps_its_schema(run: Runner, name: str) -> None:
    value = json.loads(run("who", "pay", "--format", "json", files=catalog(**NOBODY[name][0])).out)
    Draft7Validator(SCHEMA, format_checker=FormatChecker()).validate(value)
    now = value["answers"][0]["onCall"][0]["now"]
    assert (now["state"], now["person"], bool(now["because"])) == ("nobody", None, True)


# --- hostile rotations ---

HOSTILE = {
    "a zone that does not exist": {"layers": f"layers: [{LAYER.replace('Europe/Madrid', 'Mars/Olympus')}]"},
    "turns of a second": {"layers": f"layers: [{LAYER.replace('1w', '1s')}]"},
    "turns of a century": {"layers": f"layers: [{LAYER.replace('1w', '5200w')}]"},
    "overrides upside down": {
        "more": "overrides: [{from: 2026-11-23, to: 2026-11-20, timeZone: Europe/Madrid, remove: bo, add: cleo}]"
    },
    "ten thousand overrides": {
        "more": "overrides: ["
        + ",".join(["{from: 2026-11-20, to: 2026-11-25, timeZone: Europe/Madrid, remove: bo, add: cleo}"] * 10_000)
        + "]"
    },
    "members who do not exist": {"layers": f"layers: [{LAYER.replace('ana, bo', 'nobody-known, ghost')}]"},
    "a wait of a thousand weeks": {"wait": "1000w"},
    "a name of control characters": {"ana": 'aliases: [{name: "\\e[2Jx"}]'},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_rotations_end_in_an_answer(run: Runner, name: str) -> None:
    done = run("who", "pay", files=catalog(**HOSTILE[name]))
    assert done.code == 0
    assert "03:12  +0m  " in done.out or "02:12  +0m  " in done.out
    assert "\x1b" not in done.out + done.err
