"""A symptom of a tier 1 service has no alert.

## What
ownercat reports each symptom of a tier 1 service without an alert in the rule files: no alert has a name in `alerts` of
the symptom, and none has its id in the label `symptom`. Tier 1 is the most critical tier. Without a rule file, the rule
is silent. An entry of `elsewhere` with `kinds = ["Alert"]` declares alerts of other repositories.

## Why
The users notice this failure before the team does.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "1": {requires: [owner], escalationTiers: 0}
```

```yaml title=ops/rules.yaml
groups:
  - name: till
    rules:
      - alert: TillSlow
        expr: latency > 1
        labels: {service: till}
```

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 1
owner: storefront
symptoms:
  - {id: slow, title: Payments are slow, severity: sev3, alerts: [TillDown]}
```

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 1
owner: storefront
symptoms:
  - {id: slow, title: Payments are slow, severity: sev3, alerts: [TillSlow]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.rules import Context
from ownercat.rules.reality._alerts import alerts
from ownercat.text import listed, shown

RULE = Rule("REA206", "silent-symptom", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report the symptoms of tier 1 services that no alert of the rule files belongs to."""
    found = context.once(alerts)
    if not found:
        return
    names = {each.rule.name for each in found}
    labels = {(each.service.key, each.symptom.id) for each in found if each.service and each.symptom}
    for service in context.sound(Service, about="symptoms", reads=("symptoms", "tier", "lifecycle")):
        if service.tier != 1 or not service.can_say("tier") or service.lifecycle == "retired":
            continue
        for symptom in service.symptoms:
            if (service.key, symptom.id) in labels or not names.isdisjoint(symptom.alerts):
                continue
            words = symptom.alerts or (service.name,)
            if any(entry.matches(("Alert",), word) for entry in context.elsewhere for word in words):
                continue
            missing = f": no rule file has {listed(map(shown, symptom.alerts), 'or')}" if symptom.alerts else ""
            message = f"symptom {shown(symptom.id)} of {shown(service.label)} (tier 1) has no alert{missing}"
            help = "add an alert to a rule file, and its name to `alerts` of the symptom"
            cause = next(filter(None, (context.uncertain(word) for word in words)), None)
            place = symptom.place.at("alerts") if symptom.alerts else symptom.place.at("id")
            yield Finding(place, message, help, subject=service.subject, value=symptom.id, cause=cause)
