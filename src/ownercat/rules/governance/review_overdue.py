"""A document has an overdue review.

## What
ownercat reports a document if its next review is overdue on the day of the check (`--as-of`). The next review is due at
`review.lastDone` plus `review.every`.

- ownercat does not check a document without one of these keys.
- The keys `revisitOn` and `reviewEvery` of an SLA do not count.

## Why
`review.every` states how long the document can be trusted without a review. After that time, the document may describe
a service that no longer exists in that form, and an on-call engineer follows wrong information.

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
from datetime import timedelta

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Entity, ReviewSchedule
from ownercat.rules import Context
from ownercat.text import plural, shown

RULE = Rule("GOV001", "review-overdue", Severity.WARNING, dated=True, requirement="review")
_READS = ("review",)

DAY = 86_400


def check(context: Context) -> Iterator[Finding]:
    """Report each document with its next review in the past."""
    for entity in context.sound(Entity, reads=_READS) if context.as_of else ():
        review = entity.review
        if review is None or review.every is None or review.last_done is None or context.as_of is None:
            continue
        days = review.every.seconds // DAY
        late = (context.as_of - review.last_done).days - days
        if late > 0:
            yield _finding(entity, review, late, f"due {_add(review, days)} ({review.last_done} + {review.every.text})")


def _add(review: ReviewSchedule, days: int) -> str:
    return str(review.last_done + timedelta(days)) if review.last_done else ""


def _finding(entity: Entity, review: ReviewSchedule, late: int, due: str) -> Finding:
    message = f"{shown(entity.label)} has an overdue review: {due}, {plural(late, 'day')} late"
    actor = f"ask {shown(review.by.name)} to review" if review.by else "review"
    help = f"{actor} the document, then set `review.lastDone` to the date of the review"
    related = (Related(review.place.at("every"), f"review interval of {shown(entity.label)}"),)
    return Finding(review.place.at("lastDone"), message, help, related, entity.subject)
