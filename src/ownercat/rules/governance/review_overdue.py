"""A document has an overdue review.

## What
ownercat reports a document if its next review is overdue on the day of the check (`--as-of`). The next review is due at
`review.lastDone` plus `review.every`.

- ownercat does not check a document without one of these keys.
- The keys `revisitOn` and `reviewEvery` of an SLA do not count.
- This rule does not check runbooks. Another rule, [stale-runbook], checks them.

## Why
`review.every` states how long a document can be trusted without a review. After this time, the document may be out of
date, and an on-call engineer may follow wrong information.

## Example that fails
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
review: {every: 90d, lastDone: 2026-01-15, by: ana}
```

## Example that passes
```yaml title=catalog/checkout.yaml as=changed
review: {every: 90d, lastDone: 2026-09-15, by: ana}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Entity, Runbook
from ownercat.rules import Context
from ownercat.rules._reviews import find_overdue

RULE = Rule("GOV001", "review-overdue", Severity.WARNING, dated=True, requirement="review")
_READS = ("review",)


def check(context: Context) -> Iterator[Finding]:
    """Report each document with its next review in the past."""
    for entity in context.sound(Entity, reads=_READS) if context.as_of else ():
        if entity.review and context.as_of and not isinstance(entity, Runbook):
            finding = find_overdue(entity, entity.review, context.as_of)
            if finding is not None:
                yield finding
