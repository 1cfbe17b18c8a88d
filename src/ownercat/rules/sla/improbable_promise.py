"""An SLA promises more availability than its hard dependencies together allow.

## What
ownercat reports an availability objective of a published SLA if its target is above the product of the availability
objectives of all hard dependencies. Each distinct dependency counts once.

- The product assumes that failures are independent. If failures happen at the same time, more availability is possible.
- A redundancy group that can lose a member counts as one dependency. Its availability is the probability that enough
  members work.
- A dependency without an availability objective does not lower the product, and the message names the dependency.
- Another rule, [impossible-promise], reports a target above the objective of a single dependency. Its page states which
  dependencies count.

[promises](../promises.md) explains the arithmetic.

## Why
Three dependencies with 99.9 % each allow three times as much downtime as one. A target can be lower than each of the
three objectives and still be too high for all three together.

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
  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment}, {service: ledger}]
```
```yaml title=catalog/services/ledger.yaml
apiVersion: ownercat/v1
kind: Service
name: ledger
description: Keeps the books.
tier: 4
owner: payments
```
```yaml title=catalog/slas/payments.yaml
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
---
apiVersion: ownercat/v1
kind: SLA
name: ledger-for-checkout
service: ledger
consumer: checkout
outcome: An order is in the books at once.
approvers: [payments, storefront]
targets:
  sev1: {ack: 15m, restore: 30m}
  sev2: {ack: 30m, restore: 2h}
objectives:
  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}
```

## Example that passes
```yaml title=catalog/slas/checkout.yaml as=changed
objectives:
  - {name: availability, sli: {type: availability}, target: 99.8, window: 28d}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.promises.wording import format_percent, format_product, format_share, format_target_key
from ownercat.rules import Context
from ownercat.rules.sla._terms import BoundedShare, find_ceiling_doubt, get_extent, list_bounded, list_related
from ownercat.text import shown

RULE = Rule("SLA102", "improbable-promise", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each availability target above the product, unless SLA101 reports it."""
    for bounded in list_bounded(context):
        bounds = bounded.ceiling.bounds
        if bounds.product < bounded.promised.share <= bounds.weakest:
            yield _finding(bounded)._replace(cause=find_ceiling_doubt(context, bounded.ceiling))


def _finding(bounded: BoundedShare) -> Finding:
    sla, objective, share = bounded.promised
    window = objective.window.text if objective.window else ""
    message = (
        f"{sla.label}: {format_percent(objective.target or 0)} promised, but {shown(bounded.service.name)} → "
        f"{format_product(bounded.ceiling, window)}"
    )
    limit = format_share(bounded.ceiling.bounds.product)
    help = (
        f"set {format_target_key(objective)} to at most {limit.removesuffix(' %')}, or change `mode` of a dependency "
        "to `soft`, `async` or `cached` and add `degrade`, or add a redundancy group"
    )
    extent = get_extent(share, bounded.ceiling.bounds.product)
    return Finding(
        objective.place.at("target"), message, help, list_related(bounded.ceiling), sla.subject, extent=extent
    )
