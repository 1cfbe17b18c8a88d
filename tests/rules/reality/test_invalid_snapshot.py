"""REA001: a file that is no complete answer counts as absent, and a finding says why."""

from __future__ import annotations

import pytest

from ownercat.reality.sources import list_sources
from ownercat.text import listed as listed_words
from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, ELSEWHERE, FOLDER, MONTH, listed, schedule, snapshot, users


def told(files: dict[str, str], code: str = "REA001") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


WRAP = f"fetch the answer again, and wrap it: `ownercat snapshot wrap SOURCE FILE --output {FOLDER}a.json`"
GOOD = snapshot(users(PU1="ana@shop.example"))


def test_a_complete_answer_is_silent() -> None:
    assert told({FOLDER + "a.json": GOOD}) == []


@pytest.mark.parametrize(
    ("text", "at", "reason"),
    [
        ("", "1:1", "it is empty"),
        (GOOD[:60], "1:52", "it is not valid JSON, or it is cut off"),
        (
            "<!DOCTYPE html><html>Sign in</html>",
            "1:1",
            "it is an HTML or XML page, not JSON: the request may have led to a login page",
        ),
        ("null", "1:1", 'it does not begin with `"ownercat": "snapshot/v1"`'),
        ("[" * 3000 + "]" * 3000, "1:1", "it has more than 64 levels of nesting"),
        ("[" * 70 + "]" * 70, "1:1", "it has more than 64 levels of nesting"),
        ('{"ownercat": NaN}', "1:1", "it is not valid JSON"),
        (GOOD.replace("pagerduty", "pagerdouty"), "1:1", "its source is pagerdouty, but it must be one of SOURCES"),
        (
            GOOD.replace("02:00:00Z", "02:00:00"),
            "1:1",
            "its `fetchedAt` is not a time with a UTC offset, such as 2026-11-30T02:00:00Z",
        ),
        (
            snapshot(users("PU1"), fetched="2026-11-24T00:00:00Z"),
            "1:1",
            "it was fetched in the future: `fetchedAt` is 2026-11-24T00:00:00Z",
        ),
        (snapshot(), "1:1", "it has no page in `data`"),
        (snapshot(None), "1:1", "page 1 is `null`: the request had no answer"),
        (
            snapshot({"error": {"code": 2010}}),
            "1:1",
            "page 1 is not an answer of PagerDuty that ownercat reads; it has error",
        ),
        (snapshot(users("PU1"), schedule("PX1")), "1:1", "it mixes the answers of several calls: schedule and users"),
        (
            snapshot(listed("users", {"id": "PU1"}, more=True)),
            "1:1",
            "it is incomplete: the last page says `more: true`: the records after 1 are missing",
        ),
        (
            snapshot(listed("users", {"id": "PU1"}, more=True), listed("users", offset=5)),
            "1:1",
            "it is incomplete: page 2 begins at record 5, but the page before it ends at record 1",
        ),
        (
            snapshot(listed("users", {"id": "PU1"}), listed("users", {"id": "PU2"}, offset=1)),
            "1:1",
            "it is incomplete: page 1 of 2 says that it is the last one",
        ),
        (
            snapshot({"users": []}),
            "1:1",
            "it is incomplete: page 1 does not say whether more pages follow (`more`, `offset`)",
        ),
        (snapshot(users("PU1"), window={"from": "2026-11-22"}), "1:1", "its `window` has no valid `from` and `to`"),
    ],
)
def test_a_file_that_is_no_complete_answer(text: str, at: str, reason: str) -> None:
    sources = listed_words(list_sources(), "or")
    expected = (
        f"{FOLDER}a.json:{at} error snapshot {FOLDER}a.json is ignored: {reason.replace('SOURCES', sources)} | {WRAP}"
    )
    assert told({FOLDER + "a.json": text}) == [expected]


def test_another_account() -> None:
    files = {
        FOLDER + "a.json": snapshot(users("PU1"), account="shop"),
        FOLDER + "b.json": snapshot(users("PU2"), account="till"),
    }
    assert told(files) == [
        f"{FOLDER}b.json:1:1 error snapshot {FOLDER}b.json is ignored: its account is till, but {FOLDER}a.json has account shop"
        " | keep the snapshots of one account for each source"
    ]


def test_a_schedule_with_two_people_at_once_is_not_used() -> None:
    both = schedule("PX1", (*MONTH, "PU1"), ("2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", "PU2"))
    assert told({**ELSEWHERE, FOLDER + "a.json": snapshot(both)}) == [
        f"{FOLDER}a.json:1:1 error schedule PX1 of PagerDuty in {FOLDER}a.json is ignored: PU1 and PU2 are on call at the same"
        " time | look at the schedule in PagerDuty, and fetch it again"
    ]


def test_without_dates_no_snapshot_is_read() -> None:
    report = check({**COMPANY, FOLDER + "a.json": ""}, as_of=None)
    assert [d.code for d in report.diagnostics if d.code.startswith("REA")] == []


def test_a_secret_in_a_snapshot_is_reported_and_not_shown() -> None:
    key = "".join(["A", "KIA", "Q3EGRIZ7XW2MPLK4"])
    page = users(PU1="ana@shop.example")
    page["users"][0]["description"] = f"key {key}"
    text = snapshot(page).replace('{"users"', '\n{"users"')
    [found] = told({FOLDER + "a.json": text}, "GOV009")
    assert found == (
        f"{FOLDER}a.json:2:95 error snapshot {FOLDER}a.json contains a secret: an AWS access key id"
        " | revoke the secret if the file is in the repository; then fetch and wrap the answer again with --redact"
    )
