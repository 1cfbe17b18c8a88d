"""One edit of the sample catalog for each rule about incidents and drills: silent before, one finding after."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogs import check, compare, said

ROOT = Path(__file__).parents[3]
SAMPLE = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "catalog").rglob("*.*")}
pytestmark = pytest.mark.usefixtures("parsed_once")  # each edit changes one file of the sample

PAYMENT, EMPTY_BASKETS = "incidents/2026-09-12-acquirer-down.yaml", "incidents/2026-07-21-baskets-empty.yaml"
GAME_DAY, TABLETOP = "drills/2026-11-05-storefront-game-day.yaml", "drills/2026-09-03-company-tabletop.yaml"
EDITS = {
    "disordered-timeline": (PAYMENT, "acknowledgedAt: 2026-09-12T02", "acknowledgedAt: 2026-09-12T01"),
    "missing-postmortem": (EMPTY_BASKETS, "  status: closed\n  owner: ana\n  heldOn: 2026-07-23\n", "  owner: ana\n"),
    "ownerless-action": (PAYMENT, "    owner: person:joao\n", ""),
    "overdue-action": (PAYMENT, "due: 2027-01-29", "due: 2026-10-30"),
    "failed-drill": (GAME_DAY, SAMPLE[f"catalog/{GAME_DAY}"].partition("actions:\n")[2], "  []\n"),
    "undrilled-path": (TABLETOP, "escalations: [web-oncall, company-last-resort]", "escalations: [web-oncall]"),
    "repeated-cause": (EMPTY_BASKETS, "two versions of a message in one release", "kernel update without a drain"),
    "undrilled": (GAME_DAY, "cart-baskets-empty, ", ""),
    "unreviewed-after-incident": ("services/cart/sla.yaml", "approvedOn: 2026-09-21", "approvedOn: 2026-05-21"),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "edit"), EDITS.items(), ids=EDITS)
def test_one_edit_is_one_finding(rule: str, edit: tuple[str, str, str]) -> None:
    path, old, new = f"catalog/{edit[0]}", *edit[1:]
    assert old in SAMPLE[path]
    files = {**SAMPLE, path: SAMPLE[path].replace(old, new, 1)}
    if rule == "undrilled":  # the incident of July used the runbook as well
        files[f"catalog/{EMPTY_BASKETS}"] = SAMPLE[f"catalog/{EMPTY_BASKETS}"].replace("symptom: baskets-empty\n", "")
    assert [f"[{rule}]" in line for line in said(check(files))] == [True], said(check(files))


def test_an_incident_without_an_action_that_missed_its_targets() -> None:
    path = f"catalog/{EMPTY_BASKETS}"
    text = SAMPLE[path].partition("actions:\n")[0].replace("restoredAt: 2026-07-21T18", "restoredAt: 2026-07-21T19")
    text = text.replace("resolvedAt: 2026-07-21T19", "resolvedAt: 2026-07-21T20")
    assert ["[target-missed]" in line for line in said(check({**SAMPLE, path: text}))] == [True]


def test_a_spent_budget_without_an_action() -> None:
    text = SAMPLE[f"catalog/{EMPTY_BASKETS}"].partition("actions:\n")[0].replace("2026-07-2", "2026-11-1")
    files = {
        **SAMPLE,
        f"catalog/{EMPTY_BASKETS}": text.replace("restoredAt: 2026-11-11T18", "restoredAt: 2026-11-11T20"),
    }
    files["catalog/services/cart/sla.yaml"] = files["catalog/services/cart/sla.yaml"].replace(
        "approvedOn: 2026-09-21", "approvedOn: 2026-11-15"
    )
    found = [line for line in said(check(files)) if "[budget-spent]" in line]
    assert len(found) == 1, found


def test_a_newcomer_in_a_rotation() -> None:
    path = "catalog/teams/storefront.yaml"
    old = "    from: 2026-01-05\n---"
    new = (
        "    from: 2026-01-05\n  - id: next\n    timeZone: Europe/Madrid\n    members: [ana, bo, chidi, emre, nora]\n"
        '    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}\n    from: 2027-03-01\n---'
    )
    assert old in SAMPLE[path]
    drills = {p: text.replace("nora, ", "") if "/drills/" in p else text for p, text in SAMPLE.items()}
    found = said(compare(drills, {**drills, path: drills[path].replace(old, new, 1)}))
    assert ["[untrained-newcomer]" in line for line in found].count(True) == 1
