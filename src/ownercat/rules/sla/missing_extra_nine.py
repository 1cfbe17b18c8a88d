"""A hard dependency fails for more than a tenth of the time that its consumer may fail.

## What
The rule is off until you set the option `tiers`. For services of these tiers, ownercat then compares the strictest
availability objective of the service with the objectives of its hard dependencies. ownercat reports a dependency that
may fail for more than a tenth of the time for which the service may fail. For example, if the service promises 99.9 %,
each dependency needs 99.99 %.

- [impossible-promise] states which dependencies count. ownercat does not report a dependency without an availability
  objective.
- A redundancy group that can lose a member counts as one dependency.
- Other rules, [impossible-promise] and [improbable-promise], report a target that the dependencies do not allow.

## Why
A service fails because of its dependencies and because of its own errors. If each of ten dependencies fails for a tenth
of the time, the complete error budget is spent. The rule is off by default, because it is advice.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
rules:
  options: {missing-extra-nine: {tiers: [4]}}
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
  - {name: availability, sli: {type: availability}, target: 99.95, window: 28d}
```

## Example that passes
```yaml title=catalog/slas/payment.yaml as=changed
objectives:
  - {name: availability, sli: {type: availability}, target: 99.99, window: 28d}
```

## Options
Set it in the policy: `rules: {options: {missing-extra-nine: {tiers: [1]}}}`.

- `tiers` (default `[]`, no tier): the service tiers to check.
"""

from collections.abc import Iterator, Sequence

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.promises.availability import add_nine, needs_extra_nine
from ownercat.promises.ceilings import Carrier
from ownercat.promises.wording import format_carrier, format_name, format_percent, format_share
from ownercat.rules import Context
from ownercat.rules._options import wholes
from ownercat.rules.sla._terms import BoundedShare, find_ceiling_doubt, list_bounded, list_related
from ownercat.text import listed, shown

RULE = Rule("SLA103", "missing-extra-nine", Severity.INFO, optional=True, options={"tiers": []})


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for the strictest objective of each service with dependencies that need one more nine."""
    tiers = wholes(context, RULE, "tiers")
    strictest: dict[int, BoundedShare] = {}
    for bounded in list_bounded(context) if tiers else ():
        known = strictest.get(id(bounded.service))
        if bounded.service.tier in tiers and (known is None or known.promised.share < bounded.promised.share):
            strictest[id(bounded.service)] = bounded
    for bounded in strictest.values():
        if bounded.promised.share <= bounded.ceiling.bounds.product:
            weak = [
                each for each in bounded.ceiling.known if needs_extra_nine(bounded.promised.share, each.bounds.product)
            ]
            if weak:
                yield _finding(bounded, weak)._replace(cause=find_ceiling_doubt(context, bounded.ceiling))


def _finding(bounded: BoundedShare, weak: Sequence[Carrier]) -> Finding:
    sla, objective, share = bounded.promised
    needed = format_share(add_nine(share))
    message = (
        f"{sla.label}: {format_percent(objective.target or 0)} promised, so each hard dependency of "
        f"{shown(bounded.service.name)} needs {needed}: {listed(map(format_carrier, weak))}"
    )
    names = listed(map(format_name, weak))
    help = f"agree with {names} on at least {needed}, or add a redundancy group for {names}"
    related = list_related(bounded.ceiling._replace(carriers=tuple(weak)))
    return Finding(objective.place.at("target"), message, help, related, sla.subject, extent=len(weak))
