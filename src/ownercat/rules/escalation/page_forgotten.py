"""An escalation has an `ackTimeout` longer than the `restore` target of an SLA.

## What
If nobody resolves the incident within `ackTimeout` after an acknowledgement, the page is sent again. ownercat reports
an escalation if its `ackTimeout` is longer than the shortest `restore` target of its services.

- Only targets for major severities in published SLAs count.
- ownercat does not check an escalation without `ackTimeout`.

## Why
A person can acknowledge a page and fall asleep again. Everybody else believes that this person works on the incident.
If the page comes again only after the `restore` target, the SLA is already broken.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
ackTimeout: 2h  # checkout-for-customers promises restore 1h
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
repeat: {times: 5, every: 10m}
end: stop
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
ackTimeout: 30m  # checkout-for-customers promises restore 1h
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.escalation._promises import judgeable, restore
from ownercat.text import shown

RULE = Rule("ESC104", "page-forgotten", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation with an `ackTimeout` above the shortest promised restore."""
    for promised in judgeable(context):
        escalation, strictest = promised.escalation, restore(context, promised)
        timeout = escalation.ack_timeout
        if timeout is None or strictest is None or timeout.seconds <= strictest[1].seconds:
            continue
        promise, target = strictest
        message = (
            f"{escalation.label} has an `ackTimeout` longer than the restore target: {timeout.text}, but restore "
            f"{target.text} is promised for {promise.severity} incidents of {shown(promise.service.label)}"
        )
        help = f"set `ackTimeout` of {escalation.label} to well below {target.text}"
        related = (Related(promise.target.place.at("restore"), f"restore target of {shown(promise.sla.label)}"),)
        yield Finding(
            escalation.at.at("ackTimeout"),
            message,
            help,
            related,
            escalation.subject,
            f"{promise.sla.name} {promise.severity}",
            extent=timeout.seconds - target.seconds,
        )
