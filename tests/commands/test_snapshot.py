"""``ownercat snapshot wrap``: it writes complete answers only; then ``who``, ``oncall`` and ``check`` name the people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run, Runner
from tests.rules.reality.answers import COMPANY, ELSEWHERE, listed, rotation, schedule, users

FETCHED = ["--fetched-at", "2026-11-22T02:00:00Z"]
WINDOW = ["--from", "2026-11-22T00:00:00Z", "--to", "2026-11-29T00:00:00Z"]
OUTPUT = ["--output", ".ownercat/snapshots/a.json"]
SERVICE = {
    "catalog/s.yaml": "apiVersion: ownercat/v1\nkind: Service\nname: till\ndescription: Takes money.\ntier: 4\nowner: shop\n"
    "escalation: shop-urgent\n",
    "catalog/e.yaml": "apiVersion: ownercat/v1\nkind: Escalation\nname: shop-urgent\nteam: shop\ntiers:\n"
    "  - {name: on-call, notify: [rotation:shop-primary], via: [phone], wait: 5m}\nend: stop\n",
}
SHIFTS = schedule(
    "PX1",
    ("2026-11-22T00:00:00Z", "2026-11-25T22:00:00Z", "PU1"),
    ("2026-11-26T06:00:00Z", "2026-11-29T00:00:00Z", "PU2"),
)
PEOPLE = users(PU1="ana@shop.example", PU2="bo@shop.example")
AT = ["--at", "2026-11-23T02:12:00Z"]


def page(value: Any) -> str:
    return json.dumps(value)


def test_the_answers_of_a_call_become_one_file(run: Runner, tmp_path: Path) -> None:
    files = {
        "1.json": page(listed("users", {"id": "PU1"}, more=True)),
        "2.json": page(listed("users", {"id": "PU2"}, offset=1)),
    }
    done = run("snapshot", "wrap", "pagerduty", "1.json", "2.json", *FETCHED, "--account", "shop", *OUTPUT, files=files)
    assert done == Run(0, "", "ownercat: .ownercat/snapshots/a.json is written\n")
    assert json.loads((tmp_path / OUTPUT[1]).read_text("utf-8")) == {
        "ownercat": "snapshot/v1", "source": "pagerduty", "call": "users", "fetchedAt": "2026-11-22T02:00:00Z",
        "account": "shop", "data": [json.loads(text) for text in files.values()],
    }  # fmt: skip


def test_a_list_of_pages_is_several_pages(run: Runner) -> None:
    pages = [listed("users", {"id": "PU1"}, more=True), listed("users", {"id": "PU2"}, offset=1)]
    done = run("snapshot", "wrap", "pagerduty", "all.json", *FETCHED, files={"all.json": page(pages)})
    assert json.loads(done.out)["data"] == pages


def test_redacted_answers_have_only_what_ownercat_reads(run: Runner) -> None:
    user = {"id": "PU1", "name": "Ana Ruiz", "email": "ana@shop.example", "job_title": "SRE",
            "contact_methods": [{"type": "phone_contact_method", "address": "5551234"}]}  # fmt: skip
    done = run(
        "snapshot", "wrap", "pagerduty", "u.json", *FETCHED, "--redact", files={"u.json": page(listed("users", user))}
    )
    found = json.loads(done.out)
    assert (found["redacted"], found["data"][0]["users"]) == (
        True, [{"id": "PU1", "email": "ana@shop.example"}],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "options", "error", "code"),
    [
        (page(listed("users", {"id": "PU1"}, more=True)), [], "the snapshot is not written: it is incomplete: the last page says"
         " `more: true`: the records after 1 are missing", 2),
        ("<html>", [], "u.json is no answer: line 1: it is an HTML or XML page, not JSON: the request may have led to a login"
         " page", 2),
        (page(PEOPLE), ["--fetched-at", "yesterday"], "--fetched-at yesterday is not a time with a UTC offset", 2),
        (page(PEOPLE), ["--from", "2026-11-22T00:00:00Z"], "--from and --to belong together", 2),
        (page(PEOPLE), [*WINDOW[2:], "--from", "2026-12-22T00:00:00Z"],
         "--to 2026-11-29T00:00:00Z is not after --from 2026-12-22T00:00:00Z", 2),
        (None, [], "u.json does not exist", 3),
    ],
)  # fmt: skip
def test_what_is_refused_writes_nothing(
    run: Runner, tmp_path: Path, text: str | None, options: list[str], error: str, code: int
) -> None:
    done = run(
        "snapshot", "wrap", "pagerduty", "u.json", *options, *OUTPUT, files={} if text is None else {"u.json": text}
    )
    assert (done.code, done.out, done.err.splitlines()[0]) == (code, "", f"ownercat: {error}")
    assert not (tmp_path / ".ownercat").exists()


def test_an_unknown_source(run: Runner) -> None:
    done = run("snapshot", "wrap", "pagerdutty", "u.json")
    assert (done.code, done.err) == (2, "ownercat: there is no source pagerdutty\nhelp: did you mean pagerduty?\n")


def test_a_link_is_not_written_through(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / ".ownercat").symlink_to(tmp_path / "outside")
    done = run("snapshot", "wrap", "pagerduty", "u.json", *OUTPUT, files={"u.json": page(PEOPLE)})
    assert done.code == 2
    assert "is a symbolic link" in done.err
    assert list((tmp_path / "outside").iterdir()) == []


def write(run: Runner) -> None:
    """Write the catalog and both snapshots, in a folder that git ignores."""
    run("--version", files={**COMPANY, **ELSEWHERE, **SERVICE, "s.json": page(SHIFTS), "u.json": page(PEOPLE)})
    run("snapshot", "wrap", "pagerduty", "s.json", *FETCHED, *WINDOW, "--output", ".ownercat/snapshots/s.json")
    run("snapshot", "wrap", "pagerduty", "u.json", *FETCHED, "--output", ".ownercat/snapshots/u.json")


def test_who_names_the_person_and_the_evidence(run: Runner) -> None:
    write(run)
    lines = run("who", "till", *AT).out.splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith(" on call"))
    assert lines[begin : begin + 2] == [
        " on call     ana  now 03:12 in Madrid, until Wed 23:00  next nobody",
        "             per PagerDuty (PX1), fetched Sun 2026-11-22 02:00 UTC",
    ]


def test_without_a_snapshot_nobody_is_named(run: Runner) -> None:
    done = run("who", "till", *AT, files={**COMPANY, **ELSEWHERE, **SERVICE})
    assert " on call     shop-primary: on call per PagerDuty (PX1), not known here\n" in done.out


def test_after_the_window_nobody_is_named(run: Runner) -> None:
    write(run)
    done = run("who", "till", "--at", "2026-11-29T00:00:00Z")
    assert " on call     shop-primary: on call per PagerDuty (PX1), not known here\n" in done.out


def test_a_snapshot_of_the_command_line(run: Runner, tmp_path: Path) -> None:
    write(run)
    (tmp_path / ".ownercat").rename(tmp_path / "elsewhere")
    named = [f"--snapshot=elsewhere/snapshots/{name}.json" for name in "su"]
    assert " on call     ana  now 03:12 in Madrid" in run("who", "till", *AT, *named).out
    done = run("who", "till", *AT, "--snapshot", "none.json")
    assert (done.code, done.err.splitlines()[0]) == (2, "ownercat: --snapshot none.json does not exist")


def test_oncall_marks_the_end_of_the_window(run: Runner) -> None:
    write(run)
    done = run("oncall", "shop-primary", "--from", "2026-11-23", "--to", "2026-12-05", "--format", "json")
    [found] = json.loads(done.out)["rotations"]
    assert [(each["kind"], each["person"], each["from"]) for each in found["shifts"]] == [
        ("turn", "ana", "2026-11-23T00:00:00+00:00"),
        ("gap", "", "2026-11-25T22:00:00+00:00"),
        ("turn", "bo", "2026-11-26T06:00:00+00:00"),
        ("external", "", "2026-11-29T00:00:00+00:00"),
    ]
    assert done.err == (
        "ownercat: rotation shop-primary is known until Sun 2026-11-29 00:00 UTC:"
        " PagerDuty (PX1), fetched Sun 2026-11-22 02:00 UTC\n"
    )


def test_a_new_snapshot_changes_a_stored_result(run: Runner, tmp_path: Path) -> None:
    write(run)
    (tmp_path / ".ownercat").rename(tmp_path / "elsewhere")
    check = ["check", "--as-of", "2026-11-22", "--select", "coverage-gap", "--format", "concise"]
    assert run(*check).code == 0
    (tmp_path / "elsewhere").rename(tmp_path / ".ownercat")
    done = run(*check)
    assert (done.code, done.out.partition(":")[0]) == (1, "catalog/r.yaml")


def test_the_levels_of_a_page_name_the_person(run: Runner) -> None:
    write(run)
    done = run("escalate", "till", "--severity", "sev1", "--worst", *AT)
    assert "nobody is scheduled in PagerDuty (PX1)" in " ".join(done.out.split())


def test_a_rotation_with_own_turns_and_overrides_of_the_system(run: Runner) -> None:
    write(run)
    own = rotation("shop-primary", "handles: {pagerduty: PX1}", "layers: [{id: one, members: [bo], from: 2026-01-05}]")
    done = run("who", "till", *AT, files={"catalog/r.yaml": own})
    assert " on call     ana  now 03:12 in Madrid" in done.out
