"""An alias is also the name, or the alias, of something else of that kind.

## What

An alias in `aliases` is an old name that still works. It must not be the name of any document of that kind (not even
of its own), and not an alias of a second document. A real name always wins over an alias, and the first alias wins
over later ones, so the alias reported here does nothing.

## Why

P35: one searchable store gives one answer. Aliases keep old dashboards, runbooks and habits working after a rename.
When the old name is given to something new, everybody who still uses it in the old sense is sent to the wrong team
without noticing, which is worse than being sent nowhere.

## Example that fails

The old name of payment was given to a new service.

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
aliases: [{name: checkout}]
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
aliases: [{name: paymentservice}]
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

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Alias, Entity
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("REF003", "alias-collision", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Every alias that a name or an earlier alias makes useless."""
    catalog = context.catalog
    for entity in catalog.entities.values():
        for alias in entity.aliases:
            real = catalog.get(entity.kind, alias.name)
            first = catalog.aliases.get((entity.kind, alias.name), entity)
            if real is not None:
                yield _taken(entity, alias, real)
            elif first is not entity:
                yield _shared(entity, alias, first)


def _taken(entity: Entity, alias: Alias, real: Entity) -> Finding:
    name = shown(alias.name)
    if real is entity:
        said, cure = f"{shown(entity.label)} has its own name as an alias", "remove this alias"
    else:
        said = f"{shown(entity.label)} has the alias {name}, which is the name of another {real.kind.lower()}"
        cure = f"remove this alias, or rename {shown(real.label)}"
    related = () if real is entity else (Related(real.named, f"{shown(real.label)} is defined here"),)
    return Finding(alias.place.at("name"), said, cure, related, entity.subject, alias.name)


def _shared(entity: Entity, alias: Alias, first: Entity) -> Finding:
    name, other = shown(alias.name), shown(first.label)
    place = next(known.place for known in first.aliases if known.name == alias.name)
    return Finding(
        alias.place.at("name"),
        f"{shown(entity.label)} has the alias {name}, which is also an alias of {other}",
        f"remove it here, or from {other}: an old name leads to one place",
        (Related(place.at("name"), f"{other} has it here"),),
        entity.subject,
        alias.name,
    )
