"""An Expectation document says what happens to a page, and the catalog does something else.

## What

An `Expectation` names a service, an instant and what has to happen to a page that starts then and that nobody reacts
to: the `policy` it takes, whom exactly it reaches at a time (`pages`), how soon it wakes the first human
(`humanWithin`), and whom it reaches at all (`reaches`). Everything is worked out for that instant as the catalog says
it: rotations with every change of clocks, overrides, leaving dates, routes, personal rules, rounds and hand-overs.

One finding per document says which part does not hold, what was expected and what was found; further parts are named
beside it. Of another policy than the expected one nothing else is said, as all the rest follows from that. Nothing is
said where a document on the way could not be read. Left to other rules: services without an escalation
(`missing-escalation`) and tiers without people (`empty-tier`).

The instant is in the document, so the result does not depend on the day of the check: it is the same under
`--timeless`. `ownercat test` runs the same documents as a test report.

## Why

P05 and P27: who is paged for which symptom of which severity is written down, and so is what the writer had in mind. A
route, a wait or a swap that is changed for one good reason takes the
page of another night somewhere else; a written expectation says so before the merge, by name.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
---
apiVersion: ownercat/v1
kind: Expectation
name: checkout-when-clocks-change
service: checkout
severity: sev1
at: 2027-03-28T02:30+01:00
expect:
  pages:
    t+0: [rotation:shop-primary]
    t+5m: [person:bo]
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
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    wait: 10m
    inform: [severity, service, timeline, workarounds]
  - name: everyone
    notify: [person:ana, person:bo]
    inform: [severity, service, timeline, workarounds]
repeat: {times: 5, every: 10m}
end: stop
```

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
---
apiVersion: ownercat/v1
kind: Expectation
name: checkout-when-clocks-change
service: checkout
severity: sev1
at: 2027-03-28T02:30+01:00
expect:
  policy: shop-urgent
  pages:
    t+0: [rotation:shop-primary]
    t+10m: [person:ana, person:bo]
  humanWithin: 0m
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
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    wait: 10m
    inform: [severity, service, timeline, workarounds]
  - name: everyone
    notify: [person:ana, person:bo]
    inform: [severity, service, timeline, workarounds]
repeat: {times: 5, every: 10m}
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Expectation
from ownercat.oncall.expectations import ExpectationCheck, ExpectationResult, outcome
from ownercat.oncall.paths import chain
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.escalation._tiers import find_empty_levels, list_unrouted_services
from ownercat.text import shown

RULE = Rule("GOV008", "failed-expectation", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Each expectation that does not hold, once, by its first part that does not."""
    outcomes = (outcome(context.catalog, context.policy, each) for each in context.sound(Expectation))
    for found in outcomes:
        if found.failed and not _is_told(context, found):
            yield _finding(found)


def _is_told(context: Context, found: ExpectationResult) -> bool:
    """Whether another rule says that the service has no escalation, or that the page comes to a tier without people."""
    service = context.catalog.service(found.expectation.service)
    if found.escalation is None:
        return any(service is each for each, _ in list_unrouted_services(context))
    climbed = {each.subject for each in chain(context.catalog, found.escalation)}
    return any(each.escalation.subject in climbed for each in find_empty_levels(context))


def _finding(found: ExpectationResult) -> Finding:
    expectation, (first, *others) = found.expectation, found.failed
    service = shown(expectation.service.name) if expectation.service else "its service"
    page = f"a {shown(found.severity)} page of service {service} at {shown(expectation.starts)}"
    message = f"{shown(expectation.label)} does not hold for {page}: {_told(first)}"
    related = tuple(Related(part.place, f"{_told(part)}, too") for part in others[:RELATED])
    way = f"{shown(found.escalation.label)}" if found.escalation else "the routes of the service"
    help = f"correct {way}, or the expectation where this is what is meant now"
    return Finding(first.place, message, help, related, expectation.subject)


def _told(part: ExpectationCheck) -> str:
    return f"{part.what}: expected {part.expected}, found {part.found}"
