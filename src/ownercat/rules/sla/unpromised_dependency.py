"""A hard dependency of a tier 1 service has no availability objective.

## What
A provider is a service on which a tier 1 service has a hard dependency. ownercat reports a provider if none of its
published SLAs has an availability objective with a valid target.

- ownercat checks only providers of tier 1 services with a published SLA. Another rule, [missing-sla], reports a tier 1
  service without an SLA.
- A dependency in a redundancy group (`group`) that can lose a member does not count.
- ownercat reports each provider once, with all tier 1 services that depend on it.
- ownercat ignores libraries and retired services.
- Another rule, [missing-sla], reports a provider without an SLA if its tier requires an SLA.

## Why
Without this objective, nobody can calculate which availability the tier 1 service can promise. Its consumers plan with
a value that the team of the provider never agreed to.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "1": {requires: [owner]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 1
owner: storefront
dependsOn: [{service: payment}]
```
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 1
owner: payments
```
```yaml title=catalog/slas/checkout.yaml
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

## Example that passes
```yaml title=catalog/slas/payment.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-checkout
service: payment
consumer: checkout
outcome: A valid card is charged once.
approvers: [payments, storefront]
targets:
  sev1: {ack: 15m, restore: 30m}
  sev2: {ack: 30m, restore: 2h}
objectives:
  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}
```
"""

from collections.abc import Iterator, Sequence

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, get_node
from ownercat.model import SLA, Service
from ownercat.oncall.paths import is_paged
from ownercat.promises.objectives import AVAILABILITY
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.sla._terms import HardDependency, find_doubt, get_source, list_hard_dependencies
from ownercat.text import listed, shown

RULE = Rule("SLA104", "unpromised-dependency", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each service without an availability objective that tier 1 services need."""
    found: dict[Node, list[HardDependency]] = {}
    for needed in list_hard_dependencies(context) if context.policy_is_whole else ():
        if _is_critical(needed) and _is_unpromised(context, needed):
            found.setdefault(get_node(needed.provider), []).append(needed)
    for several in found.values():
        yield _finding(several)._replace(cause=find_doubt(context, [several[0].provider.name]))


def _is_critical(needed: HardDependency) -> bool:
    return needed.consumer.tier == 1 and needed.consumer.can_say("tier") and bool(needed.consumer_slas)


def _is_unpromised(context: Context, needed: HardDependency) -> bool:
    provider = needed.provider
    if provider.type == "library" or provider.lifecycle == "retired" or not provider.sound:
        return False
    if get_source(context).find_promised(provider) is not None or _has_objective(needed.provider_slas):
        return False
    return bool(needed.provider_slas) or not _requires_sla(context, provider)


def _has_objective(slas: Sequence[SLA]) -> bool:
    """Return whether SLA001 reports the objective, or another file has its target (``ref``)."""
    return any(objective.sli in (AVAILABILITY, "") for sla in slas for objective in sla.objectives)


def _requires_sla(context: Context, service: Service) -> bool:
    """Return whether SLA005 reports a service without an SLA."""
    level = context.policy.tiers.get(service.tier) if service.can_say("tier") else None
    return level is not None and "sla" in level.requires and is_paged(service)


def _finding(several: Sequence[HardDependency]) -> Finding:
    provider, slas = several[0].provider, several[0].provider_slas
    names = listed(shown(each.consumer.name) for each in several)
    what = "tier 1 service" if len(several) == 1 else f"{len(several)} tier 1 services"
    verb = "has a hard dependency" if len(several) == 1 else "have hard dependencies"
    message = f"{shown(provider.label)} has no availability objective, but {what} {names} {verb} on it"
    example = "`{name: availability, sli: {type: availability}, target: 99.9, window: 28d}`"
    where = (
        f"`objectives` of {slas[0].label}"
        if slas
        else f"the `objectives` of an SLA with `service: {shown(provider.name)}`"
    )
    help = f"add an objective such as {example} to {where}"
    related = tuple(Related(each.entry.service.place, f"dependency of {shown(each.consumer.name)}") for each in several)
    place = slas[0].named if slas else provider.named
    return Finding(place, message, help, related[:RELATED], provider.subject, extent=len(several))
