"""Services and SLAs for the tests of promises: checkout of storefront needs payment and ledger of payments."""

from __future__ import annotations

from collections.abc import Mapping

from tests.rules.parts import PEOPLE, doc, service, several, team, told

TARGETS = ("targets:", "  sev1: {ack: 15m, restore: 1h}", "  sev2: {ack: 30m, restore: 4h}")
TEAMS = {
    "people.yaml": PEOPLE,
    "teams.yaml": several(team("storefront"), team("payments")),
}


def needs(name: str, *entries: str, lines: tuple[str, ...] = (), owner: str = "payments") -> str:
    """A service of tier 4; the first entry of `dependsOn` stands on line 8."""
    listed = ["dependsOn:", *(f"  - {{{entry}}}" for entry in entries)] if entries else []
    return service(name, *listed, *lines, owner=owner)


def sla(
    service: str, *objectives: str, name: str = "", whom: str = "external: true", lines: tuple[str, ...] = TARGETS
) -> str:
    """A published SLA; its targets begin on line 8, and its first objective stands on line 12."""
    listed = ["objectives:", *(f"  - {{{each}}}" for each in objectives)] if objectives else []
    head = (f"service: {service}", whom, "outcome: It works.", "approvers: [storefront, payments]")
    return doc("SLA", name or f"{service}-sla", *head, *lines, *listed)


def up(target: object, more: str = "") -> str:
    """An availability objective."""
    return f"sli: {{type: availability}}, target: {target}, window: 28d{more}"


def found(code: str, files: Mapping[str, str]) -> list[str]:
    """Every finding of a rule, and whatever else is a warning or worse, without what escalations lack."""
    return told(code, {**TEAMS, **files})


CHECKOUT = needs("checkout", "service: payment", "service: ledger", owner="storefront")
SERVICES = {"checkout.yaml": CHECKOUT, "payment.yaml": needs("payment"), "ledger.yaml": needs("ledger")}
