"""An escalation has no failsafe although the tier of a service requires one.

## What
The failsafe states what happens if no channel delivers the page. ownercat reports an escalation without `failsafe` if
the tier of a service that uses the escalation requires a failsafe.

- A tier requires a failsafe if the catalog policy has `failsafe` under `requires` of the tier.
- Only services count that send pages of a major severity to the escalation.
- Each escalation has one finding, for the first such service.

## Why
If the paging product or the phone network fails, pages do not arrive. A failsafe sends the page through another
provider if no other channel delivers it.

## Example that fails
The catalog policy requires a failsafe for tier 4, and `storefront-urgent` has no failsafe.

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, failsafe]}  # checkout has tier 4
```

## Example that passes
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
failsafe: {via: [sms], to: rotation:storefront-primary, after: 10m, testedOn: 2026-09-14}
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options
None. Set the tiers that require a failsafe with `tiers` in the catalog policy.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Service
from ownercat.oncall.paths import is_paged, list_ways
from ownercat.rules import Context
from ownercat.rules.ownership._demands import demanding
from ownercat.text import shown

RULE = Rule("ESC106", "missing-failsafe", Severity.WARNING, optional=True)


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation policy without a failsafe once, for the first service whose tier requires one."""
    reported: set[str] = set()
    for service in demanding(context, "failsafe"):
        for way in list_ways(context.catalog, context.policy, service) if is_paged(service) else ():
            escalation = way.policy
            if escalation is None or escalation.key in reported or way.severity not in context.policy.major:
                continue
            if escalation.failsafe is None and escalation.sound and escalation.tiers:
                reported.add(escalation.key)
                yield _finding(escalation, service, way.severity)


def _finding(escalation: Escalation, service: Service, severity: str) -> Finding:
    label = f"{shown(service.label)} (tier {service.tier})"
    message = f"{escalation.label} has no failsafe: {label} requires one for its {severity} pages"
    help = (
        "add `failsafe: {via: [CHANNEL], to: rotation:NAME, after: 10m, testedOn: DATE}` "
        "with a channel of another provider"
    )
    related = (Related(service.named, label),)
    return Finding(escalation.named, message, help, related, escalation.subject)
