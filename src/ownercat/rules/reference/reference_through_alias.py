"""A document refers to something by an old name.

## What

The name is found, but only as an alias. It works; the real name is shown, and is what to write. Records of agreements
and emergencies are left out: they are never edited, and name things as they were.

Shown with `-v`, and always in the machine formats.

## Why

P35: an alias is a bridge for what cannot be changed today: bookmarks, alerts in other systems, people. References
inside the catalog can be changed today, and each one that is not keeps the bridge in use. When the alias goes, it
breaks.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: paymentservice}
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

## Example that passes

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment}
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
from ownercat.model import RECORDS, Entity, Ref
from ownercat.rules import Context
from ownercat.rules._references import prefixed
from ownercat.rules.reference._aliases import uses
from ownercat.text import shown

RULE = Rule("REF004", "reference-through-alias", Severity.INFO)


def check(context: Context) -> Iterator[Finding]:
    """Every reference that only an alias makes work, but for those of records."""
    found = uses(context)
    return (_finding(entity, ref, meant) for entity, ref, meant in found if not isinstance(entity, RECORDS))


def _finding(entity: Entity, ref: Ref, meant: Entity) -> Finding:
    written = prefixed(meant.kind, meant.name) if ref.kind else meant.name
    alias = next((alias for alias in meant.aliases if alias.name == ref.name), None)
    return Finding(
        ref.place,
        f"{shown(entity.label)} calls {shown(meant.label)} by its old name {shown(ref.name)}",
        f"write {shown(written)}",
        (Related(alias.place.at("name"), "the alias that makes it work"),) if alias else (),
        entity.subject,
        ref.written,
    )
