"""Attestations: what the owners of a service have confirmed, and whether it is still the same."""

from collections.abc import Mapping
from typing import Any

from ownercat.changes.escalations import collect_page_values
from ownercat.changes.slas import collect_terms
from ownercat.changes.views import ComparedCatalog
from ownercat.model import SLA, Attestation, Catalog, Policy, Service
from ownercat.oncall.paths import is_paged
from ownercat.signoff.digests import compute_content_digest

NAMESPACE = "ownercat-attestation"


def compute_content(catalog: Catalog, policy: Policy, service: Service, team: str) -> str:
    """Return the digest of the owner, the pages, the published terms and the dependencies of a service.

    Raises ``ValueError`` if a value has no canonical form.
    """
    view = ComparedCatalog(catalog, policy)
    owner = view.get_owner(service)
    pages = collect_page_values(view, service) if is_paged(service) else {}
    content: Mapping[str, Any] = {
        "owner": view.resolve_name(owner) if owner else "",
        "pages": {name: fact.value for name, fact in pages.items()},
        "promises": {
            sla.name: {name: fact.value for name, fact in collect_terms(view, sla).items()}
            for sla in catalog.of(SLA)
            if catalog.service(sla.service) is service
        },
        "dependencies": {
            view.resolve_name(entry.service): entry.mode for entry in service.depends_on if entry.status != "planned"
        },
    }
    return compute_content_digest(policy.name, service.name, team, content)


def collect_newest(catalog: Catalog) -> Mapping[str, Attestation]:
    """Return the newest signed attestation of each service by its owner team, by the key of the service."""
    newest: dict[str, Attestation] = {}
    for record in catalog.of(Attestation):
        service = catalog.service(record.service)
        if service is None or not record.sound or not record.signature or record.given is None:
            continue
        known = newest.get(service.key)
        if catalog.team(record.team) is catalog.team(service.owner) and (
            known is None or known.given is None or known.given < record.given
        ):
            newest[service.key] = record
    return newest
