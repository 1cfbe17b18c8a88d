"""Incidents and drills of a small shop, for the tests of the incident rules."""

from __future__ import annotations

from tests.rules.parts import COMPANY, doc, service, several, told

POLICY = doc(
    "Policy", "shop", "severities:", "  - {id: sev1, major: true, page: 24x7, postmortemWithin: 3d}",
    "  - {id: sev3, page: hours}", 'tiers: {"4": {title: Minor, requires: [owner], escalationTiers: 0, drillEvery: 180d}}',
)  # fmt: skip
SHOP = {**COMPANY, "shop.yaml": service("shop")}


def incident(*lines: str, name: str = "down", severity: str = "sev1") -> str:
    """An incident of the shop; its own lines begin at line 6."""
    return doc("Incident", name, "services: [shop]", f"severity: {severity}", *lines)


def drill(*lines: str, held: str = "2026-10-01") -> str:
    """A drill; its own lines begin at line 5."""
    return doc("Drill", "practice", f"heldOn: {held}", *lines)


def found(code: str, *documents: str, policy: str = "", **files: str) -> list[str]:
    """Every finding of a rule about the shop with some documents, all in one file."""
    more = {f"{name}.yaml": text for name, text in files.items()}
    if policy:
        more["policy.yaml"] = policy
    return told(code, {**SHOP, "a.yaml": several(*documents), **more})
