"""An SLA promises a shorter latency than a hard dependency of the service.

## What
ownercat reports a latency objective of a published SLA if its threshold is shorter than the threshold of a hard
dependency at the same percentile.

- The shortest published threshold of each percentile counts, for both services.
- ownercat compares only equal percentiles: `99` with `99`. An objective without `percentile` is not compared.
- Only direct dependencies with `mode: hard` count. Dependencies in a redundancy group that can lose a member do not
  count.

## Why
A service that waits for a call is never faster than the call. If payment needs three seconds for one call in a hundred,
checkout cannot promise two seconds.

## Example that fails
```yaml title=catalog/slas/checkout.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay within two seconds.
approvers: [storefront]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
objectives:
  - {name: latency, sli: {type: latency, threshold: 2s, percentile: 99}, target: 99, window: 28d}
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
  - {name: latency, sli: {type: latency, threshold: 3s, percentile: 99}, target: 99, window: 28d}
```

## Example that passes
```yaml title=catalog/slas/checkout.yaml as=changed
objectives:
  - {name: latency, sli: {type: latency, threshold: 4s, percentile: 99}, target: 99, window: 28d}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.promises.latency import SlowerProvider, collect_latencies, list_slower
from ownercat.rules import Context
from ownercat.rules.sla._terms import HardDependency, find_doubt, list_hard_dependencies
from ownercat.text import shown

RULE = Rule("SLA105", "slower-dependency", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each hard dependency and percentile with a longer latency than its consumer promises."""
    for needed in list_hard_dependencies(context):
        if needed.consumer_slas and needed.provider_slas:
            ours, theirs = collect_latencies(needed.consumer_slas), collect_latencies(needed.provider_slas)
            for slower in list_slower(ours, theirs):
                yield _finding(needed, slower)._replace(cause=find_doubt(context, [needed.provider.name]))


def _finding(needed: HardDependency, slower: SlowerProvider) -> Finding:
    ours, theirs = slower.consumer, slower.provider
    limit, longer = shown(ours.objective.threshold), shown(theirs.objective.threshold)
    service, provider = shown(needed.consumer.name), shown(needed.provider.name)
    percentile = f"percentile {ours.objective.percentile:g}"
    message = (
        f"{ours.sla.label}: latency {limit} at {percentile} promised, but {service} → {provider} takes up to {longer} "
        f"at {percentile}"
    )
    help = f"set `threshold` to more than {longer}, or agree with {provider} on less than {limit}"
    place = theirs.objective.place.at("sli", "threshold")
    related = (
        Related(place, f"latency of {provider}"),
        Related(needed.entry.service.place, f"dependency on {provider}"),
    )
    return Finding(ours.objective.place.at("sli", "threshold"), message, help, related, ours.sla.subject, provider)
