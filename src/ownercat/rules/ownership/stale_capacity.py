"""A service has no capacity review, or its capacity review is overdue.

## What
ownercat reports a service if its capacity review is missing or overdue. `reviewedOn` under `capacity` is the day of the
last review. `reviewEvery` is the longest time until the next one. ownercat checks only the services of the tiers that
have `capacity` under `requires` in the policy. By default, no tier has it.

- This rule depends on the date: `--timeless` turns it off.
- ownercat ignores retired services and services of type `external` or `library`.

## Why
Load grows by a few percent each month, and no person notices until a sale overloads the service. A capacity figure
without a date looks correct even if it is two years old.

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

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
capacity: {headroom: 40, reviewedOn: 2026-11-02, reviewEvery: 365d}
```

## Options
To turn the rule on for a tier, add `capacity` to its `requires` in the policy. Set the option in the policy too:
`rules: {options: {stale-capacity: {every: 180d}}}`.

- `every` (default `90d`): the longest time between two reviews of a service that has no `reviewEvery`.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service, parse_day, parse_duration
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._options import length
from ownercat.rules.ownership._demands import demanding
from ownercat.text import plural, shown

RULE = Rule(
    "OWN023",
    "stale-capacity",
    Severity.WARNING,
    dated=True,
    optional=True,
    options={"every": "90d"},
    requirement="capacity",
)

_DAY = 86_400
_HELP = "review load and forecast, then set `reviewedOn` under `capacity` to the date of the review"


def check(context: Context) -> Iterator[Finding]:
    """Report every service without a recent capacity review whose tier requires one."""
    today = context.as_of
    for service in demanding(context, "capacity") if today else ():
        if is_paged(service) and today is not None:
            yield from _check_service(context, service, today)


def _check_service(context: Context, service: Service, today: date) -> Iterator[Finding]:
    capacity = service.extra.get("capacity")
    fields: Mapping[str, Any] = capacity if isinstance(capacity, dict) else {}
    reviewed = parse_day(fields.get("reviewedOn"))
    if reviewed is None:
        place = service.at.at("capacity") if fields else service.named
        message = f"{shown(service.label)} (tier {service.tier}) has no date of a capacity review"
        yield Finding(place, message, _HELP, subject=service.subject)
        return
    every = fields.get("reviewEvery")
    wait = (parse_duration(every) if isinstance(every, str) else None) or length(context, RULE, "every")
    late = (today - reviewed).days - wait.seconds // _DAY
    if late > 0:
        due = reviewed + timedelta(wait.seconds // _DAY)
        message = f"{shown(service.label)} has a capacity review that is {plural(late, 'day')} overdue"
        cause = f"due {due} (last review {reviewed}, every {wait.text})"
        place = service.at.at("capacity", "reviewedOn")
        yield Finding(place, f"{message}: {cause}", _HELP, subject=service.subject)
