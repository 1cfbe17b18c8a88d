"""A standing agreement has ended.

## What

The day that is judged is after the record's `expires`, or after its `at` plus `signoff.maxAge` of the policy,
whichever is earlier. Only the newest record of a provider and a consumer is judged.

## Why

P39: teams, traffic and promises drift slowly, and no single change is worth an objection. A last day makes two teams
look at what they promise each other while nothing burns.

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
by: joao
at: 2026-10-02T09:14:00Z
expires: 2026-11-01
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
by: joao
at: 2026-10-02T09:14:00Z
expires: 2027-11-01
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
from datetime import date

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.signoff._standing import counting, renew
from ownercat.signoff.agreements import StandingAgreement, ends
from ownercat.text import plural, shown

RULE = Rule("SGN003", "expired-signoff", Severity.ERROR, dated=True, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Every agreement whose last day is over."""
    if context.as_of is None or not context.policy_is_whole:
        return
    for agreement in context.once(counting):
        last = ends(agreement.record, context.policy.signoff.max_age)
        if last is not None and last < context.as_of:
            yield _finding(context, agreement, last, (context.as_of - last).days)


def _finding(context: Context, agreement: StandingAgreement, last: date, days: int) -> Finding:
    record, bond = agreement
    own = record.expires == last
    age, given = context.policy.signoff.max_age, record.given
    why = "" if own or age is None or given is None else f" ({given.date()} + {age.text}, as old as the policy allows)"
    return Finding(
        record.at.at("expires" if own else "at"),
        f"{shown(record.label)} ended on {last}{why}, {plural(days, 'day')} ago",
        f"if team {shown(bond.carrier.name)} still agrees, {renew(context, bond)}",
        subject=record.subject,
        value=str(last),
    )
