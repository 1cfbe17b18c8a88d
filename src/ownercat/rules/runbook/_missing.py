"""When the absence of a runbook can be judged, and when the tier's requirement is what is broken."""

from __future__ import annotations

from ownercat.model import Runbook, Service
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt


def runbooks_to_be(context: Context) -> frozenset[str]:
    """The services that a runbook was probably meant for, under a name that no service has."""
    return misspelt(context, "Service", (runbook.service for runbook in context.catalog.of(Runbook)))


def is_judged(context: Context, service: Service) -> bool:
    """Whether the service can need a runbook, and nothing that could not be read may be one."""
    return is_paged(service) and not context.uncertain(service.name)


def is_missing(context: Context, service: Service) -> bool:
    """Whether the tier requires a runbook that a service without Runbook documents does not have."""
    level = context.policy.tiers.get(service.tier) if service.can_say("tier") and service.can_say("runbook") else None
    return (
        level is not None and "runbook" in level.requires and not any(link.type == "runbook" for link in service.links)
    )
