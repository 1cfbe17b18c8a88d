"""A service does not name who can authorize a hotfix or a rollback.

## What
ownercat reports a service if its `authorise` names no person, team or rotation for `hotfix` or for `rollback`. ownercat
checks only the services of the tiers that have `decisions` under `requires` in the policy. By default, no tier has it.

- If `authorities` in the policy does not contain `hotfix` or `rollback`, ownercat does not require this authority.
- ownercat ignores retired services and services of type `external`, because other organizations repair them.

## Why
Release rules are written for working hours: reviews, freezes, approvals. At night, the on-call person either breaks
these rules or looks for a person with the authority. This search often takes longer than the repair. A rotation is
better than a person, because a rotation has a person at any time.

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

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
authorise: {hotfix: [team:storefront], rollback: [team:storefront]}
```

## Options
None. To turn the rule on for a tier, add `decisions` to its `requires` in the policy.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.rules import Context
from ownercat.rules.ownership._demands import demanding
from ownercat.suggest import find_nearest
from ownercat.text import listed, shown

RULE = Rule("OWN019", "missing-decision-right", Severity.WARNING, optional=True, requirement="decisions")

NEEDED = ("hotfix", "rollback")


def check(context: Context) -> Iterator[Finding]:
    """Report every service that lacks an authority which its tier requires."""
    needed = [authority for authority in NEEDED if authority in context.policy.authorities]
    for service in demanding(context, "decisions"):
        # unknown-reference reports a misspelled authority and names the right one
        unknown = [authority for authority in service.authorise if authority not in context.policy.authorities]
        misspelt = {near for authority in unknown for near in find_nearest(authority, needed)}
        missing = [each for each in needed if not service.authorise.get(each) and each not in misspelt]
        if missing and service.type != "external":
            yield _finding(service, missing)


def _finding(service: Service, missing: list[str]) -> Finding:
    label = shown(service.label)
    owner = f"team:{shown(service.owner.name)}" if service.owner else "team:payments"
    return Finding(
        service.at.at("authorise") if service.authorise else service.named,
        f"{label} (tier {service.tier}) does not name who can authorize a {listed(missing, last='or')}",
        f"under `authorise`, add {listed(f'`{authority}: [{owner}]`' for authority in missing)}, or name a rotation",
        subject=service.subject,
    )
