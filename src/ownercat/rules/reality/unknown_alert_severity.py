"""The severity of an alert is not a severity of the policy.

## What
ownercat reports each value of the label `severity` that is neither in `severities` nor in `severityAliases` of the
policy. An alert without this label is not reported.

## Why
Escalation policies, SLAs and runbooks begin with a severity. For an unknown one, nobody knows how fast to react.

## Example that fails
```yaml title=ops/rules.yaml
groups:
  - name: till
    rules:
      - alert: TillSlow
        expr: latency > 1
        labels: {service: till, severity: critical}
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
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
severityAliases: {critical: sev1}
```
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._alerts import alerts, build_finding, format_alerts, group_alerts, locate_label
from ownercat.text import listed, shown

if TYPE_CHECKING:
    from ownercat.model import AlertOwner

RULE = Rule("REA203", "unknown-alert-severity", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each unknown value of the label once, with its alerts."""
    if not context.policy_is_whole:
        return
    severities = [level.id for level in context.policy.severities]
    known = {*severities, *context.policy.severity_aliases}

    def get_cause(each: "AlertOwner") -> str | None:
        """Return the unknown severity of an alert."""
        value = each.rule.get_label("severity")
        return value if value and value not in known else None

    for value, group in group_alerts(context.once(alerts), get_cause).items():
        has = "has" if len(group) == 1 else "have"
        message = f"{format_alerts(group)} {has} a severity that the policy does not define: {shown(value)}"
        names = listed(map(shown, severities), "or")
        help = f"add {shown(value)} to `severityAliases` of the policy with the severity that it means ({names})"
        yield build_finding(group, locate_label(group[0].rule, "severity"), message, help, value)
