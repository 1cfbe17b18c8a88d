"""A runbook has an overdue review.

## What
ownercat reports a runbook if its next review is overdue on the day of the check (`--as-of`). The next review is due at
`review.lastDone` plus `review.every`. Without `review.every`, the next review is due 90 days after `review.lastDone`.
ownercat does not check a runbook without `review.lastDone`. Another rule, [review-overdue], checks all other documents.

## Why
Services change faster than their runbooks. A command that no longer exists costs minutes in the middle of an outage.

## Example that fails
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
review: {lastDone: 2026-07-01, by: ana}
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```

## Example that passes
```yaml title=catalog/runbook.yaml as=changed
review: {lastDone: 2026-11-02, by: ana}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Runbook, parse_duration
from ownercat.rules import Context
from ownercat.rules._reviews import find_overdue

RULE = Rule("RUN101", "stale-runbook", Severity.WARNING, dated=True)
_READS = ("review",)
DEFAULT = parse_duration("90d")


def check(context: Context) -> Iterator[Finding]:
    """Report each runbook with its next review in the past."""
    for runbook in context.sound(Runbook, reads=_READS) if context.as_of else ():
        if runbook.review and context.as_of:
            review = runbook.review._replace(every=runbook.review.every or DEFAULT)
            finding = find_overdue(runbook, review, context.as_of)
            if finding is not None:
                yield finding if runbook.review.every else finding._replace(related=())
