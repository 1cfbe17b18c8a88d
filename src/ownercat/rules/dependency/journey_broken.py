"""A step of a customer journey names a retired service.

## What
ownercat reports a step of a `Journey` if the service of the step has `lifecycle: retired`. Another rule,
[unknown-reference], reports a step whose service is undefined.

## Why
A journey lists the services that a customer needs to reach a goal. If one of these services no longer runs, the journey
is out of date, and its objective measures the wrong services. The team that retires a service often does not know which
journeys name it.

## Example that fails
```yaml title=catalog/journeys/buy.yaml
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: A customer pays for what is in the basket.
owner: storefront
steps:
  - {service: checkout}
  - {service: invoice}
```
```yaml title=catalog/services/invoice.yaml
apiVersion: ownercat/v1
kind: Service
name: invoice
description: Lets a customer pay later.
tier: 4
owner: payments
lifecycle: retired
```

## Example that passes
```yaml title=catalog/journeys/buy.yaml as=changed
steps:
  - {service: checkout}
  - {service: payment}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Journey
from ownercat.rules import Context
from ownercat.rules.dependency._ends import stated
from ownercat.text import shown

RULE = Rule("DEP011", "journey-broken", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report each step with a retired service; REF001 reports undefined services."""
    for journey in context.catalog.of(Journey):
        for number, step in enumerate(journey.steps, start=1):
            service = context.catalog.service(step.service)
            if service is not None and service.lifecycle == "retired":
                name = shown(service.name)
                yield Finding(
                    step.service.place,
                    f"step {number} of {shown(journey.label)} uses a retired service: {name}",
                    f"change the step to the service that replaced {name}, or remove the step",
                    (Related(stated(service, "lifecycle"), f"retired service {name}"),),
                    journey.subject,
                    step.service.written,
                )
