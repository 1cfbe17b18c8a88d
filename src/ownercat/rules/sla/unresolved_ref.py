"""The object that `ref` of an objective names does not exist, or cannot be read.

## What
`ref` is `PATH` or `PATH#NAME`: a file of this repository, from its top folder, and the name of an objective in it.
ownercat reads these forms:

- OpenSLO v1: `SLO`. The name is that of the SLO, or `SLO/OBJECTIVE` with the `displayName` of one of its objectives.
- Sloth: `PrometheusServiceLevel`, and the plain form with `version: prometheus/v1`. The name is that of the SLO.
- Pyrra: `ServiceLevelObjective`.

ownercat reports an objective of an SLA or a journey in these cases:

- The file does not exist, is a link, is outside of the repository, or is not valid YAML.
- The file has no such object, or several and `ref` has no name.
- The object has no target between 0 and 100 %, or a window without a fixed length, such as `1M` without a calendar.

A URL is only a link. ownercat ignores retired SLAs.

## Why
Nobody can see what is promised. Until the object can be read, the objective is unknown: ceilings and error budgets do
not use it.

## Example that fails
```yaml title=slo/checkout.yaml
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: checkout-availability}
spec: {target: "99.9", window: 4w}
```
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
objectives:
  - {name: availability, sli: {type: availability}, ref: slo/chekout.yaml}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
objectives:
  - {name: availability, sli: {type: availability}, ref: slo/checkout.yaml}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.sla._objectives import list_referenced

RULE = Rule("SLA009", "unresolved-ref", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each objective whose object is unknown."""
    for each in list_referenced(context):
        if each.found.problem:
            message = f"{each.label} has an unknown `ref`: {each.found.problem}"
            yield Finding(each.objective.place.at("ref"), message, each.found.help, subject=each.owner.subject)
