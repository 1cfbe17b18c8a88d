"""A service must have an escalation, and it has none: neither its own nor its team's.

## What

The policy says per tier what a service must have (`tiers`, built in: tiers 1 to 3 need an escalation). A service of
such a tier names no policy under `escalation`, and its owner team names no default one either. A page about it reaches
nobody.

## Why

P02 and P25: escalation paths are known before the outage, not found during it. Retired and external services are left
out, because nobody here is paged for them, and so are libraries: a library fails inside the services that use it, and
those are paged. A service without a living owner is reported by `orphaned-service` only, a name that does not exist by
`unknown-reference` only, and a list of routes that leaves something out by `no-catch-all` only.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 3
owner: shop
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
tier: 3
owner: shop
escalation: shop-urgent
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
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Service, Team
from ownercat.oncall.paths import is_paged, routes_of
from ownercat.rules import Context
from ownercat.rules.ownership._teams import standings
from ownercat.text import shown

RULE = Rule("ESC001", "missing-escalation", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Services whose tier requires an escalation and that have no route, judged where the owner can be judged."""
    if not context.policy_is_whole:
        return
    kept, standing = _first_of_each_team(context), standings(context)
    for service in context.sound(Service, about="escalation"):
        if not _is_required(context, service) or routes_of(context.catalog, service):
            continue
        team = context.catalog.team(service.owner)
        # behind a dead team nobody could be paged, and the dead team is reported
        if team is None or standing[team.key].dead:
            continue
        if team.sound and team.can_say("escalation"):
            yield _finding(service, team, kept)


def _is_required(context: Context, service: Service) -> bool:
    level = context.policy.tiers.get(service.tier) if service.can_say("tier") else None
    return level is not None and "escalation" in level.requires and is_paged(service)


def _first_of_each_team(context: Context) -> Mapping[str, str]:
    """The first escalation that each team keeps, by the team's key: the one that was probably meant."""
    found: dict[str, str] = {}
    for escalation in context.catalog.of(Escalation):
        team = context.catalog.team(escalation.team)
        if team is not None:
            found.setdefault(team.key, escalation.name)
    return found


def _finding(service: Service, team: Team, kept: Mapping[str, str]) -> Finding:
    message = f"{service.label} of tier {service.tier} has no escalation, and {shown(team.label)} has no default one"
    name = kept.get(team.key)
    if name:
        help = f"add `escalation: {shown(name)}` to the service, or to the team for all its services"
    else:
        help = f"write an Escalation for {shown(team.label)}, then name it under `escalation` here or in the team"
    related = (Related(team.named, "the owner, without `escalation`"),)
    return Finding(service.named, message, help, related, service.subject)
