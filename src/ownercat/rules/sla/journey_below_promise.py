"""The services of a journey together cannot keep its objective.

## What
ownercat reports an availability objective of a `Journey` if its target is above the product of the availability
objectives of its hard steps. A customer takes the steps one after the other, so each distinct service counts once, also
if one step depends on another step.

- The product assumes that failures are independent.
- A step with `mode: soft` does not count.
- A service without an availability objective does not lower the product, and the message names the service.
- The message names all teams of the journey, because these teams keep the objective together.

[promises](../promises.md) explains the arithmetic.

## Why
Even if each team meets the objective of its service, customers may not be able to buy. Customers notice the
availability of the complete journey. A single team cannot see that the objective of the journey is too high.

## Example that fails
```yaml title=catalog/journeys/buy.yaml
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: A customer pays for what is in the basket.
owner: storefront
steps: [{service: checkout}, {service: payment}]
objectives:
  - {name: orders, sli: {type: availability}, target: 99.9, window: 28d}
```
```yaml title=catalog/slas.yaml
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
---
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
```yaml title=catalog/journeys/buy.yaml as=changed
objectives:
  - {name: orders, sli: {type: availability}, target: 99.8, window: 28d}
```
"""

from collections.abc import Iterator
from decimal import Decimal

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Journey, Objective
from ownercat.promises.ceilings import Ceiling, compute_journey_ceiling
from ownercat.promises.objectives import filter_availability
from ownercat.promises.wording import format_percent, format_product, format_share, format_target_key
from ownercat.rules import Context
from ownercat.rules.sla._terms import find_ceiling_doubt, get_extent, get_source, list_related
from ownercat.text import listed, shown

RULE = Rule("SLA111", "journey-below-promise", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each availability target of a journey above the product of its hard steps."""
    for journey in context.sound(Journey):
        promised = list(filter_availability(journey.objectives))
        ceiling = compute_journey_ceiling(get_source(context), journey) if promised else None
        for objective, share in promised:
            if ceiling is not None and share > min(ceiling.bounds.product, ceiling.bounds.weakest):
                cause = find_ceiling_doubt(context, ceiling)
                yield _finding(context, journey, objective, share, ceiling)._replace(cause=cause)


def _finding(context: Context, journey: Journey, objective: Objective, share: Decimal, ceiling: Ceiling) -> Finding:
    window = objective.window.text if objective.window else ""
    teams = _list_teams(context, ceiling)
    kept = f"; kept by {'team' if len(teams) == 1 else 'teams'} {listed(teams)}" if teams else ""
    promised = format_percent(objective.target or 0)
    message = f"{shown(journey.label)}: {promised} promised, but {format_product(ceiling, window)}{kept}"
    limit = format_share(ceiling.bounds.product).removesuffix(" %")
    key = format_target_key(objective)
    help = f"set {key} to at most {limit}, or raise the objectives of the services, the weakest first"
    extent = get_extent(share, ceiling.bounds.product)
    return Finding(objective.place.at("target"), message, help, list_related(ceiling), journey.subject, extent=extent)


def _list_teams(context: Context, ceiling: Ceiling) -> list[str]:
    services = [each.service for carrier in ceiling.carriers for each in carrier.providers if each.service]
    teams = [context.catalog.team(service.owner) for service in services]
    return list(dict.fromkeys(shown(team.name) for team in teams if team is not None))
