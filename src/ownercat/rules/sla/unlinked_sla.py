"""An SLA links no dashboard or no release calendar.

## What
ownercat reports a published SLA without a dashboard (`dashboards`) or without a calendar of the releases that may
affect it (`releaseCalendar`), if other SLAs of the catalog have one. These also count:

- a link of the SLA or of its service with `type: dashboard`, and `telemetry.dashboard` of the service
- `change.releaseCalendar` of the service

ownercat does not open the links. It reports no missing dashboard if no SLA of the catalog has one, because the
organization then keeps its dashboards elsewhere; the same applies to release calendars.

## Why
Before a release, a team looks up whether the error budget is spent and what else is planned. Without the two links,
each person searches for them, or does not look.

## Example that fails
```yaml title=catalog/checkout-sla.yaml
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
dashboards: [https://grafana.shop.example/d/checkout]
```
```yaml title=catalog/payment-sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-checkout
service: payment
consumer: checkout
outcome: A valid card is charged once.
approvers: [payments, storefront]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```

## Example that passes
```yaml title=catalog/payment-sla.yaml as=changed
dashboards: [https://grafana.shop.example/d/payment]
```
"""

from collections.abc import Callable, Iterator, Mapping

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import SLA, Service
from ownercat.rules import Context
from ownercat.text import listed

RULE = Rule("SLA006", "unlinked-sla", Severity.INFO)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each published SLA without a link that other SLAs have."""
    pairs = list(_list_published(context))
    used = {what: test for what, (test, _) in _LINKS.items() if any(test(*pair) for pair in pairs)}
    for sla, service in pairs:
        missing = [what for what, test in used.items() if not test(sla, service)]
        if missing:
            message = f"{sla.label} links {' and '.join(f'no {what}' for what in missing)}"
            help = f"add the link, for example {listed(f'`{_LINKS[what][1]}`' for what in missing)}"
            yield Finding(sla.named, message, help, subject=sla.subject, extent=len(missing))


def _list_published(context: Context) -> Iterator[tuple[SLA, Service]]:
    for sla in context.sound(SLA):
        service = context.catalog.service(sla.service) if sla.status == "published" else None
        if service is not None and service.sound:
            yield sla, service


def _has_dashboard(sla: SLA, service: Service) -> bool:
    linked = any(link.type == "dashboard" for link in (*sla.links, *service.links))
    return bool(sla.dashboards) or linked or bool(service.telemetry.get("dashboard"))


def _has_calendar(sla: SLA, service: Service) -> bool:
    change = service.extra.get("change")
    return bool(sla.extra.get("releaseCalendar") or (isinstance(change, Mapping) and change.get("releaseCalendar")))


_LINKS: Mapping[str, tuple[Callable[[SLA, Service], bool], str]] = {
    "dashboard": (_has_dashboard, "dashboards: [https://grafana.example/d/1]"),
    "release calendar": (_has_calendar, "releaseCalendar: https://calendar.example"),
}
