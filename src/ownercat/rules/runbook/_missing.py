"""Conditions under which the runbook rules report a missing runbook."""

from ownercat.diagnostics import Place
from ownercat.model import Runbook, Service
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt


def runbooks_to_be(context: Context) -> frozenset[str]:
    """Return the keys of services that the undefined `service` of a runbook probably names."""
    return misspelt(context, "Service", (runbook.service for runbook in context.catalog.of(Runbook)))


def find_doubt(context: Context, service: Service) -> Place | None:
    """Return the error of a document that may be a runbook of a service; ``None`` if there is none."""
    return context.uncertain(service.name, "Runbook")


def is_missing(context: Context, service: Service) -> bool:
    """Return whether the tier of a service without Runbook documents requires a runbook."""
    tier = context.policy.tiers.get(service.tier) if service.can_say("tier") and service.can_say("runbook") else None
    return tier is not None and "runbook" in tier.requires and not any(link.type == "runbook" for link in service.links)
