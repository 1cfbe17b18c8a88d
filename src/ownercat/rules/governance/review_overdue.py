"""A document should have been looked at again by now.

## What

`review.lastDone` plus `review.every` lies before the day of the check (`--as-of`). A document without one of the two is
not judged. The dates of an SLA itself (`revisitOn`, `reviewEvery`) have a rule of their own.

## Why

P17 and P22: terms are living. The document says itself how long it can be trusted without a look; after that day nobody
knows whether it still describes what runs.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
review: {every: 90d, lastDone: 2026-01-15, by: ana}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
```

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
review: {every: 180d, lastDone: 2026-09-15, by: ana}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Entity, ReviewSchedule
from ownercat.rules import Context
from ownercat.text import plural, shown

RULE = Rule("GOV001", "review-overdue", Severity.WARNING, dated=True, requirement="review")

DAY = 86_400


def check(context: Context) -> Iterator[Finding]:
    """Documents whose next review is in the past."""
    for entity in context.sound(Entity) if context.as_of else ():
        review = entity.review
        if review is None or review.every is None or review.last_done is None or context.as_of is None:
            continue
        days = review.every.seconds // DAY
        late = (context.as_of - review.last_done).days - days
        if late > 0:
            yield _finding(entity, review, late, f"{review.last_done} + {review.every.text} = {_plus(review, days)}")


def _plus(review: ReviewSchedule, days: int) -> str:
    return str(review.last_done + timedelta(days)) if review.last_done else ""


def _finding(entity: Entity, review: ReviewSchedule, late: int, arithmetic: str) -> Finding:
    message = f"the review of {shown(entity.label)} is overdue by {plural(late, 'day')}: {arithmetic}"
    who = f"{shown(review.by.name)} looks" if review.by else "somebody looks"
    help = f"once {who} through it again, set `lastDone` to that day"
    related = (Related(review.place.at("every"), "as often as this"),)
    return Finding(review.place.at("lastDone"), message, help, related, entity.subject)
