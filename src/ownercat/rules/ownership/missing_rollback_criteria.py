"""A service has no criteria for the rollback of a release.

## What
ownercat reports a service if its `change` has no `rollback`. The text under `rollback` states when to roll back a
release, for example at which error rate. ownercat checks only the services of the tiers that have `rollback` under
`requires` in the policy. By default, no tier has it.

- ownercat ignores services of type `external`, because other organizations release them.
- ownercat ignores services of type `library`, because a library is released with the services that use it.
- ownercat ignores retired services.

## Why
Without criteria, the authors of a release discuss whether to roll back while customers wait. If the service states a
limit, the on-call person can decide alone.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, rollback]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
change: {flags: "https://flags.shop.example/checkout"}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
change:
  rollback: Error rate above 1 % for five minutes after a release.
  flags: https://flags.shop.example/checkout
```

## Options
None. To turn the rule on for a tier, add `rollback` to its `requires` in the policy.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules.ownership._demands import demanding
from ownercat.text import shown

RULE = Rule("OWN022", "missing-rollback-criteria", Severity.WARNING, optional=True, requirement="rollback")


def check(context: Context) -> Iterator[Finding]:
    """Report every service without rollback criteria whose tier requires them."""
    for service in demanding(context, "rollback"):
        change = service.extra.get("change")
        if is_paged(service) and not (isinstance(change, dict) and change.get("rollback")):
            yield Finding(
                service.at.at("change") if change else service.named,
                f"{shown(service.label)} (tier {service.tier}) has no rollback criteria",
                "under `change`, add for example `rollback: error rate above 1 % for five minutes after a release`",
                subject=service.subject,
            )
