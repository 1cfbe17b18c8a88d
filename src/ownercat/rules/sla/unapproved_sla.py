"""A published SLA lacks the agreement of the team that provides, or of the team that relies on it.

## What

`approvers` of a published SLA names the owner team of the service and, where the consumer is a service or a team, that
team. Consumers outside the organisation (`external: true`, or a service of type `external`) are exempt, and so is the
owner of a journey.

## Why

P10 and P35: a promise that one side wrote alone is a wish. Changes to it need the agreement of both.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
---
apiVersion: ownercat/v1
kind: SLA
name: checkout-external
service: checkout
external: true
outcome: A customer with a valid card can pay.
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
```

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
---
apiVersion: ownercat/v1
kind: SLA
name: checkout-external
service: checkout
external: true
outcome: A customer with a valid card can pay.
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
approvers: [shop]
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Ref, Service, Team
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("SLA004", "unapproved-sla", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Published SLAs without the name of a team that it binds."""
    for sla in context.sound(SLA):
        approvers = [context.catalog.team(ref) for ref in sla.approvers]
        # an approver that is no team is reported as such, and may be the one that is missing
        if sla.status != "published" or None in approvers:
            continue
        agreed = {team.key for team in approvers if team}
        missing = {team.key: (team, ref) for team, ref in _sides(context, sla) if team.key not in agreed}
        if missing:
            yield _finding(sla, list(missing.values()))


def _sides(context: Context, sla: SLA) -> Iterator[tuple[Team, Ref]]:
    """The teams that the SLA binds, with the reference of the SLA that brings each in; the provider first."""
    for ref in (sla.service, sla.consumer):
        entity = context.catalog.find(ref)
        if isinstance(entity, Service):
            exempt = ref is sla.consumer and entity.type == "external"
            entity = context.catalog.team(entity.owner) if entity.sound and not exempt else None
        if isinstance(entity, Team) and ref is not None:
            yield entity, ref


def _finding(sla: SLA, missing: list[tuple[Team, Ref]]) -> Finding:
    names = [shown(team.name) for team, _ in missing]
    teams = f"team {names[0]}" if len(names) == 1 else f"teams {listed(names)}"
    message = f"{sla.label} is published without the agreement of {teams}"
    help = f"add {listed(names)} to `approvers` once they agree; until then it is `status: draft`"
    related = tuple(Related(ref.place, f"binds team {shown(team.name)}") for team, ref in missing)
    return Finding(sla.at.at("approvers") if sla.approvers else sla.named, message, help, related, sla.subject)
