"""RUN002: a runbook without a rollback, flag or failover step."""

from __future__ import annotations

import pytest

from tests.catalogs import check, said
from tests.rules.runbook.books import BACK, VERIFY, reported, runbook
from tests.rules.shop import SERVICE, TEAM_AND_PEOPLE

HELP = "add a step with `kind: rollback`, `kind: flag` or `kind: failover` to `steps`"


def test_no_step_goes_back() -> None:
    assert reported(BACK.replace("rollback", "restart"), VERIFY) == [
        f"5:1 RUN002 runbook checkout-errors has no rollback, flag or failover step | {HELP}"
    ]


def test_no_steps_at_all_are_one_finding() -> None:
    assert reported() == [f"3:7 RUN002 runbook checkout-errors has no steps | {HELP}"]


@pytest.mark.parametrize("kind", ["rollback", "flag", "failover"])
def test_silent(kind: str) -> None:
    assert reported(BACK.replace("rollback", kind), VERIFY) == []


def test_a_markdown_runbook_has_its_steps_in_the_text() -> None:
    files = {"catalog/a.yaml": f"{SERVICE}---\n{TEAM_AND_PEOPLE}", "catalog/r.md": f"---\n{runbook()}---\n# Errors\n"}
    assert said(check(files)) == []
    files["catalog/r.md"] = f"---\n{runbook(VERIFY)}---\n# Errors\n"
    assert said(check(files)) == [
        "catalog/r.md:6:1 warning[no-way-back] runbook checkout-errors has no rollback, flag or failover step"
    ]
