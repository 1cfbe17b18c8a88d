"""A suppression or a rule exception has no reason.

## What
ownercat reports a suppression comment or an entry of `rules.exceptions` in the policy without a `reason`, or with an
empty one. Without a reason, it has no effect: the finding is still reported.

## Why
Somebody must decide later whether the exception still applies. Without a reason, nobody can.

## Example that fails
```yaml title=catalog/services/old-shop.yaml
apiVersion: ownercat/v1
kind: Service
name: old-shop
description: The shop before the new one.
tier: 4
owner: payments   # ownercat: ignore[orphaned-service]
```

## Example that passes
```yaml title=catalog/services/old-shop.yaml
apiVersion: ownercat/v1
kind: Service
name: old-shop
description: The shop before the new one.
tier: 4
owner: payments
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.governance._suppressions import build_suppression_finding
from ownercat.text import shown

RULE = Rule("GOV004", "suppression-without-reason", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report each suppression without a reason."""
    for each in context.suppressions:
        if each.rule and not each.reason and not each.problem:
            article = "a" if each.line else "an"
            fact = f"has {article} {each.noun} of {shown(each.rule)} without a reason, so it has no effect"
            help = 'add `reason="..."` to the comment' if each.line else "add a `reason` to the exception"
            yield build_suppression_finding(context, each, fact, help)
