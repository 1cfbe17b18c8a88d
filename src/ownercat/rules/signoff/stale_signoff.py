"""What a team agreed to carry another on is not what is promised today.

## What

The newest standing agreement of a provider and a consumer holds a digest of its terms: how much the consumer needs the
provider, and the hours, targets and objectives of the published SLAs that are for this consumer (of several, the
strictest value). The digest is computed again from today's files. Where it differs, each value is shown as it was
agreed and as it is.

An agreement also ends when the provider changes hands: the new owner has agreed to nothing. It goes on when a service
or a team gets another name and keeps the old one as an alias, when the need becomes weaker, and when the same values
are written in another way. One whose dependency is gone is not judged.

## Why

P39: an agreement that outlives its terms is worse than none, because people rely on it. Main is the place where a
change arrives that nobody saw coming: a direct push, a merge by an administrator, a squash that dropped its evidence.

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
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-checkout
service: payment
consumer: checkout
outcome: A valid card is charged once.
targets:
  sev1: {ack: 10m, restore: 2h}
  sev2: {ack: 20m, restore: 4h}
approvers: [payments, storefront]
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
agreed: {mode: hard, hours: 24x7, sev1.ack: 10m, sev1.restore: 30m, sev2.ack: 20m, sev2.restore: 4h}
terms: sha256:1f400967796bcd322c77f62d76d573bdadc3385d812ccc365b2550b0eff1ae4a
by: joao
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
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-checkout
service: payment
consumer: checkout
outcome: A valid card is charged once.
targets:
  sev1: {ack: 10m, restore: 30m}
  sev2: {ack: 20m, restore: 4h}
approvers: [payments, storefront]
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
agreed: {mode: hard, hours: 24x7, sev1.ack: 10m, sev1.restore: 30m, sev2.ack: 20m, sev2.restore: 4h}
terms: sha256:1f400967796bcd322c77f62d76d573bdadc3385d812ccc365b2550b0eff1ae4a
by: joao
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
from ownercat.rules import Context
from ownercat.rules.signoff._standing import compared, renew, said
from ownercat.signoff.agreements import ChangedTerm, StandingAgreement, moved
from ownercat.text import shown

RULE = Rule("SGN002", "stale-signoff", Severity.ERROR, protected=True)
RELATED = 3


def check(context: Context) -> Iterator[Finding]:
    """Every agreement of which something that was agreed to has changed."""
    if not context.policy_is_whole:
        return
    for each in context.once(compared):
        found = moved(context.catalog, context.policy, each)
        if found:
            yield _finding(context, each.agreement, found)


def _finding(context: Context, agreement: StandingAgreement, found: list[ChangedTerm]) -> Finding:
    record, bond = agreement
    provider, consumer = shown(bond.provider.name), shown(bond.consumer.name)
    places = {m.place: m for m in found if m.place is not None}
    return Finding(
        record.at.at("terms"),
        f"{shown(record.label)} is not what {provider} promises {consumer} today: {said(found)}",
        f"if team {shown(bond.carrier.name)} agrees to that, {renew(context, bond)}; else take the change back",
        tuple(Related(place, f"{shown(m.field)} today") for place, m in places.items())[:RELATED],
        record.subject,
        said(found),
    )
