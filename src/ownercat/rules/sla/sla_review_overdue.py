"""The review of an SLA is overdue.

## What
ownercat reports a published SLA in these cases:

- its `revisitOn` is before the day of the check;
- its `approvedOn` plus `reviewEvery` is before the day of the check.

If both are true, ownercat reports the earlier date. ownercat ignores draft and retired SLAs.

## Why
Traffic, dependencies and customers change. An SLA that nobody has reviewed for a year describes the service of last
year. Other teams then plan with wrong values.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
approvers: [storefront]
approvedOn: 2025-10-01
reviewEvery: 365d
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
approvedOn: 2026-10-01
```
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ownercat.diagnostics import Finding, Key, Rule, Severity
from ownercat.model import SLA
from ownercat.rules import Context
from ownercat.text import plural

RULE = Rule("SLA201", "sla-review-overdue", Severity.WARNING, dated=True)

_DAY = 86_400


class _Due(NamedTuple):
    """When a review is due, why, and the key that says so."""

    on: date
    because: str
    key: Key


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each published SLA whose review is overdue."""
    today = context.as_of
    for sla in context.sound(SLA) if today else ():
        due = min(_list_due(sla), default=None) if sla.status == "published" else None
        if today is not None and due is not None and due.on < today:
            days = plural((today - due.on).days, "day")
            message = f"{sla.label} has a review that is {days} overdue: {due.because}"
            help = _format_help(sla, due)
            yield Finding(sla.at.at(due.key), message, help, subject=sla.subject)


def _list_due(sla: SLA) -> Iterator[_Due]:
    if sla.revisit_on is not None:
        yield _Due(sla.revisit_on, f"`revisitOn` is {sla.revisit_on}", "revisitOn")
    if sla.approved_on is not None and sla.review_every is not None:
        wait = timedelta(sla.review_every.seconds // _DAY)
        if wait <= date.max - sla.approved_on:
            on = sla.approved_on + wait
            yield _Due(
                on, f"`approvedOn` {sla.approved_on} + `reviewEvery` {sla.review_every.text} = {on}", "approvedOn"
            )


def _format_help(sla: SLA, due: _Due) -> str:
    review = "review the SLA with its consumer"
    if due.key == "revisitOn":
        return f"{review}, then set `revisitOn` to the date of the next review"
    return f"{review}, then set `approvedOn` to the date of the approval"
