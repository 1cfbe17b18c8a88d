"""Runbooks of the small shop, for the tests of the runbook rules."""

from __future__ import annotations

from tests.rules.shop import SERVICE, TEAM_AND_PEOPLE, told

BACK = "{id: back, kind: rollback, do: Roll back., timebox: 10m}"
VERIFY = "{id: verify, kind: verify, do: Watch., timebox: 10m}"
CLIMB = "{id: climb, kind: escalate, do: Call., timebox: 5m}"


def asking(id: str = "look", *, on_pass: str = "verify", on_fail: str = "climb", kind: str = "rollback") -> str:
    """A step with a checkpoint."""
    checkpoint = f"{{ask: Ok, pass: {on_pass}, fail: {on_fail}}}"
    return f"{{id: {id}, kind: {kind}, do: x, timebox: 5m, checkpoint: {checkpoint}}}"


def runbook(*steps: str, more: str = "") -> str:
    """A Runbook document; ``more`` is line 5, and the steps begin one line after ``steps:``."""
    head = f"apiVersion: ownercat/v1\nkind: Runbook\nname: checkout-errors\nservice: checkout\n{more}"
    return head + ("steps:\n" + "".join(f"  - {step}\n" for step in steps) if steps else "")


def reported(*steps: str, more: str = "", others: tuple[str, ...] = ()) -> list[str]:
    """All findings above info of the shop with a runbook."""
    return told(runbook(*steps, more=more), SERVICE, TEAM_AND_PEOPLE, *others)
