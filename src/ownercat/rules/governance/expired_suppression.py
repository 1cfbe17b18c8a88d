"""A suppression or a rule exception is past its last day.

## What
ownercat reports a suppression comment or an entry of `rules.exceptions` in the policy if its last day (`until`) is
before the day of the check: today in UTC, or the day of `--as-of`.

- The finding that it silenced is reported again.
- With `--timeless`, the rule is off and every suppression has an effect.

## Why
The date is what the team promised when it set the finding aside. Without a reminder, a temporary exception becomes
permanent.

## Example that fails
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments   # ownercat: ignore[orphaned-service] until=2026-01-31 reason="the team is new"
```

## Example that passes
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.governance._suppressions import build_suppression_finding
from ownercat.text import shown

RULE = Rule("GOV003", "expired-suppression", Severity.ERROR, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Report each suppression whose last day is over."""
    for each in context.suppressions:
        if each.reason and not each.problem and each.is_expired(context.as_of):
            fact = f"has an expired {each.noun} of {shown(each.rule)}: until {each.until}"
            what = "comment" if each.line else "exception"
            help = f"correct the finding and remove the {what}, or set a later `until`"
            yield build_suppression_finding(context, each, fact, help)
