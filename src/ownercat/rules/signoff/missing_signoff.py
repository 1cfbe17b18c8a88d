"""A service relies on another team that has not agreed to carry it.

## What

The owners of both ends are two teams, the mode and the consumer's tier are among those of `signoff.requireFor` in the
policy (hard dependencies of tiers 1 and 2 unless it says otherwise), and no `SignOff` record of the provider's team
with `standing: {provider, consumer}` is there, or the newest one refuses. Planned dependencies do not count yet;
services that are retired or `external` are exempt, and so is what a foreign format cannot say.

A record that is there and does not hold is for [stale-signoff], [expired-signoff], [self-approval],
[ineligible-approver] and [unverifiable-signoff]. Findings of this family cannot be set aside for some paths by an
override of the policy.

## Why

P35 and P39: who builds on a service decides alone how much rests on it, and the team that is woken learns of it in the
first incident. One agreement says once what is promised to whom, and stands until one of its numbers moves.

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
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import node
from ownercat.model import SignOff
from ownercat.rules import Context
from ownercat.rules.signoff._standing import asked, command, members
from ownercat.signoff import agreements
from ownercat.signoff.agreements import CrossTeamDependency, Pair
from ownercat.text import shown

RULE = Rule("SGN001", "missing-signoff", Severity.WARNING, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Every dependency on another team that the policy asks an agreement for, and that has none."""
    if not context.policy_is_whole:
        return
    given: Mapping[Pair, SignOff] | None = None
    for bond in context.once(asked):
        if given is None:
            given = agreements.newest(context.catalog)
        record = given.get((node(bond.provider), node(bond.consumer)))
        if record is None and context.uncertain(bond.provider.name) and context.uncertain(bond.consumer.name):
            continue  # the record may be the one that cannot be read
        if record is None or record.decision != "approve":
            yield _finding(context, bond, record)


def _finding(context: Context, bond: CrossTeamDependency, refused: SignOff | None) -> Finding:
    consumer, provider, team = (shown(e.name) for e in (bond.consumer, bond.provider, bond.carrier))
    needs = f"cannot work without {provider}" if bond.entry.mode == "hard" else f"needs {provider} ({bond.entry.mode})"
    day = f" on {refused.given.date()}" if refused and refused.given else ""
    said = f"refused{day} to carry it" if refused else "has not agreed to carry it"
    return Finding(
        bond.entry.service.place,
        f"service {consumer} of tier {bond.consumer.tier} {needs}, and team {team} {said}",
        f"once the team agrees, {members(context, bond.carrier)} runs {command(bond)}",
        (Related(refused.named, "refused here"),) if refused else (),
        bond.consumer.subject,
        bond.entry.service.written,
    )
