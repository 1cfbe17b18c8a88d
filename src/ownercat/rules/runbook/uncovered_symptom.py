"""A service is known to fail in a way that is a major incident, and no runbook says what to do then.

## What

A symptom that the service declares, with a severity that is `major` in the policy, is covered by no runbook of the
service. A runbook covers a symptom by naming it under `covers`, or one of its alerts, or, with neither, its severity.
A service without any runbook is one finding, and `missing-runbook` alone where its tier requires one.

## Why

P06: runbooks hold proven steps for common failures. A failure that somebody took the trouble to name and to alert on
is common enough.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
symptoms:
  - {id: payments-failing, title: Orders fail at the payment step, severity: sev1}
  - {id: slow, title: Pages take long, severity: sev3}
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
symptoms:
  - {id: payments-failing, title: Orders fail at the payment step, severity: sev1}
  - {id: slow, title: Pages take long, severity: sev3}
---
apiVersion: ownercat/v1
kind: Runbook
name: checkout-payments-failing
service: checkout
covers: [{symptom: payments-failing}]
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
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

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Runbook, Service, Symptom
from ownercat.oncall.playbooks import by_service, covers
from ownercat.rules import Context
from ownercat.rules.runbook._missing import is_judged, is_missing, runbooks_to_be
from ownercat.text import listed, shown

RULE = Rule("RUN001", "uncovered-symptom", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Major symptoms without a runbook, one by one; all of them at once where there is no runbook at all."""
    if not context.policy_is_whole:
        return
    major = context.policy.major
    runbooks = by_service(context.catalog)
    meant = runbooks_to_be(context)
    for service in context.sound(Service, about="symptoms"):
        severe = [symptom for symptom in service.symptoms if context.policy.severity_id(symptom.severity) in major]
        if not severe or not is_judged(context, service) or service.key in meant:
            continue
        own = runbooks.get(service.key, ())
        if own:
            yield from _uncovered(context, service, severe, own)
        elif not is_missing(context, service):
            yield _without(service, severe)


def _uncovered(
    context: Context, service: Service, severe: list[Symptom], own: tuple[Runbook, ...]
) -> Iterator[Finding]:
    known = {symptom.id for symptom in service.symptoms}
    # a symptom that the service does not have may be the misspelling of one that it has, and is reported as such
    if any(cover.symptom and cover.symptom not in known for runbook in own for cover in runbook.covers):
        return
    for symptom in severe:
        if not any(covers(context.policy, runbook, symptom) for runbook in own):
            name = shown(own[0].name)
            message = f"{service.label} can fail with {symptom.id} ({symptom.severity}), and no runbook covers it"
            help = f"add `{{symptom: {symptom.id}}}` under `covers` in runbook {name}, or write one for it"
            related = (Related(own[0].named, "covers other symptoms"),)
            yield Finding(symptom.place.at("id"), message, help, related, service.subject, symptom.id)


def _without(service: Service, severe: list[Symptom]) -> Finding:
    names = listed(f"{symptom.id} ({symptom.severity})" for symptom in severe)
    message = f"{service.label} can fail with {names}, and has no runbook"
    help = f"write a Runbook with `service: {service.name}` and `covers: [{{symptom: {severe[0].id}}}]`"
    place = severe[0].place.at("id") if len(severe) == 1 else service.at.key("symptoms")
    return Finding(place, message, help, subject=service.subject)
