"""Nobody may authorise a hotfix or a rollback of a service.

## What

Judged for services of the tiers whose `requires` in the policy lists `decisions` (no tier does by default). Such a
service says under `authorise` who may decide on a `hotfix` and who on a `rollback`. An organisation that leaves one
of the two words out of its policy's `authorities` is not asked for it. Retired services are left out, and those of
type `external`: what others run, others repair.

## Why

P02 and P05: decision rights during outages are known, and the on-call plan says who authorises hotfixes. Written
rules for releases are made for daylight: reviews, freezes, approvals. At night the person who was paged either breaks
them without cover or looks for somebody who may, and that search is often longer than the repair. Naming a rotation
instead of a person means that there is always somebody.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, decisions]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
authorise: {hotfix: [team:storefront]}
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
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
  "4": {requires: [owner, decisions]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
authorise: {hotfix: [team:storefront], rollback: [team:storefront]}
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
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
from ownercat.text import listed, shown

RULE = Rule("OWN019", "missing-decision-right", Severity.WARNING, optional=True)

NEEDED = ("hotfix", "rollback")


def check(context: Context) -> Iterator[Finding]:
    """Every service of a tier that requires decisions and names nobody for one of them."""
    needed = [authority for authority in NEEDED if authority in context.policy.authorities]
    for service in demanding(context, "decisions"):
        missing = [authority for authority in needed if not service.authorise.get(authority)]
        if missing and service.type != "external":
            yield _finding(service, missing)


def _finding(service: Service, missing: list[str]) -> Finding:
    label = shown(service.label)
    owner = f"team:{shown(service.owner.name)}" if service.owner else "team:payments"
    return Finding(
        service.at.at("authorise") if service.authorise else service.named,
        f"{label} is of tier {service.tier} and nobody may authorise its {listed(missing, last='or')}",
        f"say who may under `authorise`, such as `{missing[0]}: [{owner}]`; a rotation always has somebody",
        subject=service.subject,
    )
