"""A service has no champion, or no communicator for customers, executives or partners.

## What
In an incident, one person leads (the champion), and one person informs people outside the team (a communicator).
ownercat reports a service if its `roles` lack one of these:

- `champion`;
- `communicate` with at least one audience. An audience is a group to inform: `customers`, `executives` or `partners`.

ownercat checks only the services of the tiers that have `roles` under `requires` in the policy. By default, no tier has
it. ownercat ignores retired services.

## Why
The people who repair a service cannot also coordinate the incident and write to customers. If a service names no other
person, the paged engineer has to do all three tasks. Then the updates that the SLA promises arrive late, or not at all.

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
roles: {champion: rotation:storefront-secondary}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
roles:
  champion: rotation:storefront-secondary
  communicate: {customers: team:storefront}
```

## Options
None. To turn the rule on for a tier, add `roles` to its `requires` in the policy.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Rotation, Service
from ownercat.rules import Context
from ownercat.rules.ownership._demands import demanding
from ownercat.text import shown

RULE = Rule("OWN010", "missing-role", Severity.WARNING, optional=True, requirement="roles")

_CHAMPION = "no champion"
_COMMUNICATOR = "no communicator for customers, executives or partners"


def check(context: Context) -> Iterator[Finding]:
    """Report every service that lacks a role which its tier requires."""
    for service in demanding(context, "roles"):
        missing = [] if "champion" in service.roles else [_CHAMPION]
        if not any(role.startswith("communicate.") for role in service.roles):
            missing.append(_COMMUNICATOR)
        if missing:
            yield _finding(context, service, missing)


def _finding(context: Context, service: Service, missing: list[str]) -> Finding:
    examples = {_CHAMPION: _format_champion(context, service), _COMMUNICATOR: _format_communicator(service)}
    return Finding(
        service.at.at("roles") if service.roles else service.named,
        f"{shown(service.label)} (tier {service.tier}) has {' and '.join(missing)}",
        f"under `roles`, add for example {' and '.join(examples[role] for role in missing)}",
        subject=service.subject,
    )


def _format_champion(context: Context, service: Service) -> str:
    """Return an example with a rotation of the owner if it has one, else with the owner; both are defined."""
    rotations = (r for r in context.catalog.of(Rotation) if service.owner is not None and r.team == service.owner)
    found = next(rotations, None)
    return f"`champion: rotation:{shown(found.name)}`" if found else f"`champion: {_format_owner(service)}`"


def _format_communicator(service: Service) -> str:
    return f"`communicate: {{customers: {_format_owner(service)}}}`"


def _format_owner(service: Service) -> str:
    return f"team:{shown(service.owner.name)}" if service.owner is not None else "team:NAME"
