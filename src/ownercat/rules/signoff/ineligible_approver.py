"""A standing agreement was given by somebody who cannot speak for the team.

## What

The approver of the newest agreement of a provider and a consumer is a bot, is not active (any more), or is no member
of the team for which the record speaks. People who are unknown are for [unknown-reference]. Records of single changes
are not judged: they were when the change was made, and people move on.

## Why

P35: someone stands behind an agreement. When they are gone, the team that is bound may not even know it. Another
member agrees again with one command, and can look at the terms while doing so.

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
members: [bruna, bo]
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
members: [bruna, bo]
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
from ownercat.model import Person, Team
from ownercat.rules import Context
from ownercat.rules.signoff._standing import by_place, counting, renew
from ownercat.signoff.agreements import Agreement, Why, unfit
from ownercat.text import shown

RULE = Rule("SGN005", "ineligible-approver", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Every agreement of somebody who cannot speak for the team today."""
    for agreement in context.once(counting):
        found = unfit(context.catalog, agreement, context.as_of)
        team = context.catalog.team(agreement.record.team)
        if found is not None and team is not None and found[1] != "consumer":
            yield _finding(context, agreement, team, *found)


def _finding(context: Context, agreement: Agreement, team: Team, person: Person, why: Why) -> Finding:
    record, bond = agreement
    place = person.named
    if why == "bot":
        said, place = "is a bot", person.at.at("bot")
    elif why == "stranger":
        said, place = f"is not a member of team {shown(team.name)}", team.named
    elif not person.active:
        said, place = "is not active", person.at.at("active")
    else:
        said, place = f"left on {person.leaves_on}", person.at.at("leavesOn")
    return Finding(
        by_place(record),
        f"{shown(record.label)} is given for team {shown(team.name)} by {shown(person.name)}, who {said}",
        renew(context, bond),
        (Related(place, f"{shown(person.name)} {said}"),),
        record.subject,
        person.name,
    )
