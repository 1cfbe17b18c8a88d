"""The team label of an alert is not the owner of its service.

## What
ownercat compares the label `team` of an alert with the owner of the service in its label `service`, or of the service
with a symptom that lists the alert.

## Why
The page goes to the previous owner after a service changes hands.

## Example that fails
```yaml title=ops/rules.yaml
groups:
  - name: till
    rules:
      - alert: TillSlow
        expr: latency > 1
        labels: {service: till, team: payments}
```

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 4
owner: storefront
```

## Example that passes
```yaml title=ops/rules.yaml
groups:
  - name: till
    rules:
      - alert: TillSlow
        expr: latency > 1
        labels: {service: till, team: storefront}
```
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._alerts import alerts, build_finding, format_alerts, group_alerts, locate_label
from ownercat.text import shown

if TYPE_CHECKING:
    from ownercat.model import AlertOwner

RULE = Rule("REA202", "alert-team-drift", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report team labels that differ from the owner; alerts with one service and one label are one finding."""

    def get_cause(each: "AlertOwner") -> tuple[str, str] | None:
        """Return the service and the label if they differ; no document defines the label, if ``team`` is ``None``."""
        owner = context.catalog.team(each.service.owner) if each.service is not None else None
        if each.service is None or owner is None or not each.team_label or owner is each.team:
            return None
        declared = any(entry.matches(("Team",), each.team_label) for entry in context.elsewhere)
        return None if each.team is None and declared else (each.service.key, each.team_label)

    for (_, label), group in group_alerts(context.once(alerts), get_cause).items():
        service = group[0].service
        if service is None or service.owner is None:
            continue
        owner, entity = shown(service.owner.name), shown(service.label)
        has = "has" if len(group) == 1 else "have"
        message = f"{format_alerts(group)} {has} the label `team: {shown(label)}`, but team {owner} owns {entity}"
        help = f"write `team: {owner}`, or give {entity} to team {shown(label)}"
        cause = context.catalog.find_hidden(("Team",), label) if group[0].team is None else None
        yield build_finding(group, locate_label(group[0].rule, "team"), message, help, label, cause)
