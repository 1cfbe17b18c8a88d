"""A service declares no champion, or nobody who speaks to customers, executives or partners.

## What

Judged for services of the tiers whose `requires` in the policy lists `roles` (no tier does by default). Such a
service names in `roles` a `champion`, who leads during an incident, and at least one audience under `communicate`.
The other roles are the owner's unless said otherwise. Retired services are left out.

## Why

P01 and P28: the agreement about a service says who does what when it fails, and one person coordinates. P13 and P29:
who tells customers, executives and partners is known beforehand. These two are the roles that the team at the
keyboard cannot take as well: who repairs has no head free to coordinate, and who writes to customers must not be
guessing at the cause. When nobody is named, the engineer who was paged does all three, and the update that was
promised every twenty minutes does not come.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, roles]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
roles: {champion: rotation:incident-commanders}
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Rotation
name: incident-commanders
team: storefront
role: manager
layers:
  - id: all
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, roles]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
roles:
  champion: rotation:incident-commanders
  communicate: {customers: team:storefront}
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Rotation
name: incident-commanders
team: storefront
role: manager
layers:
  - id: all
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options

None; a tier's `requires` in the policy turns it on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.rules import Context
from ownercat.rules.ownership._demands import demanding
from ownercat.text import shown

RULE = Rule("OWN010", "missing-role", Severity.WARNING, optional=True)

_CHAMPION = "no champion who leads during an incident"
_COMMUNICATOR = "nobody who tells customers, executives or partners"


def check(context: Context) -> Iterator[Finding]:
    """Every service of a tier that requires roles and lacks one of the two."""
    for service in demanding(context, "roles"):
        missing = [] if "champion" in service.roles else [_CHAMPION]
        if not any(role.startswith("communicate.") for role in service.roles):
            missing.append(_COMMUNICATOR)
        if missing:
            yield _finding(service, missing)


def _finding(service: Service, missing: list[str]) -> Finding:
    if missing == [_CHAMPION]:
        example = "`champion: rotation:incident-commanders`"
    else:
        example = "`communicate: {customers: team:support}`"
    return Finding(
        service.at.at("roles") if service.roles else service.named,
        f"{shown(service.label)} is of tier {service.tier} and has {' and '.join(missing)}",
        f"name them under `roles`, such as {example}" if len(missing) == 2 else f"add it to `roles`, such as {example}",
        subject=service.subject,
    )
