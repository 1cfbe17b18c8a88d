"""An escalation has fewer levels than the tier of a service requires.

## What
The catalog policy requires a minimum number of levels for each service tier (`escalationTiers`). ownercat reports an
escalation that has fewer levels, if a service of this tier uses the escalation. A level is one entry of `tiers` of the
escalation. The default is 3 levels for tier 1, 2 levels for tier 2, and 1 level for tier 3.

- ownercat checks only escalations that receive pages of a major severity.
- Levels with any `purpose` count.
- The levels of the next escalation (`end: {handoff: …}`) count too.

## Why
If one person misses a page, the page must reach another person. A failure of a more critical service affects more
users and other services, so its pages need more levels.

## Example that fails
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 2  # tier 2 requires 2 levels and a runbook, here checkout-errors
owner: storefront
escalation: storefront-urgent
```
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```

## Options
None. Set the numbers with `escalationTiers` of a tier in the catalog policy.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation
from ownercat.rules import Context
from ownercat.rules.escalation._tiers import few
from ownercat.text import plural, shown

RULE = Rule("ESC003", "too-few-tiers", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation with too few levels once, for the service that requires the most levels."""
    shortages = context.once(few)
    for escalation in context.sound(Escalation) if shortages else ():
        shortage = shortages.get(escalation.key)
        if shortage is not None:
            service = shortage.service
            message = (
                f"{escalation.label} has too few levels: {shortage.found}, but {shown(service.label)} "
                f"(tier {service.tier}) requires {shortage.wanted} for {shortage.severity} pages"
            )
            help = (
                "add a level, for example with a secondary rotation, or continue with another escalation: "
                "`end: {handoff: NAME}`"
            )
            required = f"tier of {shown(service.label)}, which requires {plural(shortage.wanted, 'level')}"
            related = (Related(service.at.at("tier"), required),)
            yield Finding(escalation.named, message, help, related, escalation.subject)
