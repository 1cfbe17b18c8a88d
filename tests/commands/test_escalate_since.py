"""``escalate --since``: the incident clock, to the second, in text, JSON and Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from ownercat.cli import main
from tests.commands.conftest import Run, Runner

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/output/escalate.schema.json").read_text("utf-8"))
SINCE, NOW = "2026-11-22T03:00+01:00", "2026-11-22T03:12+01:00"
TEXT = """\
 now           Sun 2026-11-22 03:12 in Madrid (02:12 UTC), 12m after the page
                 started
 active        level second, since t+5m: Emre Kaya
 overdue       level on-call by 7m
 next          level command, since t+15m: Hana Sato: in 3m
 update        customers: 1 update due until now, the next due in 18m (03:30),
                 then every 20m
 ack           overdue by 2m of 10m (until 03:10), SLA checkout-external
 restore       48m left of 1h (until 04:00), SLA checkout-external
 budget        36.7 min left of 40.3 min (99.9 % over 28d), SLA
                 checkout-external; this incident used 3.6 min (0.3 of the
                 users), earlier ones 0.0 min
"""


@pytest.fixture
def sample(parsed_once: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Ask the sample catalog."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *arguments: Run(main(("escalate", *arguments)), *capsys.readouterr())


def clock(sample: Runner, service: str, since: str, now: str) -> dict[str, Any]:
    out = sample(service, "--severity", "sev1", "--since", since, "--at", now, "--format", "json").out
    found = json.loads(out)
    Draft7Validator(SCHEMA, format_checker=FormatChecker()).validate(found)
    value: dict[str, Any] = found["pages"][0]["clock"]
    return value


def test_the_text(sample: Runner) -> None:
    code, out, err = sample("checkout", "--severity", "sev1", "--since", SINCE, "--at", NOW)
    assert (code, err) == (0, "")
    assert out.endswith(TEXT)


def test_the_markdown(sample: Runner) -> None:
    out = sample("checkout", "--severity", "sev1", "--since", SINCE, "--at", NOW, "--format", "markdown").out
    assert "- ack: overdue by 2m of 10m (until 03:10), SLA checkout-external\n" in out


def test_without_since_there_is_no_clock(sample: Runner) -> None:
    assert json.loads(sample("checkout", "--at", NOW, "--format", "json").out)["pages"][0]["clock"] is None


def test_the_start_of_the_page(sample: Runner) -> None:
    found = clock(sample, "checkout", SINCE, SINCE)
    assert (found["elapsed"], found["active"]["tier"], found["overdue"]) == (0, "on-call", [])
    # comms of checkout: firstWithin 10m; SLA: updateEvery 20m
    assert (found["updates"]["passed"], found["updates"]["left"]) == (0, 600)
    assert [(each["name"], each["left"]) for each in found["targets"]] == [("ack", 600), ("restore", 3_600)]


def test_before_the_first_level(sample: Runner) -> None:
    found = clock(sample, "payment", SINCE, SINCE)  # its policy waits a minute
    assert (found["active"], found["following"]["seconds"]) == (None, 60)


@pytest.mark.parametrize(
    ("now", "active", "overdue"),
    [
        ("03:04", ("on-call", 1), []),
        ("03:05", ("second", 1), [("on-call", 0)]),
        ("03:15", ("command", 1), [("on-call", 600), ("second", 0)]),
        ("03:31", ("on-call", 2), [("on-call", 1_560), ("second", 960), ("command", 60)]),
    ],
)
def test_a_level_is_overdue_from_the_page_of_the_next_one_on(
    sample: Runner, now: str, active: tuple[str, int], overdue: list[tuple[str, int]]
) -> None:
    found = clock(sample, "checkout", SINCE, f"2026-11-22T{now}+01:00")
    assert (found["active"]["tier"], found["active"]["round"]) == active
    assert [(each["tier"], each["seconds"]) for each in found["overdue"]] == overdue


def test_the_budget_by_hand(sample: Runner) -> None:
    """99.98 % of 28 days allow 483.84 s; sev1 has an impact of 0.25.

    In the 28 days before 20 September, payment failed for 52 minutes: 3,120 s × 0.25 = 780 s. Now: 600 s × 0.25.
    """
    found = clock(sample, "payment", "2026-09-20T10:00Z", "2026-09-20T10:10Z")["budget"]
    assert (found["allowed"], found["usedBefore"], found["usedNow"]) == (483, 780, 150)
    assert found["left"] == int(483.84 - 780 - 150)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--since", "2026-11-22T04:00+01:00", "--at", NOW), "is after the time of the question\nhelp: give the time"),
        (("--since", SINCE, "--worst"), "--since and --worst exclude each other\nhelp: give one of the two\n"),
        (("--since", "soon"), "--since soon is not a valid time\n"),
        (("--since", "2026-11-22T03:00"), "--since 2026-11-22T03:00 has no UTC offset\n"),
        (("--since", "9999-12-31T23:59-14:00"), "--since 9999-12-31T23:59-14:00 is too far away\n"),
    ],
)
def test_refusals(sample: Runner, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = sample("checkout", *arguments)
    assert (code, out) == (2, "")
    assert said in err
