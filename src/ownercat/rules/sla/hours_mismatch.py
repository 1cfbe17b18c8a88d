"""A hard dependency has no support in some hours of its consumer's SLA.

## What
ownercat reports a hard dependency if the consumer's SLA has hours that are not in the provider's SLAs. The message
shows the effective wait: the longest time in these hours without support from the provider, plus the `ack` target of
the provider. ownercat calculates the exact time over 400 days, with clock changes.

- The hours of all published SLAs of the provider count together. This rule does not report a provider without an SLA.
- ownercat does not report a dependency whose `tolerates` is at least the effective wait.
- A dependency in a redundancy group (`group`) that can lose a member does not count.

## Why
For example, a service has support at all hours, and its database has support in working hours. If the database fails on
Friday at 17:00, the service is down until Monday. The targets of the database do not show this, because they apply only
in the hours of the database.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment}]
```
```yaml title=catalog/slas/checkout.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
approvers: [storefront]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
```yaml title=catalog/slas/payment.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-checkout
service: payment
consumer: checkout
outcome: A valid card is charged once.
hours: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "17:00"}
approvers: [payments, storefront]
targets:
  sev1: {ack: 15m, restore: 30m}
  sev2: {ack: 30m, restore: 2h}
```

## Example that passes
```yaml title=catalog/slas/payment.yaml as=changed
hours: 24x7
```
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Duration
from ownercat.oncall.hours import format_hours
from ownercat.oncall.wording import format_interval
from ownercat.promises.hours import ClosedInterval, find_longest_closed
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.sla._terms import HardDependency, find_doubt, list_hard_dependencies
from ownercat.text import listed, shown

RULE = Rule("SLA107", "hours-mismatch", Severity.ERROR)


class _Wait(NamedTuple):
    """An SLA of a consumer, the longest interval without its provider, and the time to acknowledge after it."""

    sla: SLA
    closed: ClosedInterval
    ack: Duration

    @property
    def seconds(self) -> int:
        return self.closed.seconds + self.ack.seconds


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for each hard dependency with the longest wait."""
    for needed in list_hard_dependencies(context):
        if needed.consumer_slas and needed.provider_slas:
            longest = max(_list_waits(context, needed), key=lambda wait: wait.seconds, default=None)
            tolerated = needed.entry.tolerates.seconds if needed.entry.tolerates else 0
            if longest is not None and longest.seconds > tolerated:
                yield _finding(needed, longest)._replace(cause=find_doubt(context, [needed.provider.name]))


def _list_waits(context: Context, needed: HardDependency) -> Iterator[_Wait]:
    provided = tuple(dict.fromkeys(sla.hours for sla in needed.provider_slas))
    acks = [target.ack for sla in needed.provider_slas for target in sla.targets if target.ack]
    ack = min(acks, key=lambda each: each.seconds, default=Duration(0, ""))
    for sla in needed.consumer_slas:
        closed = find_longest_closed(sla.hours, provided, days(context).start, days(context).end)
        if closed is not None:
            yield _Wait(sla, closed, ack)


def _finding(needed: HardDependency, wait: _Wait) -> Finding:
    consumer, provider = shown(needed.consumer.name), shown(needed.provider.name)
    other = needed.provider_slas[0]
    hours = listed(dict.fromkeys(format_hours(sla.hours) for sla in needed.provider_slas))
    interval = format_interval(wait.closed.start, wait.closed.end, other.hours.time_zone or "UTC")
    ack = f" + ack {wait.ack.text} = {_format(wait.seconds)}" if wait.ack.seconds else ""
    message = (
        f"{wait.sla.label}: {format_hours(wait.sla.hours)} promised, but {consumer} → {provider} has support {hours}: "
        f"effective wait +{_format(wait.closed.seconds)}{ack} ({interval})"
    )
    help = (
        f"set `hours: {'24x7' if wait.sla.hours.always else 'those of ' + wait.sla.label}` in {other.label}, or change "
        f"`mode` of the dependency to `soft` and add `degrade`"
    )
    related = (
        Related(other.at.at("hours"), f"hours of {other.label}"),
        Related(wait.sla.at.at("hours") if not wait.sla.hours.always else wait.sla.named, f"hours of {wait.sla.label}"),
    )
    place = needed.entry.service.place
    subject = needed.consumer.subject
    return Finding(place, message, help, related, subject, needed.entry.service.written, extent=wait.seconds)


def _format(seconds: int) -> str:
    """Return a wait in hours, as people compare it: ``64h``, ``64h15m``."""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}h{f'{minutes}m' if minutes else ''}" if hours else f"{minutes}m"
