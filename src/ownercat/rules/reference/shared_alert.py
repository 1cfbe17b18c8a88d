"""Two services declare the same alert.

## What
ownercat reports a service if a symptom of an earlier service lists the same alert. ownercat ignores retired services.

- Several symptoms of one service can have the same alert.
- A runbook can name the alerts of its service.

## Why
`ownercat who ALERT` and the on-call person find the owner by the name of the alert. With two services, the answer is
ambiguous, and the page may wake the wrong team.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
symptoms: [{id: slow, title: Checkout is slow, severity: sev3, alerts: [HighLatency]}]
```
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
symptoms: [{id: slow, title: Payment is slow, severity: sev3, alerts: [HighLatency]}]
```

## Example that passes
```yaml title=catalog/services/payment.yaml as=changed
symptoms: [{id: slow, title: Payment is slow, severity: sev3, alerts: [PaymentHighLatency]}]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Service
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("REF010", "shared-alert", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each service that declares an alert of an earlier service, once per alert."""
    first: dict[str, tuple[Service, Place]] = {}
    for service in context.catalog.of(Service):
        for alert, place in _map_alerts(service).items() if service.lifecycle != "retired" else ():
            other, its_place = first.setdefault(alert, (service, place))
            if other is not service:
                yield _finding(service, alert, place, other, its_place)


def _map_alerts(service: Service) -> dict[str, Place]:
    """Return each alert of a service with its first location."""
    places: dict[str, Place] = {}
    for symptom in service.symptoms:
        for number, alert in enumerate(symptom.alerts):
            places.setdefault(alert, symptom.place.at("alerts", number))
    return places


def _finding(service: Service, alert: str, place: Place, other: Service, its_place: Place) -> Finding:
    return Finding(
        place,
        f"{shown(service.label)} declares an alert that {shown(other.label)} also declares: {shown(alert)}",
        "remove the alert from one of the two services, or give each service its own alert",
        (Related(its_place, f"alert of {shown(other.label)}"),),
        service.subject,
        alert,
    )
