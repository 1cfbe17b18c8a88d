"""An SLA promises more availability than its weakest hard dependency.

## What
ownercat reports an availability objective of a published SLA if its target is above the availability objective of a
hard dependency of the service. Such a target is impossible, also if all failures happen at the same time.

- Only direct dependencies with `mode: hard` count. The dependencies of a provider count if its objective has
  `basis: intrinsic`.
- The strictest published objective of a provider counts. A provider without a published objective does not count.
- A cycle of hard dependencies is as available as its weakest member.
- A redundancy group that can lose a member counts as one dependency.
- ownercat ignores objectives with `basis: intrinsic`, which do not include failures of dependencies.

[promises](../promises.md) explains the arithmetic.

## Why
If payment is down, checkout is down too. Even if payment meets its objective, checkout can miss its own objective.

## Example that fails
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
objectives:
  - {name: availability, sli: {type: availability}, target: 99.95, window: 28d}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment}]
```
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

## Example that passes
```yaml title=catalog/slas/payment.yaml as=changed
objectives:
  - {name: availability, sli: {type: availability}, target: 99.99, window: 28d}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.promises.wording import format_carrier, format_name, format_percent, format_share, format_target_key
from ownercat.rules import Context
from ownercat.rules.sla._terms import BoundedShare, find_ceiling_doubt, get_extent, list_bounded, list_related
from ownercat.text import shown

RULE = Rule("SLA101", "impossible-promise", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each availability target above the weakest hard dependency."""
    for bounded in list_bounded(context):
        if bounded.promised.share > bounded.ceiling.bounds.weakest:
            yield _finding(bounded)._replace(cause=find_ceiling_doubt(context, bounded.ceiling))


def _finding(bounded: BoundedShare) -> Finding:
    sla, objective, share = bounded.promised
    weakest = min(bounded.ceiling.known, key=lambda carrier: carrier.bounds.weakest)
    limit = format_share(weakest.bounds.weakest)
    promised, window = format_percent(objective.target or 0), objective.window.text if objective.window else ""
    service, name = shown(bounded.service.name), format_name(weakest)
    message = (
        f"{sla.label}: {promised} promised, but {service} → {format_carrier(weakest, window)} allows at most {limit}"
    )
    help = (
        f"set {format_target_key(objective)} to at most {limit.removesuffix(' %')}, or agree with {name} on at least "
        f"{promised}; if {service} works without it, change `mode` to `soft` and add `degrade`"
    )
    related = list_related(bounded.ceiling._replace(carriers=(weakest,)))
    extent = get_extent(share, weakest.bounds.weakest)
    return Finding(objective.place.at("target"), message, help, related, sla.subject, extent=extent)
