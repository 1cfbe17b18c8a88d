"""``ownercat match``: what no entity matches, with the lines to add."""

from __future__ import annotations

from tests.commands.conftest import Run, Runner
from tests.rules.reality.answers import (
    COMPANY,
    ELSEWHERE,
    FOLDER,
    HEAD,
    MONTH,
    listed,
    policy,
    rotation,
    schedule,
    snapshot,
    users,
)

NILS = {"catalog/nils.yaml": f"{HEAD}kind: Person\nname: nils\ntitle: User PU9\n"}


def test_everything_matches(run: Runner) -> None:
    files = {
        FOLDER + "s.json": snapshot(schedule("PX1", (*MONTH, "PU1"))),
        FOLDER + "u.json": snapshot(users(PU1="ana@shop.example")),
    }
    assert run("match", "pagerduty", files={**COMPANY, **ELSEWHERE, **files}) == Run(
        0, "2 records of PagerDuty match, 0 do not\n", ""
    )


def test_each_record_has_the_lines_to_add(run: Runner) -> None:
    page = schedule("PX2", (*MONTH, "PU1"))
    page["schedule"]["name"] = "Shop Secondary"
    files = {
        FOLDER + "s.json": snapshot(schedule("PX1", (*MONTH, "PU9")), page),
        FOLDER + "u.json": snapshot(users(PU9="n@else.example")),
        FOLDER + "p.json": snapshot(listed("escalation_policies", policy("PP1"))),
        "catalog/second.yaml": rotation("shop-secondary", "layers: [{id: one, members: [bo], from: 2026-01-05}]"),
    }
    assert run("match", "pagerduty", files={**COMPANY, **ELSEWHERE, **NILS, **files}) == Run(
        1,
        "1 record of PagerDuty match, 3 do not\n"
        "\n"
        "user PU9 (User PU9, n@else.example), on call for shop-primary\n"
        "  add to catalog/nils.yaml, person nils, if it is the same:\n"
        "    handles: {pagerduty: PU9}\n"
        "\n"
        "schedule PX2 (Shop Secondary)\n"
        "  add to catalog/second.yaml, rotation shop-secondary, if it is the same:\n"
        "    handles: {pagerduty: PX2}\n"
        "\n"
        "policy PP1 (Policy PP1)\n"
        "  no entity has this name\n",
        "",
    )


def test_without_a_snapshot(run: Runner) -> None:
    assert run("match", "pagerduty", files=COMPANY) == Run(
        2,
        "",
        "ownercat: there is no snapshot of PagerDuty in .ownercat/snapshots\n"
        "help: write one: ownercat snapshot wrap pagerduty FILE --output .ownercat/snapshots/pagerduty.json\n",
    )


def test_a_file_that_is_no_snapshot_is_named(run: Runner) -> None:
    files = {FOLDER + "a.json": "", FOLDER + "u.json": snapshot(users("PU1"))}
    done = run("match", "pagerduty", files={**COMPANY, **files})
    assert (done.code, done.err) == (0, f"ownercat: snapshot {FOLDER}a.json is ignored: it is empty\n")
