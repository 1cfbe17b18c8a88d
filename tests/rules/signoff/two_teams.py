"""A small company of two teams, clean by itself: payments supports checkout of storefront, and has agreed to that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ownercat.signoff.digests import compute_change_digest, compute_standing_digest
from tests.rules.parts import doc, person, service, several, team

NAME = "2026-10-02-payment-checkout"
TERMS: Mapping[str, Any] = {
    "mode": "hard", "hours": "24x7", "sev1.ack": "10m", "sev1.restore": "30m", "sev2.ack": "20m", "sev2.restore": "4h",
}  # fmt: skip
SIGNATURE = "signature: |\n  -----BEGIN SSH SIGNATURE-----\n  U1NIU0lH\n  -----END SSH SIGNATURE-----"
COMMAND = "`ownercat signoff approve payment --team payments --standing checkout`"
RENEW = f"ask joao or bruna to run {COMMAND}"


def policy(*lines: str) -> str:
    return doc("Policy", "shop", "tiers:", '  "2": {requires: [owner]}', *lines)


def checkout(*lines: str, needs: str = "{service: payment}", owner: str = "storefront", tier: int = 2) -> str:
    """The entry of the dependency stands on line 8."""
    return service("checkout", "dependsOn:", f"  - {needs}", *lines, owner=owner, tier=tier)


def sla(name: str, *lines: str, restore: str = "30m") -> str:
    """An SLA of payment; the target of sev1 stands on line 9 after two ``lines``."""
    return doc(
        "SLA", name, "service: payment", "outcome: A valid card is charged once.", *lines, "targets:",
        f"  sev1: {{ack: 10m, restore: {restore}}}", "  sev2: {ack: 20m, restore: 4h}", "approvers: [payments, storefront]",
    )  # fmt: skip


PEOPLE = several(*(person(name) for name in ("ana", "bo", "joao", "bruna")))
COMPANY = {
    "policy.yaml": policy("signoff: {}"),
    "checkout.yaml": checkout(),
    "payment.yaml": service("payment", owner="payments", tier=2),
    "sla.yaml": sla("payment-for-checkout", "consumer: checkout"),
    "people.yaml": PEOPLE,
    "storefront.yaml": team("storefront", members="[ana, bo]"),
    "payments.yaml": team("payments", members="[joao, bruna]"),
}


def record(
    *lines: str, name: str = NAME, by: str = "joao", team: str = "payments", role: str = "provider",
    terms: Mapping[str, Any] = TERMS, shown: Mapping[str, Any] | None = None, decision: str = "approve",
    at: str = "2026-10-02T09:14:00Z", provider: str = "payment", consumer: str = "checkout", signed: bool = True,
) -> str:  # fmt: skip
    """A standing agreement. Party on line 5, agreed 7, terms 8, by 9, at 10; ``lines`` from 11."""
    digest = compute_standing_digest("shop", provider, consumer, team, "provider", terms)
    agreed = ", ".join(f"{key}: {value}" for key, value in (terms if shown is None else shown).items())
    return doc(
        "SignOff", name, f"standing: {{provider: {provider}, consumer: {consumer}}}", f"party: {{team: {team}, role: {role}}}",
        f"decision: {decision}", f"agreed: {{{agreed}}}", f"terms: {digest}", f"by: {by}", f"at: {at}", *lines,
        *([SIGNATURE] if signed else []),
    )  # fmt: skip


AGREED = {**COMPANY, "record.yaml": record()}
DIGEST = compute_change_digest(
    "shop", "payment", "storefront", "consumer", "sla-loosened", {"sev1.restore": 1800}, {"sev1.restore": 3000}
)


def change(
    *lines: str, name: str = "change", by: str = "ana", to: str = "50m", decision: str = "approve",
    at: str = "2026-10-03T08:00:00Z", signed: bool = True,
) -> str:  # fmt: skip
    """An agreement to a change; terms on line 10."""
    return doc(
        "SignOff", name, "service: payment", "change: sla-loosened", "party: {team: storefront, role: consumer}",
        f"decision: {decision}", "from: {sev1.restore: 30m}", f"to: {{sev1.restore: {to}}}", f"terms: {DIGEST}", f"by: {by}",
        f"at: {at}", *lines, *([SIGNATURE] if signed else []),
    )  # fmt: skip


def emergency(number: int = 1, day: str = "2026-10-02", due: str = "2026-10-05", covers: str = DIGEST) -> str:
    """Retro due on line 12."""
    return doc(
        "BreakGlass", f"{day}-down-{number}", f"incident: INC-{number}", "reason: The provider is down for hours.",
        "services: [payment]", "invokedBy: joao", "second: ana", f"covers: ['{covers}']", f"at: {day}T02:10:00Z",
        f"expires: {day}T23:10:00Z", f"retroDue: {due}",
    )  # fmt: skip
