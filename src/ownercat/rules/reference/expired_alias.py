"""An alias is still there after the last day it was meant for.

## What

The `until` of an alias (inclusive) has passed on the day that is judged (`--as-of`, by default today in UTC). The old
name goes on working, so that nothing breaks overnight; the references that still use it are shown. Records of
agreements and emergencies are never edited: an alias that they need gets a later day.

This rule is about time passing, so it is off under `--timeless`.

## Why

P35: an alias with a date is a promise to finish a rename. Without a reminder, bridges of this kind stay for years,
the old name is copied into new files, and it can never be given to anything else. The finding says what is left to
do.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
aliases: [{name: paymentservice, until: 2026-06-30}]
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

The rename is finished; another alias has time left.

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
aliases: [{name: payments, until: 2099-12-31}]
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

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import RECORDS, Alias, Entity
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.reference._aliases import uses
from ownercat.text import plural, shown

RULE = Rule("REF005", "expired-alias", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Every alias whose last day has passed."""
    today = context.as_of
    if today is None:
        return
    expired = [
        (entity, alias)
        for entity in context.catalog.entities.values()
        for alias in entity.aliases
        if alias.until is not None and alias.until < today
    ]
    used: dict[tuple[str, str], list[tuple[Entity, Place]]] = {}
    for user, ref, meant in uses(context) if expired else ():
        used.setdefault((meant.kind, ref.name), []).append((user, ref.place))
    yield from (_finding(entity, alias, used.get((entity.kind, alias.name), [])) for entity, alias in expired)


def _finding(entity: Entity, alias: Alias, users: list[tuple[Entity, Place]]) -> Finding:
    name, places = shown(alias.name), [place for _, place in users]
    count = plural(len(places), "reference still uses it", "references still use it")
    left = f"and {count}" if places else "and no document uses it any more"
    return Finding(
        alias.place.at("until"),
        f"the alias {name} of {shown(entity.label)} was meant to work until {alias.until}, {left}",
        _cure(entity, [isinstance(user, RECORDS) for user, _ in users]),
        tuple(Related(place, f"{name} is used here") for place in places[:RELATED]),
        entity.subject,
        alias.name,
    )


def _cure(entity: Entity, records: list[bool]) -> str:
    """``records``: for each user, whether it is a record, which is never edited."""
    if not records:
        return "remove the alias"
    write = "" if all(records) else f"write {shown(entity.name)} there, then "
    if any(records):
        need = "1 needs it" if sum(records) == 1 else f"{sum(records)} need it"
        return f"{write}give the alias a later day: records are never edited, and {need}"
    return f"{write}remove the alias"
