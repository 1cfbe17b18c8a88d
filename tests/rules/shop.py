"""A small shop, clean by itself: what the tests of a rule put their broken document beside."""

from __future__ import annotations

from datetime import date

from ownercat.diagnostics import Diagnostic, Severity
from tests.catalogs import TODAY, check

SERVICE = """\
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
"""  # the next line is 7
TEAM = """\
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
"""
PEOPLE = """\
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
"""
ROTATION = """\
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
"""
SLA = """\
apiVersion: ownercat/v1
kind: SLA
name: contract
service: checkout
external: true
outcome: A customer can pay.
approvers: [shop]
"""  # the next line is 8
TARGETS = """\
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
"""
RUNBOOK = """\
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
"""
TEAM_AND_PEOPLE = f"{TEAM}---\n{PEOPLE}"
PAGED = f"{TEAM_AND_PEOPLE}---\n{ROTATION}"


def routed(*routes: str) -> str:
    """The service with routes of its pages; the first stands on line 8."""
    return SERVICE + "escalation:\n" + "".join(f"  - {route}\n" for route in routes)


def escalation(name: str, *lines: str, end: str = "end: stop") -> str:
    """An Escalation document; the lines begin at line 5."""
    return "\n".join(["apiVersion: ownercat/v1", "kind: Escalation", f"name: {name}", "team: shop", *lines, end, ""])


def tier(name: str, notify: str = "[rotation:shop-primary]", more: str = "via: [push, phone]") -> str:
    """A tier on one line of an Escalation."""
    return f"  - {{name: {name}, notify: {notify}, {more}, inform: [severity, service, timeline, workarounds]}}"


URGENT = escalation("urgent", "tiers:", tier("on-call"))
DEFAULT = escalation("default", "tiers:", tier("on-call"))


def told(subject: str, *others: str, about: str = "", as_of: date | None = TODAY) -> list[str]:
    """All that is said above info, and all that the rule ``about`` says; the first document begins on line 1.

    Each as ``line:column CODE message | help``.
    """
    files = {f"catalog/{number}.yaml": text for number, text in enumerate((subject, *others))}
    report = check(files, as_of)
    return [_line(d) for d in report.diagnostics if d.severity > Severity.INFO or d.name == about]


def _line(diagnostic: Diagnostic) -> str:
    start = diagnostic.span.start
    return f"{start.line}:{start.column} {diagnostic.code} {diagnostic.message} | {diagnostic.help}"
