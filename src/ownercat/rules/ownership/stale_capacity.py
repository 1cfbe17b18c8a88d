"""Nobody has looked at a service's capacity for too long.

## What

Judged for services of the tiers whose `requires` in the policy lists `capacity` (no tier does by default). Such a
service says under `capacity` when its capacity was last looked at (`reviewedOn`) and how often that is to happen
(`reviewEvery`). It is reported when that time is over, or when no day is given at all.

The rule reminds of time passing: it is off under `--timeless`. Services of type `external`, libraries and what is
retired are left out.

## Why

P15: capacity, forecasts and error budgets are reviewed together. Load grows a few per cent a month and nobody notices,
until the day of the sale. A number without a date looks as good after two years as on the first day.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, capacity]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
capacity: {headroom: 40, reviewedOn: 2025-09-01, reviewEvery: 90d}
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, capacity]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
capacity: {headroom: 40, reviewedOn: 2026-11-02, reviewEvery: 365d}
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options

- `every` (default `90d`): how often capacity is looked at where a service gives no `reviewEvery`.

A tier's `requires` in the policy turns the rule on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service, duration
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._options import length
from ownercat.rules.ownership._demands import demanding
from ownercat.text import plural, shown

RULE = Rule("OWN023", "stale-capacity", Severity.WARNING, dated=True, optional=True, options={"every": "90d"})

_DAY = 86_400
_HELP = "look at load and forecast, then set `reviewedOn` under `capacity` to that day"


def check(context: Context) -> Iterator[Finding]:
    """Every service of a tier that requires capacity and whose review is overdue, or never was."""
    today = context.as_of
    for service in demanding(context, "capacity") if today else ():
        if is_paged(service) and today is not None:
            yield from _judge(context, service, today)


def _judge(context: Context, service: Service, today: date) -> Iterator[Finding]:
    capacity = service.extra.get("capacity")
    stated: Mapping[str, Any] = capacity if isinstance(capacity, dict) else {}
    reviewed = _day(stated.get("reviewedOn"))
    if reviewed is None:
        place = service.at.at("capacity") if stated else service.named
        message = f"{shown(service.label)} is of tier {service.tier}, and no day says when its capacity was looked at"
        yield Finding(place, message, _HELP, subject=service.subject)
        return
    every = stated.get("reviewEvery")
    wait = (duration(every) if isinstance(every, str) else None) or length(context, RULE, "every")
    late = (today - reviewed).days - wait.seconds // _DAY
    if late > 0:
        due = reviewed + timedelta(wait.seconds // _DAY)
        message = f"the capacity of {shown(service.label)} was due to be looked at {plural(late, 'day')} ago"
        arithmetic = f"{reviewed} + {wait.text} = {due}"
        place = service.at.at("capacity", "reviewedOn")
        yield Finding(place, f"{message}: {arithmetic}", _HELP, subject=service.subject)


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
