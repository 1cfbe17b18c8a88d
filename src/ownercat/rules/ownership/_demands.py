"""The services that need something because their tier requires it."""

from collections.abc import Iterator

from ownercat.model import Service
from ownercat.rules import Context


def demanding(context: Context, what: str) -> Iterator[Service]:
    """Yield the services whose tier requires ``what``.

    Skips retired services, and formats that have no tier or no field for ``what``.
    """
    requiring_tiers = {number for number, tier in context.policy.tiers.items() if what in tier.requires}
    if not requiring_tiers or not context.policy_is_whole:
        return
    for service in context.sound(Service, about=what, reads=("tier", "lifecycle", "type", "owner", what)):
        if service.tier in requiring_tiers and service.can_say("tier") and service.lifecycle != "retired":
            yield service
