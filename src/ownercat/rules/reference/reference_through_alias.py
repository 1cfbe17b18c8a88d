"""A document uses an alias to refer to an entity.

## What
An alias is a previous name that still resolves. ownercat reports a reference that uses an alias instead of the current
name. The reference works. The help shows the current name.

- ownercat ignores sign-off records and emergency records, because records are never edited.
- `ownercat check` shows this finding with `-v`. Machine-readable formats always contain it.

## Why
Aliases are for names that cannot be changed immediately, for example in bookmarks and in alerts of other systems.
References in the catalog can be changed immediately. A reference that still uses the alias fails when the alias is
removed.

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
```
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
aliases: [{name: paymentservice}]
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
dependsOn:
  - {service: payment}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Fix, Related, Rule, Severity
from ownercat.model import RECORDS, Entity, Ref
from ownercat.rules import Context
from ownercat.rules._references import prefixed
from ownercat.rules.reference._aliases import uses
from ownercat.text import shown

RULE = Rule("REF004", "reference-through-alias", Severity.INFO)


def check(context: Context) -> Iterator[Finding]:
    """Report each reference that resolves only through an alias, except those in records."""
    references = uses(context)
    return (_finding(entity, ref, target) for entity, ref, target in references if not isinstance(entity, RECORDS))


def _finding(entity: Entity, ref: Ref, target: Entity) -> Finding:
    current = prefixed(target.kind, target.name) if ref.kind else target.name
    alias = next((alias for alias in target.aliases if alias.name == ref.name), None)
    return Finding(
        ref.place,
        f"{shown(entity.label)} uses an alias of {shown(target.label)}: {shown(ref.name)}",
        f"write `{shown(current)}`",
        (Related(alias.place.at("name"), f"alias {shown(ref.name)} of {shown(target.label)}"),) if alias else (),
        entity.subject,
        ref.written,
        fixes=(Fix(ref.place, current, old=ref.written),) if entity.dialect == "native" else (),
    )
