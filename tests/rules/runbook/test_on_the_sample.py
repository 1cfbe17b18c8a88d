"""One edit of the sample catalog for each runbook rule: silent before, one finding after."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogs import check, loud

ROOT = Path(__file__).parents[3]
SAMPLE = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "catalog").rglob("*.*")}
pytestmark = pytest.mark.usefixtures("parsed_once")  # each edit changes one file of the sample

EDITS = {
    "no-way-back": ("kafka", "kind: failover", "kind: contain"),
    "unverified": ("chatbot", "kind: verify", "kind: diagnose"),
    "unbounded-step": ("shipping", "Roll back shipping., run: ./deploy rollback shipping, timebox: 10m", "Roll back."),
    "unguarded-automation": (
        "flagd", '    checkpoint: {ask: "Is the test flag flipped within a minute?", pass: verify, fail: back}\n', ""
    ),
    "broken-checkpoint": ("checkout", 'under 1 %?", pass: verify, fail: climb', 'under 1 %?", pass: verify, fail: clmb'),
    "too-slow": ("currency", "Roll back currency., run: ./deploy rollback currency, timebox: 5m",
                 "Roll back currency., run: ./deploy rollback currency, timebox: 2h"),
    "stale-runbook": ("email", "lastDone: 2026-10-22", "lastDone: 2025-10-22"),
    "stale-automation": ("flagd", "automation: {verifiedOn: 2026-09-17", "automation: {verifiedOn: 2025-09-17"),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "edit"), EDITS.items(), ids=EDITS)
def test_one_edit_is_one_finding(rule: str, edit: tuple[str, str, str]) -> None:
    service, old, new = edit
    path = f"catalog/services/{service}/runbook.yaml"
    assert old in SAMPLE[path]
    found = loud(check({**SAMPLE, path: SAMPLE[path].replace(old, new, 1)}))
    assert len(found) == 1, found
    assert f"[{rule}]" in found[0]
    assert found[0].startswith(path)
