"""What a tier of the policy asks of its services."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.model import Service
from ownercat.rules import Context


def demanding(context: Context, what: str) -> Iterator[Service]:
    """The services in use whose tier requires ``what``, where their dialect can state both it and the tier."""
    asked = {number for number, tier in context.policy.tiers.items() if what in tier.requires}
    if not asked or not context.policy_is_whole:
        return
    for service in context.sound(Service, about=what):
        if service.tier in asked and service.can_say("tier") and service.lifecycle != "retired":
            yield service
