"""An alert belongs to no symptom of its service.

## What
ownercat reports the alerts of a service with symptoms that no symptom lists in `alerts`. A label `symptom` with the id
of a symptom links an alert as well. The alerts of one service are one finding.

## Why
A symptom leads from the alert to the runbook, the severity and the people. Without one, `who ALERT` shows only the
service.

## Example that fails
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
tier: 4
owner: storefront
symptoms:
  - {id: slow, title: Payments are slow, severity: sev3}
```

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 4
owner: storefront
symptoms:
  - {id: slow, title: Payments are slow, severity: sev3, alerts: [TillSlow]}
```
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._alerts import alerts, build_finding, format_alerts, group_alerts
from ownercat.text import shown

if TYPE_CHECKING:
    from ownercat.model import AlertOwner

RULE = Rule("REA205", "unlinked-alert", Severity.INFO)


def check(context: Context) -> Iterator[Finding]:
    """Report the alerts of each service that belong to none of its symptoms."""

    def get_cause(each: "AlertOwner") -> str | None:
        """Return the service of an alert without a symptom."""
        service = each.service
        if service is None or each.symptom is not None or not service.symptoms or not service.sound:
            return None
        return None if each.rule.get_label("symptom") is None else service.key

    for group in group_alerts(context.once(alerts), get_cause).values():
        service = group[0].service
        if service is not None:
            verb = "belongs" if len(group) == 1 else "belong"
            message = f"{format_alerts(group)} {verb} to no symptom of {shown(service.label)}"
            help = f"add the name to `alerts` of a symptom of {shown(service.label)}"
            yield build_finding(group, group[0].rule.place.at("alert"), message, help, service.name)
