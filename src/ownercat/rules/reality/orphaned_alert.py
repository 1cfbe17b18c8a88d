"""An alert has no active owner.

## What
ownercat reads the alerts of the rule files (`dialects = ["prometheus"]`). The label `service` or `team` of an alert, or
a symptom that lists the alert, leads to its owner. ownercat reports alerts that lead to no service and no team with
active members. A label that the expression names can come from the series, and counts as unknown.

## Why
Somebody wakes up for this alert, and nobody knows who must correct it.

## Example that fails
```yaml title=ops/rules.yaml
groups:
  - name: till
    rules:
      - alert: TillSlow
        expr: latency > 1
        labels: {severity: sev2}
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
        labels: {severity: sev2, service: till}
```
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service, Team
from ownercat.rules import Context
from ownercat.rules.ownership._teams import standings
from ownercat.rules.reality._alerts import alerts, build_finding, format_alerts, group_alerts, locate_label
from ownercat.text import shown

if TYPE_CHECKING:
    from ownercat.model import AlertOwner

RULE = Rule("REA201", "orphaned-alert", Severity.WARNING)
_KINDS = {"service": ("Service", "Component"), "team": ("Team",)}


def check(context: Context) -> Iterator[Finding]:
    """Report alerts without an owner; those of one file, or with one undefined name, are one finding."""
    standing = standings(context)

    def get_cause(each: "AlertOwner") -> tuple[str, str] | None:
        """Return the label and the name that lead nowhere, or the file of an alert without labels."""
        if each.service is not None or each.symptom is not None:
            return None  # OWN001 reports a service without an owner
        if each.team is not None:
            return ("", each.team.key) if standing[each.team.key].dead else None
        if each.service_label is None or each.team_label is None:
            return None
        if each.service_label or each.team_label:
            return ("service", each.service_label) if each.service_label else ("team", each.team_label)
        return "file", each.rule.place.path

    for (label, name), group in group_alerts(context.once(alerts), get_cause).items():
        what, place = (
            f"{format_alerts(group)} {'has' if len(group) == 1 else 'have'} no",
            group[0].rule.place.at("alert"),
        )
        if label == "file":
            them = "it" if len(group) == 1 else "them"
            message = f"{what} owner: no label `service` or `team`, and no symptom lists {them}"
            help = "add the label `team`, or list the alert in `alerts` of a symptom of its service"
            yield build_finding(group, place, message, help, name)
        elif not label:
            message = f"{what} active owner: team {shown(name)} has no active members"
            help = f"add an active member to team {shown(name)}, or change the label `team`"
            yield build_finding(group, locate_label(group[0].rule, "team"), message, help, name)
        elif not _is_elsewhere(context, label, name):
            message = f"{what} owner: no document defines {label} {shown(name)} of the label `{label}`"
            help = f"correct the label, or add {label} {shown(name)} to the catalog"
            cause = context.catalog.find_hidden(_KINDS[label], name)
            yield build_finding(group, locate_label(group[0].rule, label), message, help, name, cause)


def _is_elsewhere(context: Context, label: str, name: str) -> bool:
    """Return whether the configuration declares the name, or several documents have it."""
    kind = Service if label == "service" else Team
    declared = any(entry.matches(_KINDS[label], name) for entry in context.elsewhere)
    return declared or any(entity.name == name for entity in context.catalog.of(kind))
