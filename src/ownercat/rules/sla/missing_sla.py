"""A service has no published SLA although its tier requires one.

## What
ownercat reports a service if its tier requires an SLA and no published SLA has this service as its `service`. The
policy sets the requirements of each tier (`tiers`). By default, only tier 1 requires an SLA. A draft or retired SLA
does not count. ownercat does not report:

- retired and external services;
- libraries: the services that use a library have the SLA;
- a service if an SLA has an undefined service with a similar name, because the SLA is probably for this service.

## Why
Many teams depend on the most critical services. Without an SLA, each of these teams guesses how fast the service is
restored, and plans with a wrong value.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: default
tiers:
  "4": {requires: [owner, sla]}
```

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```

## Example that passes
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
approvers: [storefront]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Service
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt

RULE = Rule("SLA005", "missing-sla", Severity.ERROR, requirement="sla")
_READS = ("tier", "lifecycle", "type", "escalation")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each service without the published SLA that its tier requires."""
    published: set[str] = set()
    drafts: dict[str, SLA] = {}
    for sla in context.catalog.of(SLA):
        service = context.catalog.service(sla.service)
        if service is not None and sla.status == "published":
            published.add(service.key)
        elif service is not None:
            drafts[service.key] = sla
    similar_names = misspelt(context, "Service", (sla.service for sla in context.catalog.of(SLA)))
    for service in context.sound(Service, about="sla", reads=_READS) if context.policy_is_whole else ():
        level = context.policy.tiers.get(service.tier) if service.can_say("tier") else None
        if level is None or "sla" not in level.requires or not is_paged(service):
            continue
        if service.key not in published and service.key not in similar_names:
            cause = context.uncertain(service.name, "SLA")
            yield _finding(service, drafts.get(service.key))._replace(cause=cause)


def _finding(service: Service, other: SLA | None) -> Finding:
    label = f"{service.label} (tier {service.tier})"
    command = f"ownercat new sla {service.name}-sla --service {service.name}"
    new = f"add an SLA with `service: {service.name}`, approved by the provider and the consumer: {command}"
    if other is None:
        return Finding(service.named, f"{label} has no SLA: the tier requires one", new, subject=service.subject)
    is_draft = other.status == "draft"
    message = f"{label} has no published SLA: {other.label} is {'a draft' if is_draft else 'retired'}"
    publish = f"after the provider and the consumer approve {other.label}, set `status: published`"
    related = (Related(other.named, f"{'draft' if is_draft else 'retired'} {other.label}"),)
    return Finding(service.named, message, publish if is_draft else new, related, service.subject)
