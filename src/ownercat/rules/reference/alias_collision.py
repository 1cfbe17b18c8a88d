"""An alias is also the name or the alias of another document of the same kind.

## What
An alias (an entry of `aliases`) is a previous name that still resolves. ownercat reports an alias that has no effect,
because the name is already in use:

- Another document of the same kind has this name. A name always takes precedence over an alias.
- Another document of the same kind has this alias and comes first. The first alias takes precedence.
- The alias is the name of its own document.

## Why
Aliases keep dashboards, runbooks and alerts working after a rename. If a new document gets the old name, everyone who
still uses the old name reaches the wrong team, without any error.

## Example that fails
The new service has the name `checkout`, which is also the previous name of service payment.

```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
aliases: [{name: checkout}]
```

## Example that passes
```yaml title=catalog/services/payment.yaml as=changed
aliases: [{name: paymentservice}]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Alias, Entity
from ownercat.rules import Context
from ownercat.rules._references import noun
from ownercat.text import shown

RULE = Rule("REF003", "alias-collision", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report each alias that has no effect because of a name or an earlier alias."""
    catalog = context.catalog
    for entity in catalog.entities.values():
        for alias in entity.aliases:
            real = catalog.get(entity.kind, alias.name)
            first = catalog.aliases.get((entity.kind, alias.name), entity)
            if real is not None:
                yield _build_name_finding(entity, alias, real)
            elif first is not entity:
                yield _build_alias_finding(entity, alias, first)


def _build_name_finding(entity: Entity, alias: Alias, real: Entity) -> Finding:
    name = shown(alias.name)
    if real is entity:
        message, fix = f"{shown(entity.label)} has its own name as an alias", "remove this alias"
    else:
        message = f"{shown(entity.label)} has an alias that is the name of another {noun(real.kind)}: {name}"
        fix = f"remove this alias, or rename {shown(real.label)}"
    related = () if real is entity else (Related(real.named, f"definition of {shown(real.label)}"),)
    return Finding(alias.place.at("name"), message, fix, related, entity.subject, alias.name)


def _build_alias_finding(entity: Entity, alias: Alias, first: Entity) -> Finding:
    name, other = shown(alias.name), shown(first.label)
    place = next(known.place for known in first.aliases if known.name == alias.name)
    return Finding(
        alias.place.at("name"),
        f"{shown(entity.label)} has an alias that {other} also has: {name}",
        f"remove this alias, or the alias {name} of {other}",
        (Related(place.at("name"), f"alias {name} of {other}"),),
        entity.subject,
        alias.name,
    )
