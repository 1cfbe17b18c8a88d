"""An SLA promises customers more availability than an internal SLA of the same service.

## What
An external SLA has `external: true`. An internal SLA has a `consumer`. ownercat compares the availability objectives of
each external SLA with the strictest availability objective of the published internal SLAs of the same service. ownercat
reports an external target that is higher than the internal target. ownercat ignores a service without an internal
availability objective.

## Why
The team watches the internal objective and plans with it. If the external target is stricter, the team breaks the
external SLA before it notices. The internal objective must be at least as strict.

## Example that fails
```yaml title=catalog/slas/external.yaml
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
```yaml title=catalog/slas/internal.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-internal
service: checkout
consumer: team:payments
outcome: Orders arrive.
approvers: [storefront, payments]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
objectives:
  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}
```

## Example that passes
```yaml title=catalog/slas/external.yaml as=changed
objectives:
  - {name: availability, sli: {type: availability}, target: 99.8, window: 28d}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Service
from ownercat.promises.objectives import PromisedShare, list_shares
from ownercat.promises.wording import format_percent, format_target_key
from ownercat.rules import Context
from ownercat.rules.sla._terms import find_doubt, get_extent, list_slas

RULE = Rule("SLA110", "promise-above-objective", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each external availability target above the strictest internal one of the service."""
    for service in context.sound(Service):
        slas = list_slas(context, service)
        internal = list_shares(sla for sla in slas if sla.consumer is not None)
        strictest = max(internal, key=lambda each: each.share, default=None)
        if strictest is not None:
            for promised in list_shares(sla for sla in slas if sla.external):
                if promised.share > strictest.share:
                    yield _finding(promised, strictest)._replace(cause=find_doubt(context, [service.name]))


def _finding(external: PromisedShare, internal: PromisedShare) -> Finding:
    promised, held = (format_percent(each.objective.target or 0) for each in (external, internal))
    message = (
        f"{external.sla.label}: {promised} promised to customers, more than the internal {held} of {internal.sla.label}"
    )
    at_most, at_least = held.removesuffix(" %"), promised.removesuffix(" %")
    key = format_target_key(external.objective)
    help = f"set {key} to at most {at_most} here, or to at least {at_least} in {internal.sla.label}"
    place = internal.objective.place.at("target")
    related = (Related(place, f"internal objective in {internal.sla.label}"),)
    extent = get_extent(external.share, internal.share)
    return Finding(external.objective.place.at("target"), message, help, related, external.sla.subject, extent=extent)
