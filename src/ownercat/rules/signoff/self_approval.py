"""The side that asks for an agreement has given it to itself.

## What

A standing agreement says that the provider's team carries the consumer. Its approver is a member of the consumer's
team and not of the provider's, or it is given in the name of the consumer's team. Somebody who is in both teams may
give it.

## Why

P35: an agreement is worth something because the other side gave it. `by` is a text that anybody can write; who may
speak for a team is decided by the team's own document.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 2
owner: storefront
dependsOn:
  - {service: payment}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 2
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [joao, bruna]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: joao
---
apiVersion: ownercat/v1
kind: Person
name: bruna
```
```yaml title=catalog/signoffs/2026-10-02-payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:e4de708dcf03ab050aa6d7adac485a72d05c22b5241e1faa2dcda25b91bac6ca
by: ana
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 2
owner: storefront
dependsOn:
  - {service: payment}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 2
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [joao, bruna]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: joao
---
apiVersion: ownercat/v1
kind: Person
name: bruna
```
```yaml title=catalog/signoffs/2026-10-02-payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:e4de708dcf03ab050aa6d7adac485a72d05c22b5241e1faa2dcda25b91bac6ca
by: bruna
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person
from ownercat.rules import Context
from ownercat.rules.signoff._standing import believed, by_place, counting, renew
from ownercat.signoff.agreements import StandingAgreement, unfit
from ownercat.text import shown

RULE = Rule("SGN004", "self-approval", Severity.ERROR, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Every agreement that the side gave which it is given to."""
    for agreement in context.once(counting):
        catalog = believed(context, agreement.record)
        found = unfit(catalog, agreement.record, context.as_of, agreement.bond.carried)
        if found is not None and found[1] == "consumer":
            yield _finding(context, agreement, found[0])


def _finding(context: Context, agreement: StandingAgreement, person: Person) -> Finding:
    record, bond = agreement
    provider, consumer = shown(bond.provider.name), shown(bond.consumer.name)
    carrier, carried = shown(bond.carrier.name), shown(bond.carried.name)
    return Finding(
        by_place(record),
        f"{shown(record.label)} is given by {shown(person.name)} of team {carried}, which owns {consumer} and asks for"
        f" it: only team {carrier} can agree that {provider} carries {consumer}",
        renew(context, bond),
        (Related(bond.provider.owner.place, f"{provider} is owned by team {carrier}"),) if bond.provider.owner else (),
        record.subject,
        person.name,
    )
